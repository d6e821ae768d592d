import type { StaffActor } from '#kernel/db/actor.ts'
import type { Scope, WriteScope } from '#kernel/db/scope.ts'
import { type Answer, seeOther } from '#kernel/http/answers.ts'
import { NotFoundError } from '#kernel/http/errors.ts'
import { get, post, type Request, type Route } from '#kernel/http/route.ts'
import { isIsoDate } from '#kernel/i18n/format.ts'
import { isUuid } from '#kernel/ids.ts'
import { FormReading } from '#modules/egovernment/public.ts'
import { toDone } from '#ui/components/done-notice/done-notice.tsx'
import { saveNode } from '../../graph/write-node.ts'
import { readValue } from '../../money/project-value.ts'
import { putMonth } from '../../money/put-month.ts'
import { accounts } from '../../money/queries.ts'
import { decideGate, meetCondition } from '../../projects/decide-gate.ts'
import type { ProjectRecord } from '../../projects/find-project.ts'
import { type PartName, partNames, parts } from '../../projects/parts.ts'
import { listRecords, putRecord, removeRecord } from '../../projects/records.ts'
import { putReport, type ReportFigures } from '../../projects/reports.ts'
import { putScores } from '../../projects/scores.ts'
import { putProject } from '../../projects/write-project.ts'
import { attempt, revisionOf } from '../desk-context.ts'
import { readNodeForm } from '../node-form.ts'
import { type FieldValues, mergeVersions, wasName } from '../versions.ts'
import { readDecision } from './decision-form.ts'
import { projectValues, readOwnFields } from './edit-tab.tsx'
import { partValues, readFrancs, readPartForm } from './part-form.ts'
import { type ProjectTab, projectsPath, readAsked, tabPath } from './project-context.ts'
import { readReport } from './report-form.ts'
import { readScoreForm } from './score-form.tsx'
import { readGates, type Shown, showProject } from './show-project.tsx'

const reads = { permission: 'strategy.record.read' } as const
const edits = { permission: 'strategy.record.edit' } as const
const one = `${projectsPath}/:slug`

/** A project at the desk: its tabs, and whatever is written down about it. */
export function projectRoutes(): Route[] {
  return [
    get(one, reads, (scope, request) => showProject(scope, request, {})),
    post(one, edits, keepProject),
    post(`${one}/decisions`, edits, decide),
    post(`${one}/conditions/:id`, edits, meet),
    post(`${one}/parts/:part`, edits, keepLine),
    post(`${one}/scores`, edits, score),
    post(`${one}/months`, edits, keepMonth),
    post(`${one}/reports`, edits, report),
  ]
}

const done = (request: Request, project: ProjectRecord, tab: ProjectTab) =>
  seeOther(toDone(request.href(tabPath(project, tab, '&done=saved'))))

const valuesOf = ({ form }: Request, fields: readonly string[], nameOf: (field: string) => string): FieldValues =>
  Object.fromEntries(fields.map((field) => [field, form.get(nameOf(field)) ?? '']))

/** Runs a rule for a form; a refusal is told on the tab it came from, with everything that was typed. */
async function write(
  scope: Scope,
  request: Request,
  { project, tab, form }: { project: ProjectRecord; tab: ProjectTab; form: FormReading },
  work: (writing: WriteScope<StaffActor>) => Promise<void>,
): Promise<Answer> {
  const refused = await attempt(request, work)
  if (!refused) return done(request, project, tab)
  form.refusal = refused.refusal
  return showProject(scope, request, { tab, form, status: refused.status })
}

/** Saves; whoever comes second is shown both versions, with what only the other changed already taken over. */
async function keepProject(scope: Scope, request: Request): Promise<Answer> {
  const { t, form: body } = request
  const project = await readAsked(scope, request)
  const form = new FormReading(t, body)
  const fields = Object.keys(projectValues(project))
  const was = valuesOf(request, fields, wasName)
  const own = readOwnFields(form)
  const content = readNodeForm(form, { kind: project.kind, before: project.sources })
  const back: Shown = { tab: 'edit', form, was, status: 422 }
  if (!content) return showProject(scope, request, back)
  const revision = revisionOf(request)
  const refused = await attempt(request, async (writing) => {
    await saveNode(writing, project, { revision, content })
    const { beginsOn, endsOn, audience } = content
    await putProject(writing, { ...own, key: project, phase: project.phase, beginsOn, endsOn, audience })
  })
  if (!refused) return done(request, project, 'edit')
  if (refused.status !== 412) {
    form.refusal = refused.refusal
    return showProject(scope, request, { ...back, status: refused.status })
  }
  const saved = projectValues(await readAsked(scope, request))
  const typed = valuesOf(request, fields, (field) => field)
  const merged = mergeVersions(was, typed, saved)
  return showProject(scope, request, {
    tab: 'edit',
    form: FormReading.blank(t, merged.values),
    was: saved,
    versions: { merged, was, typed, saved },
    status: 412,
  })
}

async function decide(scope: Scope, request: Request): Promise<Answer> {
  const project = await readAsked(scope, request)
  const form = new FormReading(request.t, request.form)
  const gate = (await readGates(scope, project)).find(({ step }) => step.gate === form.value('gate'))
  if (!gate) throw new NotFoundError('no gate that comes next')
  const decision = readDecision(form, { gate: gate.step.gate, checks: gate.checks })
  if (!decision) return showProject(scope, request, { tab: 'plan', form, status: 422 })
  const revision = revisionOf(request)
  return write(scope, request, { project, tab: 'plan', form }, (writing) =>
    decideGate(writing, project, { revision, decision }),
  )
}

