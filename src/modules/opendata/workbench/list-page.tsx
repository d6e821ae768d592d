import { formatInstant } from '#kernel/i18n/format.ts'
import type { AuthorityId } from '#kernel/ids.ts'
import type { DeskPage } from '#modules/egovernment/public.ts'
import { ButtonRow, LinkButton } from '#ui/components/button/button.tsx'
import { EmptyState } from '#ui/components/empty-state/empty-state.tsx'
import { Pagination } from '#ui/components/pagination/pagination.tsx'
import { Table } from '#ui/components/table/table.tsx'
import { Tabs } from '#ui/components/tabs/tabs.tsx'
import { type DataSetState, dataSetStates } from '../catalogue/data-set.ts'
import type { ListedSeries } from '../series/bench-queries.ts'
import { SubmittedSeries, type SubmitterOf } from '../series/submitted.tsx'
import { AuthorityLinks, benchPath, StateTag } from './bench-parts.tsx'
import type { BenchList } from './queries.ts'

export type ListProps = DeskPage & {
  readonly listed: BenchList
  readonly state: DataSetState | undefined
  /** Series that wait for a second person, where those are shown. */
  readonly submittedSeries: readonly ListedSeries[]
  readonly submitterOf: SubmitterOf
  readonly authorityId: AuthorityId
  /** How many questions wait for an answer. */
  readonly openQuestions: number
  /** All of hers. */
  readonly authorities: readonly { readonly id: AuthorityId; readonly name: string }[]
}

/** The data sets of an authority with what they stand at. */
export function ListPage(props: ListProps) {
  const { t, href, listed, state, authorityId, openQuestions, authorities, submittedSeries, submitterOf } = props
  const to = (more: Readonly<Record<string, string>>) =>
    href(`${benchPath}?${new URLSearchParams({ authority: authorityId, ...more })}`)
  const filter: Readonly<Record<string, string>> = state === undefined ? {} : { state }
  return (
    <>
      <h1>{t('opendata.desk.title')}</h1>
      <p>{t('opendata.desk.intro')}</p>
      <AuthorityLinks t={t} href={href} path={benchPath} current={authorityId} authorities={authorities} />
      <ButtonRow>
        <LinkButton href={href(`${benchPath}/new?authority=${authorityId}`)} shortcut="b">
          {t('opendata.desk.new')}
        </LinkButton>
        <LinkButton href={href(`${benchPath}/series?authority=${authorityId}`)} variant="secondary">
          {t('opendata.series.desk.title')}
        </LinkButton>
        <LinkButton href={href(`${benchPath}/sources?authority=${authorityId}`)} variant="secondary">
          {t('opendata.harvest.title')}
        </LinkButton>
        <LinkButton
          href={href(`${benchPath}/questions?authority=${authorityId}${openQuestions > 0 ? '&state=open' : ''}`)}
          variant="secondary"
        >
          {t('opendata.questions.desk.count', { count: openQuestions })}
        </LinkButton>
      </ButtonRow>
      <Tabs
        label={t('opendata.desk.states')}
        items={[undefined, ...dataSetStates].map((one) => ({
          href: to(one === undefined ? {} : { state: one }),
          text: t(`opendata.desk.state.${one ?? 'all'}`),
          isCurrent: one === state,
        }))}
      />
      <SubmittedSeries t={t} href={href} series={submittedSeries} submitterOf={submitterOf} />
      {listed.dataSets.length === 0 && submittedSeries.length === 0 && (
        <EmptyState title={t('opendata.desk.none')} icon="Inbox">
          <p>{t('opendata.desk.none_text')}</p>
        </EmptyState>
      )}
      {listed.dataSets.length > 0 && (
        <Table
          caption={t('opendata.desk.title')}
          hideCaption
          head={[
            t('opendata.desk.column.state'),
            t('opendata.desk.column.title'),
            t('opendata.desk.column.origin'),
            t('opendata.desk.column.changed'),
          ]}
          rows={listed.dataSets.map((one) => [
            <StateTag key="state" t={t} state={one.state} />,
            <a key="title" class="ds-link" href={href(`${benchPath}/${one.id}`)}>
              {one.title}
            </a>,
            t(`opendata.desk.origin.${one.origin}`),
            formatInstant(one.changedAt, t.language),
          ])}
        />
      )}
      <Pagination t={t} {...(listed.next !== undefined && { nextHref: to({ ...filter, after: listed.next }) })} />
    </>
  )
}
