import { type Language, textIn } from '#kernel/i18n/language.ts'
import type { Translate } from '#kernel/i18n/translate.ts'
import type { DataSetChange } from './queries.ts'

/** What happened, in a sentence: new rows with the tables they are in, a description with what of it changed, what was taken back with the reason. */
export function changeText(
  { kind, tables, fields, withdrawn, reason }: DataSetChange,
  language: Language,
  t: Translate,
): string {
  if (withdrawn)
    return t('opendata.changes.versions_withdrawn', { title: textIn(withdrawn, language), reason: reason ?? '' })
  if (kind === 'withdrawn' && reason !== undefined) return t('opendata.changes.withdrawn_because', { reason })
  const known = fields.flatMap((field) =>
    t.has(`opendata.changes.field.${field}`) ? [t(`opendata.changes.field.${field}`)] : [],
  )
  const what = known.join(', ')
  if (kind === 'changed')
    return what === '' ? t('opendata.changes.changed') : t('opendata.changes.changed_in', { what })
  const titles = tables.map((title) => textIn(title, language)).join(', ')
  const text =
    kind === 'rows' && titles !== '' ? t('opendata.changes.rows_in', { tables: titles }) : t(`opendata.changes.${kind}`)
  return what === '' ? text : `${text}. ${t('opendata.changes.changed_in', { what })}`
}
