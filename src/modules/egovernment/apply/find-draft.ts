import { timingSafeEqual } from 'node:crypto'
import { type SystemActor, systemActor } from '#kernel/db/actor.ts'
import type { Scope } from '#kernel/db/scope.ts'
import { listFileRows, readFiles, type StoredFile } from '#kernel/files/stored-file.ts'
import { type AuthorityId, type PartyId, type ServiceId, uuid } from '#kernel/ids.ts'
import type { DataKey } from '#kernel/sealing/sealing.ts'
import { findSubjectKey } from '#kernel/sealing/sealing-keys.ts'
import type { Sealer } from '../cases/case-key.ts'
import { type Draft, type DraftHandle, draftOf, tokenHash } from './draft.ts'

/** Drafts are opened and kept by the program, after it has looked at who holds them. */
export const draftActor: SystemActor = systemActor('drafts')

/** A draft with its files and its key (missing once it was sent). */
export type OpenDraft = {
  readonly draft: Draft
  readonly files: readonly StoredFile[]
  readonly key: DataKey | undefined
}

/** Who asks: the browser's handle, the signed-in person, or both. */
export type DraftHolder = { readonly handle: DraftHandle | undefined; readonly partyId: PartyId | undefined }

/**
 * The draft of a service that somebody holds: that of her browser, else, signed in, the one she saved last. The browser of somebody else
 * who is signed in does not open a draft that has an owner.
 */
export async function findDraft(
  scope: Scope<SystemActor>,
  sealer: Sealer,
  wanted: DraftHolder & { readonly serviceId: ServiceId; readonly authorityId: AuthorityId },
): Promise<OpenDraft | undefined> {
  return (await findByHandle(scope, sealer, wanted)) ?? (await findByParty(scope, sealer, wanted))
}

async function findByHandle(
  scope: Scope<SystemActor>,
  sealer: Sealer,
  { handle, partyId, serviceId, authorityId }: Parameters<typeof findDraft>[2],
): Promise<OpenDraft | undefined> {
  if (handle?.authorityId !== authorityId) return undefined
  // Asked at once, and answered in this order. The row comes last: a draft that is sent meanwhile loses key and files first, and its row
  // then says that it was sent.
  const [content, row] = await Promise.all([
    readContent(scope, sealer, handle),
    scope.db
      .selectFrom('egovernment.drafts')
      .selectAll()
      .where('authority_id', '=', handle.authorityId)
      .where('id', '=', handle.draftId)
      .where('service_id', '=', serviceId)
      .where('expires_at', '>', scope.now())
      .executeTakeFirst(),
  ])
  if (!row || !timingSafeEqual(row.token_hash, tokenHash(handle.token))) return undefined
  if (row.party_id !== null && partyId !== undefined && row.party_id !== partyId) return undefined
  return { draft: draftOf(row, content.key), ...content }
}

async function findByParty(
  scope: Scope<SystemActor>,
  sealer: Sealer,
  { partyId, serviceId, authorityId }: Parameters<typeof findDraft>[2],
): Promise<OpenDraft | undefined> {
  if (partyId === undefined) return undefined
  const row = await scope.db
    .selectFrom('egovernment.drafts')
    .selectAll()
    .where('party_id', '=', partyId)
    .where('authority_id', '=', authorityId)
    .where('service_id', '=', serviceId)
    .where('submitted_at', 'is', null)
    .where('expires_at', '>', scope.now())
    .orderBy('updated_at', 'desc')
    .executeTakeFirst()
  if (!row) return undefined
  const content = await readContent(scope, sealer, { authorityId, draftId: uuid(row.id) })
  return { draft: draftOf(row, content.key), ...content }
}

async function readContent(
  scope: Scope<SystemActor>,
  { sealing }: Sealer,
  { authorityId, draftId }: Pick<DraftHandle, 'authorityId' | 'draftId'>,
): Promise<Pick<OpenDraft, 'key' | 'files'>> {
  const [rows, key] = await Promise.all([
    listFileRows(scope, { kind: 'draft', authorityId, id: draftId }),
    findSubjectKey(scope, sealing, { authorityId, subjectId: draftId }),
  ])
  return { key, files: key ? readFiles(rows, key, sealing) : [] }
}
