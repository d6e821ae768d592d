import type { Scope } from '#kernel/db/scope.ts'
import { type Answer, seeOther } from '#kernel/http/answers.ts'
import { NotFoundError } from '#kernel/http/errors.ts'
import { get, post, type Request, type Route } from '#kernel/http/route.ts'
import { isUuid, uuid } from '#kernel/ids.ts'
import type { Kernel } from '#kernel/kernel.ts'
import { deskPage, FormReading } from '#modules/egovernment/public.ts'
import { toDone } from '#ui/components/done-notice/done-notice.tsx'
import { attempt, authorityOf, deskPath, steeringAnswer } from '../desk/desk-context.ts'
import type { Skill } from '../people/person.ts'
import { listSkills, namesOfNodes } from '../people/read-people.ts'
import { listProjects } from '../projects/list-projects.ts'
import { PlanPage } from './plan-page.tsx'
import { findRun, listRuns, type PlanRun } from './plan-run.ts'
import { nodesOfPlans, type PlanNames } from './plan-words.ts'
import { PlanningPage } from './planning-page.tsx'
import { readSettings, usual } from './settings-form.ts'
import { startPlan, stopPlan } from './start-plan.ts'
import { takeOver, undoTakeOver } from './take-over.ts'

const reads = { permission: 'strategy.plan.read' } as const
const makes = { permission: 'strategy.plan.make' } as const
const path = `${deskPath}/planning`

/** Plans: which projects, when and by whom, as variants beside each other, with what kept each from being earlier. */
export function planningRoutes(kernel: Kernel): Route[] {
  return [
    get(path, reads, (scope, request) => showPlanning(scope, request, kernel, {})),
    post(path, makes, (scope, request) => begin(scope, request, kernel)),
    get(`${path}/:id`, reads, (scope, request) => showPlan(scope, request, {})),
    post(`${path}/:id/stop`, makes, stop),
    post(`${path}/:id/take-over`, makes, take),
    post(`${path}/:id/undo`, makes, undo),
  ]
}

type Shown = { readonly form?: FormReading; readonly status?: number }

async function showPlanning(
  scope: Scope,
  request: Request,
  { authorities }: Kernel,
  { form, status }: Shown,
): Promise<Answer> {
  const { t, language, query } = request
  const authorityId = authorityOf(request)
  const before = new Date(query.get('before') ?? '')
  const [runs, projects, skills] = await Promise.all([
    listRuns(scope, authorityId, Number.isNaN(before.getTime()) ? undefined : before),
    listProjects(scope, { authorityId, phases: ['idea', 'impulse', 'initiation'] }, { limit: 100 }),
    listSkills(scope, authorityId),
  ])
  const wanted = query
    .all('compare')
    .filter((id) => isUuid<'strategy-plan'>(id))
    .slice(0, 4)
  const found = await Promise.all(wanted.map((id) => findRun(scope, authorityId, uuid<'strategy-plan'>(id))))
  const compared = found.filter((run) => run !== undefined)
  const last = runs.length === 20 ? runs.at(-1) : undefined
  const cap = /^\d{1,15}$/.test(query.get('cap') ?? '') ? String(Math.ceil(Number(query.get('cap')) / 100)) : ''
  const body = (
    <PlanningPage
      {...deskPage(request)}
      {...{ language, authorityId, runs, compared, skills }}
      authorityName={authorities.nameOf(authorityId, language)}
      names={await namesOf(scope, request, { runs: compared, skills })}
      candidates={projects.map(({ id, title }) => ({ id, title }))}
      olderHref={last && request.href(`${path}?authority=${authorityId}&before=${last.madeAt.toISOString()}`)}
      form={form ?? FormReading.blank(t, { ...usual, cap, ...(cap !== '' && { mayLeaveOut: 'yes' }) })}
    />
  )
  return steeringAnswer(scope, request, { title: t('strategy.planning.title'), body }, status)
}

async function begin(scope: Scope, request: Request, kernel: Kernel): Promise<Answer> {
  const authorityId = authorityOf(request)
  const form = new FormReading(request.t, request.form)
  const name = form.value('name').trim()
  if (name === '' || name.length > 100) form.fail('name', 'strategy.people.error.name')
  const settings = readSettings(form, await listSkills(scope, authorityId))
  if (!form.isSound || !settings) return showPlanning(scope, request, kernel, { form, status: 422 })
  let id = ''
  const refused = await attempt(request, async (writing) => {
    id = await startPlan(writing, { authorityId, name, settings })
  })
  if (!refused) return seeOther(request.href(`${path}/${id}?authority=${authorityId}`))
  form.refusal = refused.refusal
  return showPlanning(scope, request, kernel, { form, status: refused.status })
}

/** What everything is called that these plans speak of. */
async function namesOf(
  scope: Scope,
  request: Request,
  { runs, skills }: { readonly runs: readonly PlanRun[]; readonly skills: readonly Skill[] },
): Promise<PlanNames> {
  const { t, language } = request
  const ids = nodesOfPlans(runs).filter((id) => isUuid<'strategy-node'>(id))
  const nodes = await namesOfNodes(
    scope,
    authorityOf(request),
    ids.map((id) => uuid(id)),
  )
  return { t, language, nodes, skills: new Map(skills.map(({ id, name }) => [id, name])) }
}

async function runOf(scope: Scope, request: Request): Promise<PlanRun> {
  const { id = '' } = request.params
  const run = isUuid<'strategy-plan'>(id) ? await findRun(scope, authorityOf(request), id) : undefined
  if (!run) throw new NotFoundError('no such plan')
  return run
}

async function showPlan(
  scope: Scope,
  request: Request,
  { refusal, status }: { refusal?: string; status?: number },
): Promise<Answer> {
  const { language, query } = request
  const run = await runOf(scope, request)
  const skills = await listSkills(scope, run.authorityId)
  const done = query.get('done')
  const body = (
    <PlanPage
      {...deskPage(request)}
      {...{ language, run, refusal }}
      names={await namesOf(scope, request, { runs: [run], skills })}
      done={done === 'taken' || done === 'undone' ? done : undefined}
    />
  )
  return steeringAnswer(scope, request, { title: run.name, body }, status)
}

async function stop(scope: Scope, request: Request): Promise<Answer> {
  const run = await runOf(scope, request)
  await attempt(request, (writing) => stopPlan(writing, run))
  return seeOther(request.href(`${path}/${run.id}?authority=${run.authorityId}`))
}

async function take(scope: Scope, request: Request): Promise<Answer> {
  const run = await runOf(scope, request)
  const refused = await attempt(request, (writing) => takeOver(writing, run))
  return refused ? showRefused(scope, request, refused) : seeOther(doneHref(request, run, 'taken'))
}

async function undo(scope: Scope, request: Request): Promise<Answer> {
  const run = await runOf(scope, request)
  const refused = await attempt(request, (writing) => undoTakeOver(writing, run))
  return refused ? showRefused(scope, request, refused) : seeOther(doneHref(request, run, 'undone'))
}

/** That somebody has saved one of the projects since is said with what to do: plan again. */
function showRefused(
  scope: Scope,
  request: Request,
  { refusal, status }: { refusal: string; status: number },
): Promise<Answer> {
  const said = status === 412 ? request.t('strategy.planning.error.changed') : refusal
  return showPlan(scope, request, { refusal: said, status })
}

function doneHref(request: Request, run: PlanRun, what: string): string {
  return toDone(request.href(`${path}/${run.id}?authority=${run.authorityId}&done=${what}`))
}
