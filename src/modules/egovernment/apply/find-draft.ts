import { timingSafeEqual } from 'node:crypto'
import type { Selectable, SqlBool } from 'kysely'
import { type SystemActor, systemActor } from '#kernel/db/actor.ts'
import type { EgovernmentDrafts } from '#kernel/db/schema.ts'
import type { Scope } from '#kernel/db/scope.ts'
import { listFiles, type StoredFile } from '#kernel/files/stored-file.ts'
import { type AuthorityId, type PartyId, type ServiceId, slug } from '#kernel/ids.ts'
import type { DataKey } from '#kernel/sealing/sealing.ts'
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
  const { handle, authorityId } = wanted
  const held =
    handle?.authorityId === authorityId ? await findDraftByHandle(scope, sealer, { ...wanted, handle }) : undefined
  if (held?.draft.serviceId === wanted.serviceId) return held
  return findByParty(scope, sealer, wanted)
}

/** The draft that a handle proves, whatever its service. */
export async function findDraftByHandle(
  scope: Scope<SystemActor>,
  sealer: Sealer,
  { handle, partyId }: { readonly handle: DraftHandle; readonly partyId: PartyId | undefined },
): Promise<OpenDraft | undefined> {
  const row = await draftsWithKeys(scope)
    .where('d.authority_id', '=', handle.authorityId)
    .where('d.id', '=', handle.draftId)
    .where('d.expires_at', '>', scope.now())
    .executeTakeFirst()
  if (!row || !timingSafeEqual(row.token_hash, tokenHash(handle.token))) return undefined
  if (row.party_id !== null && partyId !== undefined && row.party_id !== partyId) return undefined
  return openRow(scope, sealer, row)
}

async function findByParty(
  scope: Scope<SystemActor>,
  sealer: Sealer,
  { partyId, serviceId, authorityId }: Parameters<typeof findDraft>[2],
): Promise<OpenDraft | undefined> {
  if (partyId === undefined) return undefined
  const row = await draftsWithKeys(scope)
    .where('d.party_id', '=', partyId)
    .where('d.authority_id', '=', authorityId)
    .where('d.service_id', '=', serviceId)
    .where('d.submitted_at', 'is', null)
    .where('d.expires_at', '>', scope.now())
    .orderBy('d.updated_at', 'desc')
    .executeTakeFirst()
  return row && openRow(scope, sealer, row)
}

/** One statement, and so one moment: a draft that is sent loses its key with the same commit. Most have no files, and ask for none. */
function draftsWithKeys(scope: Scope<SystemActor>) {
  return scope.db
    .selectFrom('egovernment.drafts as d')
    .leftJoin('kernel.sealing_keys as k', (on) =>
      on.onRef('k.authority_id', '=', 'd.authority_id').onRef('k.subject_id', '=', 'd.id'),
    )
    .selectAll('d')
    .select('k.wrapped_key')
    .select(({ exists, selectFrom }) =>
      exists(
        selectFrom('kernel.stored_files as f')
          .select('f.id')
          .whereRef('f.authority_id', '=', 'd.authority_id')
          .where('f.owner_kind', '=', 'draft')
          .whereRef('f.owner_id', '=', 'd.id'),
      ).as('has_files'),
    )
}

type OpenRow = Selectable<EgovernmentDrafts> & { readonly wrapped_key: Buffer | null; readonly has_files: SqlBool }

async function openRow(scope: Scope<SystemActor>, { sealing }: Sealer, row: OpenRow): Promise<OpenDraft> {
  const place = { authorityId: slug<'authority'>(row.authority_id), subjectId: row.id }
  const key = row.wrapped_key === null ? undefined : sealing.unwrap(place, row.wrapped_key)
  const owner = { kind: 'draft', authorityId: place.authorityId, id: row.id } as const
  return {
    draft: draftOf(row, key),
    key,
    files: key && row.has_files ? await listFiles(scope, sealing, { owner, key }) : [],
  }
}
