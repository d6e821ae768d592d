import type { SystemActor } from '#kernel/db/actor.ts'
import type { WriteScope } from '#kernel/db/scope.ts'
import type { Cookie } from '#kernel/http/answers.ts'
import type { Request } from '#kernel/http/route.ts'
import type { Kernel } from '#kernel/kernel.ts'
import { draftCookie } from './draft.ts'
import type { Apply } from './read-apply.ts'
import { type Kept, saveDraft, startDraft } from './save-draft.ts'

/** Saves what somebody filled in, with the commit of this unit of work; gives the cookie of a draft that begins now. */
export async function keepDraft(
  kernel: Kernel,
  drafts: WriteScope<SystemActor>,
  { language }: Pick<Request, 'language'>,
  { offer, open, partyId, ...kept }: Pick<Apply, 'offer' | 'open' | 'partyId'> & Kept,
): Promise<readonly Cookie[]> {
  const common = { versionId: offer.versionId, partyId, ...kept }
  if (open) {
    await saveDraft(drafts, open, common)
    return []
  }
  const start = { authorityId: offer.authorityId, serviceId: offer.serviceId, language }
  return [draftCookie(offer.serviceId, await startDraft(drafts, kernel, { ...start, ...common }))]
}
