import type { StaffActor } from '#kernel/db/actor.ts'
import type { Scope } from '#kernel/db/scope.ts'
import { HttpError } from '#kernel/http/errors.ts'
import type { Request } from '#kernel/http/route.ts'
import { type AuthorityId, isSlug, isUuid, type StaffId, type UnitId } from '#kernel/ids.ts'
import type { Covered } from '../absences/absence.ts'
import { assignCase } from '../cases/assign-case.ts'
import { mayDo } from '../cases/case.ts'
import { parseCaseNumber } from '../cases/case-number.ts'
import { type CaseRecord, caseRecord } from '../cases/case-record.ts'
import { listColleagues } from './colleagues.ts'
import { type DeskRight, sideIn, standingTo } from './standing.ts'

/** Cases that are assigned in one step; a page of the inbox holds fewer. */
export const mostAtOnce = 100

/** To whom cases go: somebody, nobody (null), or a unit, where nobody has them yet. */
export type Target =
  | { readonly kind: 'person'; readonly staffId: StaffId | null }
  | { readonly kind: 'unit'; readonly authorityId: AuthorityId; readonly unitId: UnitId }

/** Reads what the form says: `me`, `nobody`, `staff:ID` or `unit:AUTHORITY/UNIT`. */
export function readTarget(text: string, self: StaffId): Target | undefined {
  if (text === 'me') return { kind: 'person', staffId: self }
  if (text === 'nobody') return { kind: 'person', staffId: null }
  const [kind, value = ''] = text.split(':')
  if (kind === 'staff' && isUuid<'staff'>(value)) return { kind: 'person', staffId: value }
  const [authorityId = '', unitId = ''] = value.split('/')
  return kind === 'unit' && isSlug<'authority'>(authorityId) && isSlug<'unit'>(unitId)
    ? { kind, authorityId, unitId }
    : undefined
}

/** Everybody may take over; giving a case to a unit is forwarding it; giving it to somebody else, or to nobody, is for leads. */
export function rightFor(target: Target, self: StaffId): DeskRight {
  if (target.kind === 'unit') return 'forward'
  return target.staffId === self ? 'work' : 'assign'
}

/** Why a case stays where it is: the end of a message key below `egovernment.desk.bulk.why`. */
export type WhyNot =
  | 'missing'
  | 'participant'
  | 'other_unit'
  | 'right'
  | 'elsewhere'
  | 'already'
  | 'status'
  | 'fault'
  | 'not_tried'

type Facts = {
  readonly actor: StaffActor
  readonly covered: readonly Covered[]
  /** Who handles cases where. */
  readonly works: (staffId: StaffId, authorityId: AuthorityId) => boolean
}

type Seen = Pick<CaseRecord, 'authorityId' | 'unitId' | 'assignedTo' | 'status' | 'isErased'>

/** Whether a case may go to a target, asked for each case at its own authority; undefined when it may. */
export function whyNot({ actor, covered, works }: Facts, seen: Seen | undefined, target: Target): WhyNot | undefined {
  const standing = seen && standingTo(actor, seen, [], covered)
  if (!seen) return 'missing'
  if (!standing) return 'participant'
  if (!standing.rights.has(rightFor(target, actor.staffId)))
    return standing.kind === 'other_unit' ? 'other_unit' : 'right'
  if (!mayDo(sideIn(standing), 'assign', seen.status) || seen.isErased) return 'status'
  if (target.kind === 'unit') {
    if (target.authorityId !== seen.authorityId) return 'elsewhere'
    return target.unitId === seen.unitId ? 'already' : undefined
  }
  if (target.staffId === seen.assignedTo) return 'already'
  return target.staffId === null || works(target.staffId, seen.authorityId) ? undefined : 'elsewhere'
}

export type BulkResult = {
  /** What was assigned, by number. */
  readonly done: readonly string[]
  /** What stays where it is, by number. */
  readonly left: readonly { readonly number: string; readonly why: WhyNot }[]
}

/** The cases of some numbers that this actor sees, in one statement. */
export async function findCases(scope: Scope, typed: readonly string[]): Promise<ReadonlyMap<string, CaseRecord>> {
  const numbers = typed.map(parseCaseNumber).filter((number) => number !== undefined)
  if (numbers.length === 0) return new Map()
  const rows = await scope.db.selectFrom('egovernment.cases').selectAll().where('number', 'in', numbers).execute()
  return new Map(rows.map((row) => [row.number, caseRecord(row)]))
}

/**
 * Assigns cases one after the other, each in a transaction of its own with its own entry in the audit: what cannot be done holds up
 * nothing else, and is told by number. After a fault nothing more is tried; what was done before it, and what was not, is told all the same.
 */
export async function assignCases(
  scope: Scope<StaffActor>,
  request: Pick<Request, 'writeAs'>,
  { numbers, target, covered, onFault }: BulkOrder,
): Promise<BulkResult> {
  const { actor } = scope
  const found = await findCases(scope, numbers)
  const authorities = [...new Set([...found.values()].map(({ authorityId }) => authorityId))]
  const colleagues = new Map(
    await Promise.all(authorities.map(async (id) => [id, await listColleagues(scope, [id])] as const)),
  )
  const works: Facts['works'] = (staffId, authorityId) =>
    colleagues.get(authorityId)?.some((one) => one.staffId === staffId) ?? false
  const done: string[] = []
  const left: { number: string; why: WhyNot }[] = []
  let isBroken = false
  for (const number of numbers) {
    const seen = found.get(number)
    const why = isBroken ? 'not_tried' : whyNot({ actor, covered, works }, seen, target)
    if (why !== undefined || !seen) left.push({ number, why: why ?? 'missing' })
    else
      try {
        if (await assignOne(request, actor, seen, target)) done.push(number)
        else left.push({ number, why: 'status' })
      } catch (error) {
        onFault(error)
        isBroken = true
        left.push({ number, why: 'fault' })
      }
  }
  return { done, left }
}

export type BulkOrder = {
  readonly numbers: readonly string[]
  readonly target: Target
  readonly covered: readonly Covered[]
  /** Told of what nobody expected, for the log. */
  readonly onFault: (error: unknown) => void
}

/** False when the case, or what this actor may do with it, has changed since it was looked at. */
async function assignOne(
  request: Pick<Request, 'writeAs'>,
  actor: StaffActor,
  { authorityId, caseId }: CaseRecord,
  target: Target,
): Promise<boolean> {
  const to = target.kind === 'unit' ? { assignedTo: null, unitId: target.unitId } : { assignedTo: target.staffId }
  try {
    await request.writeAs(actor, (writing) => assignCase(writing, { authorityId, caseId, ...to }))
    return true
  } catch (error) {
    if (error instanceof HttpError && error.status < 500) return false
    throw error
  }
}
