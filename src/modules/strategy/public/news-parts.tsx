import type { Translate } from '#kernel/i18n/translate.ts'
import { Button, ButtonRow } from '#ui/components/button/button.tsx'
import { TextField } from '#ui/components/text-field/text-field.tsx'
import type { AskedSince } from './since.ts'

export const newsPath = '/strategy/news'

type SinceFormProps = Pick<AskedSince, 'shown' | 'isWrong'> & { readonly t: Translate; readonly action: string }

/** From which day on something is new. */
export function SinceForm({ t, action, shown, isWrong }: SinceFormProps) {
  return (
    <form method="get" action={action} class="map-filter">
      <TextField
        id="since"
        name="since"
        label={t('strategy.told.since')}
        hint={t('strategy.told.since_hint')}
        value={shown}
        maxLength={10}
        width="m"
        {...(isWrong && { error: t('strategy.told.since_wrong') })}
      />
      <ButtonRow>
        <Button variant="secondary">{t('strategy.map.show')}</Button>
      </ButtonRow>
    </form>
  )
}
