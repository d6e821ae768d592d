import { type DeskPage, errorOf, type FormReading } from '#modules/egovernment/public.ts'
import { Button, ButtonRow } from '#ui/components/button/button.tsx'
import { Details } from '#ui/components/details/details.tsx'
import { SelectField } from '#ui/components/select-field/select-field.tsx'
import { TextField } from '#ui/components/text-field/text-field.tsx'
import type { ProjectRecord } from '../../projects/find-project.ts'
import { criteria, type Scores } from '../../projects/score-idea.ts'
import { BothVersions, WasFields } from '../both-versions.tsx'
import type { Edit } from '../edit.ts'
import type { FieldValues } from '../versions.ts'
import { choiceLabel, fieldLabel } from './part-fields.tsx'
import { readLine } from './part-form.ts'
import { projectsPath } from './project-context.ts'

const names = [...criteria, 'urgency', 'risk_degree'] as const
const answers = ['yes', 'no'] as const
const degrees = ['1', '2', '3', '4'] as const

export function scoreValues({ riskDegree, isStrategic, ...scores }: Scores, scoredBy: string | undefined): FieldValues {
  const degreesOf: Readonly<Record<string, number | undefined>> = { ...scores, risk_degree: riskDegree }
  const given = names.map((name): [string, string] => [name, String(degreesOf[name] ?? '')])
  const strategic = isStrategic === undefined ? '' : isStrategic ? 'yes' : 'no'
  return { ...Object.fromEntries(given), is_strategic: strategic, scored_by: scoredBy ?? '' }
}

/** The scores as they were chosen, and by which office; undefined where something is wrong. */
export function readScoreForm(form: FormReading): { readonly scores: Scores; readonly scoredBy: string } | undefined {
  const degree = (name: (typeof names)[number]) => {
    if (form.value(name) === '') return undefined
    const chosen = form.choice(name, degrees)
    return chosen === undefined ? undefined : Number(chosen)
  }
  const scores = {
    ...Object.fromEntries(criteria.map((name) => [name, degree(name)])),
    urgency: degree('urgency'),
    riskDegree: degree('risk_degree'),
    isStrategic: form.value('is_strategic') === '' ? undefined : form.choice('is_strategic', answers) === 'yes',
  }
  const scoredBy = readLine(form, 'scored_by', 200)
  return form.isSound && scoredBy ? { scores, scoredBy } : undefined
}

/** Each criterion from 1 to 4; the priority follows from them once all are there. */
export function ScoreForm({
  t,
  href,
  project,
  edit,
}: DeskPage & { readonly project: ProjectRecord; readonly edit: Edit }) {
  const { form, versions } = edit
  const fields = (
    <>
      {names.map((name) => (
        <SelectField
          key={name}
          id={name}
          name={name}
          label={fieldLabel(t, name)}
          optionalText={t('strategy.goals.optional')}
          emptyLabel="–"
          value={form.value(name)}
          options={degrees.map((value) => ({ value, label: `${value} · ${t(`strategy.projects.degree.${value}`)}` }))}
          {...errorOf(form, name)}
        />
      ))}
      <SelectField
        id="is_strategic"
        name="is_strategic"
        label={fieldLabel(t, 'is_strategic')}
        optionalText={t('strategy.goals.optional')}
        emptyLabel="–"
        value={form.value('is_strategic')}
        options={answers.map((value) => ({ value, label: choiceLabel(t, 'is_strategic', value) }))}
        {...errorOf(form, 'is_strategic')}
      />
      <TextField
        id="scored_by"
        name="scored_by"
        label={fieldLabel(t, 'scored_by')}
        value={form.value('scored_by')}
        maxLength={200}
        required
        {...errorOf(form, 'scored_by')}
      />
    </>
  )
  return (
    <Details summary={t('strategy.projects.score')} isOpen={!form.isSound || versions !== undefined}>
      <BothVersions {...{ t, versions, fields }} />
      <form
        method="post"
        action={href(`${projectsPath}/${project.slug}/scores?authority=${project.authorityId}`)}
        noValidate
        class="bench-form"
      >
        <WasFields edit={edit} />
        {fields}
        <ButtonRow>
          <Button>{t('strategy.goals.save')}</Button>
        </ButtonRow>
      </form>
    </Details>
  )
}
