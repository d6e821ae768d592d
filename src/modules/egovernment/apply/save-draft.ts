import { v7 } from 'uuid'
import type { SystemActor } from '#kernel/db/actor.ts'
import type { WriteScope } from '#kernel/db/scope.ts'
import { statement } from '#kernel/db/transaction.ts'
import { attachFiles } from '#kernel/files/attach-files.ts'
import { ConflictError } from '#kernel/http/errors.ts'
import type { Language } from '#kernel/i18n/language.ts'
import { newToken } from '#kernel/identity/token.ts'
import { type AuthorityId, type FileId, type PartyId, type ServiceId, uuid, type VersionId } from '#kernel/ids.ts'
import { createSubjectKey } from '#kernel/sealing/sealing-keys.ts'
import type { Sealer } from '../cases/case-key.ts'
import { type Draft, type DraftContent, type DraftHandle, draftDays, sealContent, tokenHash } from './draft.ts'
import type { OpenDraft } from './find-draft.ts'

/** 409: the draft was saved elsewhere meanwhile, or has been sent. */
export class DraftChangedError extends ConflictError {
  override name = 'DraftChangedError'
  constructor() {
    super('the draft was changed elsewhere', { userMessage: 'egovernment.apply.error.changed_elsewhere' })
  }
}

/** What is kept with a save. */
export type Kept = {
  readonly content: DraftContent
  readonly currentPage: string
  readonly fileIds: readonly FileId[]
  /** For whom it is, where that was chosen with this save: a firm, or null for herself. */
  readonly forPartyId?: PartyId | null
}

export type DraftStart = {
  readonly authorityId: AuthorityId
  readonly serviceId: ServiceId
  readonly versionId: VersionId
  readonly language: Language
  readonly partyId: PartyId | undefined
  /** Where a clerk fills it in for somebody. */
  readonly entry?: Draft['entry']
}

/** Begins a draft with what was answered on its first page and the files that came with it. */
export async function startDraft(
  scope: WriteScope<SystemActor>,
  { sealing }: Sealer,
  start: DraftStart & Kept,
): Promise<DraftHandle> {
  const { authorityId } = start
  const draftId = uuid<'draft'>(v7())
  const token = newToken()
  const key = createSubjectKey(scope, sealing, { authorityId, subjectId: draftId })
  scope.write(
    scope.db.insertInto('egovernment.drafts').values({
      authority_id: authorityId,
      id: draftId,
      party_id: start.partyId ?? null,
      staff_id: start.entry?.staffId ?? null,
      channel: start.entry?.channel ?? null,
      for_party_id: start.forPartyId ?? null,
      token_hash: tokenHash(token),
      service_id: start.serviceId,
      version_id: start.versionId,
      language: start.language,
      sealed_answers: sealContent(key, start.content),
      current_page: start.currentPage,
      created_at: scope.now(),
      updated_at: scope.now(),
      expires_at: expiry(scope),
    }),
  )
  await attachFiles(scope, { ids: start.fileIds, owner: { kind: 'draft', authorityId, id: draftId }, key })
  return { authorityId, draftId, token }
}

/** A draft as it was read, and what is to be kept of it now. */
export type DraftSave = { readonly open: OpenDraft } & Omit<Kept, 'fileIds'> & {
    readonly versionId: VersionId
    readonly partyId: PartyId | undefined
  }

/**
 * Saves a page: all answers so far, and the files that came with it. A draft that somebody signed in goes on with becomes hers. Throws
 * `DraftChangedError` when it was saved elsewhere since it was read, so that no tab overwrites another unseen.
 */
export async function saveDraft(
  scope: WriteScope<SystemActor>,
  { fileIds, ...save }: DraftSave & Pick<Kept, 'fileIds'>,
): Promise<void> {
  const { draft, key } = save.open
  const [isSaved] = await saveDrafts(scope, [save])
  if (!isSaved || !key) throw new DraftChangedError()
  const { authorityId, draftId } = draft
  await attachFiles(scope, { ids: fileIds, owner: { kind: 'draft', authorityId, id: draftId }, key })
}

const updateDrafts = `update egovernment.drafts as d set
    version_id = s.version_id, sealed_answers = s.sealed_answers, current_page = s.current_page, revision = d.revision + 1,
    updated_at = $1, expires_at = $2, party_id = coalesce(s.party_id, d.party_id),
    for_party_id = case when s.chooses then s.for_party_id else d.for_party_id end
  from unnest($3::text[], $4::uuid[], $5::int[], $6::uuid[], $7::bytea[], $8::text[], $9::uuid[], $10::boolean[], $11::uuid[]) with ordinality
    as s(authority_id, id, revision, version_id, sealed_answers, current_page, party_id, chooses, for_party_id, n)
  where d.authority_id = s.authority_id and d.id = s.id and d.revision = s.revision and d.submitted_at is null
  returning s.n::int`

/** Saves drafts of any number of people; tells of each whether it was still as it had been read. */
export async function saveDrafts(
  scope: WriteScope<SystemActor>,
  saves: readonly DraftSave[],
): Promise<readonly boolean[]> {
  const sealed = saves.map(({ open: { key }, content }) => (key ? sealContent(key, content) : null))
  const values = [
    scope.now(),
    expiry(scope),
    saves.map(({ open }) => open.draft.authorityId),
    saves.map(({ open }) => open.draft.draftId),
    // What has lost its key was sent, and is saved no more.
    saves.map(({ open }) => (open.key ? open.draft.revision : -1)),
    saves.map(({ versionId }) => versionId),
    sealed,
    saves.map(({ currentPage }) => currentPage),
    saves.map(({ partyId }) => partyId ?? null),
    saves.map(({ forPartyId }) => forPartyId !== undefined),
    saves.map(({ forPartyId }) => forPartyId ?? null),
  ]
  const { rows } = await scope.db.executeQuery<{ n: number }>(statement(updateDrafts, values))
  const saved = new Set(rows.map(({ n }) => n))
  return saves.map((_, index) => saved.has(index + 1))
}

function expiry(scope: WriteScope): Date {
  return new Date(scope.now().getTime() + draftDays * 86_400_000)
}
