import { timingSafeEqual } from 'node:crypto'
import { sql } from 'kysely'
import { type SystemActor, systemActor } from '#kernel/db/actor.ts'
import type { Scope } from '#kernel/db/scope.ts'
import { listFileRows, readFiles, type StoredFile } from '#kernel/files/stored-file.ts'
import { type DraftId, type PartyId, slug, uuid } from '#kernel/ids.ts'
import type { DataKey } from '#kernel/sealing/sealing.ts'
import type { Sealer } from '../cases/case-key.ts'
import type { ServiceOffer } from '../services/service-offer.ts'
import { type Draft, type DraftHandle, draftOf, tokenHash } from './draft.ts'

/** Drafts are opened and kept by the program, after it has looked at who holds them. */
export const draftActor: SystemActor = systemActor('drafts')

/** A draft with its files and its key (missing once it was sent). */
export type OpenDraft = {
  readonly draft: Draft
  readonly files: readonly StoredFile[]
  readonly key: DataKey | undefined
}

/** The draft that a handle proves, whatever its service. */
export async function findDraftByHandle(
  scope: Scope<SystemActor>,
  sealer: Sealer,
  { handle, partyId }: { readonly handle: DraftHandle; readonly partyId: PartyId | undefined },
): Promise<OpenDraft | undefined> {
  const [found] = await findDraftsByHandles(scope, sealer, [handle])
  return found && mayOpen(found, partyId) ? found : undefined
}

/** The browser of somebody else who is signed in does not open a draft that has an owner. */
export function mayOpen({ draft }: OpenDraft, partyId: PartyId | undefined): boolean {
  return draft.partyId === null || partyId === undefined || draft.partyId === partyId
}

/** The drafts that handles prove, one for each; undefined for what is not there, too old, or held by another token. */
export async function findDraftsByHandles(
  scope: Scope<SystemActor>,
  sealer: Sealer,
  handles: readonly DraftHandle[],
): Promise<readonly (OpenDraft | undefined)[]> {
  const found = await openDrafts(scope, sealer, handles)
  return handles.map(({ draftId, token }) => {
    const one = found.get(draftId)
    return one && timingSafeEqual(one.tokenHash, tokenHash(token)) ? one.open : undefined
  })
}

/** The draft of a service that a signed-in person saved last. */
export async function findDraftOfParty(
  scope: Scope<SystemActor>,
  sealer: Sealer,
  { partyId, serviceId, authorityId }: Pick<ServiceOffer, 'serviceId' | 'authorityId'> & { readonly partyId: PartyId },
): Promise<OpenDraft | undefined> {
  const row = await scope.db
    .selectFrom('egovernment.drafts')
    .select('id')
    .where('party_id', '=', partyId)
    .where('authority_id', '=', authorityId)
    .where('service_id', '=', serviceId)
    .where('submitted_at', 'is', null)
    .where('expires_at', '>', scope.now())
    .orderBy('updated_at', 'desc')
    .executeTakeFirst()
  if (!row) return undefined
  const draftId = uuid<'draft'>(row.id)
  return (await openDrafts(scope, sealer, [{ authorityId, draftId }])).get(draftId)?.open
}

type Place = Pick<DraftHandle, 'authorityId' | 'draftId'>
type Found = { readonly open: OpenDraft; readonly tokenHash: Buffer }

/** Opens drafts with their keys and files, in two statements for any number of them. */
async function openDrafts(
  scope: Scope<SystemActor>,
  { sealing }: Sealer,
  places: readonly Place[],
): Promise<ReadonlyMap<DraftId, Found>> {
  const authorities = places.map(({ authorityId }) => authorityId)
  const ids = places.map(({ draftId }) => draftId)
  // Asked at once, and answered in this order. The rows come last: a draft that is sent meanwhile loses its files first, and its row then
  // says that it was sent.
  const [fileRows, rows] = await Promise.all([
    listFileRows(scope, 'draft', { authorities, ids }),
    scope.db
      .selectFrom('egovernment.drafts as d')
      .leftJoin('kernel.sealing_keys as k', (on) =>
        on.onRef('k.authority_id', '=', 'd.authority_id').onRef('k.subject_id', '=', 'd.id'),
      )
      .selectAll('d')
      .select('k.wrapped_key')
      .where(sql<boolean>`(d.authority_id, d.id) in (select * from unnest(${authorities}::text[], ${ids}::uuid[]))`)
      .where('d.expires_at', '>', scope.now())
      .execute(),
  ])
  const opened = rows.map((row): [DraftId, Found] => {
    const place = { authorityId: slug<'authority'>(row.authority_id), subjectId: row.id }
    const key = row.wrapped_key === null ? undefined : sealing.unwrap(place, row.wrapped_key)
    const own = fileRows.filter(({ owner_id }) => owner_id === row.id)
    const files = key ? readFiles(own, key, sealing) : []
    return [uuid<'draft'>(row.id), { open: { draft: draftOf(row, key), key, files }, tokenHash: row.token_hash }]
  })
  return new Map(opened)
}
