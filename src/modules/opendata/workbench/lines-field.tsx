import type { Translate } from '#kernel/i18n/translate.ts'
import { errorOf, type FormReading } from '#modules/egovernment/public.ts'
import { TextArea } from '#ui/components/text-area/text-area.tsx'

type LinesProps = {
  readonly t: Translate
  readonly form: FormReading
  readonly name: string
  readonly label: string
  readonly hint?: string
  readonly rows?: number
}

/** Things that there may be several of, one a line. */
export function LinesField({ t, form, name, label, hint, rows }: LinesProps) {
  return (
    <TextArea
      t={t}
      id={name}
      name={name}
      label={label}
      {...(hint !== undefined && { hint })}
      rows={rows ?? 3}
      value={form.value(name)}
      {...errorOf(form, name)}
    />
  )
}
