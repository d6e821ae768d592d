import { createHash } from 'node:crypto'
import type { SystemActor } from '#kernel/db/actor.ts'
import type { WriteScope } from '#kernel/db/scope.ts'
import { moveFiles } from '#kernel/files/attach-files.ts'
import { ConflictError } from '#kernel/http/errors.ts'
import type { Language } from '#kernel/i18n/language.ts'
import type { AuthorityId, CaseId } from '#kernel/ids.ts'
import type { DataKey } from '#kernel/sealing/sealing.ts'
import { caseParties, type NamedParty } from '../submissions/case-parties.ts'
import { filesWithField } from '../submissions/file-fields.ts'
import type { Prepared } from '../submissions/prepare-submission.ts'
import {
  type Contact,
  findSubmitted,
  type SubmitParts,
  type Submitted,
  submitCase,
} from '../submissions/submit-case.ts'
import { emptyDraft } from './discard-draft.ts'
import type { Draft } from './draft.ts'
import type { OpenDraft } from './find-draft.ts'

/** The same draft meanwhile: sent by another click, or changed in another tab. */
class DraftMovedError extends ConflictError {
  override name = 'DraftMovedError'
  constructor() {
    super('the draft was sent or changed', { userMessage: 'egovernment.apply.error.changed_elsewhere' })
  }
}

export type DraftSubmission = {
  readonly open: OpenDraft
  readonly prepared: Prepared
  readonly contact: Contact | null
  readonly person: NamedParty | undefined
  /** The firm it is handed in for, by that person or by a program of the authority. */
  readonly firm?: NamedParty | undefined
  readonly language: Language
  readonly receivedAt: Date
  /** Handed in by a program; its mail waits for the address to be confirmed where no key answers for it. */
  readonly byProgram?: { readonly keyId: string | undefined }
  /** A scan of what was signed on paper, among the files of the draft. */
  readonly scanId?: string | undefined
  /** What else is written down together with the case. */
  readonly note?: (scope: WriteScope<SystemActor>, made: { authorityId: AuthorityId; caseId: CaseId }) => void
}

/**
 * Makes a case of a draft: its files move over, its key is destroyed. Sent twice, by a double click or from two tabs, it is one case and
 * both get the same answer. Throws `DraftMovedError` when it was changed in another tab since it was checked.
 */
export async function submitDraft(parts: SubmitParts, input: DraftSubmission): Promise<Submitted> {
  const { open, contact, person, firm } = input
  const { fileFields, ...prepared } = input.prepared
  const { scanId, byProgram } = input
  const fieldOf = new Map(scanId === undefined ? fileFields : [...fileFields, [scanId, 'signed_paper']])
  const fileIds = [...fieldOf.keys()]
  const hash = draftKey(open.draft)
  const toSubmit = {
    ...prepared,
    files: filesWithField(open.files, fieldOf),
    applicantName: firm?.name || person?.name || prepared.applicantName,
    contact: contact ?? undefined,
    isContactConfirmed: !byProgram || byProgram.keyId !== undefined,
    parties: caseParties(person, firm),
    channel: open.draft.entry?.channel ?? (byProgram ? ('api' as const) : ('web' as const)),
    ...(open.draft.entry && { enteredBy: open.draft.entry.staffId }),
    sentByKey: byProgram?.keyId,
    language: input.language,
    receivedAt: input.receivedAt,
    key: { hash, bodyHash: hash },
  }
  const { id: authorityId } = prepared.authority
  return submitCase(parts, toSubmit, async (scope, made) => {
    await endDraft(scope, open, { ...made, authorityId, fileIds })
    input.note?.(scope, { authorityId, caseId: made.caseId })
  })
}

type Made = { caseId: CaseId; key: DataKey; authorityId: AuthorityId; fileIds: readonly string[] }

/** Ends the draft in the transaction of its case; only the state that was checked, and only once. */
async function endDraft(scope: WriteScope<SystemActor>, { draft, key }: OpenDraft, made: Made): Promise<void> {
  const ended = await scope.db
    .updateTable('egovernment.drafts')
    .set({ submitted_at: scope.now(), sealed_answers: null, case_authority_id: made.authorityId, case_id: made.caseId })
    .where('authority_id', '=', draft.authorityId)
    .where('id', '=', draft.draftId)
    .where('revision', '=', draft.revision)
    .where('submitted_at', 'is', null)
    .returning('id')
    .executeTakeFirst()
  if (!ended || !key) throw new DraftMovedError()
  const from = { kind: 'draft', authorityId: draft.authorityId, id: draft.draftId } as const
  const to = { kind: 'case', authorityId: made.authorityId, id: made.caseId } as const
  await moveFiles(scope, { from, fromKey: key, to, toKey: made.key, ids: made.fileIds })
  await emptyDraft(scope, draft)
}

/** What a draft that was sent became, with its access code; undefined once that is forgotten. */
export function findSubmittedDraft(parts: SubmitParts, draft: Draft): Promise<Submitted | undefined> {
  return draft.sent
    ? findSubmitted(parts, draft.sent.authorityId, { hash: draftKey(draft) })
    : Promise.resolve(undefined)
}

function draftKey({ draftId }: Draft): Buffer {
  return createHash('sha256').update(`draft\n${draftId}`).digest()
}
