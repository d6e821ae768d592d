import { slug, uuid } from '#kernel/ids.ts'
import type { EventHandler } from '#kernel/module.ts'
import { tellCase } from './tell-case.ts'

/** Malware was found in a file that belongs to a case by now: its history says so, and the desk sees that something is new. */
export const tellInfected: EventHandler = async (scope, { authorityId, payload }) => {
  const { ownerKind, ownerId, fileId } = payload
  if (ownerKind !== 'case' || typeof ownerId !== 'string' || typeof fileId !== 'string' || authorityId === null) return
  const ref = { authorityId: slug<'authority'>(authorityId), caseId: uuid<'case'>(ownerId) }
  scope.write(
    scope.db
      .updateTable('egovernment.cases')
      .set({ has_unread: true, updated_at: scope.now() })
      .where('authority_id', '=', ref.authorityId)
      .where('id', '=', ref.caseId),
  )
  tellCase(scope, ref, 'file_infected', { fileId })
}
