import { formatDate, swissDate } from '#kernel/i18n/format.ts'
import { textIn } from '#kernel/i18n/language.ts'
import { EmptyState } from '#ui/components/empty-state/empty-state.tsx'
import { Pagination } from '#ui/components/pagination/pagination.tsx'
import { Table } from '#ui/components/table/table.tsx'
import { Tag } from '#ui/components/tag/tag.tsx'
import type { Distribution } from '../catalogue/data-set.ts'
import { type CellWords, cellText } from '../look/cell-text.ts'
import type { Cell, RowChange } from '../query/table-reader.ts'
import type { Column } from '../tables/column.ts'
import type { TableVersion } from '../tables/table-version.ts'

/** A row that came, went or changed, as it is now, and as it was where it was there before. */
export type ShownChange = {
  readonly kind: RowChange['kind']
  readonly now: readonly Cell[] | undefined
  readonly before: readonly Cell[] | undefined
}

export type ChangesPageProps = CellWords & {
  distribution: Distribution
  version: TableVersion
  /** The version that was chosen to compare it with; undefined where it is the one before it. */
  before: TableVersion | undefined
  columns: readonly Column[]
  changes: readonly ShownChange[]
  nextHref: string | undefined
  versionsHref: string
}

const kinds = { added: 'success', changed: 'info', removed: 'warning' } as const

/** What changed in the rows with a version: for each row what it is, and what it was. */
export function ChangesPage(props: ChangesPageProps) {
  const { distribution, version, before, columns, changes, nextHref, versionsHref, language, t } = props
  const dayOf = (one: TableVersion) => formatDate(swissDate(one.publishedAt ?? one.madeAt))
  const title = before
    ? t('opendata.versions.changes_between', {
        ...{ from: before.number, from_day: dayOf(before), to: version.number, to_day: dayOf(version) },
      })
    : t('opendata.versions.changes_title', { number: version.number, day: dayOf(version) })
  return (
    <>
      <h1>{title}</h1>
      <p class="lead">{textIn(distribution.title, language)}</p>
      {changes.length === 0 ? (
        <EmptyState title={t('opendata.versions.no_changes')} icon="Table" />
      ) : (
        <div class="look-table">
          <Table
            caption={title}
            hideCaption
            head={[t('opendata.versions.what'), ...columns.map((column) => textIn(column.title, language))]}
            rows={changes.map((change) => [
              <Tag key="kind" kind={kinds[change.kind]}>
                {t(`opendata.versions.kind.${change.kind}`)}
              </Tag>,
              ...columns.map((column, at) => (
                <ChangedCell key={at} change={change} at={at} column={column} words={props} />
              )),
            ])}
          />
        </div>
      )}
      <Pagination t={t} {...(nextHref === undefined ? {} : { nextHref })} />
      <p>
        <a href={versionsHref}>{t('opendata.versions.all')}</a>
      </p>
    </>
  )
}

type CellProps = { change: ShownChange; at: number; column: Column; words: CellWords }

function ChangedCell({ change: { now, before }, at, column, words }: CellProps) {
  const [is, was] = [now?.[at], before?.[at]].map((cell) =>
    cell === undefined ? undefined : cellText(cell, column, words),
  )
  if (is === undefined) return <del>{was}</del>
  if (was === undefined || was === is) return <>{is}</>
  return (
    <>
      <ins>{is}</ins> <del>{was}</del>
    </>
  )
}
