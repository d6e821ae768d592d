import { h } from 'preact'
import type { StaffActor, StaffRole } from '#kernel/db/actor.ts'
import type { Scope, WriteScope } from '#kernel/db/scope.ts'
import type { Answer, PageContent } from '#kernel/http/answers.ts'
import { ForbiddenError, HttpError, NotFoundError } from '#kernel/http/errors.ts'
import type { Request } from '#kernel/http/route.ts'
import type { AuthorityId } from '#kernel/ids.ts'
import { deskAnswer, readDeskNav, refusalText, steeringRoles, strategyRoles } from '#modules/egovernment/public.ts'
import type { NodeKey } from '../graph/node.ts'
import { type ProjectStanding, standingAt } from '../graph/who-leads.ts'
import { ReadBy } from './for-office.tsx'

export const deskPath = '/desk/strategy'

/** Where it is said what a project needs of people. */
export const demandPath = ({ authorityId, slug }: { readonly authorityId: string; readonly slug: string }) =>
  `${deskPath}/people/demand/${slug}?authority=${authorityId}`

/** Somebody who steers. Throws 403 for all others, whom the permission keeps out already. */
export function staffOf({ principal }: Request): StaffActor {
  if (principal.actor.kind !== 'staff') throw new ForbiddenError()
  return principal.actor
}

/** Where she steers (or has another of `roles`): a merged municipality has no strategy of its own any more. */
export function authoritiesOf(
  { memberships }: StaffActor,
  roles: readonly StaffRole[] = steeringRoles,
): readonly AuthorityId[] {
  const own = memberships.filter(
    ({ role, continuedBy }) => continuedBy === undefined && roles.some((one) => one === role),
  )
  return [...new Set(own.map(({ authorityId }) => authorityId))]
}

/** The authority asked for, if she steers there (404 else); without one that of the address, or the first of hers. */
export function authorityOf(request: Request, roles: readonly StaffRole[] = steeringRoles): AuthorityId {
  const own = authoritiesOf(staffOf(request), roles)
  const wanted = request.query.get('authority')
  const found =
    wanted === undefined ? (own.find((id) => id === request.authorityId) ?? own[0]) : own.find((id) => id === wanted)
  if (!found) throw new NotFoundError('no authority of hers')
  return found
}

/** The same for what those read as well who lead projects there. */
export const authorityOfProjects = (request: Request): AuthorityId => authorityOf(request, strategyRoles)

/** What she is to a project: steers for it, leads it today, or only reads it. */
export const standingTo = (scope: Scope, request: Request, project: NodeKey): Promise<ProjectStanding> =>
  standingAt({ ...scope, actor: staffOf(request) }, project)

/** Throws 403 where she neither steers for a project nor leads it today. */
export async function refuseReaders(scope: Scope, request: Request, project: NodeKey): Promise<void> {
  if ((await standingTo(scope, request, project)) === 'reader') throw new ForbiddenError('only reads that project')
}

/** Runs a rule in a transaction of its own. What people can do something about comes back as what to say, with its status. */
export async function attempt(
  request: Request,
  work: (scope: WriteScope<StaffActor>) => Promise<void>,
): Promise<{ readonly refusal: string; readonly status: number } | undefined> {
  try {
    await request.writeAs(staffOf(request), work)
    return undefined
  } catch (error) {
    if (error instanceof HttpError && [403, 409, 412, 422].includes(error.status) && request.t.has(error.userMessage))
      return { refusal: refusalText(request.t, error), status: error.status }
    throw error
  }
}

/** Whether she only reads the records of the authority asked for: she leads projects there and does not steer. */
function isReader(request: Request): boolean {
  const staff = staffOf(request)
  const own = authoritiesOf(staff, strategyRoles)
  const wanted = request.query.get('authority') ?? request.authorityId ?? own[0]
  const found = own.find((id) => id === wanted) ?? own[0]
  return found !== undefined && !authoritiesOf(staff).includes(found)
}

/** A page of the desk's part for the strategy; whoever only reads is shown no forms of the office. */
export async function steeringAnswer(
  scope: Scope,
  request: Request,
  content: Pick<PageContent, 'title' | 'body' | 'actions' | 'breadcrumbs'>,
  status = 200,
  place: 'strategy' | 'idea' = 'strategy',
): Promise<Answer> {
  const body = h(ReadBy, { value: isReader(request), children: content.body })
  return deskAnswer({ ...content, body, nav: await readDeskNav(scope, request, place) }, status)
}
