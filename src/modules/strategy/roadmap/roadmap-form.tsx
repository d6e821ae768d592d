import { Button } from '#ui/components/button/button.tsx'
import { SelectField } from '#ui/components/select-field/select-field.tsx'
import { TextField } from '#ui/components/text-field/text-field.tsx'
import { monthOf, typedMonth } from '../people/months.ts'
import { groupings, states } from './roadmap.ts'
import type { RoadmapProps } from './roadmap-page.tsx'
import { zooms } from './time-axis.ts'

/** What changes the roadmap; every view has its address. */
export function RoadmapForm({ wish, words: { t }, path, isOfOne, authorities }: RoadmapProps) {
  const named = (name: string) => ({ id: `roadmap-${name}`, name, label: t(`strategy.roadmap.setting.${name}`) })
  const choices = (name: string, values: readonly string[]) =>
    values.map((value) => ({ value, label: t(`strategy.roadmap.${name}.${value}`) }))
  return (
    <form class="roadmap-form" method="get" action={path}>
      {wish.view !== 'picture' && <input type="hidden" name="as" value={wish.view} />}
      <SelectField {...named('by')} value={wish.by} options={choices('grouping', groupings)} />
      <SelectField {...named('zoom')} value={wish.zoom} options={choices('zoom', zooms)} />
      <TextField {...named('from')} width="s" value={typedMonth(monthOf(wish.span.from))} maxLength={7} />
      <TextField {...named('to')} width="s" value={typedMonth(monthOf(wish.span.to))} maxLength={7} />
      {!isOfOne && (
        <SelectField
          {...named('authority')}
          {...(wish.authorityId !== undefined && { value: wish.authorityId })}
          emptyLabel={t('strategy.roadmap.all')}
          options={authorities}
        />
      )}
      <SelectField
        {...named('state')}
        {...(wish.state !== undefined && { value: wish.state })}
        emptyLabel={t('strategy.roadmap.all')}
        options={choices('state', states)}
      />
      <Button variant="secondary">{t('strategy.roadmap.show')}</Button>
    </form>
  )
}
