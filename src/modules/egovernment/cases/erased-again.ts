import { noteErasure } from '#kernel/backup/erasure-ledger.ts'
import type { SystemActor } from '#kernel/db/actor.ts'
import type { WriteScope } from '#kernel/db/scope.ts'
import { type AuthorityId, slug, uuid } from '#kernel/ids.ts'
import type { Module } from '#kernel/module.ts'
import { eraseCase } from './erase-case.ts'

const accessCode = 'access_code'
const caseParty = 'case_party'

export const revocationEvents: NonNullable<Module['events']> = {
  'egovernment.access_code_revoked': {
    version: 1,
    about: 'An access code opens its case no more, because there is a new one.',
    payload: ['codeId'],
  },
}

/** After a case was erased, an access code renewed or somebody taken out of a case: written down outside the database, for the day an older archive comes back. */
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
  {
    event: 'egovernment.access_code_revoked',
    subscriber: 'ledger',
    purpose: 'erasure',
    handler: async (scope, { authorityId, payload, kernel }) => {
      if (authorityId === null) return
      const subject = { authorityId: slug<'authority'>(authorityId), subjectId: String(payload.codeId) }
      await noteErasure(
        kernel.settings.dataFolder,
        { module: 'egovernment', kind: accessCode, ...subject },
        scope.now(),
      )
    },
  },
  {
    event: 'egovernment.case_party_removed',
    subscriber: 'ledger',
    purpose: 'erasure',
    handler: async (scope, { authorityId, payload, kernel }) => {
      if (authorityId === null) return
      const subject = { authorityId: slug<'authority'>(authorityId), subjectId: String(payload.removedId) }
      await noteErasure(kernel.settings.dataFolder, { module: 'egovernment', kind: caseParty, ...subject }, scope.now())
    },
  },
]

type Subject = { readonly authorityId: AuthorityId; readonly subjectId: string; readonly kind?: string }

/** Erases a case, revokes an access code or takes out a party that came back with an older archive. */
export async function eraseAgain(scope: WriteScope<SystemActor>, subject: Subject): Promise<void> {
  if (subject.kind === undefined) return eraseCaseAgain(scope, subject)
  if (subject.kind === accessCode) revokeCodeAgain(scope, subject)
  if (subject.kind === caseParty) removePartyAgain(scope, subject)
}

/** The new code was not in the archive: whoever is concerned asks for another one, as when a code is lost. */
function revokeCodeAgain(scope: WriteScope<SystemActor>, { authorityId, subjectId }: Subject): void {
  scope.write(
    scope.db
      .updateTable('egovernment.case_access_codes')
      .set({ revoked_at: scope.now() })
      .where('authority_id', '=', authorityId)
      .where('id', '=', subjectId)
      .where('revoked_at', 'is', null),
  )
}

function removePartyAgain(scope: WriteScope<SystemActor>, { authorityId, subjectId }: Subject): void {
  scope.write(
    scope.db.deleteFrom('egovernment.case_parties').where('authority_id', '=', authorityId).where('id', '=', subjectId),
  )
}

/** A hold in that archive was lifted before the case was erased. */
async function eraseCaseAgain(scope: WriteScope<SystemActor>, { authorityId, subjectId }: Subject): Promise<void> {
  const row = await scope.db
    .updateTable('egovernment.cases')
    .set({ legal_hold: false })
    .where('authority_id', '=', authorityId)
    .where('id', '=', subjectId)
    .returning('id')
    .executeTakeFirst()
  if (row) await eraseCase(scope, { authorityId, caseId: uuid(row.id) }, 'egovernment.cases.erased_again')
}
