import type { Answer } from '#kernel/http/answers.ts'
import type { Request } from '#kernel/http/route.ts'
import { isSlug, type ServiceId } from '#kernel/ids.ts'
import type { Kernel } from '#kernel/kernel.ts'
import type { DraftHandle } from '../apply/draft.ts'
import { draftActor } from '../apply/find-draft.ts'
import { openStep } from '../apply/form-steps.tsx'
import { DraftChangedError, saveDraft, startDraft } from '../apply/save-draft.ts'
import { unknownAnswers } from '../forms/check-answers.ts'
import type { Answers } from '../forms/form.ts'
import type { ServiceOffer } from '../services/service-offer.ts'
import type { Contact } from '../submissions/submit-case.ts'
import type { DraftStartBody } from './draft-bodies.ts'
import { contextOf } from './draft-view.ts'
import type { Firm } from './firm.ts'
import { readLooseFiles } from './hand-in.ts'
import { invalidAnswers } from './problem.ts'
import { DraftOutdatedError, type HeldDraft, partyOf } from './read-draft.ts'

type Refused = { readonly ok: false; readonly answer: Answer }

/** Begins a draft with the answers that there are; a name that the form does not know is refused. */
export async function beginDraft(
  request: Request,
  kernel: Kernel,
  { offer, body, firm }: { offer: ServiceOffer; body: DraftStartBody; firm: Firm | undefined },
): Promise<{ ok: true; handle: DraftHandle } | Refused> {
  const { answers = {}, contact = null, language = request.language } = body
  const { form } = offer.definition
  const unknown = unknownAnswers(form, answers)
  if (unknown.length > 0) return { ok: false, answer: invalidAnswers(request, unknown) }
  const files = await readLooseFiles(request, kernel, answers)
  const context = contextOf(request, kernel, files)
  const { authorityId, serviceId, versionId } = offer
  const handle = await request.writeAs(draftActor, (drafts) =>
    startDraft(drafts, kernel, {
      ...{ authorityId, serviceId, versionId, language },
      partyId: partyOf(request),
      content: { answers, contact },
      currentPage: openStep({ form, answers, context, contact, offer }),
      fileIds: files.map(({ id }) => id),
      ...(firm && { forPartyId: firm.partyId }),
    }),
  )
  return { ok: true, handle }
}

/** What takes the place of what a draft had; a contact or firm of `undefined` stays as it was. */
export type NewContent = { answers: Answers; contact?: Contact | null; firm?: Firm | null }

/** Puts these answers in the place of the draft's. Throws `DraftOutdatedError` when somebody else was quicker. */
export async function keepAnswers(
  request: Request,
  kernel: Kernel,
  held: HeldDraft,
  { answers, contact: given, firm = held.firm ?? null }: NewContent,
): Promise<{ ok: true; held: HeldDraft } | Refused> {
  const { offer, open } = held
  const { form } = offer.definition
  const unknown = unknownAnswers(form, answers)
  if (unknown.length > 0) return { ok: false, answer: invalidAnswers(request, unknown) }
  const arrived = await readLooseFiles(request, kernel, answers)
  const files = [...open.files, ...arrived]
  const context = contextOf(request, kernel, files)
  const contact = given === undefined ? open.draft.contact : given
  const forPartyId = firm?.partyId ?? null
  const savedAt = await request
    .writeAs(draftActor, async (drafts) => {
      await saveDraft(drafts, {
        open,
        content: { answers, contact },
        currentPage: openStep({ form, answers, context, contact, offer }),
        fileIds: arrived.map(({ id }) => id),
        versionId: offer.versionId,
        partyId: partyOf(request),
        forPartyId,
      })
      return drafts.now()
    })
    .catch((error: unknown) => {
      throw error instanceof DraftChangedError ? new DraftOutdatedError() : error
    })
  const draft = { ...open.draft, answers, contact, forPartyId, savedAt, revision: open.draft.revision + 1 }
  return {
    ok: true,
    held: { ...held, firm: firm ?? undefined, open: { ...open, draft, files }, files, answers, lost: [] },
  }
}

/** Service and token of a link that a person was given: `…/services/umzug/draft/…`. */
export function readHandoverLink(link: string): { serviceId: ServiceId; token: string } | undefined {
  const [, serviceId = '', token = ''] = /\/services\/([a-z0-9-]+)\/draft\/([\w-]+)$/.exec(link) ?? []
  return isSlug<'service'>(serviceId) ? { serviceId, token } : undefined
}
