import { type Language, textIn } from '#kernel/i18n/language.ts'
import type { Translate } from '#kernel/i18n/translate.ts'
import type { PublishedDataSet } from '../catalogue/data-set.ts'
import type { DataSetChange } from './queries.ts'

/** What happened, in a sentence; new rows with the tables they are in. */
export function changeText(
  { kind, tables }: Pick<DataSetChange, 'kind' | 'tables'>,
  { metadata }: Pick<PublishedDataSet, 'metadata'>,
  language: Language,
  t: Translate,
): string {
  const titles = metadata.distributions.flatMap(({ id, title }) =>
    tables.includes(id) ? [textIn(title, language)] : [],
  )
  if (kind === 'rows' && titles.length > 0) return t('opendata.changes.rows_in', { tables: titles.join(', ') })
  return t(`opendata.changes.${kind}`)
}
