import type { Scope } from '#kernel/db/scope.ts'
import type { Answer } from '#kernel/http/answers.ts'
import { get, post, type Request, type Route } from '#kernel/http/route.ts'
import type { IsoDate } from '#kernel/i18n/format.ts'
import { FormReading } from '#modules/egovernment/public.ts'
import { saveNode } from '../../graph/write-node.ts'
import { listMonths } from '../../money/queries.ts'
import { listDecisions } from '../../projects/decide-gate.ts'
import type { ProjectRecord } from '../../projects/find-project.ts'
import { listRecords } from '../../projects/records.ts'
import { figuresOn } from '../../projects/report-figures.ts'
import { listReports, putReport, type ReportFigures } from '../../projects/reports.ts'
import { findScorer, findScores, putScores } from '../../projects/scores.ts'
import { putProject } from '../../projects/write-project.ts'
import { standingTo } from '../desk-context.ts'
import { keepEdit, sentEdit } from '../edit.ts'
import { readNodeForm } from '../node-form.ts'
import { projectValues, readOwnFields, withOfficeFields } from './edit-tab.tsx'
import { check, decide, meet } from './gate-routes.ts'
import { assign, endOfLead } from './lead-routes.ts'
import { keepLine } from './line-routes.ts'
import { keepMonth } from './month-form.ts'
import { projectsPath, readAsked, readLed, toTab } from './project-context.ts'
import { readReport, reportValues } from './report-form.ts'
import { readScoreForm, scoreValues } from './score-form.tsx'
import { showProject } from './show-project.tsx'

const reads = { permission: 'strategy.project.read' } as const
const edits = { permission: 'strategy.project.edit' } as const
/** What the office that steers says of a project, and nobody else. */
const steers = { permission: 'strategy.record.edit' } as const
const one = `${projectsPath}/:slug`

/** A project at the desk: its tabs, and whatever is written down about it. */
export function projectRoutes(): Route[] {
  return [
    get(one, reads, (scope, request) => showProject(scope, request, {})),
    post(one, edits, keepProject),
    post(`${one}/decisions`, steers, decide),
    post(`${one}/conditions/:id`, edits, meet),
    post(`${one}/milestones/:id/checks`, edits, check),
    post(`${one}/parts/:part`, edits, keepLine),
    post(`${one}/scores`, steers, score),
    post(`${one}/months`, edits, keepMonth),
    post(`${one}/reports`, edits, report),
    post(`${one}/leads`, steers, assign),
    post(`${one}/leads/:id/end`, steers, endOfLead),
  ]
}

/** Saves; whoever comes second is shown both versions, with what only the other changed already taken over. */
async function keepProject(scope: Scope, request: Request): Promise<Answer> {
  const project = await readLed(scope, request)
  const standing = await standingTo(scope, request, project)
  const form = new FormReading(request.t, withOfficeFields(request.form, standing, project))
  const own = readOwnFields(form, project)
  const content = readNodeForm(form, { kind: project.kind, before: project.sources })
  if (!content) {
    const edit = sentEdit(request, form, Object.keys(projectValues(project, standing)))
    return showProject(scope, request, { tab: 'edit', edit, status: 422 })
  }
  return keepEdit(request, {
    form,
    read: async () => {
      const stored = await readAsked(scope, request)
      return { values: projectValues(stored, standing), revision: stored.revision }
    },
    work: async (writing, revision) => {
      await saveNode(writing, project, { revision, content })
      const { beginsOn, endsOn, audience } = content
      await putProject(writing, { ...own, key: project, phase: project.phase, beginsOn, endsOn, audience })
    },
    done: () => toTab(request, project, 'edit'),
    show: (edit, status) => showProject(scope, request, { tab: 'edit', edit, status }),
  })
}

async function score(scope: Scope, request: Request): Promise<Answer> {
  const project = await readAsked(scope, request)
  const form = new FormReading(request.t, request.form)
  const read = readScoreForm(form)
  const stored = async () => ({
    values: scoreValues(await findScores(scope, project), await findScorer(scope, project)),
    revision: (await readAsked(scope, request)).revision,
  })
  if (!read) {
    const edit = sentEdit(request, form, Object.keys((await stored()).values))
    return showProject(scope, request, { tab: 'overview', edit, status: 422 })
  }
  return keepEdit(request, {
    form,
    read: stored,
    work: (writing, revision) => putScores(writing, project, { revision, ...read }),
    done: () => toTab(request, project, 'overview'),
    show: (edit, status) => showProject(scope, request, { tab: 'overview', edit, status }),
  })
}

async function report(scope: Scope, request: Request): Promise<Answer> {
  const project = await readLed(scope, request)
  const form = new FormReading(request.t, request.form)
  const read = readReport(form, request.today)
  const standing = await standingTo(scope, request, project)
  if (!read) return showProject(scope, request, { tab: 'reports', edit: sentEdit(request, form, []), status: 422 })
  const figures = await readFigures(scope, project, read.asOf)
  return keepEdit(request, {
    form,
    // A status report of the same day takes the place of the one before: only whoever has seen that writes over it.
    read: async () => {
      const reports = await listReports(scope, project)
      const there = reports.find(({ kind, asOf }) => kind === 'status' && kind === read.kind && asOf === read.asOf)
      return {
        values: there ? reportValues(there, standing) : {},
        revision: (await readAsked(scope, request)).revision,
      }
    },
    work: (writing, revision) => putReport(writing, project, { revision, report: read, figures }),
    done: () => toTab(request, project, 'reports'),
    show: (edit, status) => showProject(scope, request, { tab: 'reports', edit, status }),
  })
}

/** How the project stood on the report's day: what is frozen with it. */
async function readFigures(scope: Scope, project: ProjectRecord, asOf: IsoDate): Promise<ReportFigures> {
  const [months, milestones, decisions] = await Promise.all([
    listMonths(scope, project, 'project_id'),
    listRecords(scope, project, 'milestones'),
    listDecisions(scope, project),
  ])
  const dayOf = (value: string | number | null | undefined) => (typeof value === 'string' ? value : undefined)
  return figuresOn(asOf, {
    budget: project.budget,
    phase: project.phase,
    decisions,
    months,
    milestones: milestones.map(({ values }) => ({
      plannedOn: String(values.planned_on),
      forecastOn: dayOf(values.forecast_on),
      reachedOn: dayOf(values.reached_on),
    })),
  })
}
