import { isIsoDate } from '#kernel/i18n/format.ts'
import type { Translate } from '#kernel/i18n/translate.ts'
import {
  errorOf,
  type FormReading,
  FourLanguages,
  readOptionalTexts,
  readTexts,
  textValues,
} from '#modules/egovernment/public.ts'
import { DateField } from '#ui/components/date-field/date-field.tsx'
import { SelectField } from '#ui/components/select-field/select-field.tsx'
import { TextArea } from '#ui/components/text-area/text-area.tsx'
import { TextField } from '#ui/components/text-field/text-field.tsx'
import { dayFields, optionalDay } from '../../desk/day-fields.ts'
import { francsText, readFrancs, readLine } from '../../desk/projects/part-form.ts'
import type { FieldValues } from '../../desk/versions.ts'
import { audiences, type NodeContent } from '../../graph/node.ts'
import { costKeys } from '../../sharing/cost-key.ts'
import { type Agreement, agreementKinds, type Rates } from '../agreement.ts'
import { majorities, type VoteRule, voteWeights } from '../count-votes.ts'
import type { AgreementFound } from '../queries.ts'

/** An agreement as the fields of its form; contributions one a line: `2027 1.25`. */
export function agreementValues(one: AgreementFound): FieldValues {
  const { costKey, rule, noticeMonths, yearlyCost } = one
  return {
    kind: one.kind,
    ...Object.fromEntries(textValues('title', one.title)),
    ...Object.fromEntries(textValues('text', one.text)),
    owner: one.owner ?? '',
    audience: one.audience,
    ...dayFields('since', one.beginsOn),
    ...dayFields('until', one.endsOn),
    notice: noticeMonths === undefined ? '' : String(noticeMonths),
    weight: rule?.weight ?? '',
    majority: rule?.majority ?? '',
    quorum: rule ? String(rule.quorum / 100) : '',
    cost_key: costKey?.kind ?? '',
    base_share: costKey?.kind === 'mixed' ? String(costKey.baseShare / 100) : '',
    yearly_cost: yearlyCost === undefined ? '' : francsText(yearlyCost),
    rates: one.rates.map(({ from, rappenPerHead }) => `${from} ${francsText(rappenPerHead)}`).join('\n'),
    source: one.sources[0].title,
  }
}

type Read = {
  readonly content: NodeContent
  readonly agreement: Omit<Agreement, 'key'>
}

/** What was entered of an agreement; undefined where something is wrong. What the form does not show, such as further sources, stays as it was. */
export function readAgreement(
  form: FormReading,
  before: Pick<NodeContent, 'level' | 'standing'> & Partial<Pick<NodeContent, 'sources'>>,
): Read | undefined {
  const isBlank = (name: string) => form.value(name).trim() === ''
  const kind = form.choice('kind', agreementKinds)
  const title = readTexts(form, 'title', 300)
  const text = readOptionalTexts(form, 'text', 5_000)
  const [owner, source] = [readLine(form, 'owner', 200), readLine(form, 'source', 500)]
  const audience = form.choice('audience', audiences)
  const [beginsOn, endsOn] = [optionalDay(form, 'since'), optionalDay(form, 'until')]
  if (beginsOn && endsOn && endsOn < beginsOn) form.fail('until', 'strategy.goals.error.order')
  const noticeMonths = isBlank('notice') ? undefined : form.wholeNumber('notice', { least: 0, most: 120 })
  const rule = ['weight', 'majority', 'quorum'].every(isBlank) ? undefined : readRule(form)
  const costKind = isBlank('cost_key') ? undefined : form.choice('cost_key', costKeys)
  const percent = costKind === 'mixed' ? form.wholeNumber('base_share', { least: 0, most: 100 }) : undefined
  const yearlyCost = isBlank('yearly_cost') ? undefined : readFrancs(form, 'yearly_cost')
  const rates = readRates(form)
  if (!form.isSound || !kind || !title || !owner || !source || !audience) return undefined
  const [first, ...others] = before.sources ?? [{ title: source }]
  return {
    content: {
      kind: 'agreement',
      level: before.level,
      audience,
      standing: before.standing,
      title,
      text,
      owner,
      beginsOn,
      endsOn,
      sources: [first.title === source ? first : { title: source }, ...others],
    },
    agreement: {
      kind,
      noticeMonths,
      rule,
      costKey:
        costKind && (costKind === 'mixed' ? { kind: costKind, baseShare: (percent ?? 0) * 100 } : { kind: costKind }),
      yearlyCost,
      rates,
    },
  }
}

