import type { Scope } from '#kernel/db/scope.ts'
import { formatInstant } from '#kernel/i18n/format.ts'
import type { Translate } from '#kernel/i18n/translate.ts'
import type { StaffId } from '#kernel/ids.ts'
import { findNames } from '#modules/egovernment/public.ts'
import { Table } from '#ui/components/table/table.tsx'
import { Tag } from '#ui/components/tag/tag.tsx'
import { seriesDeskPath } from '../workbench/bench-parts.tsx'
import type { ListedSeries } from './bench-queries.ts'

/** Whoever submitted a series: her name, and whether it is the reader herself, who may then not publish it. */
export type Submitter = { readonly name: string; readonly isReader: boolean }
export type SubmitterOf = (series: ListedSeries) => Submitter | undefined

/** Who submitted these series, as `reader` sees them; undefined for those that nobody did, as they are. */
export async function readSubmitters(
  scope: Scope,
  series: readonly ListedSeries[],
  { staffId, t }: { readonly staffId: StaffId; readonly t: Translate },
): Promise<SubmitterOf> {
  const names = await findNames(
    scope,
    series.flatMap(({ submittedBy }) => submittedBy ?? []),
  )
  return ({ submittedBy }) =>
    submittedBy === null
      ? undefined
      : { name: names.get(submittedBy) ?? t('opendata.desk.somebody'), isReader: submittedBy === staffId }
}

/** That a series waits for a second person, and who that cannot be. */
export function SubmittedMark({ t, submitter }: { t: Translate; submitter: Submitter | undefined }) {
  if (!submitter) return null
  const { name, isReader } = submitter
  return (
    <>
      <Tag kind="info">{t('opendata.desk.state.in_review')}</Tag>{' '}
      {isReader ? t('opendata.series.desk.submitted_by_you') : t('opendata.series.desk.submitted_by', { name })}
    </>
  )
}

type Props = {
  readonly t: Translate
  readonly href: (path: string) => string
  readonly series: readonly ListedSeries[]
  readonly submitterOf: SubmitterOf
}

/** The series that wait for a second person, beside the data sets that do. */
export function SubmittedSeries({ t, href, series, submitterOf }: Props) {
  if (series.length === 0) return null
  return (
    <section aria-labelledby="submitted-series">
      <h2 id="submitted-series">{t('opendata.series.desk.submitted')}</h2>
      <Table
        caption={t('opendata.series.desk.submitted')}
        hideCaption
        folds
        head={[t('opendata.desk.column.title'), t('opendata.desk.column.state'), t('opendata.desk.column.changed')]}
        rows={series.map((one) => [
          <a key="title" class="ds-link" href={href(`${seriesDeskPath}/${one.id}`)}>
            {one.title}
          </a>,
          <SubmittedMark key="state" t={t} submitter={submitterOf(one)} />,
          formatInstant(one.changedAt, t.language),
        ])}
      />
    </section>
  )
}
