import { formatDate, formatMoney } from '#kernel/i18n/format.ts'
import { type Language, textIn } from '#kernel/i18n/language.ts'
import type { AuthorityId } from '#kernel/ids.ts'
import type { DeskPage } from '#modules/egovernment/public.ts'
import { Alert } from '#ui/components/alert/alert.tsx'
import { BackLink } from '#ui/components/back-link/back-link.tsx'
import { DoneNotice } from '#ui/components/done-notice/done-notice.tsx'
import { ErrorSummary } from '#ui/components/error-summary/error-summary.tsx'
import { SummaryList } from '#ui/components/summary-list/summary-list.tsx'
import { Table } from '#ui/components/table/table.tsx'
import type { Edit } from '../../desk/edit.ts'
import type { Shares } from '../../sharing/cost-key.ts'
import { savingKinds } from '../life-cycle.ts'
import type { Saving, Side, Synergy } from '../queries.ts'
import { contribution } from '../weights.ts'
import { StateTag, synergiesPath } from './synergies-page.tsx'
import { PlanForm, SavingForm, StepForms } from './synergy-forms.tsx'

/** The forms of the page. */
export type SynergyForm = 'step' | 'savings' | 'plan'

export type SynergyPageProps = DeskPage & {
  readonly language: Language
  readonly synergy: Synergy
  readonly savings: readonly Saving[]
  readonly shares: Shares | undefined
  /** Of the two authorities, the one for which she acts; undefined for whoever only reads. */
  readonly by: AuthorityId | undefined
  readonly edits: Readonly<Record<SynergyForm, Edit>>
  readonly isSaved: boolean
  readonly nameOf: (id: AuthorityId) => string
}

/** One synergy: both projects side by side, why they are said to belong together, what was decided, and what it saves. */
export function SynergyPage(props: SynergyPageProps) {
  const { t, href, synergy, savings, shares, by, edits, isSaved, nameOf } = props
  const sent = Object.values(edits).find(({ form, versions }) => !form.isSound && versions === undefined)?.form
  const { one, other, kinds, evidence, agreedBy } = synergy
  const counting = evidence.filter((piece) => Math.abs(contribution(piece)) >= leastShown)
  return (
    <>
      <BackLink t={t} href={href(synergiesPath)} />
      <h1>{t('strategy.synergies.one')}</h1>
      {isSaved && (
        <DoneNotice>
          <p>{t('strategy.synergies.saved')}</p>
        </DoneNotice>
      )}
      {sent?.refusal !== undefined && (
        <Alert kind="danger" isLive title={t('strategy.synergies.not_saved')}>
          <p>{sent.refusal}</p>
        </Alert>
      )}
      {sent && <ErrorSummary t={t} errors={sent.errors()} />}
      <SummaryList
        rows={[
          { key: t('strategy.synergies.field.state'), value: <StateTag t={t} state={synergy.state} /> },
          {
            key: t('strategy.synergies.field.kind'),
            value: kinds.map((kind) => t(`strategy.synergies.kind.${kind}`)).join(', '),
          },
          {
            key: t('strategy.synergies.field.likelihood'),
            value: t('strategy.synergies.percent', { share: Math.round(synergy.likelihood / 10) }),
          },
          ...(agreedBy.length > 0
            ? [
                {
                  key: t('strategy.synergies.agreed_by'),
                  value: [one, other]
                    .map(({ authorityId }) => authorityId)
                    .filter((id, index, all) => agreedBy.includes(id) && all.indexOf(id) === index)
                    .map(nameOf)
                    .join(', '),
                },
              ]
            : []),
          ...(synergy.reason
            ? [
                {
                  key: t('strategy.synergies.field.reason'),
                  value: `${t(`strategy.synergies.rejection.${synergy.reason}`)}${synergy.reasonNote ? `: ${synergy.reasonNote}` : ''}`,
                },
              ]
            : []),
          { key: t('strategy.synergies.field.next_step'), value: synergy.nextStep ?? '–' },
        ]}
      />
      <h2>{t('strategy.synergies.field.projects')}</h2>
      <div class="side-by-side">
        {[one, other].map((side) => (
          <Project key={side.id} {...props} side={side} />
        ))}
      </div>
      <h2>{t('strategy.synergies.why')}</h2>
      <p>{t('strategy.synergies.why_text')}</p>
      <ul>
        {counting.map(({ type, terms }) => (
          <li key={type}>{t(`strategy.synergies.evidence.${type}`, { terms: terms.join(', ') })}</li>
        ))}
      </ul>
      <h2>{t('strategy.synergies.savings')}</h2>
      {savings.length === 0 ? (
        <p>{t('strategy.synergies.no_savings')}</p>
      ) : (
        <Table
          caption={t('strategy.synergies.savings_caption')}
          folds
          head={[
            t('strategy.synergies.field.saving_kind'),
            { text: t('strategy.synergies.field.amount'), isNumeric: true },
            t('strategy.synergies.field.said_by'),
            t('strategy.synergies.field.said_on'),
          ]}
          rows={savingKinds.flatMap((kind) =>
            savings
              .filter((saving) => saving.kind === kind)
              .map(({ amount, saidBy, saidAuthority, saidOn }) => [
                t(`strategy.synergies.saving.${kind}`),
                formatMoney(amount),
                `${saidBy}, ${nameOf(saidAuthority)}`,
                formatDate(saidOn),
              ]),
          )}
        />
      )}
      {by && <SavingForm {...props} by={by} />}
      <h2>{t('strategy.synergies.costs')}</h2>
      <Costs {...{ t, synergy, shares, nameOf }} />
      {by && <PlanForm {...props} by={by} />}
      {by && <StepForms {...props} by={by} />}
    </>
  )
}

/** Evidence that shifts the odds by less than this is not worth reading. */
const leastShown = 0.3

function Project({ t, language, side, nameOf }: SynergyPageProps & { readonly side: Side }) {
  const { title, text, authorityId, phase, beginsOn, endsOn } = side
  const days = [beginsOn, endsOn].map((day) => (day === undefined ? '…' : formatDate(day))).join(' – ')
  return (
    <section>
      <h3>{textIn(title, language)}</h3>
      <p>{nameOf(authorityId)}</p>
      {text && <p>{textIn(text, language)}</p>}
      <p>
        {t(`strategy.synergies.phase.${phase}`)}
        {(beginsOn ?? endsOn) !== undefined && `, ${days}`}
      </p>
    </section>
  )
}

function Costs({ t, synergy, shares, nameOf }: Pick<SynergyPageProps, 't' | 'synergy' | 'shares' | 'nameOf'>) {
  if (synergy.sharedCost === undefined || !synergy.costKey || !shares) return <p>{t('strategy.synergies.no_costs')}</p>
  const parties = [...new Set([synergy.one.authorityId, synergy.other.authorityId])]
  if (!shares.ok) {
    const missing = parties.filter((id) => shares.missing.includes(id)).map(nameOf)
    return <p>{t('strategy.synergies.missing_figure', { names: missing.join(', ') })}</p>
  }
  return (
    <Table
      caption={t('strategy.synergies.costs_caption', {
        amount: formatMoney(synergy.sharedCost),
        key: t(`strategy.synergies.key.${synergy.costKey}`),
      })}
      head={[t('strategy.synergies.field.party'), { text: t('strategy.synergies.field.amount'), isNumeric: true }]}
      rows={parties.map((id) => [nameOf(id), formatMoney(shares.rappen.get(id) ?? 0)])}
    />
  )
}
