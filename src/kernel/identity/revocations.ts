import { noteErasure } from '../backup/erasure-ledger.ts'
import type { SystemActor } from '../db/actor.ts'
import type { WriteScope } from '../db/scope.ts'
import { type AuthorityId, slug, uuid } from '../ids.ts'
import type { Module } from '../module.ts'
import { disableStaff } from './staff.ts'

/** What can be taken away from somebody and must stay away when an older archive comes back. */
const revocable = ['api_key', 'passkey', 'staff', 'role', 'mandate', 'account'] as const
type Revocable = (typeof revocable)[number]

const event = 'kernel.access_revoked'
/** Whose it is where it belongs to no authority, such as a key that only brings scopes. */
const nobodys = slug<'authority'>('none')

/** Tells the ledger outside the database, once this is committed, that an access was taken away. */
export function announceRevocation(
  scope: WriteScope,
  { kind, id, authorityId = nobodys }: { kind: Revocable; id: string; authorityId?: AuthorityId | undefined },
): void {
  scope.announce(event, { authorityId, payload: { kind, id } })
}

export const revocationEvents: NonNullable<Module['events']> = {
  [event]: {
    version: 1,
    about: 'A key, passkey, role, mandate, account or member of staff opens nothing any more.',
    payload: ['kind', 'id'],
  },
}

/** After a revocation: written down outside the database, for the day an older archive comes back. */
export const revocationListens: NonNullable<Module['listens']> = [
  {
    event,
    subscriber: 'ledger',
    purpose: 'erasure',
    handler: async (scope, { authorityId, payload, kernel }) => {
      await noteErasure(
        kernel.settings.dataFolder,
        {
          module: 'kernel',
          kind: String(payload.kind),
          authorityId: authorityId === null ? nobodys : slug<'authority'>(authorityId),
          subjectId: String(payload.id),
        },
        scope.now(),
      )
    },
  },
]

/** Takes away once more what was taken away after the archive was made that came back now. Runs for the purpose `erasure`. */
export async function revokeAgain(
  scope: WriteScope<SystemActor>,
  { kind, subjectId }: { readonly kind?: string | undefined; readonly subjectId: string },
): Promise<void> {
  const known = revocable.find((one) => one === kind)
  const now = scope.now()
  switch (known) {
    case undefined:
      return
    case 'api_key': {
      const keys = scope.db.updateTable('kernel.api_keys').set({ revoked_at: now })
      scope.write(keys.where('id', '=', subjectId).where('revoked_at', 'is', null))
      return
    }
    case 'passkey':
      scope.write(scope.db.deleteFrom('kernel.passkeys').where('id', '=', subjectId))
      return
    case 'staff':
      disableStaff(scope, uuid(subjectId))
      return
    case 'role':
      scope.write(scope.db.deleteFrom('kernel.staff_roles').where('id', '=', subjectId))
      return
    case 'account':
      scope.write(scope.db.deleteFrom('kernel.parties').where('id', '=', subjectId).where('kind', '=', 'natural'))
      return
    case 'mandate': {
      const mandates = scope.db.updateTable('kernel.representations').set({ ended_at: now })
      scope.write(mandates.where('id', '=', subjectId).where('ended_at', 'is', null))
      return
    }
  }
}
