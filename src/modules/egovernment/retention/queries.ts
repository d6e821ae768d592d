import { sql } from 'kysely'
import type { StaffActor } from '#kernel/db/actor.ts'
import type { Scope } from '#kernel/db/scope.ts'
import { type IsoDate, isIsoDate } from '#kernel/i18n/format.ts'
import {
  type AuthorityId,
  type CaseId,
  isUuid,
  type ServiceId,
  type StaffId,
  slug,
  uuid,
  type VersionId,
} from '#kernel/ids.ts'
import { dayOf } from '../cases/case-record.ts'
import { deskRights } from '../desk/standing.ts'
import { type Appraisal, appraisals } from './retention.ts'

/** A case whose retention has ended. Whose it was is not needed to let it go, so nothing here names a person. */
export type EndedCase = {
  readonly caseId: CaseId
  readonly number: string
  readonly serviceId: ServiceId
  readonly versionId: VersionId
  readonly receivedAt: Date
  readonly keptUntil: IsoDate
  readonly isOffered: boolean
  readonly appraisal: Appraisal | undefined
  /** The open batch it is in. */
  readonly proposalId: string | undefined
}

export type EndedPage = { readonly cases: readonly EndedCase[]; readonly next?: string }

const pageSize = 50

/** Where somebody lets go of cases: authorities she handles cases for as a whole. */
export function keptAt({ memberships }: StaffActor): readonly AuthorityId[] {
  const whole = memberships.filter(({ role, unitId }) => unitId === null && deskRights.read.some((one) => one === role))
  return [...new Set(whole.map(({ authorityId }) => authorityId))]
}

/** The cases of an authority that need not be kept any more, those that ended first on top; what is held is not among them. */
export async function listEnded(
  scope: Scope<StaffActor>,
  authorityId: AuthorityId,
  after?: string,
): Promise<EndedPage> {
  let query = endedCases(scope, authorityId)
  const [day = '', id = ''] = (after ?? '').split('~')
  if (isIsoDate(day) && isUuid(id))
    query = query.where(sql<boolean>`(c.kept_until, c.id) > (${day}::date, ${id}::uuid)`)
  const rows = await query
    .orderBy('c.kept_until')
    .orderBy('c.id')
    .limit(pageSize + 1)
    .execute()
  const cases = rows.slice(0, pageSize).map(endedCase)
  const last = cases.at(-1)
  return { cases, ...(rows.length > pageSize && last && { next: `${last.keptUntil}~${last.caseId}` }) }
}

/** Those of some cases whose retention has ended. */
export async function findEnded(
  scope: Scope<StaffActor>,
  authorityId: AuthorityId,
  ids: readonly CaseId[],
): Promise<readonly EndedCase[]> {
  if (ids.length === 0) return []
  const rows = await endedCases(scope, authorityId)
    .where('c.id', 'in', [...ids])
    .execute()
  return rows.map(endedCase)
}

function endedCases(scope: Scope, authorityId: AuthorityId) {
  return (
    scope.db
      .selectFrom('egovernment.cases as c')
      .leftJoin('egovernment.archive_offers as o', (on) =>
        on.onRef('o.authority_id', '=', 'c.authority_id').onRef('o.case_id', '=', 'c.id'),
      )
      .leftJoin('egovernment.erasure_proposal_cases as p', (on) =>
        on.onRef('p.authority_id', '=', 'c.authority_id').onRef('p.case_id', '=', 'c.id').on('p.outcome', 'is', null),
      )
      .select(['c.id', 'c.number', 'c.service_id', 'c.version_id', 'c.received_at', 'c.kept_until'])
      .select(['o.offered_at', 'o.appraisal', 'p.proposal_id'])
      .where('c.authority_id', '=', authorityId)
      // Written out, so that the index of what has ended is used.
      .where(sql<boolean>`c.status in ('closed', 'withdrawn') and c.erased_at is null and not c.legal_hold`)
      .where('c.kept_until', '<', scope.today())
  )
}

