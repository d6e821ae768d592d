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
import type { Node } from '../graph/node.ts'
import { firstDay, monthText } from './months.ts'
import { daysText, type Skill, skillLevels } from './person.ts'
import type { DemandLine } from './read-people.ts'

type DemandPageProps = DeskPage & {
  readonly language: Language
  readonly node: Node
  readonly skills: readonly Skill[]
  readonly demands: readonly DemandLine[]
  readonly from: number
  readonly form: FormReading
  readonly isSaved: boolean
}

export function DemandPage(props: DemandPageProps) {
  const { t, href, language, node, form, isSaved, demands } = props
  const query = `?authority=${node.authorityId}`
  return (
    <>
      <BackLink t={t} href={href(`${deskPath}/people${query}`)} />
      <h1>{t('strategy.people.demand_of', { project: textIn(node.title, language) })}</h1>
      {isSaved && <DoneNotice title={t('strategy.people.saved')} />}
      {form.refusal !== undefined && (
        <Alert kind="danger" isLive title={t('strategy.people.not_saved')}>
          <p>{form.refusal}</p>
        </Alert>
      )}
      <ErrorSummary t={t} errors={form.errors()} />
      {demands.length === 0 ? <EmptyState title={t('strategy.people.no_demand')} /> : <DemandTable {...props} />}
      <DemandForm {...props} />
    </>
  )
}

/** Months in a row with the same need are one line. */
function DemandTable({ t, language, skills, demands }: DemandPageProps) {
  const skillName = new Map(skills.map(({ id, name }) => [id, textIn(name, language)]))
  const month = (one: number) => formatMonth(firstDay(one), language, 'long')
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
      rows={stretches(demands).map(({ line, to }) => [
        skillName.get(line.skillId) ?? '',
        t(`strategy.people.level.${line.level}`),
        line.month === to ? month(to) : `${month(line.month)} – ${month(to)}`,
        daysText(line.tenths),
        t(`strategy.people.state.${line.isAgreed ? 'agreed' : 'planned'}`),
      ])}
    />
  )
}

export function stretches(demands: readonly DemandLine[]): { readonly line: DemandLine; readonly to: number }[] {
  const key = ({ skillId, level }: DemandLine) => `${skillId} ${level}`
  return [...Map.groupBy(demands, key).values()].flatMap((list) => {
    const found: { line: DemandLine; to: number }[] = []
    for (const line of list.toSorted((one, other) => one.month - other.month)) {
      const last = found.at(-1)
      const goesOn =
        last && last.to + 1 === line.month && last.line.tenths === line.tenths && last.line.isAgreed === line.isAgreed
      if (goesOn) last.to = line.month
      else found.push({ line, to: line.month })
    }
    return found
  })
}

function DemandForm({ t, href, language, node, skills, from, form }: DemandPageProps) {
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
        <input type="hidden" name="revision" value={String(node.revision)} />
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