async function meet(scope: Scope, request: Request): Promise<Answer> {
  const project = await readAsked(scope, request)
  const { id = '' } = request.params
  if (!isUuid(id)) throw new NotFoundError('no such condition')
  const metNote = (request.form.get('met_note') ?? '').trim().slice(0, 1_000)
  const form = FormReading.blank(request.t)
  if (metNote === '') form.refusal = request.t('strategy.projects.error.how_met')
  if (!form.isSound) return showProject(scope, request, { tab: 'plan', form, status: 422 })
  const revision = revisionOf(request)
  return write(scope, request, { project, tab: 'plan', form }, (writing) =>
    meetCondition(writing, project, { id, revision, metNote }),
  )
}

const tabOfPart: Readonly<Record<PartName, ProjectTab>> = {
  milestones: 'plan',
  risks: 'risks',
  change: 'change',
  contracts: 'contracts',
}

/**
 * Saves a line of a list. What others changed elsewhere in the project meanwhile does not matter to it; where this very line was changed, both
 * versions are shown.
 */
async function keepLine(scope: Scope, request: Request): Promise<Answer> {
  const { t, form: body } = request
  const project = await readAsked(scope, request)
  const part = partNames.find((name) => name === request.params.part)
  if (!part) throw new NotFoundError('no such list')
  const { fields } = parts[part]
  const tab = tabOfPart[part]
  const form = new FormReading(t, body)
  const id = form.value('id')
  const record = id === '' ? undefined : (await listRecords(scope, project, part)).find((line) => line.id === id)
  if (id !== '' && !record) throw new NotFoundError('no such line')
  const names = Object.keys(partValues(fields))
  const [was, saved] = [valuesOf(request, names, wasName), partValues(fields, record?.values)]
  const { revision } = project
  const isOvertaken = record !== undefined && names.some((name) => was[name] !== saved[name])
  if (isOvertaken) {
    const typed = valuesOf(request, names, (name) => name)
    const merged = mergeVersions(was, typed, saved)
    const blank = FormReading.blank(t, { ...merged.values, id })
    return showProject(scope, request, {
      tab,
      form: blank,
      was: saved,
      versions: { merged, was, typed, saved },
      status: 412,
    })
  }
  if (record && form.value('remove') === 'yes')
    return write(scope, request, { project, tab, form }, (writing) =>
      removeRecord(writing, project, { part, revision, id: record.id }),
    )
  const values = readPartForm(form, fields)
  if (!values) return showProject(scope, request, { tab, form, was, status: 422 })
  return write(scope, request, { project, tab, form }, (writing) =>
    putRecord(writing, project, { part, id: record?.id, revision, values }),
  )
}

async function score(scope: Scope, request: Request): Promise<Answer> {
  const project = await readAsked(scope, request)
  const form = new FormReading(request.t, request.form)
  const read = readScoreForm(form)
  if (!read) return showProject(scope, request, { tab: 'overview', form, status: 422 })
  const revision = revisionOf(request)
  return write(scope, request, { project, tab: 'overview', form }, (writing) =>
    putScores(writing, project, { revision, ...read }),
  )
}

async function keepMonth(scope: Scope, request: Request): Promise<Answer> {
  const project = await readAsked(scope, request)
  const form = new FormReading(request.t, request.form)
  const [, number = '', year = ''] = /^(\d{1,2})[./](\d{4})$/.exec(form.value('month').trim()) ?? []
  const month = `${year}-${number.padStart(2, '0')}-01`
  if (!isIsoDate(month)) form.fail('month', 'strategy.projects.error.month')
  const creditId = form.value('credit')
  if (!isUuid<'strategy-node'>(creditId)) form.fail('credit', 'strategy.projects.error.missing')
  const account = form.choice('account', accounts)
  const [planned, committed, spent, expected] = ['planned', 'committed', 'spent', 'expected'].map((name) =>
    readFrancs(form, name),
  )
  if (!form.isSound || !isIsoDate(month) || !isUuid<'strategy-node'>(creditId) || !account)
    return showProject(scope, request, { tab: 'money', form, status: 422 })
  const money = { planned: planned ?? 0, committed: committed ?? 0, spent: spent ?? 0, expected: expected ?? 0 }
  const revision = revisionOf(request)
  return write(scope, request, { project, tab: 'money', form }, (writing) =>
    putMonth(writing, project, { revision, month: { creditId, account, month, ...money } }),
  )
}

async function report(scope: Scope, request: Request): Promise<Answer> {
  const project = await readAsked(scope, request)
  const form = new FormReading(request.t, request.form)
  const read = readReport(form)
  if (!read) return showProject(scope, request, { tab: 'reports', form, status: 422 })
  const figures = await figuresNow(scope, project)
  const revision = revisionOf(request)
  return write(scope, request, { project, tab: 'reports', form }, (writing) =>
    putReport(writing, project, { revision, report: read, figures }),
  )
}

/** How the project stands as the report is written: what is frozen with it. */
async function figuresNow(scope: Scope, project: ProjectRecord): Promise<ReportFigures> {
  const [{ months }, milestones] = await Promise.all([
    readValue(scope, project, project.budget),
    listRecords(scope, project, 'milestones'),
  ])
  const today = scope.today()
  const past = months.filter(({ month }) => month <= today)
  const ends = milestones.map(({ values }) => String(values.forecast_on ?? values.planned_on)).toSorted()
  return {
    phase: project.phase,
    ...(project.budget !== undefined && { budget: project.budget }),
    planned: past.reduce((sum, { planned }) => sum + planned, 0),
    spent: past.reduce((sum, { spent }) => sum + spent, 0),
    milestones: milestones.length,
    reached: milestones.filter(({ values }) => values.reached_on !== null).length,
    ...(ends.length > 0 && { endsOn: String(ends.at(-1)) }),
  }
}