type EndedRow = Awaited<ReturnType<ReturnType<typeof endedCases>['execute']>>[number]

function endedCase(row: EndedRow): EndedCase {
  return {
    caseId: uuid(row.id),
    number: row.number,
    serviceId: slug(row.service_id),
    versionId: uuid(row.version_id),
    receivedAt: row.received_at,
    keptUntil: dayOf(row.kept_until ?? ''),
    isOffered: row.offered_at !== null,
    appraisal: appraisals.find((one) => one === row.appraisal),
    proposalId: row.proposal_id ?? undefined,
  }
}

/** A batch that somebody proposed to erase. */
export type Proposal = {
  readonly authorityId: AuthorityId
  readonly id: string
  readonly reason: string
  readonly proposedBy: StaffId
  readonly proposedAt: Date
  readonly decidedBy: StaffId | null
  readonly decidedAt: Date | null
  readonly isConfirmed: boolean | null
}

/** The latest batches of an authority. */
export async function listProposals(scope: Scope, authorityId: AuthorityId): Promise<readonly Proposal[]> {
  const rows = await proposals(scope)
    .where('authority_id', '=', authorityId)
    .orderBy('proposed_at', 'desc')
    .orderBy('id', 'desc')
    .limit(20)
    .execute()
  return rows.map(proposal)
}

/** A batch of one of her authorities. */
export async function findProposal(
  scope: Scope,
  authorities: readonly AuthorityId[],
  id: string,
): Promise<Proposal | undefined> {
  if (!isUuid(id) || authorities.length === 0) return undefined
  const row = await proposals(scope)
    .where('authority_id', 'in', [...authorities])
    .where('id', '=', id)
    .executeTakeFirst()
  return row && proposal(row)
}

function proposals(scope: Scope) {
  return scope.db.selectFrom('egovernment.erasure_proposals').selectAll()
}

function proposal(row: Awaited<ReturnType<ReturnType<typeof proposals>['execute']>>[number]): Proposal {
  return {
    authorityId: slug(row.authority_id),
    id: row.id,
    reason: row.reason,
    proposedBy: uuid(row.proposed_by),
    proposedAt: row.proposed_at,
    decidedBy: row.decided_by === null ? null : uuid(row.decided_by),
    decidedAt: row.decided_at,
    isConfirmed: row.is_confirmed,
  }
}

/** A case of a batch as it is now: what remains of it once it is erased. */
export type ProposedCase = Pick<EndedCase, 'number' | 'serviceId' | 'receivedAt'> & {
  readonly keptUntil: IsoDate | null
  readonly outcome: string | null
  readonly erasedAt: Date | null
}

export async function listProposed(
  scope: Scope,
  { authorityId, id }: Pick<Proposal, 'authorityId' | 'id'>,
): Promise<readonly ProposedCase[]> {
  const rows = await scope.db
    .selectFrom('egovernment.erasure_proposal_cases as p')
    .innerJoin('egovernment.cases as c', (on) =>
      on.onRef('c.authority_id', '=', 'p.authority_id').onRef('c.id', '=', 'p.case_id'),
    )
    .select(['c.number', 'c.service_id', 'c.received_at', 'c.kept_until', 'c.erased_at', 'p.outcome'])
    .where('p.authority_id', '=', authorityId)
    .where('p.proposal_id', '=', id)
    .orderBy('c.number')
    .limit(mostInBatch)
    .execute()
  return rows.map((row) => ({
    number: row.number,
    serviceId: slug<'service'>(row.service_id),
    receivedAt: row.received_at,
    keptUntil: row.kept_until === null ? null : dayOf(row.kept_until),
    outcome: row.outcome,
    erasedAt: row.erased_at,
  }))
}

/** Cases of one batch: as many as a page shows and somebody can look through. */
export const mostInBatch = pageSize
