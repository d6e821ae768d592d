import { sql } from 'kysely'
import type { Scope, WriteScope } from '#kernel/db/scope.ts'
import type { IsoDate } from '#kernel/i18n/format.ts'
import { type ServiceId, slug, uuid, type VersionId } from '#kernel/ids.ts'
import type { JobHandler } from '#kernel/module.ts'
import type { CaseRef } from '../cases/case-record.ts'
import { findVersion } from '../services/queries.ts'
import { keptUntil } from './retention.ts'
import { findOwnYears, holdRule, type RuledService, yearsKept } from './retention-rules.ts'

/**
 * Notes until when a case that ends now is kept: by the rule of its authority where the version it was handed in with allows that, else by the
 * retention of the version. For staff who see the rules.
 */
export async function noteRetention(
  scope: WriteScope,
  ended: CaseRef & { readonly versionId: VersionId; readonly serviceId: ServiceId },
): Promise<void> {
  await holdRule(scope, ended, 'read')
  const day = await lastDay(scope, ended.versionId, scope.now(), await findOwnYears(scope, ended))
  if (day) scope.write(updateLastDay(scope, ended, day))
}

/** Undefined where the version is gone. */
async function lastDay(
  scope: Scope,
  versionId: VersionId,
  endedAt: Date,
  own: number | undefined,
): Promise<IsoDate | undefined> {
  const version = await findVersion(scope, versionId)
  return version && keptUntil(endedAt, yearsKept(version.definition, own))
}

function updateLastDay(scope: WriteScope, { authorityId, caseId }: CaseRef, day: IsoDate) {
  return scope.db
    .updateTable('egovernment.cases')
    .set({ kept_until: day })
    .where('authority_id', '=', authorityId)
    .where('id', '=', caseId)
}

const isUnnoted = sql<boolean>`status in ('closed', 'withdrawn') and erased_at is null and kept_until is null`

const batch = 500

/** Job: notes the last days of cases that ended and have none: what was withdrawn, and what ended before a rule was set. For the purpose `retention-days`. */
export const noteOlder: JobHandler = async (scope) => {
  let left = batch
  for (const service of await listUnnoted(scope)) {
    if (left > 0) left -= await noteService(scope, service, left)
  }
  if (left === 0) scope.enqueue('egovernment.note_retention', { payload: {} })
}

/** The services with such cases. */
async function listUnnoted(scope: WriteScope): Promise<readonly RuledService[]> {
  const rows = await scope.db
    .selectFrom('egovernment.cases')
    .select(['authority_id', 'service_id'])
    .distinct()
    .where(isUnnoted)
    .execute()
  return rows.map((row) => ({ authorityId: slug(row.authority_id), serviceId: slug(row.service_id) }))
}

/** Notes the last days of at most so many cases of a service; gives how many. */
async function noteService(scope: WriteScope, service: RuledService, most: number): Promise<number> {
  await holdRule(scope, service, 'read')
  const own = await findOwnYears(scope, service)
  const rows = await scope.db
    .selectFrom('egovernment.cases as c')
    .select((on) => [
      'c.id',
      'c.version_id',
      'c.updated_at',
      on
        .selectFrom('egovernment.case_closures as x')
        .select((x) => x.fn.max('x.closed_at').as('at'))
        .whereRef('x.authority_id', '=', 'c.authority_id')
        .whereRef('x.case_id', '=', 'c.id')
        .where('x.reopened_at', 'is', null)
        .as('closed_at'),
      on
        .selectFrom('egovernment.case_withdrawals as w')
        .select((w) => w.fn.max('w.at').as('at'))
        .whereRef('w.authority_id', '=', 'c.authority_id')
        .whereRef('w.case_id', '=', 'c.id')
        .as('withdrawn_at'),
    ])
    .where('c.authority_id', '=', service.authorityId)
    .where('c.service_id', '=', service.serviceId)
    .where(isUnnoted)
    .limit(most)
    .execute()
  let noted = 0
  for (const row of rows) {
    const ended = { authorityId: service.authorityId, caseId: uuid<'case'>(row.id) }
    const endedAt = row.closed_at ?? row.withdrawn_at ?? row.updated_at
    const day = await lastDay(scope, uuid<'version'>(row.version_id), endedAt, own)
    if (!day) continue
    // What was taken up again, or has ended anew meanwhile, has its last day from there.
    scope.write(updateLastDay(scope, ended, day).where(isUnnoted))
    noted += 1
  }
  return noted
}
