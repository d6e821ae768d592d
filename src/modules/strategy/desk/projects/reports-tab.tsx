import type { Translate } from '#kernel/i18n/translate.ts'
import { type DeskPage, errorOf } from '#modules/egovernment/public.ts'
import { Button, ButtonRow } from '#ui/components/button/button.tsx'
import { DateField } from '#ui/components/date-field/date-field.tsx'
import { Details } from '#ui/components/details/details.tsx'
import { SelectField } from '#ui/components/select-field/select-field.tsx'
import { Table } from '#ui/components/table/table.tsx'
import { Tag } from '#ui/components/tag/tag.tsx'
import { TextArea } from '#ui/components/text-area/text-area.tsx'
import { TextField } from '#ui/components/text-field/text-field.tsx'
import type { ProjectStanding } from '../../graph/who-leads.ts'
import type { ProjectRecord } from '../../projects/find-project.ts'
import { type Difference, differencesOf, type Report, ratings, reportKinds } from '../../projects/reports.ts'
import { BothVersions, WasFields } from '../both-versions.tsx'
import type { Edit } from '../edit.ts'
import { dayText, moneyText, phaseName, RatingTag } from './labels.tsx'
import { choiceLabel, fieldLabel } from './part-fields.tsx'
import { projectsPath } from './project-context.ts'

type ReportsTabProps = DeskPage & {
  readonly project: ProjectRecord
  readonly standing: ProjectStanding
  readonly reports: readonly Report[]
  readonly compared: readonly [before: Report, after: Report] | undefined
  readonly edit: Edit
}

/** Reports of a project, two of them beside each other, and a form for the next one. */
export function ReportsTab(props: ReportsTabProps) {
  const { t, standing, reports, compared } = props
  return (
    <>
      {reports.length === 0 ? <p>{t('strategy.projects.none')}</p> : <ReportTable t={t} reports={reports} />}
      {reports.length > 1 && <CompareForm {...props} />}
      {compared && <Comparison t={t} before={compared[0]} after={compared[1]} />}
      {standing !== 'reader' && <ReportForm {...props} />}
    </>
  )
}

function ReportTable({ t, reports }: { readonly t: Translate; readonly reports: readonly Report[] }) {
  return (
    <Table
      caption={t('strategy.projects.tab.reports')}
      hideCaption
      folds
      head={[
        fieldLabel(t, 'as_of'),
        fieldLabel(t, 'kind'),
        fieldLabel(t, 'summary'),
        t('strategy.projects.own'),
        t('strategy.projects.independent'),
      ]}
      rows={reports.map((report) => [
        dayText(report.asOf),
        <>
          {choiceLabel(t, 'kind', report.kind)}
          {report.frozenAt && <Tag kind="neutral">{t('strategy.projects.frozen')}</Tag>}
        </>,
        report.summary,
        <>
          <RatingTag t={t} rating={report.ownRating} /> {report.ownReason}
        </>,
        <>
          <RatingTag t={t} rating={report.independent?.rating} /> {report.independent?.reason}
          {report.independent && ` (${report.independent.by})`}
        </>,
      ])}
    />
  )
}

function CompareForm({ t, href, project, reports, compared }: ReportsTabProps) {
  const options = reports.map(({ id, asOf, kind }) => ({
    value: id,
    label: `${dayText(asOf)}, ${choiceLabel(t, 'kind', kind)}`,
  }))
  const [before, after] = compared ?? []
  return (
    <form method="get" action={href(`${projectsPath}/${project.slug}`)} class="cockpit-filter">
      <input type="hidden" name="authority" value={project.authorityId} />
      <input type="hidden" name="tab" value="reports" />
      <SelectField
        id="before"
        name="before"
        label={t('strategy.projects.before')}
        value={before?.id ?? reports[1]?.id ?? ''}
        options={options}
      />
      <SelectField
        id="after"
        name="after"
        label={t('strategy.projects.after')}
        value={after?.id ?? reports[0]?.id ?? ''}
        options={options}
      />
      <Button variant="secondary">{t('strategy.projects.compare')}</Button>
    </form>
  )
}

/** Two reports beside each other; what changed says so in a word. */
export function Comparison({
  t,
  before,
  after,
}: {
  readonly t: Translate
  readonly before: Report
  readonly after: Report
}) {
  return (
    <Table
      caption={t('strategy.projects.comparison', { before: dayText(before.asOf), after: dayText(after.asOf) })}
      folds
      head={[
        t('strategy.versions.field'),
        dayText(before.asOf),
        dayText(after.asOf),
        t('strategy.projects.difference'),
      ]}
      rows={differencesOf(before, after).map((one) => [
        t(`strategy.projects.figure.${one.name}`),
        figureText(t, one, one.before),
        figureText(t, one, one.after),
        differenceText(t, one),
      ])}
    />
  )
}

function figureText(t: Translate, { name }: Difference, value: string | number | undefined) {
  if (value === undefined) return '–'
  if (name === 'phase') return phaseName(t, String(value))
  if (name === 'endsOn') return dayText(String(value))
  const rating = ratings.find((one) => one === value)
  if (rating) return <RatingTag t={t} rating={rating} />
  return isMoney(name) ? moneyText(Number(value)) : String(value)
}

const isMoney = (name: Difference['name']) => name === 'budget' || name === 'planned' || name === 'spent'

function differenceText(t: Translate, { name, before, after, isChanged }: Difference): string {
  if (!isChanged) return t('strategy.projects.same')
  if (typeof before !== 'number' || typeof after !== 'number') return t('strategy.projects.changed')
  const change = after - before
  return `${change > 0 ? '+' : ''}${isMoney(name) ? moneyText(change) : change}`
}

function ReportForm({ t, href, project, standing, edit }: ReportsTabProps) {
  const { form, versions } = edit
  const shared = (name: string) => ({
    id: name,
    name,
    label: fieldLabel(t, name),
    value: form.value(name),
    ...errorOf(form, name),
  })
  const optional = { optionalText: t('strategy.goals.optional') }
  const rated = ratings.map((value) => ({ value, label: t(`strategy.projects.rating.${value}`) }))
  const fields = (
    <>
      <SelectField
        {...shared('kind')}
        hint={t('strategy.projects.freeze')}
        emptyLabel={t('strategy.goals.choose')}
        options={reportKinds.map((value) => ({ value, label: choiceLabel(t, 'kind', value) }))}
      />
      <DateField t={t} {...shared('as_of')} value={form.dayParts('as_of')} />
      <TextArea t={t} {...shared('summary')} rows={3} required />
      <SelectField {...shared('own_rating')} emptyLabel={t('strategy.goals.choose')} options={rated} />
      <TextArea t={t} {...shared('own_reason')} rows={2} required />
      {standing === 'office' && (
        <>
          <SelectField
            {...shared('independent_rating')}
            {...optional}
            emptyLabel={t('strategy.goals.choose')}
            options={rated}
          />
          <TextArea t={t} {...shared('independent_reason')} {...optional} rows={2} />
          <TextField {...shared('independent_by')} {...optional} maxLength={200} width="full" />
        </>
      )}
    </>
  )
  return (
    <Details summary={t('strategy.projects.new_report')} isOpen={!form.isSound || versions !== undefined}>
      <BothVersions {...{ t, versions, fields }} />
      <form
        method="post"
        action={href(`${projectsPath}/${project.slug}/reports?authority=${project.authorityId}`)}
        noValidate
        class="bench-form"
      >
        <WasFields edit={edit} />
        {fields}
        <ButtonRow>
          <Button>{t('strategy.projects.write_report')}</Button>
        </ButtonRow>
      </form>
    </Details>
  )
}
