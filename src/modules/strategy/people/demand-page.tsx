import { formatMonth } from '#kernel/i18n/format.ts'
import { type Language, textIn } from '#kernel/i18n/language.ts'
import { type DeskPage, errorOf, type FormReading } from '#modules/egovernment/public.ts'
import { Alert } from '#ui/components/alert/alert.tsx'
import { BackLink } from '#ui/components/back-link/back-link.tsx'
import { Button, ButtonRow } from '#ui/components/button/button.tsx'
import { DoneNotice } from '#ui/components/done-notice/done-notice.tsx'
import { EmptyState } from '#ui/components/empty-state/empty-state.tsx'
import { ErrorSummary } from '#ui/components/error-summary/error-summary.tsx'
import { SelectField } from '#ui/components/select-field/select-field.tsx'
import { Table } from '#ui/components/table/table.tsx'
import { TextField } from '#ui/components/text-field/text-field.tsx'
import { deskPath } from '../desk/desk-context.ts'
import { tabPath } from '../desk/projects/project-context.ts'
import type { Node } from '../graph/node.ts'
import { writeSeen } from './demand-versions.ts'
import { firstDay, monthText } from './months.ts'
import { daysText, type Skill, skillLevels } from './person.ts'
import type { DemandStretch } from './write-demand.ts'

/** What she wants, and what somebody else has stored there meanwhile. */
type Overtaken = { readonly change: DemandStretch; readonly stored: readonly DemandStretch[] }

type DemandPageProps = DeskPage & {
  readonly language: Language
  readonly node: Node
  readonly skills: readonly Skill[]
  readonly stretches: readonly DemandStretch[]
  readonly from: number
  readonly form: FormReading
  readonly overtaken: Overtaken | undefined
  /** Whether she says what is needed, and does not only read it. */
  readonly isEdited: boolean
  readonly isSaved: boolean
}

export function DemandPage(props: DemandPageProps) {
  const { t, href, language, node, form, isSaved, stretches, overtaken } = props
  return (
    <>
      <BackLink t={t} href={href(tabPath(node, 'plan'))} />
      <h1>{t('strategy.people.demand_of', { project: textIn(node.title, language) })}</h1>
      {isSaved && <DoneNotice title={t('strategy.people.saved')} />}
      {form.refusal !== undefined && (
        <Alert kind="danger" isLive title={t('strategy.people.not_saved')}>
          <p>{form.refusal}</p>
        </Alert>
      )}
      <ErrorSummary t={t} errors={form.errors()} />
      {overtaken && <BothDemands {...{ t, language, overtaken }} />}
      {stretches.length === 0 ? <EmptyState title={t('strategy.people.no_demand')} /> : <DemandTable {...props} />}
      {props.isEdited && <DemandForm {...props} />}
    </>
  )
}

type Words = Pick<DemandPageProps, 't' | 'language'>

const whenOf = ({ language }: Words, { from, to }: { from: number; to: number }) => {
  const month = (one: number) => formatMonth(firstDay(one), language, 'long')
  return from === to ? month(to) : `${month(from)} – ${month(to)}`
}

const needOf = ({ t }: Words, { tenths, isAgreed }: { tenths: number; isAgreed: boolean }) =>
  t('strategy.people.need', {
    days: daysText(tenths),
    state: t(`strategy.people.state.${isAgreed ? 'agreed' : 'planned'}`),
  })

/** For whoever comes second: what she wants beside what the other saved, month by month. */
function BothDemands({ overtaken: { change, stored }, ...words }: Words & { readonly overtaken: Overtaken }) {
  const { t } = words
  const mine = needOf(words, change)
  const rows =
    stored.length === 0
      ? [[whenOf(words, change), mine, <em key="none">{t('strategy.versions.empty')}</em>]]
      : stored.map((one) => [whenOf(words, one), mine, needOf(words, one)])
  return (
    <Alert kind="warning" isLive title={t('strategy.versions.title')}>
      <Table
        caption={t('strategy.versions.conflicts')}
        folds
        head={[t('strategy.people.field.month'), t('strategy.versions.yours'), t('strategy.versions.saved')]}
        rows={rows}
      />
    </Alert>
  )
}

/** Months in a row with the same need are one line. */
function DemandTable({ skills, stretches, ...words }: Words & Pick<DemandPageProps, 'skills' | 'stretches'>) {
  const { t, language } = words
  const skillName = new Map(skills.map(({ id, name }) => [id, textIn(name, language)]))
  return (
    <Table
      caption={t('strategy.people.demand')}
      folds
      head={[
        t('strategy.people.field.skill'),
        t('strategy.people.field.level'),
        t('strategy.people.field.month'),
        { text: t('strategy.people.field.days_month'), isNumeric: true },
        t('strategy.people.field.state'),
      ]}
      rows={stretches.map((one) => [
        skillName.get(one.skillId) ?? '',
        t(`strategy.people.level.${one.level}`),
        whenOf(words, one),
        daysText(one.tenths),
        t(`strategy.people.state.${one.isAgreed ? 'agreed' : 'planned'}`),
      ])}
    />
  )
}

function DemandForm({ t, href, language, node, skills, from, form, stretches }: DemandPageProps) {
  const months = Array.from({ length: 60 }, (_one, at) => ({
    value: monthText(from + at),
    label: formatMonth(firstDay(from + at), language, 'long'),
  }))
  const choice = (name: string, options: readonly { value: string; label: string }[]) => (
    <SelectField
      id={name}
      name={name}
      label={t(`strategy.people.field.${name}`)}
      emptyLabel={t('strategy.people.choose')}
      value={form.value(name)}
      options={options}
      {...errorOf(form, name)}
    />
  )
  return (
    <section>
      <h2>{t('strategy.people.set_demand')}</h2>
      <form
        method="post"
        action={href(`${deskPath}/people/demand/${node.slug}?authority=${node.authorityId}`)}
        noValidate
        class="bench-form"
      >
        <input type="hidden" name="seen" value={writeSeen(stretches)} />
        {choice(
          'skill',
          skills.map(({ slug, name }) => ({ value: slug, label: textIn(name, language) })),
        )}
        {choice(
          'level',
          skillLevels.map((level) => ({ value: String(level), label: t(`strategy.people.level.${level}`) })),
        )}
        {choice('from', months)}
        {choice('to', months)}
        <TextField
          id="days_month"
          name="days_month"
          label={t('strategy.people.field.days_month')}
          hint={t('strategy.people.hint.zero')}
          value={form.value('days_month')}
          type="number"
          width="xs"
          required
          {...errorOf(form, 'days_month')}
        />
        {choice(
          'state',
          (['planned', 'agreed'] as const).map((state) => ({
            value: state,
            label: t(`strategy.people.state.${state}`),
          })),
        )}
        <ButtonRow>
          <Button>{t('strategy.people.save')}</Button>
        </ButtonRow>
      </form>
    </section>
  )
}
