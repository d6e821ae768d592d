import type { Translate } from '#kernel/i18n/translate.ts'
import { TextField } from '#ui/components/text-field/text-field.tsx'

type Props = { t: Translate; id?: string; typed?: string; error?: string | undefined; hint?: string }

/** Where mails go of somebody who has no account. */
export function EmailField({ t, id = 'email', typed = '', error, hint }: Props) {
  return (
    <TextField
      id={id}
      name="email"
      type="email"
      label={t('opendata.subscriptions.email')}
      value={typed}
      autocomplete="email"
      maxLength={254}
      required
      {...(hint !== undefined && { hint })}
      {...(error !== undefined && { error })}
    />
  )
}
