import { formatInstant, formatNumber } from '#kernel/i18n/format.ts'
import type { Translate } from '#kernel/i18n/translate.ts'
import type { AuthorityId } from '#kernel/ids.ts'
import type { DeskPage } from '#modules/egovernment/public.ts'
import { BackLink } from '#ui/components/back-link/back-link.tsx'
import { ButtonRow, LinkButton } from '#ui/components/button/button.tsx'
import { EmptyState } from '#ui/components/empty-state/empty-state.tsx'
import { Pagination } from '#ui/components/pagination/pagination.tsx'
import { Table } from '#ui/components/table/table.tsx'
import { Tag, type TagKind } from '#ui/components/tag/tag.tsx'
import { AuthorityLinks, benchPath, seriesDeskPath } from '../workbench/bench-parts.tsx'
import type { SeriesList } from './bench-queries.ts'
import type { SeriesState } from './series.ts'
import { SubmittedMark, type SubmitterOf } from './submitted.tsx'

const kinds: Readonly<Record<SeriesState, TagKind>> = {
  draft: 'neutral',
  changed: 'warning',
  published: 'success',
  withdrawn: 'danger',
}

export function SeriesStateTag({ t, state }: { t: Translate; state: SeriesState }) {
  return <Tag kind={kinds[state]}>{t(`opendata.series.state.${state}`)}</Tag>
}

type Props = DeskPage & {
  readonly listed: SeriesList
  readonly submitterOf: SubmitterOf
  readonly authorityId: AuthorityId
  /** All of hers. */
  readonly authorities: readonly { readonly id: AuthorityId; readonly name: string }[]
}

/** The series of an authority with what they stand at. */
export function SeriesListPage({ t, href, listed, submitterOf, authorityId, authorities }: Props) {
  const to = (more: Readonly<Record<string, string>>) =>
    href(`${seriesDeskPath}?${new URLSearchParams({ authority: authorityId, ...more })}`)
  return (
    <>
      <BackLink t={t} href={href(`${benchPath}?authority=${authorityId}`)} />
      <h1>{t('opendata.series.desk.title')}</h1>
      <p>{t('opendata.series.desk.intro')}</p>
      <AuthorityLinks t={t} href={href} path={seriesDeskPath} current={authorityId} authorities={authorities} />
      <ButtonRow>
        <LinkButton href={href(`${seriesDeskPath}/new?authority=${authorityId}`)}>
          {t('opendata.series.desk.new')}
        </LinkButton>
      </ButtonRow>
      {listed.series.length === 0 ? (
        <EmptyState title={t('opendata.desk.none')} icon="Inbox">
          <p>{t('opendata.series.desk.none_text')}</p>
        </EmptyState>
      ) : (
        <Table
          caption={t('opendata.series.desk.title')}
          hideCaption
          folds
          head={[
            t('opendata.desk.column.title'),
            t('opendata.desk.column.state'),
            { text: t('opendata.series.desk.count'), isNumeric: true },
            t('opendata.desk.column.origin'),
            t('opendata.desk.column.changed'),
          ]}
          rows={listed.series.map((one) => [
            <a key="title" class="ds-link" href={href(`${seriesDeskPath}/${one.id}`)}>
              {one.title}
            </a>,
            <div key="state">
              <SeriesStateTag t={t} state={one.state} /> <SubmittedMark t={t} submitter={submitterOf(one)} />
            </div>,
            formatNumber(one.count),
            t(`opendata.desk.origin.${one.origin}`),
            formatInstant(one.changedAt, t.language),
          ])}
        />
      )}
      <Pagination t={t} {...(listed.next !== undefined && { nextHref: to({ after: listed.next }) })} />
    </>
  )
}
