import type { Cookie } from '#kernel/http/answers.ts'
import type { Request } from '#kernel/http/route.ts'
import { draftCookie } from './draft.ts'
import { draftActor } from './find-draft.ts'
import type { Apply, ApplyParts } from './read-apply.ts'
import { DraftChangedError, type Kept, saveDraft, startDraft } from './save-draft.ts'

/** Saves what somebody filled in, committed before anything is answered; gives the cookie of a draft that begins now. */
export async function keepDraft(
  { kernel, drafts }: Pick<ApplyParts, 'kernel' | 'drafts'>,
  request: Pick<Request, 'language' | 'writeAs'>,
  { offer, open, partyId }: Pick<Apply, 'offer' | 'open' | 'partyId'>,
  kept: Kept,
): Promise<readonly Cookie[]> {
  const common = { versionId: offer.versionId, partyId, ...kept }
  if (open && kept.fileIds.length > 0) {
    await request.writeAs(draftActor, (scope) => saveDraft(scope, { open, ...common }))
    return []
  }
  if (open) {
    if (!(await drafts.save.join({ open, ...common }))) throw new DraftChangedError()
    return []
  }
  const start = { authorityId: offer.authorityId, serviceId: offer.serviceId, language: request.language }
  const handle = await request.writeAs(draftActor, (scope) => startDraft(scope, kernel, { ...start, ...common }))
  return [draftCookie(offer.serviceId, handle)]
}
