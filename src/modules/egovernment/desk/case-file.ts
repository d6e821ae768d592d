import type { Unit } from '#kernel/authorities/authority.ts'
import { listUnits } from '#kernel/authorities/queries.ts'
import { type StaffActor, systemActor } from '#kernel/db/actor.ts'
import type { Scope } from '#kernel/db/scope.ts'
import { listFiles, type StoredFile } from '#kernel/files/stored-file.ts'
import { ForbiddenError, NotFoundError } from '#kernel/http/errors.ts'
import type { Request } from '#kernel/http/route.ts'
import { swissDate } from '#kernel/i18n/format.ts'
import { type AuthorityId, isSlug, type StaffId } from '#kernel/ids.ts'
import type { Kernel } from '#kernel/kernel.ts'
import { type Absence, absenceOf } from '../absences/absence.ts'
import { listAbsent, listCovered } from '../absences/queries.ts'
import { type CaseAccount, listAccounts } from '../cases/case-accounts.ts'
import { type CaseContact, findContact } from '../cases/case-contact.ts'
import {
  type CaseDetails,
  type CaseNote,
  type CaseParticipant,
  listNotes,
  listParticipants,
  readCaseDetails,
} from '../cases/case-details.ts'
import { openCaseKey } from '../cases/case-key.ts'
import { findCaseByNumber } from '../cases/case-queries.ts'
import type { CaseRecord, CaseRef } from '../cases/case-record.ts'
import { sideOf } from '../cases/case-side.ts'
import { type ChangedAnswer, changesIn, compareAnswers } from '../cases/compare-answers.ts'
import type { CorrectionOffer } from '../cases/correction-offers.ts'
import { type ForwardedTo, findForwardedTo } from '../cases/forwarded-to.ts'
import { splitFiles, type Unsent, withProofs } from '../cases/unsent-files.ts'
import { local } from '../forms/form-error.ts'
import { viewForm } from '../forms/view-form.ts'
import { findVersion } from '../services/queries.ts'
import type { ServiceVersion } from '../services/service-offer.ts'
import { createFormContext } from '../submissions/form-context.ts'
import { listAccesses, type SeenBy } from './accesses.ts'
import { type AnswerSection, addressLines, answerSections, protectedFields } from './answer-sections.ts'
import { findNames } from './colleagues.ts'
import { findHold, type Hold } from './hold.ts'
import { type DeskRight, type Standing, standingTo } from './standing.ts'

/** A case and how the one who asks stands to it. */
export type KnownCase = {
  readonly record: CaseRecord
  readonly standing: Standing
  readonly participants: readonly CaseParticipant[]
}

/** The member of staff behind a scope; routes of the desk let nobody else through. */
export function staffIn(scope: Scope): Scope<StaffActor> {
  const { actor } = scope
  if (actor.kind !== 'staff') throw new ForbiddenError('the desk is for staff')
  return { ...scope, actor }
}

/** The case of a number. Throws 404 for one that is not there or is none of her business. */
export async function findKnownCase(scope: Scope<StaffActor>, number: string | undefined): Promise<KnownCase> {
  const record = await findCaseByNumber(scope, number ?? '')
  if (!record) throw new NotFoundError()
  const participants = await listParticipants(scope, record)
  const first = standingTo(scope.actor, record, participants)
  // Whom she stands in for matters only where it would not be hers otherwise.
  const standing =
    first?.kind === 'other_unit' ? standingTo(scope.actor, record, participants, await listCovered(scope)) : first
  if (!standing) throw new NotFoundError()
  return { record, standing, participants }
}

/** Throws 403 unless she may do this with this case. */
export function requireRight({ standing }: Pick<KnownCase, 'standing'>, right: DeskRight): void {
  if (standing.rights.has(right)) return
  throw new ForbiddenError(`${right} is not hers`, {
    userMessage: standing.kind === 'other_unit' ? 'egovernment.desk.error.other_unit' : 'egovernment.desk.error.right',
  })
}

/** A file of a case, and whether it is hidden at first. */
export type DeskFile = StoredFile & { readonly isProtected: boolean }

/** A correction that the applicant offered: what it would change, and the files that would come with it. */
export type OfferedChange = {
  readonly offer: CorrectionOffer
  readonly changes: readonly ChangedAnswer[]
  readonly files: readonly DeskFile[]
}

/** Everything a case page shows. */
export type CaseFile = KnownCase & {
  readonly details: CaseDetails
  readonly notes: readonly CaseNote[]
  readonly service: ServiceVersion | undefined
  readonly sections: readonly AnswerSection[]
  /** The questions that the answers so far have opened: what can be asked again. */
  readonly questions: readonly { readonly id: string; readonly label: string }[]
  /** By correction, what it changed. */
  readonly changes: ReadonlyMap<string, readonly ChangedAnswer[]>
  /** The correction that the applicant offered and nobody has decided on, with what it would change. */
  readonly offered: OfferedChange | undefined
  /** Of the authorities that would be in charge by corrected answers. */
  readonly authorityNames: ReadonlyMap<string, string>
  readonly files: readonly DeskFile[]
  /** What came with forms that were not sent, for such a form of her own side. */
  readonly unsent: readonly Unsent<StoredFile>[]
  readonly contact: CaseContact | undefined
  /** Who sees the case in an account. */
  readonly accounts: readonly CaseAccount[]
  readonly units: readonly Unit[]
  readonly names: ReadonlyMap<StaffId, string>
  readonly seenBy: readonly SeenBy[]
  /** Set while whoever it is assigned to is away. */
  readonly absence: Absence | undefined
  /** Where letters go. */
  readonly address: readonly string[]
  readonly forwardedTo: ForwardedTo
  readonly hold: Hold | undefined
}

