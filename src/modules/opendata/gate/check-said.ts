import { type IsoDate, isIsoDate } from '#kernel/i18n/format.ts'
import { type Language, languages } from '#kernel/i18n/language.ts'
import type { Translate } from '#kernel/i18n/translate.ts'
import type { DataSetMetadata, DataSetOrigin, Distribution } from '../catalogue/data-set.ts'
import { refusedColumns } from '../protection/publishable-columns.ts'
import type { Protection } from '../protection/queries.ts'
import { isOnPersons, shownColumns } from '../protection/shown-columns.ts'
import type { Column } from '../tables/column.ts'
import { areAlike } from '../tables/column-shape.ts'
import type { TableVersion } from '../tables/table-version.ts'
import { checkProtection } from './check-protection.ts'
import type { Finding, Place, Say } from './finding.ts'

/** What is looked at without the data itself. */
export type Said = {
  readonly origin: DataSetOrigin
  readonly metadata: DataSetMetadata
  /** The newest version of each table, by its id. */
  readonly versions: ReadonlyMap<string, TableVersion>
  /** How those of tables on persons were protected. */
  readonly protections: ReadonlyMap<string, Protection>
  readonly today: IsoDate
}

type Spoken = { readonly [language in Language]?: unknown }

/** Texts, dates, and the columns as they are described. Pure. */
export function checkSaid(said: Said, say: Say): readonly Finding[] {
  return [
    ...checkTexts(said.metadata, say),
    ...checkDates(said, say),
    ...said.metadata.distributions.flatMap((one) => checkDistribution(said, one, say)),
    ...checkPersons(said, say),
    ...twice(said.metadata.distributions.map(({ slug }) => slug)).map((slug) =>
      say('error', 'slug_twice', { distribution: slug, field: 'slug' }, { slug }),
    ),
  ]
}

function twice(all: readonly string[]): readonly string[] {
  return [...new Set(all.filter((one, at) => all.indexOf(one) !== at))]
}

function missingIn(text: Spoken): readonly Language[] {
  return languages.filter((language) => text[language] === undefined)
}

const named = (missing: readonly Language[]) => (t: Translate) =>
  missing.map((language) => t(`opendata.gate.language.${language}`)).join(', ')

function checkTexts(metadata: DataSetMetadata, say: Say): readonly Finding[] {
  const texts = (place: Place, field: 'title' | 'description' | 'keywords', text: Spoken): readonly Finding[] => {
    const missing = missingIn(text)
    if (missing.length === 0) return []
    return [
      say('warning', 'text_missing_language', { ...place, field }, (t) => ({
        field: t(`opendata.gate.field.${field}`),
        languages: named(missing)(t),
      })),
    ]
  }
  return [
    ...texts({}, 'title', metadata.title),
    ...texts({}, 'description', metadata.description),
    ...texts({}, 'keywords', metadata.keywords),
    ...metadata.distributions.flatMap(({ slug, title }) => texts({ distribution: slug }, 'title', title)),
  ]
}

/** The shapes know what a date looks like, not which days there are. */
function impossible(place: Place, days: Readonly<Record<string, string | undefined>>, say: Say): readonly Finding[] {
  return Object.entries(days).flatMap(([field, day]) =>
    day === undefined || isIsoDate(day) ? [] : [say('error', 'day_impossible', { ...place, field }, { day })],
  )
}

function checkDates({ metadata, today }: Said, say: Say): readonly Finding[] {
  const { issued, modified, temporal = [], distributions } = metadata
  return [
    ...impossible({}, { issued, modified }, say),
    ...temporal.flatMap(({ from, to }) =>
      [...new Set([from, to])].flatMap((day) => impossible({}, { temporal: day }, say)),
    ),
    ...distributions.flatMap((one) =>
      impossible({ distribution: one.slug }, { issued: one.issued, modified: one.modified }, say),
    ),
    ...(modified !== undefined && modified < issued
      ? [say('warning', 'modified_before_issued', { field: 'modified' })]
      : []),
    ...(issued > today ? [say('warning', 'issued_later', { field: 'issued' }, { day: issued })] : []),
  ]
}

function checkDistribution(said: Said, one: Distribution, say: Say): readonly Finding[] {
  if (one.kind === 'file' && one.url === undefined && one.sha256 === undefined)
    return [say('error', 'file_missing', { distribution: one.slug, field: 'url' })]
  return one.kind === 'table' ? checkTable(said, one, say) : []
}

function checkTable(said: Said, table: Distribution, say: Say): readonly Finding[] {
  const { origin, versions, protections } = said
  const { id, slug, columns } = table
  const at = { distribution: slug }
  if (columns === undefined) return [say('error', 'no_columns', { ...at, field: 'columns' })]
  const version = versions.get(id)
  const untold = columns.filter(({ title }) => missingIn(title).length > 0).map(({ name }) => name)
  const isKept = origin === 'steward' && isOnPersons(columns)
  const refused = refusedColumns(columns).filter(({ reason }) => reason === 'unclassed' || !isKept)
  return [
    ...(version
      ? checkVersion(at, version, isKept ? shownColumns(columns) : columns, say)
      : [say('error', 'no_version', { ...at, field: 'rows' })]),
    ...refused.map(({ column, reason }) =>
      say(
        'error',
        reason === 'unclassed' ? 'column_unclassed' : 'column_identifier',
        { ...at, column, field: 'role' },
        { column },
      ),
    ),
    ...(isKept && version ? checkProtection(table, version, protections.get(id), say) : []),
    ...(origin === 'harvest' ? unprotected(at, columns, say) : []),
    ...(isKept || columns.some(({ isKey }) => isKey) ? [] : [say('warning', 'no_key', { ...at, field: 'key' })]),
    ...(untold.length === 0
      ? []
      : [say('warning', 'column_missing_language', { ...at, field: 'columns' }, { columns: shortened(untold) })]),
  ]
}

/** Several tables on the same persons tell more together than each alone, and nothing compares them: one of them may go out. */
function checkPersons({ origin, metadata }: Said, say: Say): readonly Finding[] {
  const [first, ...others] = metadata.distributions.filter(({ columns }) => columns && isOnPersons(columns))
  if (origin !== 'steward' || !first) return []
  return others.map(({ slug }) =>
    say('error', 'persons_twice', { distribution: slug, field: 'protection' }, { other: first.slug }),
  )
}

/** The first few of a list. */
export function shortened(all: readonly string[], most = 8): string {
  return `${all.slice(0, most).join(', ')}${all.length > most ? ' …' : ''}`
}

/** What the platform publishes of itself was protected when it was counted, what a steward brings when it came; of others nobody knows. */
function unprotected(at: Place, columns: NonNullable<Distribution['columns']>, say: Say): readonly Finding[] {
  return columns
    .filter(({ role }) => role === 'quasi-identifier' || role === 'sensitive')
    .map(({ name }) => say('error', 'column_unprotected', { ...at, column: name, field: 'role' }, { column: name }))
}

function checkVersion(at: Place, version: TableVersion, columns: readonly Column[], say: Say): readonly Finding[] {
  if (version.rows === 0) return [say('warning', 'no_rows', { ...at, field: 'rows' })]
  return areAlike(version.columns, columns) ? [] : [say('error', 'columns_differ', { ...at, field: 'rows' })]
}
