import { noteErasure } from '#kernel/backup/erasure-ledger.ts'
import type { SystemActor } from '#kernel/db/actor.ts'
import type { WriteScope } from '#kernel/db/scope.ts'
import { slug } from '#kernel/ids.ts'
import { eraseMailsAbout } from '#kernel/mail/send-mail.ts'
import type { Module } from '#kernel/module.ts'
import type { AddresseeId, Correspondence } from './addressee.ts'

const event = 'opendata.addressee_erased'
/** An addressee belongs to no authority. */
const nobodys = slug<'authority'>('none')

/** Erases an address with everything that goes to it; what she asked stays, without her. */
export function eraseAddressee(scope: Correspondence, id: AddresseeId): void {
  scope.write(scope.db.deleteFrom('opendata.addressees').where('id', '=', id))
  scope.announce(event, { authorityId: nobodys, payload: { addresseeId: id } })
}

/** Erases her where nothing more goes to her: she follows nothing and waits for no answer. */
export async function eraseIfIdle(scope: Correspondence, id: AddresseeId): Promise<void> {
  const idle = await scope.db
    .selectFrom('opendata.addressees as a')
    .select('a.id')
    .where('a.id', '=', id)
    .where(({ not, exists, selectFrom }) =>
      not(exists(selectFrom('opendata.subscriptions as s').select('s.id').whereRef('s.addressee_id', '=', 'a.id'))),
    )
    .where(({ not, exists, selectFrom }) =>
      not(exists(selectFrom('opendata.questions as q').select('q.id').whereRef('q.addressee_id', '=', 'a.id'))),
    )
    .executeTakeFirst()
  if (idle) eraseAddressee(scope, id)
}

export const addresseeEvents: NonNullable<Module['events']> = {
  [event]: { version: 1, about: 'An address for mails about open data was erased.', payload: ['addresseeId'] },
}

/** Afterwards: the mails that went there, and a line outside the database for the day an older archive comes back. */
export const addresseeListens: NonNullable<Module['listens']> = [
  {
    event,
    subscriber: 'ledger',
    purpose: 'erasure',
    handler: async (scope, { payload, kernel }) => {
      const subjectId = String(payload.addresseeId)
      eraseMailsAbout(scope, subjectId)
      await noteErasure(
        kernel.settings.dataFolder,
        { module: 'opendata', kind: 'addressee', authorityId: nobodys, subjectId },
        scope.now(),
      )
    },
  },
]

/** Erases once more what was erased after the archive was made that came back now. Runs for the purpose `erasure`. */
export async function eraseAddresseeAgain(
  scope: WriteScope<SystemActor>,
  { kind, subjectId }: { readonly kind?: string | undefined; readonly subjectId: string },
): Promise<void> {
  if (kind === 'addressee') scope.write(scope.db.deleteFrom('opendata.addressees').where('id', '=', subjectId))
}
