import { type DeskPage, errorOf, type FormReading } from '#modules/egovernment/public.ts'
import { Button, ButtonRow } from '#ui/components/button/button.tsx'
import { Details } from '#ui/components/details/details.tsx'
import { SelectField } from '#ui/components/select-field/select-field.tsx'
import { TextField } from '#ui/components/text-field/text-field.tsx'
import type { ProjectRecord } from '../../projects/find-project.ts'
import { criteria, type Scores } from '../../projects/score-idea.ts'
import type { FieldValues } from '../versions.ts'
import { fieldLabel } from './part-fields.tsx'
import { readLine } from './part-form.ts'
import { projectsPath } from './project-context.ts'

const names = [...criteria, 'urgency', 'risk_degree'] as const
const degrees = ['1', '2', '3', '4'] as const

export function scoreValues({ riskDegree, ...scores }: Scores): FieldValues {
  return Object.fromEntries(
    Object.entries({ ...scores, risk_degree: riskDegree }).map(([name, value]) => [
      name,
      value === undefined ? '' : String(value),
    ]),
  )
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
  }
  const scoredBy = readLine(form, 'scored_by', 200)
  return form.isSound && scoredBy ? { scores, scoredBy } : undefined
}

/** Each criterion from 1 to 4; the priority follows from them. */
export function ScoreForm({
  t,
  href,
  project,
  form,
}: DeskPage & { readonly project: ProjectRecord; readonly form: FormReading }) {
  return (
    <Details summary={t('strategy.projects.score')} isOpen={!form.isSound}>
      <form
        method="post"
        action={href(`${projectsPath}/${project.slug}/scores?authority=${project.authorityId}`)}
        noValidate
        class="bench-form"
      >
        <input type="hidden" name="revision" value={String(project.revision)} />
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
        <TextField
          id="scored_by"
          name="scored_by"
          label={fieldLabel(t, 'scored_by')}
          value={form.value('scored_by')}
          maxLength={200}
          required
          {...errorOf(form, 'scored_by')}
        />
        <ButtonRow>
          <Button>{t('strategy.goals.save')}</Button>
        </ButtonRow>
      </form>
    </Details>
  )
}
