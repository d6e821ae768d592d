import type { Authority, Unit } from '#kernel/authorities/authority.ts'
import { findAuthority, findUnit } from '#kernel/authorities/queries.ts'
import { publicActor } from '#kernel/db/actor.ts'
import { type Answer, file } from '#kernel/http/answers.ts'
import { NotFoundError } from '#kernel/http/errors.ts'
import type { Request } from '#kernel/http/route.ts'
import { formatDate } from '#kernel/i18n/format.ts'
import { textIn } from '#kernel/i18n/language.ts'
import type { Kernel } from '#kernel/kernel.ts'
import type { LetterInput, ReceiptData } from '#kernel/letters/letter-data.ts'
import type { CorrectedVersion } from '../cases/case-details.ts'
import type { CaseView } from '../cases/read-case-view.ts'

/** The receipt of a case as PDF, made when somebody opens it from what was sealed when it arrived: the same facts, the same bytes. */
export async function receiptAnswer(
  kernel: Kernel,
  request: Request,
  view: CaseView,
  { accessCode, version }: { readonly accessCode?: string; readonly version?: CorrectedVersion } = {},
): Promise<Answer> {
  const { authorityId, unitId } = view.record
  const { authority, unit } = await request.readAs(publicActor, async (scope) => ({
    authority: await findAuthority(scope, authorityId),
    unit: unitId === null ? undefined : await findUnit(scope, authorityId, unitId),
  }))
  if (!authority) throw new NotFoundError()
  const letter: LetterInput = {
    template: 'receipt',
    standard: 'ua-1',
    language: request.language,
    templateOf: authorityId,
    data: {
      ...receiptData(kernel, request, view, { authority, unit }, version),
      ...(accessCode !== undefined && { accessCode, access: 'code' }),
    },
  }
  const { pdf } = await kernel.letters.renderLetter(letter)
  const name = `${request.t('egovernment.receipts.file_name')}-${view.record.number}.pdf`
  return file({ body: pdf, contentType: 'application/pdf', name, inline: true })
}

type Sender = { authority: Authority; unit: Unit | undefined }

function receiptData(
  kernel: Kernel,
  request: Request,
  view: CaseView,
  { authority, unit }: Sender,
  version?: CorrectedVersion,
): ReceiptData {
  const { record, details } = view
  // As it was handed in, whatever was corrected since: the same facts, the same bytes. Each correction has a receipt of its own.
  const submission = version?.submission ?? details.original
  const { t, language } = request
  const contact = unit?.contact ?? authority.contact
  return {
    isDemo: kernel.settings.mode === 'demo',
    authority: {
      name: textIn(authority.name, language),
      ...(unit && { unit: textIn(unit.name, language) }),
      address: contact
        ? [contact.street, `${contact.postcode} ${contact.locality}`].filter((line) => line !== undefined)
        : [textIn(authority.name, language)],
      ...(authority.theme && { accent: authority.theme.accent }),
    },
    caseNumber: record.number,
    service: view.service,
    receivedAt: (version?.at ?? record.receivedAt).toISOString(),
    filedBy: { name: submission.applicantName || t('egovernment.receipts.unnamed') },
    hash: (version?.hash ?? record.contentHash).toString('hex'),
    checkUrl: `${kernel.settings.origin}/receipts`,
    pages: [
      {
        title: t('egovernment.cases.page.answers'),
        answers: view.answersOf(submission.answers).map(({ question, answer }) => ({ question, answer })),
      },
    ],
    files: submission.files.map(({ name, size, sha256 }) => ({ name, size, sha256 })),
    next: [t(view.next.key, { by: view.next.by ? formatDate(view.next.by) : '' })],
    caseUrl: `${kernel.settings.origin}/cases/${record.number}`,
    access: request.principal.actor.kind === 'person' ? 'signed_in' : 'code',
  }
}
