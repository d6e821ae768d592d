import { formatDate, type IsoDate } from '#kernel/i18n/format.ts'
import type { Language } from '#kernel/i18n/language.ts'
import type { Translate } from '#kernel/i18n/translate.ts'
import { Table } from '#ui/components/table/table.tsx'
import { Tag } from '#ui/components/tag/tag.tsx'
import { dayText, moneyText, Said } from '../desk/projects/labels.tsx'
import { choiceLabel, fieldLabel } from '../desk/projects/part-fields.tsx'
import type { Condition, Decision } from '../projects/decide-gate.ts'
import type { PartnerLine } from '../projects/shown-partners.ts'

type Shown = { readonly t: Translate; readonly language: Language }

type DecisionsProps = Shown & {
  readonly today: IsoDate
  /** The latest first. */
  readonly decisions: readonly Decision[]
  readonly conditions: readonly Condition[]
}

/** What was decided at the gates of a project, when and why, and whether its conditions are met. */
export function Decisions({ t, language, today, decisions, conditions }: DecisionsProps) {
  const gateOf = new Map(decisions.map(({ id, gate }) => [id, gate]))
  const gateName = (gate: string) => choiceLabel(t, 'gate', gate)
  return (
    <>
      <h2>{t('strategy.projects.public.decided')}</h2>
      <Table
        caption={t('strategy.projects.public.decided')}
        hideCaption
        folds
        head={['gate', 'outcome', 'decided_on', 'decided_by', 'reason'].map((name) => fieldLabel(t, name))}
        rows={decisions.map(({ gate, outcome, decidedOn, decidedBy, reason }) => [
          gateName(gate),
          choiceLabel(t, 'outcome', outcome),
          formatDate(decidedOn),
          <Said key="by" text={{ de: decidedBy }} language={language} />,
          <Said key="why" text={{ de: reason }} language={language} />,
        ])}
      />
      {conditions.length > 0 && (
        <Table
          caption={t('strategy.projects.public.conditions')}
          folds
          head={[
            ...['condition', 'gate', 'due_on'].map((name) => fieldLabel(t, name)),
            t('strategy.projects.public.is_met'),
          ]}
          rows={conditions.map(({ id, decisionId, text, dueOn, metOn }) => [
            <Said key={id} text={{ de: text }} language={language} />,
            gateName(gateOf.get(decisionId) ?? ''),
            formatDate(dueOn),
            <Met key="met" {...{ t, today, dueOn, metOn }} />,
          ])}
        />
      )}
    </>
  )
}

function Met({ t, today, dueOn, metOn }: Pick<Condition, 'dueOn' | 'metOn'> & { t: Translate; today: IsoDate }) {
  if (metOn) return <Tag kind="success">{t('strategy.projects.public.met', { day: formatDate(metOn) })}</Tag>
  if (dueOn < today) return <Tag kind="danger">{t('strategy.projects.public.overdue')}</Tag>
  return <Tag kind="info">{t('strategy.projects.public.open')}</Tag>
}

/** Who works on a project or adds to it, as far as its office shows it. */
export function Partners({ t, language, partners }: Shown & { readonly partners: readonly PartnerLine[] }) {
  return (
    <>
      <h2>{t('strategy.projects.public.partners')}</h2>
      <Table
        caption={t('strategy.projects.public.partners')}
        hideCaption
        folds
        head={[
          ...['partner', 'kind', 'subject'].map((name) => fieldLabel(t, name)),
          { text: fieldLabel(t, 'amount'), isNumeric: true },
          ...['begins_on', 'ends_on'].map((name) => fieldLabel(t, name)),
        ]}
        rows={partners.map(({ partner, kind, subject, amount, beginsOn, endsOn }) => [
          <Said key="partner" text={{ de: partner }} language={language} />,
          choiceLabel(t, 'kind', kind),
          <Said key="subject" text={{ de: subject }} language={language} />,
          moneyText(amount),
          dayText(beginsOn),
          dayText(endsOn),
        ])}
      />
    </>
  )
}
