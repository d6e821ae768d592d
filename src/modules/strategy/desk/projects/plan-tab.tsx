import { formatDate } from '#kernel/i18n/format.ts'
import { type DeskPage, errorOf, type FormReading } from '#modules/egovernment/public.ts'
import { Button, ButtonRow } from '#ui/components/button/button.tsx'
import { CheckboxGroup } from '#ui/components/checkbox-group/checkbox-group.tsx'
import { DateField } from '#ui/components/date-field/date-field.tsx'
import { Details } from '#ui/components/details/details.tsx'
import { SelectField } from '#ui/components/select-field/select-field.tsx'
import { Tag } from '#ui/components/tag/tag.tsx'
import { TextArea } from '#ui/components/text-area/text-area.tsx'
import { TextField } from '#ui/components/text-field/text-field.tsx'
import type { ProjectStanding } from '../../graph/who-leads.ts'
import { checkId } from '../../projects/checks.ts'
import type { Condition } from '../../projects/decide-gate.ts'
import type { ProjectRecord } from '../../projects/find-project.ts'
import { type Check, outcomes, type Step } from '../../projects/hermes.ts'
import { BothVersions } from '../both-versions.tsx'
import { demandPath } from '../desk-context.ts'
import type { Edit } from '../edit.ts'
import { checkOptions } from './checklists.tsx'
import { conditionPlaces } from './decision-form.ts'
import { choiceLabel, fieldLabel } from './part-fields.tsx'
import { projectsPath } from './project-context.ts'

export type GateForm = { readonly step: Step; readonly checks: readonly Check[] }

/** The id of a field of a gate's form: an agile project has two such forms on one page. */
export const gateFieldId = (gate: string, name: string) => `${gate}-${name}`

type PlanTabProps = DeskPage & {
  readonly project: ProjectRecord
  readonly standing: ProjectStanding
  readonly conditions: readonly Condition[]
  readonly gates: readonly GateForm[]
  /** Names of those who ticked points. */
  readonly tickers: ReadonlyMap<string, string>
  /** Id of the latest decision there is: whoever writes one down has seen what was decided before. */
  readonly seen: string
  readonly edit: Edit
  /** The condition whose note was sent, and what is wrong with it. */
  readonly meeting: { readonly id: string | undefined; readonly edit: Edit } | undefined
}

/** Conditions that are open, the gate that comes next with its check list, and the way to what is needed of people. */
export function PlanTab(props: PlanTabProps) {
  const { t, href, project, standing, conditions, gates, edit } = props
  return (
    <>
      <h2>{t('strategy.projects.conditions')}</h2>
      {conditions.length === 0 ? <p>{t('strategy.projects.none')}</p> : <Conditions {...props} />}
      <h2>{t('strategy.projects.next_gate')}</h2>
      {gates.length === 0 && <p>{t('strategy.projects.no_gate')}</p>}
      {standing !== 'office' && gates.length > 0 && (
        <ul>
          {gates.map(({ step }) => (
            <li key={step.gate}>{choiceLabel(t, 'gate', step.gate)}</li>
          ))}
        </ul>
      )}
      {(standing === 'office' ? gates : []).map((gate) => (
        <Details
          key={gate.step.gate}
          summary={t('strategy.projects.decide', { gate: choiceLabel(t, 'gate', gate.step.gate) })}
          isOpen={edit.form.value('gate') === gate.step.gate}
        >
          <DecisionForm {...props} gate={gate} />
        </Details>
      ))}
      {project.size === undefined && <p>{t('strategy.projects.obstacle.kind_missing')}</p>}
      <h2>{t('strategy.people.title')}</h2>
      <p>
        <a class="ds-link" href={href(demandPath(project))}>
          {t('strategy.people.demand_link')}
        </a>
      </p>
    </>
  )
}

function Conditions({ t, href, today, project, standing, conditions, meeting }: PlanTabProps) {
  const sent = (id: string) => (meeting?.id === id ? meeting.edit : undefined)
  return (
    <ul class="edge-list">
      {conditions.map((one) => (
        <li key={one.id}>
          {one.text} ({one.owner}, {t('strategy.cockpit.due', { day: formatDate(one.dueOn) })}){' '}
          <BothVersions
            t={t}
            versions={sent(one.id)?.versions}
            fields={<MetNote t={t} id={one.id} edit={undefined} />}
          />
          {one.metOn ? (
            <>
              <Tag kind="success">{t('strategy.projects.met', { day: formatDate(one.metOn) })}</Tag> {one.metNote}
            </>
          ) : (
            <>
              <Tag kind={one.dueOn < today ? 'danger' : 'warning'}>
                {t(one.dueOn < today ? 'strategy.projects.condition_overdue' : 'strategy.projects.condition_open')}
              </Tag>
              {standing !== 'reader' && (
                <form
                  method="post"
                  action={href(`${projectsPath}/${project.slug}/conditions/${one.id}?authority=${project.authorityId}`)}
                  class="cockpit-filter"
                >
                  <MetNote t={t} id={one.id} edit={sent(one.id)} />
                  <Button variant="secondary">{t('strategy.projects.mark_met')}</Button>
                </form>
              )}
            </>
          )}
        </li>
      ))}
    </ul>
  )
}

