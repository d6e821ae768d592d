import type { Cookie } from '#kernel/http/answers.ts'
import type { Request } from '#kernel/http/route.ts'
import type { Kernel } from '#kernel/kernel.ts'
import { draftCookie } from './draft.ts'
import { draftActor } from './find-draft.ts'
import type { Apply } from './read-apply.ts'
import { type Kept, saveDraft, startDraft } from './save-draft.ts'

/** Saves what somebody filled in, committed before anything is answered; gives the cookie of a draft that begins now. */
export function keepDraft(kernel: Kernel, request: Request, apply: Apply, kept: Kept): Promise<readonly Cookie[]> {
  const { offer, open, partyId } = apply
  const common = { versionId: offer.versionId, partyId, ...kept }
  return request.writeAs(draftActor, async (scope) => {
    if (open) {
      await saveDraft(scope, open, common)
      return []
    }
    const start = { authorityId: offer.authorityId, serviceId: offer.serviceId, language: request.language }
    return [draftCookie(offer.serviceId, await startDraft(scope, kernel, { ...start, ...common }))]
  })
}
