import type { Scope } from '#kernel/db/scope.ts'
import type { Answer } from '#kernel/http/answers.ts'
import { NotFoundError } from '#kernel/http/errors.ts'
import type { Request } from '#kernel/http/route.ts'
import { isUuid } from '#kernel/ids.ts'
import { dayValues, FormReading } from '#modules/egovernment/public.ts'
import { longestCheck, putChecks } from '../../projects/checks.ts'
import { type Decision, decideGate, listConditions, listDecisions, meetCondition } from '../../projects/decide-gate.ts'
import type { ProjectRecord } from '../../projects/find-project.ts'
import { gates } from '../../projects/hermes.ts'
import { attempt } from '../desk-context.ts'
import { secondEdit, sentEdit } from '../edit.ts'
import type { FieldValues } from '../versions.ts'
import { readDecision } from './decision-form.ts'
import { francsText } from './part-form.ts'
import { readAsked, readLed, toTab } from './project-context.ts'
import { showProject } from './show-project.tsx'

/** What was decided as the fields of the form. */
const decisionValues = ({ outcome, decidedBy, decidedOn, reason, released }: Decision): FieldValues => ({
  outcome,
  decided_by: decidedBy,
  ...dayValues('decided_on', decidedOn),
  reason,
  released: released === undefined ? '' : francsText(released),
})

/** The decision that was written down last: ids follow one another. */
async function findLatest(scope: Scope, project: ProjectRecord): Promise<Decision | undefined> {
  const [latest] = (await listDecisions(scope, project)).toSorted((one, other) => (one.id < other.id ? 1 : -1))
  return latest
}

/** Writes a decision down. Where somebody decided meanwhile, hers is shown beside that one, and nothing is decided twice. */
export async function decide(scope: Scope, request: Request): Promise<Answer> {
  const project = await readAsked(scope, request)
  const form = new FormReading(request.t, request.form)
  const name = gates.find((one) => one === form.value('gate'))
  if (!name) throw new NotFoundError('no such gate')
  const latest = await findLatest(scope, project)
  if ((latest?.id ?? '') !== form.value('seen')) {
    const edit = { ...secondEdit(request, latest?.gate === name ? decisionValues(latest) : {}), form }
    return showProject(scope, request, { tab: 'plan', of: 'gate', edit, status: 412 })
  }
  const decision = readDecision(form, { gate: name, today: request.today })
  const show = (status: number) =>
    showProject(scope, request, { tab: 'plan', of: 'gate', edit: sentEdit(request, form), status })
  if (!decision) return show(422)
  const refused = await attempt(request, (writing) =>
    decideGate(writing, project, { revision: project.revision, decision }),
  )
  if (!refused) return toTab(request, project, 'plan')
  form.refusal = refused.refusal
  return show(refused.status)
}

/** Notes that a condition is met; where somebody did so before her, both notes are shown. */
export async function meet(scope: Scope, request: Request): Promise<Answer> {
  const project = await readLed(scope, request)
  const { id = '' } = request.params
  const condition = (await listConditions(scope, project)).find((one) => one.id === id)
  if (!isUuid(id) || !condition) throw new NotFoundError('no such condition')
  const form = new FormReading(request.t, request.form)
  const again = { tab: 'plan', of: 'condition', id } as const
  if (condition.metOn) {
    const edit = secondEdit(request, { met_note: condition.metNote ?? '' })
    return showProject(scope, request, { ...again, edit, status: 412 })
  }
  const metNote = form.value('met_note').trim().slice(0, 1_000)
  if (metNote === '') form.fail(`met-${id}`, 'strategy.projects.error.how_met')
  const show = (status: number) => showProject(scope, request, { ...again, edit: sentEdit(request, form), status })
  if (!form.isSound) return show(422)
  const { revision } = project
  const refused = await attempt(request, (writing) => meetCondition(writing, project, { id, revision, metNote }))
  if (!refused) return toTab(request, project, 'plan')
  form.refusal = refused.refusal
  return show(refused.status)
}

/** Keeps what somebody ticks in the check list of a milestone, adds to it and takes off it. */
export async function check(scope: Scope, request: Request): Promise<Answer> {
  const project = await readLed(scope, request)
  const { id: milestoneId = '' } = request.params
  if (!isUuid(milestoneId)) throw new NotFoundError('no such milestone')
  const form = new FormReading(request.t, request.form)
  const added = form.value('added').trim().replaceAll(/\s+/g, ' ')
  if (added.length > longestCheck)
    form.fail(`added-${milestoneId}`, 'strategy.goals.error.long', { most: longestCheck })
  const show = (status: number) =>
    showProject(scope, request, { tab: 'plan', of: 'checks', id: milestoneId, edit: sentEdit(request, form), status })
  if (!form.isSound) return show(422)
  const change = {
    was: new Set(form.values('was')),
    done: new Set(form.values('done')),
    added: added === '' ? undefined : added,
    removed: form.value('removed') === '' ? undefined : form.value('removed'),
  }
  const refused = await attempt(request, (writing) => putChecks(writing, project, { milestoneId, ...change }))
  if (!refused) return toTab(request, project, 'plan')
  form.refusal = refused.refusal
  return show(refused.status)
}
