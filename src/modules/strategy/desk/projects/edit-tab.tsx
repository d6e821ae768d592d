import type { FormBody } from '#kernel/http/form-body.ts'
import { textIn } from '#kernel/i18n/language.ts'
import { type DeskPage, errorOf, type FormReading } from '#modules/egovernment/public.ts'
import { Button, ButtonRow } from '#ui/components/button/button.tsx'
import { SelectField } from '#ui/components/select-field/select-field.tsx'
import { TextArea } from '#ui/components/text-area/text-area.tsx'
import { TextField } from '#ui/components/text-field/text-field.tsx'
import type { ProjectStanding } from '../../graph/who-leads.ts'
import type { ProjectRecord } from '../../projects/find-project.ts'
import { leavesPath } from '../../projects/hermes.ts'
import { methods, type Project, sizes } from '../../projects/project.ts'
import { BothVersions, WasFields } from '../both-versions.tsx'
import type { Edit } from '../edit.ts'
import { NodeFields } from '../goal-page.tsx'
import { nodeValues } from '../node-form.ts'
import type { FieldValues } from '../versions.ts'
import { choiceLabel, fieldLabel } from './part-fields.tsx'
import { francsText, readFrancs } from './part-form.ts'
import { projectsPath } from './project-context.ts'

/** What the office that steers says of a project; whoever leads it has no such fields. */
const officeFields = ['level', 'audience', 'standing', 'budget'] as const

/** A project as the fields of its form: those of its node, and its own. */
export function projectValues(project: ProjectRecord, standing: ProjectStanding): FieldValues {
  const values = allValues(project)
  if (standing === 'office') return values
  return Object.fromEntries(Object.entries(values).filter(([name]) => !officeFields.some((one) => one === name)))
}

type Sent = Pick<FormBody, 'all' | 'get'>

/** What was sent, with what the office said before where the form of a lead does not ask for it. */
export function withOfficeFields(sent: Sent, standing: ProjectStanding, project: ProjectRecord): Sent {
  if (standing === 'office') return sent
  const values = allValues(project)
  const before = (name: string) => (officeFields.some((one) => one === name) ? values[name] : undefined)
  return { all: (name) => sent.all(name), get: (name) => sent.get(name) ?? before(name) }
}

function allValues(project: ProjectRecord): FieldValues {
  const { size, method, budget, effortDays, benefit, proposedBy } = project
  return {
    ...nodeValues(project),
    benefit: benefit ? textIn(benefit, 'de') : '',
    proposed_by: proposedBy ?? '',
    size: size ?? '',
    method: method ?? '',
    budget: budget === undefined ? '' : francsText(budget),
    effort_days: effortDays === undefined ? '' : String(effortDays),
  }
}

type OwnFields = Pick<Project, 'size' | 'method' | 'budget' | 'effortDays' | 'benefit' | 'proposedBy'>

/** What was entered beside the fields of the node; errors are noted at their fields. Size and method stay with the phase that the project is in. */
export function readOwnFields(
  form: FormReading,
  project: Pick<Project, 'phase' | 'size' | 'method' | 'benefit'>,
): OwnFields {
  const isBlank = (name: string) => form.value(name).trim() === ''
  const line = (name: string, most: number) => {
    const text = form.value(name).trim()
    if (text.length > most) form.fail(name, 'strategy.goals.error.long', { most })
    return text === '' ? undefined : text
  }
  const benefit = line('benefit', 4_000)
  const size = isBlank('size') ? undefined : form.choice('size', sizes)
  const method = isBlank('method') ? undefined : form.choice('method', methods)
  if (leavesPath(project.phase, project, { size, method })) {
    const phase = form.t(`strategy.projects.value.phase.${project.phase}`)
    form.fail(size === project.size ? 'method' : 'size', 'strategy.projects.error.off_path', { phase })
  }
  return {
    size,
    method,
    budget: isBlank('budget') ? undefined : readFrancs(form, 'budget'),
    effortDays: isBlank('effort_days') ? undefined : form.wholeNumber('effort_days', { least: 0, most: 100_000 }),
    benefit: benefit === undefined ? undefined : { ...project.benefit, de: benefit },
    proposedBy: line('proposed_by', 200),
  }
}

type EditTabProps = DeskPage & {
  readonly project: ProjectRecord
  readonly edit: Edit
  readonly standing: ProjectStanding
}

/** Everything about a project but its phase, which only gates change. */
export function EditTab({ t, href, project, edit, standing }: EditTabProps) {
  const { form, versions } = edit
  const shared = (name: string) => ({
    id: name,
    name,
    label: fieldLabel(t, name),
    value: form.value(name),
    optionalText: t('strategy.goals.optional'),
    ...errorOf(form, name),
  })
  const choice = (name: 'size' | 'method', values: readonly string[]) => (
    <SelectField
      {...shared(name)}
      emptyLabel={t('strategy.goals.choose')}
      options={values.map((value) => ({ value, label: choiceLabel(t, name, value) }))}
    />
  )
  const fields = (
    <>
      <NodeFields t={t} form={form} isOffice={standing === 'office'} />
      <TextArea t={t} {...shared('benefit')} rows={3} />
      <TextField {...shared('proposed_by')} maxLength={200} />
      {choice('size', sizes)}
      {choice('method', methods)}
      {standing === 'office' && <TextField {...shared('budget')} type="number" prefix="CHF" width="m" />}
      <TextField {...shared('effort_days')} type="number" width="s" />
    </>
  )
  return (
    <>
      <BothVersions {...{ t, versions, fields }} />
      <form
        method="post"
        action={href(`${projectsPath}/${project.slug}?authority=${project.authorityId}`)}
        noValidate
        class="bench-form"
      >
        <WasFields edit={edit} />
        {fields}
        <ButtonRow>
          <Button>{t('strategy.goals.save')}</Button>
        </ButtonRow>
      </form>
    </>
  )
}
