import { sql } from 'kysely'
import { v7 } from 'uuid'
import type { Scope, WriteScope } from '#kernel/db/scope.ts'
import { ForbiddenError, UnprocessableError } from '#kernel/http/errors.ts'
import { type AuthorityId, type ServiceId, slug } from '#kernel/ids.ts'
import type { StaffScope } from '../cases/case-side.ts'
import { roleAt } from '../cases/case-side.ts'
import { findOfferToday } from '../services/catalogue.ts'
import type { ServiceDefinition } from '../services/definition/service-definition.ts'
import { leads } from './let-go.ts'

/** For how long an authority keeps the cases of a service, where it is not as long as the service itself says. */
export type RetentionRule = {
  readonly serviceId: ServiceId
  /** Years after the case has ended. */
  readonly years: number
  /** The legal source. */
  readonly source: string
}

export const longestSource = 300

/** Whether a service leaves it to the authorities, and this many years are within what it allows. */
export function isAllowed({ retentionRange }: Pick<ServiceDefinition, 'retentionRange'>, years: number): boolean {
  return retentionRange !== undefined && years >= retentionRange.least && years <= retentionRange.most
}

type Terms = Pick<ServiceDefinition, 'retentionYears' | 'retentionRange'>

/** How many years a case is kept that was handed in with a version: by the authority's own term where that version allows it, else as it says itself. */
export function yearsKept(version: Terms, own: number | undefined): number {
  return own !== undefined && isAllowed(version, own) ? own : version.retentionYears
}

/** A service of an authority: what one rule is about. */
export type RuledService = { readonly authorityId: AuthorityId; readonly serviceId: ServiceId }

/**
 * Keeps the rule of a service as it is until the commit. Those who work out last days by it hold it together, who sets or ends it alone: so no last
 * day is written by a rule that was corrected meanwhile.
 */
export async function holdRule(
  scope: WriteScope,
  { authorityId, serviceId }: RuledService,
  to: 'read' | 'change',
): Promise<void> {
  const key = sql`hashtextextended(${`retention of ${serviceId} at ${authorityId}`}, 0)`
  await (to === 'read'
    ? sql`select pg_advisory_xact_lock_shared(${key})`
    : sql`select pg_advisory_xact_lock(${key})`
  ).execute(scope.db)
}

/** The rules of an authority in force. */
export async function listRules(scope: Scope, authorityId: AuthorityId): Promise<readonly RetentionRule[]> {
  const rows = await inForce(scope, authorityId).orderBy('service_id').execute()
  return rows.map(({ service_id, years, source }) => ({ serviceId: slug<'service'>(service_id), years, source }))
}

/** How many years an authority keeps the cases of a service by a rule of its own; undefined where it has none. */
export async function findOwnYears(
  scope: Scope,
  { authorityId, serviceId }: RuledService,
): Promise<number | undefined> {
  const row = await inForce(scope, authorityId).where('service_id', '=', serviceId).executeTakeFirst()
  return row?.years
}

/**
 * Sets how long the cases of a service are kept by an authority; the rule before ends. It holds for those that ended already, too, where the
 * version they were handed in with allows it: until a job has noted their last day anew none of them is let go. Throws 403 for who does not lead the authority, 422 where the service does not allow it.
 */
export async function setRule(
  scope: StaffScope,
  { authorityId, serviceId, years, source }: RetentionRule & RuledService,
): Promise<void> {
  requireLead(scope, authorityId)
  const offer = await findOfferToday(scope, serviceId, authorityId)
  if (!offer || !isAllowed(offer.definition, years))
    throw new UnprocessableError('not allowed', { userMessage: 'egovernment.retention.rule.error.not_allowed' })
  await holdRule(scope, { authorityId, serviceId }, 'change')
  await endInForce(scope, authorityId, serviceId)
  await scope.db
    .insertInto('egovernment.retention_rules')
    .values({
      ...{ authority_id: authorityId, id: v7(), service_id: serviceId, years, source },
      set_by: scope.actor.staffId,
      set_at: scope.now(),
    })
    .execute()
  noteAnew(scope, authorityId, serviceId)
  record(scope, 'set', authorityId, source, { serviceId, years })
}

/** Ends a rule: the cases are kept as long as the service says, again. Nothing happens where there is none. */
export async function endRule(scope: StaffScope, { authorityId, serviceId }: RuledService): Promise<void> {
  requireLead(scope, authorityId)
  await holdRule(scope, { authorityId, serviceId }, 'change')
  if (!(await endInForce(scope, authorityId, serviceId))) return
  noteAnew(scope, authorityId, serviceId)
  record(scope, 'ended', authorityId, undefined, { serviceId })
}

function requireLead(scope: StaffScope, authorityId: AuthorityId): void {
  if (leads(scope, authorityId)) return
  throw new ForbiddenError('not hers to set', { userMessage: 'egovernment.desk.error.right' })
}

function inForce(scope: Scope, authorityId: AuthorityId) {
  return scope.db
    .selectFrom('egovernment.retention_rules')
    .select(['service_id', 'years', 'source'])
    .where('authority_id', '=', authorityId)
    .where('ended_at', 'is', null)
}

async function endInForce(scope: StaffScope, authorityId: AuthorityId, serviceId: ServiceId): Promise<boolean> {
  const { numUpdatedRows } = await scope.db
    .updateTable('egovernment.retention_rules')
    .set({ ended_by: scope.actor.staffId, ended_at: scope.now() })
    .where('authority_id', '=', authorityId)
    .where('service_id', '=', serviceId)
    .where('ended_at', 'is', null)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

/** Without a last day no case is let go; the job that notes missing ones notes it by the new rule. */
function noteAnew(scope: StaffScope, authorityId: AuthorityId, serviceId: ServiceId): void {
  scope.write(
    scope.db
      .updateTable('egovernment.cases')
      .set({ kept_until: null })
      .where('authority_id', '=', authorityId)
      .where('service_id', '=', serviceId)
      .where(sql<boolean>`status in ('closed', 'withdrawn') and erased_at is null`),
  )
  scope.enqueue('egovernment.note_retention', { authorityId, payload: {} })
}

function record(
  scope: StaffScope,
  what: 'set' | 'ended',
  authorityId: AuthorityId,
  reason: string | undefined,
  detail: Readonly<Record<string, string | number>>,
): void {
  scope.record(`egovernment.retention.rule_${what}`, {
    authorityId,
    role: roleAt(scope.actor, authorityId),
    reason,
    detail,
  })
}
