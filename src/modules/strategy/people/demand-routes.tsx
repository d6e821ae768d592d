import type { Scope } from '#kernel/db/scope.ts'
import { type Answer, seeOther } from '#kernel/http/answers.ts'
import { NotFoundError } from '#kernel/http/errors.ts'
import { get, post, type Request, type Route } from '#kernel/http/route.ts'
import { textIn } from '#kernel/i18n/language.ts'
import { deskPage, FormReading } from '#modules/egovernment/public.ts'
import { toDone } from '#ui/components/done-notice/done-notice.tsx'
import {
  attempt,
  authorityOfProjects,
  deskPath,
  refuseReaders,
  standingTo,
  steeringAnswer,
} from '../desk/desk-context.ts'
import type { Node } from '../graph/node.ts'
import { findNode } from '../graph/queries.ts'
import { DemandPage } from './demand-page.tsx'
import { isDemandOvertaken, readSeen, stretchesOf, within } from './demand-versions.ts'
import { monthOf, readMonth } from './months.ts'
import { readDays, type Skill, skillLevels } from './person.ts'
import { listDemands, listSkills } from './read-people.ts'
import { type DemandStretch, setDemand } from './write-demand.ts'

const path = `${deskPath}/people/demand/:slug`

/** What a project needs of people, by skill, level and month. */
export function demandRoutes(): Route[] {
  return [
    get(path, { permission: 'strategy.project.read' }, (scope, request) => showDemand(scope, request, {})),
    post(path, { permission: 'strategy.project.edit' }, keepDemand),
  ]
}

/** The project or measure of the address. Throws 404 where there is none in an authority in which one steers or leads projects. */
async function projectOf(scope: Scope, request: Request): Promise<Node> {
  const node = await findNode(scope, authorityOfProjects(request), request.params.slug ?? '')
  if (!node || (node.kind !== 'project' && node.kind !== 'measure')) throw new NotFoundError('no such project')
  return node
}

/** What is needed from a year back to ten years on, and in the months of a change. */
async function storedOf(
  scope: Scope,
  { today }: Request,
  { authorityId, id: nodeId }: Node,
  change?: DemandStretch,
): Promise<DemandStretch[]> {
  const now = monthOf(today)
  const from = Math.min(now - 12, change?.from ?? now)
  const to = Math.max(now + 120, change?.to ?? now)
  return stretchesOf(await listDemands(scope, { authorityId, from, to, nodeId }))
}

type Shown = {
  readonly form?: FormReading
  readonly status?: number
  /** What she wanted where somebody else was faster. */
  readonly overtaken?: DemandStretch
}

async function showDemand(scope: Scope, request: Request, { form, status, overtaken }: Shown): Promise<Answer> {
  const { t, language, query, today } = request
  const node = await projectOf(scope, request)
  const [skills, stretches] = await Promise.all([
    listSkills(scope, node.authorityId),
    storedOf(scope, request, node, overtaken),
  ])
  const title = t('strategy.people.demand_of', { project: textIn(node.title, language) })
  const body = (
    <DemandPage
      {...deskPage(request)}
      {...{ language, node, skills, stretches }}
      from={monthOf(today)}
      form={form ?? FormReading.blank(t, { state: 'planned' })}
      overtaken={overtaken && { change: overtaken, stored: within(stretches, overtaken) }}
      isEdited={(await standingTo(scope, request, node)) !== 'reader'}
      isSaved={query.get('done') === 'saved'}
    />
  )
  return steeringAnswer(scope, request, { title, body }, status)
}

async function keepDemand(scope: Scope, request: Request): Promise<Answer> {
  const form = new FormReading(request.t, request.form)
  const node = await projectOf(scope, request)
  await refuseReaders(scope, request, node)
  const { authorityId, slug, revision } = node
  const change = readChange(form, await listSkills(scope, authorityId))
  if (!change) return showDemand(scope, request, { form, status: 422 })
  const seen = readSeen(request.form.get('seen') ?? '')
  const showBoth = () => showDemand(scope, request, { form, status: 412, overtaken: change })
  if (isDemandOvertaken(seen, await storedOf(scope, request, node, change), change)) return showBoth()
  const refused = await attempt(request, (writing) => setDemand(writing, node, { revision, change }))
  if (refused?.status === 412) return showBoth()
  if (!refused)
    return seeOther(toDone(request.href(`${deskPath}/people/demand/${slug}?authority=${authorityId}&done=saved`)))
  form.refusal = refused.refusal
  return showDemand(scope, request, { form, status: refused.status })
}

/** What is asked to be set; undefined where something is wrong, which the form then says. */
function readChange(form: FormReading, skills: readonly Skill[]): DemandStretch | undefined {
  const skill =
    skills.find(({ slug }) => slug === form.value('skill')) ?? form.fail('skill', 'strategy.people.error.choose')
  const level =
    skillLevels.find((one) => String(one) === form.value('level')) ?? form.fail('level', 'strategy.people.error.choose')
  const from = readMonth(form.value('from')) ?? form.fail('from', 'strategy.people.error.month')
  const to = readMonth(form.value('to')) ?? form.fail('to', 'strategy.people.error.month')
  if (from !== undefined && to !== undefined && (to < from || to - from >= 120))
    form.fail('to', 'strategy.people.error.order')
  const tenths = readDays(form.value('days_month')) ?? form.fail('days_month', 'strategy.people.error.days')
  const state = form.choice('state', ['planned', 'agreed'])
  if (!form.isSound || !skill || !level || from === undefined || to === undefined || tenths === undefined) return
  return { skillId: skill.id, level, from, to, tenths, isAgreed: state === 'agreed' }
}