function MetNote({ t, id, edit }: Pick<DeskPage, 't'> & { readonly id: string; readonly edit: Edit | undefined }) {
  return (
    <TextField
      id={`met-${id}`}
      name="met_note"
      label={t('strategy.projects.met_how')}
      value={edit?.form.value('met_note') ?? ''}
      maxLength={1_000}
      required
      {...(edit && errorOf(edit.form, `met-${id}`))}
    />
  )
}

/** Conditions are shown where they belong to the outcome, and where something is wrong with one. */
function hasConditions(form: FormReading): boolean {
  const fields = conditionPlaces.flatMap((place) => [
    `condition_${place}`,
    `condition_owner_${place}`,
    `condition_due_${place}`,
  ])
  return form.value('outcome') === 'with_conditions' || fields.some((name) => form.error(name) !== undefined)
}

function DecisionForm({ t, href, project, seen, edit, gate, tickers }: PlanTabProps & { readonly gate: GateForm }) {
  const { form, versions } = edit
  const { step, checks } = gate
  const id = (name: string) => gateFieldId(step.gate, name)
  // Errors belong to the form that was sent; another gate's form on the same page has none.
  const own = form.value('gate') === step.gate
  const shared = (name: string) => ({
    id: id(name),
    name,
    value: own ? form.value(name) : '',
    ...(own ? errorOf(form, name) : {}),
  })
  const checked = own ? form.values('checks') : checks.filter(({ isDone }) => isDone).map(checkId)
  const fields = (
    <>
      <SelectField
        {...shared('outcome')}
        label={fieldLabel(t, 'outcome')}
        emptyLabel={t('strategy.goals.choose')}
        options={outcomes.map((value) => ({ value, label: choiceLabel(t, 'outcome', value) }))}
      />
      <TextField
        {...shared('decided_by')}
        label={fieldLabel(t, 'decided_by')}
        hint={t('strategy.goals.hint.owner')}
        maxLength={200}
        width="full"
        required
      />
      <DateField
        t={t}
        {...shared('decided_on')}
        label={fieldLabel(t, 'decided_on')}
        value={own ? form.dayParts('decided_on') : { day: '', month: '', year: '' }}
      />
      <TextArea
        t={t}
        {...shared('reason')}
        label={fieldLabel(t, 'reason')}
        hint={t('strategy.projects.seen_with')}
        rows={3}
        required
      />
      <TextField
        {...shared('released')}
        label={fieldLabel(t, 'released')}
        optionalText={t('strategy.goals.optional')}
        type="number"
        prefix="CHF"
        width="m"
      />
    </>
  )
  return (
    <form
      method="post"
      action={href(`${projectsPath}/${project.slug}/decisions?authority=${project.authorityId}`)}
      noValidate
      class="bench-form"
    >
      <input type="hidden" name="gate" value={step.gate} />
      <input type="hidden" name="seen" value={seen} />
      {own && <BothVersions {...{ t, versions, fields }} />}
      <p>
        {choiceLabel(t, 'phase', step.from)} → {choiceLabel(t, 'phase', step.to)}
      </p>
      <CheckboxGroup
        id={id('checks')}
        name="checks"
        label={t('strategy.projects.checks')}
        values={checked}
        options={checkOptions(t, checks, tickers)}
      />
      {fields}
      <Details summary={t('strategy.projects.conditions')} isOpen={own && hasConditions(form)}>
        {conditionPlaces.map((place) => (
          <fieldset key={place} class="ds-fieldset">
            <legend>{t('strategy.projects.condition', { number: place + 1 })}</legend>
            <TextField
              {...shared(`condition_${place}`)}
              label={fieldLabel(t, 'condition')}
              hint={t('strategy.projects.seen_with')}
              optionalText={t('strategy.goals.optional')}
              maxLength={1_000}
              width="full"
            />
            <TextField
              {...shared(`condition_owner_${place}`)}
              label={fieldLabel(t, 'owner')}
              optionalText={t('strategy.goals.optional')}
              maxLength={200}
            />
            <DateField
              t={t}
              {...shared(`condition_due_${place}`)}
              label={fieldLabel(t, 'due_on')}
              optionalText={t('strategy.goals.optional')}
              value={own ? form.dayParts(`condition_due_${place}`) : { day: '', month: '', year: '' }}
            />
          </fieldset>
        ))}
      </Details>
      <ButtonRow>
        <Button>{t('strategy.projects.write_down')}</Button>
      </ButtonRow>
    </form>
  )
}
