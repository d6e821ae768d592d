import { sql } from 'kysely'
import type { WriteScope } from '#kernel/db/scope.ts'
import type { CaseRef } from './case-record.ts'

/**
 * Lets nobody else change who may see a case until the commit: what is then read of it still holds when it is written. Taken first by whatever
 * takes somebody into a case, takes her out, or exchanges its code, so that no two of them wait for each other.
 */
export async function lockAccess(scope: WriteScope, { caseId }: Pick<CaseRef, 'caseId'>): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`access to ${caseId}`}, 0))`.execute(scope.db)
}
