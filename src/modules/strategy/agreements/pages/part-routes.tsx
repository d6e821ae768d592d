import type { Scope } from '#kernel/db/scope.ts'
import { type Answer, seeOther } from '#kernel/http/answers.ts'
import { NotFoundError } from '#kernel/http/errors.ts'
import { get, post, type Request, type Route } from '#kernel/http/route.ts'
import { isSlug, slug } from '#kernel/ids.ts'
import { dayValues, deskPage, FormReading } from '#modules/egovernment/public.ts'
import { toDone } from '#ui/components/done-notice/done-notice.tsx'
import { readDay } from '../../desk/day-fields.ts'
import { attempt, steeringAnswer } from '../../desk/desk-context.ts'
import { readLine } from '../../desk/projects/part-form.ts'
import { findNode } from '../../graph/queries.ts'
import { payersOf } from '../payers.ts'
import { listMembers, listParts } from '../queries.ts'
import { consequencesOf, takesPartOn } from '../taking-part.ts'
import { joinProject, leaveProject, leavesOn } from '../write-agreement.ts'
import { PartPage } from './part-page.tsx'
import { agreementPath, agreementsPath } from './paths.ts'
import { readAsked } from './read-asked.ts'

const edits = { permission: 'strategy.agreement.edit' } as const
const one = `${agreementsPath}/:keeper/:slug/parts`

/** Where a member joins or leaves a project of an agreement, having seen what that changes in everybody's share. */
export function partRoutes(): Route[] {
  return [
    get(one, edits, (scope, request) => {
      const { t, query, today } = request
      const change = query.get('change') === 'leave' ? 'leave' : 'join'
      const named = { member: query.get('member') ?? '', project: query.get('project') ?? '' }
      return showPart(scope, request, change, FormReading.blank(t, { ...named, ...dayValues('since', today) }))
    }),
    post(one, edits, (scope, request) => changePart(scope, request, 'join')),
    post(`${one}/end`, edits, (scope, request) => changePart(scope, request, 'leave')),
  ]
}

type Change = 'join' | 'leave'

/** Who joins or leaves what. Throws 404 where the form names no member or project. */
async function readNamed(scope: Scope, request: Request, form: FormReading) {
  const agreement = await readAsked(scope, request)
  const members = await listMembers(scope, agreement.key)
  const member = members.find(({ id }) => id === form.value('member'))
  const [authority = '', name = ''] = form.value('project').split('/')
  const project = isSlug(authority) ? await findNode(scope, slug<'authority'>(authority), name) : undefined
  if (!member || project?.kind !== 'project') throw new NotFoundError('no such member or project')
  return { agreement, members, member, project }
}

async function showPart(
  scope: Scope,
  request: Request,
  change: Change,
  form: FormReading,
  status = 200,
): Promise<Answer> {
  const { t, language, today } = request
  const { agreement, members, member, project } = await readNamed(scope, request, form)
  const since =
    form.error('since') === undefined && change === 'join'
      ? readDay(FormReading.blank(t, daysOf(form)), 'since')
      : undefined
  const day = change === 'leave' ? leavesOn(agreement, today) : (since ?? today)
  const inside = takesPartOn(await listParts(scope, agreement.key, project), day)
  const others = new Set([...inside].filter((id) => id !== member.id))
  const all = new Set([...others, member.id])
  const [before, after] = change === 'leave' ? [all, others] : [others, all]
  const { yearlyCost, costKey } = agreement
  const found =
    yearlyCost === undefined || !costKey
      ? undefined
      : consequencesOf(yearlyCost, await payersOf(scope, members), costKey, { before, after })
  const body = (
    <PartPage
      {...deskPage(request)}
      {...{ language, agreement, change, member, project, day, form }}
      lines={found?.ok ? found.lines : undefined}
      missing={found && !found.ok ? found.missing : []}
      nameOf={(id) => members.find((one) => one.id === id)?.name ?? id}
    />
  )
  const title = t(`strategy.agreements.preview.${change}`, { name: member.name })
  return steeringAnswer(scope, request, { title, body }, status)
}

function daysOf(form: FormReading): Record<string, string> {
  const { day, month, year } = form.dayParts('since')
  return { 'since.day': day, 'since.month': month, 'since.year': year }
}

async function changePart(scope: Scope, request: Request, change: Change): Promise<Answer> {
  const form = new FormReading(request.t, request.form)
  const { agreement, member, project } = await readNamed(scope, request, form)
  const since = change === 'join' ? readDay(form, 'since') : request.today
  const [owner, source] = [readLine(form, 'owner', 200), readLine(form, 'source', 500)]
  if (!since || !owner || !source) return showPart(scope, request, change, form, 422)
  const said = { member, project, owner, source: { title: source } }
  const refused = await attempt(request, (writing) =>
    change === 'join'
      ? joinProject(writing, agreement.key, { ...said, since })
      : leaveProject(writing, agreement.key, said),
  )
  if (!refused) return seeOther(toDone(request.href(`${agreementPath(agreement)}?done=saved`)))
  form.refusal = refused.refusal
  return showPart(scope, request, change, form, refused.status)
}
