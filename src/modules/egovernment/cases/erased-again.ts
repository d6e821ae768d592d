import { noteErasure } from '#kernel/backup/erasure-ledger.ts'
import type { SystemActor } from '#kernel/db/actor.ts'
import type { WriteScope } from '#kernel/db/scope.ts'
import { type AuthorityId, slug, uuid } from '#kernel/ids.ts'
import type { Module } from '#kernel/module.ts'
import { eraseCase } from './erase-case.ts'

/** After a case was erased: written down outside the database, for the day an older archive comes back. */
export const erasureListens: NonNullable<Module['listens']> = [
  {
    event: 'egovernment.case_erased',
    subscriber: 'ledger',
    purpose: 'erasure',
    handler: async (scope, { authorityId, payload, kernel }) => {
      if (authorityId === null) return
      const subject = { authorityId: slug<'authority'>(authorityId), subjectId: String(payload.caseId) }
      await noteErasure(kernel.settings.dataFolder, { module: 'egovernment', ...subject }, scope.now())
    },
  },
]

/** Erases a case that came back with an older archive. A hold in that archive was lifted before the case was erased. */
export async function eraseCaseAgain(
  scope: WriteScope<SystemActor>,
  { authorityId, subjectId }: { authorityId: AuthorityId; subjectId: string },
): Promise<void> {
  const row = await scope.db
    .updateTable('egovernment.cases')
    .set({ legal_hold: false })
    .where('authority_id', '=', authorityId)
    .where('id', '=', subjectId)
    .returning('id')
    .executeTakeFirst()
  if (row) await eraseCase(scope, { authorityId, caseId: uuid(row.id) }, 'egovernment.cases.erased_again')
}