/** Reads a case in one go, for the desk. `showsProtected`: with what is hidden at first. */
export async function readCaseFile(
  scope: Scope<StaffActor>,
  request: Request,
  kernel: Pick<Kernel, 'sealing' | 'authorities'>,
  known: KnownCase,
  { showsProtected }: { readonly showsProtected: boolean },
): Promise<CaseFile> {
  const { record } = known
  const key = await openCaseKey(scope, kernel, record)
  const [details, notes, service, stored, contact, accounts, units, seenBy, absent] = await Promise.all([
    readCaseDetails(scope, kernel, record),
    listNotes(scope, kernel, record),
    findVersion(scope, record.versionId),
    listFiles(scope, kernel.sealing, { owner: caseOwner(record), key }),
    findContact(scope, kernel, record),
    listAccounts(scope, record),
    listUnits(scope, record.authorityId),
    request.readAs(systemActor('accesses'), (program) => listAccesses(program, record)),
    listAbsent(scope, [record.authorityId]),
  ])
  const [forwardedTo, hold] = await Promise.all([
    findForwardedTo(scope, kernel, record, details.events, request.language),
    findHold(scope, record, details.events),
  ])
  const absence = absenceOf(absent, record.authorityId, record.assignedTo)
  const names = await findNames(scope, [
    record.assignedTo,
    absence?.deputyId ?? null,
    ...details.events.map(({ staffId }) => staffId),
    ...details.messages.map(({ staffId }) => staffId),
    ...details.decisions.map(({ signedBy }) => signedBy),
    ...notes.map(({ staffId }) => staffId),
  ])
  const form = service?.definition.form
  const { answers, receivedAt } = details.submission
  const context = createFormContext({
    today: swissDate(new Date(receivedAt)),
    language: request.language,
    authorities: kernel.authorities,
    files: details.submission.files,
  })
  const offer = details.offers.find(({ isAccepted }) => isAccepted === null)
  const named = new Map(
    [...details.submission.files, ...(offer?.version.submission.files ?? [])].map((file) => [String(file.id), file]),
  )
  const offeredContext = { ...context, file: (id: string) => named.get(id) }
  const hidden = form && !showsProtected ? protectedFields(form) : new Set<string>()
  const { sent, unsent } = splitFiles(stored, details.files)
  const fieldOf = new Map(details.files.map(({ fileId, field }) => [fileId, field]))
  const fieldOffered = new Map(offer?.version.submission.files.map(({ id, field }) => [id, field]))
  return {
    ...known,
    ...{ details, notes, service, contact, accounts, units, names, seenBy, absence, forwardedTo, hold },
    sections: form ? answerSections(form, answers, request.t, context, { showsProtected }) : [],
    questions: form
      ? viewForm(form, answers, context).pages.flatMap(({ fields }) =>
          fields
            .filter(({ type }) => type !== 'static-text')
            .map(({ id, label }) => ({ id, label: local(label, request.t) })),
        )
      : [],
    offered: offer && {
      offer,
      changes: form
        ? compareAnswers(form, [answers, offer.version.submission.answers], request.t, offeredContext, {
            showsProtected,
          })
        : [],
      files: unsent
        .filter(({ id }) => fieldOffered.has(id))
        .map((file) => ({ ...file, isProtected: isOf(hidden, fieldOffered.get(file.id)) })),
    },
    authorityNames: new Map(elsewhereIn(details).map((id) => [id, kernel.authorities.nameOf(id, request.language)])),
    changes: form ? changesIn(form, details, request.t, context, { showsProtected }) : new Map(),
    unsent: withProofs(kernel.sealing, record, sideOf(scope.actor, record.authorityId), unsent),
    files: sent.map((file) => ({ ...file, isProtected: isOf(hidden, fieldOf.get(file.id)) })),
    address: form ? addressLines(form, answers, request.t, context) : [],
  }
}

function elsewhereIn({ offers, events }: CaseDetails): readonly AuthorityId[] {
  const named = [...offers.map(({ elsewhere }) => elsewhere), ...events.map(({ params }) => params.elsewhere)]
  return named.flatMap((id) => (typeof id === 'string' && isSlug<'authority'>(id) ? [id] : []))
}

/** Which case, for the rules. */
export function caseRef({ record }: Pick<KnownCase, 'record'>): CaseRef {
  return { authorityId: record.authorityId, caseId: record.caseId }
}

/** Whose the files of a case are. */
export function caseOwner({ authorityId, caseId }: CaseRef) {
  return { kind: 'case' as const, authorityId, id: caseId }
}

/** Whether a file was handed in for one of these questions: `field` names its questions as `fileFieldsIn` writes them. */
export function isOf(fields: ReadonlySet<string>, field: string | null | undefined): boolean {
  // Of cases from before the question was noted nobody knows: whatever is protected may be in there.
  if (field === '') return fields.size > 0
  return (field ?? '').split(/[./]/).some((part) => fields.has(part))
}