/** A rule is said whole or not at all. */
function readRule(form: FormReading): VoteRule | undefined {
  const weight = form.choice('weight', voteWeights)
  const majority = form.choice('majority', majorities)
  const quorum = form.wholeNumber('quorum', { least: 0, most: 100 })
  return weight && majority && quorum !== undefined ? { weight, majority, quorum: quorum * 100 } : undefined
}

function readRates(form: FormReading): Rates {
  const lines = form
    .value('rates')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
  return lines.slice(0, 50).flatMap((line) => {
    const [, from = '', francs = '', rest = '0'] =
      /^(\d{4}(?:-\d{2}(?:-\d{2})?)?)\s+(\d{1,3})(?:\.(\d{2}))?$/.exec(line) ?? []
    if (from === '' || !isIsoDate(`${from}-01-01`.slice(0, 10))) {
      form.fail('rates', 'strategy.agreements.error.rate', { line: line.slice(0, 80) })
      return []
    }
    return [{ from, rappenPerHead: Number(francs) * 100 + Number(rest) }]
  })
}

type FieldsProps = { readonly t: Translate; readonly form: FormReading }

/** The fields of an agreement: what it is, how it is voted, and how costs are shared. */
export function AgreementFields({ t, form }: FieldsProps) {
  const shared = (name: string) => ({
    id: name,
    name,
    label: t(`strategy.agreements.form.${name}`),
    value: form.value(name),
    ...errorOf(form, name),
  })
  const optional = { optionalText: t('strategy.goals.optional') }
  const ruleField = { ...optional, emptyLabel: t('strategy.agreements.not_known') }
  const choices = (values: readonly string[], key: string) =>
    values.map((value) => ({ value, label: t(`strategy.${key}.${value}`) }))
  return (
    <>
      <SelectField {...shared('kind')} options={choices(agreementKinds, 'agreements.kind')} />
      <FourLanguages {...{ t, form }} name="title" legend={t('strategy.agreements.form.title')} />
      <FourLanguages {...{ t, form }} name="text" legend={t('strategy.agreements.form.text')} rows={3} isOptional />
      <TextField {...shared('owner')} hint={t('strategy.goals.hint.owner')} maxLength={200} width="full" required />
      <SelectField {...shared('audience')} options={choices(audiences, 'audience')} />
      <DateField t={t} {...shared('since')} {...optional} value={form.dayParts('since')} />
      <DateField t={t} {...shared('until')} {...optional} value={form.dayParts('until')} />
      <TextField {...shared('notice')} {...optional} width="xs" inputMode="numeric" />
      <SelectField {...shared('weight')} {...ruleField} options={choices(voteWeights, 'agreements.weight')} />
      <SelectField {...shared('majority')} {...ruleField} options={choices(majorities, 'agreements.majority')} />
      <TextField {...shared('quorum')} {...optional} width="xs" inputMode="numeric" suffix="%" />
      <SelectField {...shared('cost_key')} {...optional} emptyLabel="–" options={choices(costKeys, 'synergies.key')} />
      <TextField {...shared('base_share')} {...optional} width="xs" inputMode="numeric" suffix="%" />
      <TextField {...shared('yearly_cost')} {...optional} width="m" inputMode="decimal" prefix="CHF" />
      <TextArea t={t} {...shared('rates')} {...optional} hint={t('strategy.agreements.form.rates_hint')} rows={2} />
      <TextField {...shared('source')} maxLength={500} width="full" required />
    </>
  )
}
