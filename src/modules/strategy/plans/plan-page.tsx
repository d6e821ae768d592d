import { formatInstant, formatMoney, formatNumber } from '#kernel/i18n/format.ts'
import type { Language } from '#kernel/i18n/language.ts'
import type { DeskPage } from '#modules/egovernment/public.ts'
import { Alert } from '#ui/components/alert/alert.tsx'
import { BackLink } from '#ui/components/back-link/back-link.tsx'
import { Button } from '#ui/components/button/button.tsx'
import { DoneNotice } from '#ui/components/done-notice/done-notice.tsx'
import { SummaryList } from '#ui/components/summary-list/summary-list.tsx'
import { Table } from '#ui/components/table/table.tsx'
import { deskPath } from '../desk/desk-context.ts'
import { daysText } from '../people/person.ts'
import { assumptionsOf } from './assumptions.ts'
import { FrontierChart } from './frontier-chart.tsx'
import type { PlanRun } from './plan-run.ts'
import type { PlanResult, StoredProposal } from './plan-settings.ts'
import { kindOf, monthSpan, nodeName, type PlanNames, reasonText, shiftOf } from './plan-words.ts'
import { movedParts } from './take-over.ts'

type PlanPageProps = DeskPage & {
  readonly language: Language
  readonly run: PlanRun
  readonly names: PlanNames
  readonly refusal: string | undefined
  readonly done: 'taken' | 'undone' | undefined
}

export function PlanPage(props: PlanPageProps) {
  const { t, href, run, language, refusal, done } = props
  return (
    <>
      <BackLink t={t} href={href(`${deskPath}/planning?authority=${run.authorityId}`)} />
      <h1>{run.name}</h1>
      <p>{t('strategy.planning.made_at', { at: formatInstant(run.madeAt, language) })}</p>
      {done && <DoneNotice title={t(`strategy.planning.${done}`)} />}
      {refusal !== undefined && (
        <Alert kind="danger" isLive title={t('strategy.planning.not_done')}>
          <p>{refusal}</p>
        </Alert>
      )}
      <State {...props} />
      <h2>{t('strategy.planning.assumed.title')}</h2>
      <SummaryList rows={assumptionsOf(props.names, run.settings).map(([key, value]) => ({ key, value }))} />
      {run.result && <Result {...props} result={run.result} />}
    </>
  )
}

function State({ t, href, run }: PlanPageProps) {
  const { state, progress } = run
  const path = `${deskPath}/planning/${run.id}`
  const query = `?authority=${run.authorityId}`
  const share = Math.round((progress?.share ?? 0) / 10)
  if (state === 'done' && run.result) return null
  if (state !== 'waiting' && state !== 'running')
    return (
      <Alert kind={state === 'failed' ? 'danger' : 'info'} title={t(`strategy.planning.state.${state}`)}>
        <p>{t(`strategy.planning.explain.${run.result ? 'best_so_far' : state}`)}</p>
      </Alert>
    )
  return (
    <section class="plan-progress" aria-labelledby="progress">
      <div id="plan-progress" data-enhance="live-progress">
        <h2 id="progress">{t(`strategy.planning.state.${state}`)}</h2>
        <p>
          <label for="share">{t(`strategy.planning.stage.${progress?.stage ?? 'waiting'}`)}</label>{' '}
          <progress id="share" max="100" value={String(share)}>
            {share} %
          </progress>{' '}
          {share} %
        </p>
        {progress && progress.benefit > 0 && (
          <p>{t('strategy.planning.so_far', { benefit: formatNumber(progress.benefit) })}</p>
        )}
      </div>
      <p>
        <a class="ds-button" data-variant="secondary" href={href(`${path}${query}`)}>
          {t('strategy.planning.reload')}
        </a>
      </p>
      {run.wantsStop ? (
        <p>{t('strategy.planning.stopping')}</p>
      ) : (
        <form method="post" action={href(`${path}/stop${query}`)}>
          <Button variant="secondary">{t('strategy.planning.stop')}</Button>
        </form>
      )}
    </section>
  )
}

function Result(props: PlanPageProps & { readonly result: PlanResult }) {
  const { t, href, run, result } = props
  const { frontier } = run.settings
  return (
    <>
      <h2>{t('strategy.planning.outcome')}</h2>
      <SummaryList rows={figuresOf(props, result).map(([key, value]) => ({ key, value }))} />
      <Proposals {...props} />
      <TakeOver {...props} />
      {frontier !== 'none' && (
        <FrontierChart
          t={t}
          points={result.frontier}
          against={frontier}
          hrefOf={(cap) => href(`${deskPath}/planning?authority=${run.authorityId}&cap=${cap}#new`)}
        />
      )}
    </>
  )
}

