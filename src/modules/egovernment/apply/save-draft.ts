import { sql } from 'kysely'
import { v7 } from 'uuid'
import type { SystemActor } from '#kernel/db/actor.ts'
import type { WriteScope } from '#kernel/db/scope.ts'
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

/**
 * Saves a page: all answers so far, and the files that came with it. A draft that somebody signed in goes on with becomes hers. Throws
 * `DraftChangedError` when it was saved elsewhere since it was read, so that no tab overwrites another unseen.
 */
export async function saveDraft(
  scope: WriteScope<SystemActor>,
  { draft, key }: OpenDraft,
  save: Kept & { readonly versionId: VersionId; readonly partyId: PartyId | undefined },
): Promise<void> {
  if (!key) throw new DraftChangedError()
  const saved = await scope.db
    .updateTable('egovernment.drafts')
    .set({
      version_id: save.versionId,
      sealed_answers: sealContent(key, save.content),
      current_page: save.currentPage,
      revision: sql`revision + 1`,
      updated_at: scope.now(),
      expires_at: expiry(scope),
      ...(save.partyId && { party_id: save.partyId }),
      ...(save.forPartyId !== undefined && { for_party_id: save.forPartyId }),
    })
    .where('authority_id', '=', draft.authorityId)
    .where('id', '=', draft.draftId)
    .where('revision', '=', draft.revision)
    .where('submitted_at', 'is', null)
    .returning('id')
    .executeTakeFirst()
  if (!saved) throw new DraftChangedError()
  await attachFiles(scope, {
    ids: save.fileIds,
    owner: { kind: 'draft', authorityId: draft.authorityId, id: draft.draftId },
    key,
  })
}

function expiry(scope: WriteScope): Date {
  return new Date(scope.now().getTime() + draftDays * 86_400_000)
}
