import { sql } from 'kysely'
import type { WriteScope } from '#kernel/db/scope.ts'
import { type ServiceId, slug, uuid, type VersionId } from '#kernel/ids.ts'
import type { JobHandler } from '#kernel/module.ts'
import type { CaseRef } from '../cases/case-record.ts'
import { findVersion } from '../services/queries.ts'
import { keptUntil } from './retention.ts'
import { findOwnYears } from './retention-rules.ts'

/**
 * Notes until when a case that ends now is kept: by the rule of its authority where that has one, else by the retention of the version it was
 * handed in with. For staff and the purpose `retention-days`, who see the rules.
 */
export async function noteRetention(
  scope: WriteScope,
  ended: CaseRef & { readonly versionId: VersionId; readonly serviceId: ServiceId },
  endedAt: Date = scope.now(),
): Promise<boolean> {
  const version = await findVersion(scope, ended.versionId)
  if (!version) return false
  const own = await findOwnYears(scope, ended.authorityId, ended.serviceId)
  scope.write(
    scope.db
      .updateTable('egovernment.cases')
      .set({ kept_until: keptUntil(endedAt, own ?? version.definition.retentionYears) })
      .where('authority_id', '=', ended.authorityId)
      .where('id', '=', ended.caseId),
  )
  return true
}

const batch = 500

/** Job: notes the last day of cases that ended before this was noted with the ending itself. */
export const noteOlder: JobHandler = async (scope) => {
  const rows = await scope.db
    .selectFrom('egovernment.cases as c')
    .select((on) => [
      'c.authority_id',
      'c.id',
      'c.version_id',
      'c.service_id',
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
    .where(sql<boolean>`c.status in ('closed', 'withdrawn') and c.erased_at is null and c.kept_until is null`)
    .limit(batch)
    .execute()
  let noted = 0
  for (const row of rows) {
    const ref = { authorityId: slug<'authority'>(row.authority_id), caseId: uuid<'case'>(row.id) }
    const endedAt = row.closed_at ?? row.withdrawn_at ?? row.updated_at
    const of = { versionId: uuid<'version'>(row.version_id), serviceId: slug<'service'>(row.service_id) }
    if (await noteRetention(scope, { ...ref, ...of }, endedAt)) noted += 1
  }
  if (noted === batch) scope.enqueue('egovernment.note_retention', { payload: {} })
}