/** A plan in figures: the same for one and for several side by side. */
export function figuresOf({ t }: Pick<PlanPageProps, 't'>, result: PlanResult): [name: string, value: string][] {
  const { proposals, firstYear, gapOfDates, gapOfChoice } = result
  const count = (kinds: readonly string[]) => String(proposals.filter((one) => kinds.includes(kindOf(one))).length)
  const overload = result.overload.reduce((sum, { tenths }) => sum + tenths, 0)
  const percent = (gap: number | undefined) =>
    gap === undefined
      ? t('strategy.planning.not_proven')
      : t('strategy.planning.within', { percent: (gap / 10).toFixed(1) })
  return [
    [t('strategy.planning.benefit'), formatNumber(result.benefit)],
    [t('strategy.planning.figure.planned'), count(['stays', 'later', 'earlier'])],
    [t('strategy.planning.figure.moved'), count(['later', 'earlier'])],
    [t('strategy.planning.figure.out'), count(['out', 'part'])],
    [t('strategy.planning.figure.late'), String(result.late)],
    [t('strategy.planning.figure.overload_today'), daysText(result.overloadToday)],
    [t('strategy.planning.figure.overload'), daysText(overload)],
    [t('strategy.planning.figure.work'), daysText(result.tenths)],
    ...spendingOf(result).flatMap(({ account, rappenByYear }) =>
      rappenByYear.map((rappen, at): [string, string] => {
        const name = t('strategy.planning.figure.money', { year: String(firstYear + at) })
        return [account ? `${name}, ${t(`strategy.money.accounts.${account}`)}` : name, formatMoney(rappen)]
      }),
    ),
    [t('strategy.planning.figure.gap_dates'), percent(gapOfDates)],
    ...(gapOfChoice === undefined
      ? []
      : [[t('strategy.planning.figure.gap_choice'), percent(gapOfChoice)] satisfies [string, string]]),
  ]
}

/** By account; of plans made before these were kept apart, all together. */
function spendingOf({ spending, rappenByYear = [] }: PlanResult) {
  return spending ?? [{ account: undefined, rappenByYear }]
}

const order = ['out', 'part', 'later', 'earlier', 'stays'] as const

function Proposals({ t, result, names, language }: PlanPageProps & { readonly result: PlanResult }) {
  const sorted = result.proposals.toSorted(
    (one, other) => order.indexOf(kindOf(one)) - order.indexOf(kindOf(other)) || shiftOf(other) - shiftOf(one),
  )
  const today = ({ parts }: StoredProposal) =>
    monthSpan(
      Math.min(...parts.map(({ from }) => from)),
      Math.max(...parts.map(({ from, months }) => from + months)),
      language,
    )
  return (
    <section>
      <h2>{t('strategy.planning.proposals')}</h2>
      <Table
        caption={t('strategy.planning.proposals_caption')}
        folds
        head={[
          t('strategy.planning.project'),
          t('strategy.planning.today'),
          t('strategy.planning.proposal'),
          t('strategy.planning.change'),
          t('strategy.planning.why'),
        ]}
        rows={sorted.map((proposal) => [
          nodeName(names, proposal.nodeId),
          today(proposal),
          monthSpan(proposal.start, proposal.end, language),
          t(`strategy.planning.kind.${kindOf(proposal)}`, { months: Math.abs(shiftOf(proposal)) }),
          why(names, proposal),
        ])}
      />
      {result.unplanned > 0 && <p>{t('strategy.planning.unplanned', { count: result.unplanned })}</p>}
    </section>
  )
}

function why(names: PlanNames, proposal: StoredProposal) {
  const { t } = names
  const late = proposal.lateBy > 0 ? [t('strategy.planning.late_by', { months: proposal.lateBy })] : []
  const reasons = proposal.reasons.map((reason) => reasonText(names, reason))
  const own = reasons.length === 0 && kindOf(proposal) === 'later' ? [t('strategy.planning.reason.own')] : []
  return [...reasons, ...own, ...late].join(' ')
}

function TakeOver({ t, href, run, result }: PlanPageProps & { readonly result: PlanResult }) {
  const path = `${deskPath}/planning/${run.id}`
  const query = `?authority=${run.authorityId}`
  const moved = result.proposals.filter((one) => movedParts(one).length > 0).length
  if (run.takenOverAt)
    return (
      <section>
        <h2>{t('strategy.planning.taken')}</h2>
        {run.canUndo && (
          <form method="post" action={href(`${path}/undo${query}`)}>
            <p>{t('strategy.planning.undo_explain')}</p>
            <Button variant="secondary">{t('strategy.planning.undo')}</Button>
          </form>
        )}
      </section>
    )
  if (moved === 0) return <p>{t('strategy.planning.nothing_moves')}</p>
  return (
    <form method="post" action={href(`${path}/take-over${query}`)}>
      <h2>{t('strategy.planning.take_over_title')}</h2>
      <p>{t('strategy.planning.take_over_explain', { count: moved })}</p>
      {run.settings.extraPeople && <p>{t('strategy.planning.take_over_extra')}</p>}
      <Button>{t('strategy.planning.take_over')}</Button>
    </form>
  )
}
