import type { Readable } from 'node:stream'
import { listAccesses } from '#kernel/audit/list-accesses.ts'
import { type PersonActor, systemActor } from '#kernel/db/actor.ts'
import { openFile } from '#kernel/files/open-file.ts'
import { type FileOwner, listFiles, type StoredFile } from '#kernel/files/stored-file.ts'
import type { Request } from '#kernel/http/route.ts'
import { swissDate } from '#kernel/i18n/format.ts'
import { textIn } from '#kernel/i18n/language.ts'
import { slug, uuid } from '#kernel/ids.ts'
import type { Kernel } from '#kernel/kernel.ts'
import type { DataKey } from '#kernel/sealing/sealing.ts'
import { findSubjectKey } from '#kernel/sealing/sealing-keys.ts'
import { draftOf } from '../apply/draft.ts'
import { draftActor } from '../apply/find-draft.ts'
import { readCaseDetails } from '../cases/case-details.ts'
import { openCaseKey } from '../cases/case-key.ts'
import { listOwnCases } from '../cases/case-queries.ts'
import type { CaseRecord } from '../cases/case-record.ts'
import { listCorrectionOffers } from '../cases/correction-offers.ts'
import { eventText } from '../cases/event-text.ts'
import { reviewRows } from '../forms/review-rows.ts'
import { findVersion } from '../services/queries.ts'
import { createFormContext } from '../submissions/form-context.ts'

type Parts = Pick<Kernel, 'sealing' | 'files' | 'authorities'>
type Asking = Pick<Request, 'readAs' | 't' | 'language' | 'today'>

/** A file that goes into the export, opened when its turn comes. */
type ExportedFile = { readonly name: string; readonly open: () => Promise<Readable> }
type ExportedPart = {
  readonly name: string
  readonly title: string
  readonly data: Readonly<Record<string, unknown>>
  readonly files: readonly ExportedFile[]
}

const most = 2_000

/** The cases of a person herself, not those of firms she acts for. */
export function listCasesToExport(request: Asking, actor: PersonActor): Promise<readonly CaseRecord[]> {
  return request.readAs({ ...actor, represents: [] }, (scope) => listOwnCases(scope, most))
}

/** Everything of one case that its applicant may see, in plain. Of staff the authority and role are told, not the name. */
export async function exportCase(
  kernel: Parts,
  request: Asking,
  actor: PersonActor,
  record: CaseRecord,
): Promise<ExportedPart> {
  const { authorityId, caseId, number } = record
  const { t, language } = request
  const known = {
    number,
    title: record.subject,
    service: record.serviceId,
    authority: kernel.authorities.nameOf(authorityId, language),
    status: record.status,
    channel: record.channel,
    language: record.language,
    receivedAt: record.receivedAt,
    dueOn: record.dueOn,
  }
  if (record.isErased) return { name: number, title: number, data: { ...known, isErased: true }, files: [] }

  const { details, version, key, offers, parties, withdrawals } = await request.readAs(actor, async (scope) => {
    const caseKey = await openCaseKey(scope, kernel, record)
    const ofCase = { authority: authorityId, id: caseId }
    return {
      key: caseKey,
      details: await readCaseDetails(scope, kernel, record),
      version: await findVersion(scope, record.versionId),
      offers: await listCorrectionOffers(scope, caseKey, record),
      parties: await scope.db
        .selectFrom('egovernment.case_parties')
        .select(['role', 'channel', 'added_at', 'contact_confirmed'])
        .where('authority_id', '=', ofCase.authority)
        .where('case_id', '=', ofCase.id)
        .execute(),
      withdrawals: await scope.db
        .selectFrom('egovernment.case_withdrawals')
        .select(['id', 'sealed_reason', 'at'])
        .where('authority_id', '=', ofCase.authority)
        .where('case_id', '=', ofCase.id)
        .execute(),
    }
  })
  const owner: FileOwner = { kind: 'case', authorityId, id: caseId }
  const [stored, accesses] = await Promise.all([
    request.readAs(systemActor('case-files'), (scope) => listFiles(scope, kernel.sealing, { owner, key })),
    request.readAs(systemActor('accesses'), (scope) => listAccesses(scope, { authorityId, caseId })),
  ])
  const visible = new Set<string>(details.files.map(({ fileId }) => fileId))
  const own = stored.filter(({ id }) => visible.has(id))
  const context = createFormContext({
    today: swissDate(record.receivedAt),
    language,
    authorities: kernel.authorities,
    files: own,
  })
  const form = version?.definition.form
  const folder = `cases/${number}/files`
  const named = namedFiles(own)
  return {
    name: number,
    title: version ? textIn(version.definition.title, language) : record.subject,
    data: {
      ...known,
      contact: details.submission.contact,
      answers: form
        ? reviewRows(form, details.submission.answers, t, context).map(({ question, answer }) => ({ question, answer }))
        : [],
      answersAsSent: details.submission.answers,
      contentHash: record.contentHash.toString('hex'),
      parties: parties.map((row) => ({ role: row.role, channel: row.channel, since: row.added_at })),
      history: details.events.map((event) => ({
        at: event.at,
        type: event.type,
        by: event.actorKind,
        text: eventText(event, t),
      })),
      messages: details.messages.map(({ at, direction, text, readAt }) => ({ at, direction, text, readAt })),
      questions: details.questions.map(({ id: _id, ...question }) => question),
      corrections: details.corrections.map(({ id: _id, requestedBy: _requestedBy, version, ...correction }) => ({
        ...correction,
        answersAsSent: version?.submission.answers,
        hash: version?.hash.toString('hex'),
      })),
      correctionOffers: offers.map(({ id: _id, version: offered, ...offer }) => ({
        ...offer,
        answersAsOffered: offered.submission.answers,
        hash: offered.hash.toString('hex'),
      })),
      decisions: details.decisions.map(({ id: _id, signedBy: _signedBy, ...decision }) => decision),
      closures: details.closures.map(({ id: _id, ...closure }) => closure),
      withdrawals: withdrawals.map(({ id, at, sealed_reason }) => ({
        at,
        reason: sealed_reason && key.openText(`withdrawal/${id}`, sealed_reason),
      })),
      files: named.map(({ file, name }) => aboutFile(file, `${folder}/${name}`)),
      accesses: accesses
        .filter(({ by }) => by === 'staff')
        .map(({ at, role, reason, isList }) => ({ at, role, reason, isList })),
    },
    files: named.map(({ file, name }) => ({
      name: `${folder}/${name}`,
      open: opener(kernel, request, owner, file, key),
    })),
  }
}

/** The drafts of a person with what she has filled in so far. */
export async function exportDrafts(kernel: Parts, request: Asking, actor: PersonActor): Promise<ExportedPart[]> {
  return request.readAs(draftActor, async (scope) => {
    const rows = await scope.db
      .selectFrom('egovernment.drafts')
      .selectAll()
      .where('party_id', '=', actor.partyId)
      .orderBy('updated_at', 'desc')
      .limit(most)
      .execute()
    const parts: ExportedPart[] = []
    for (const row of rows) {
      const authorityId = slug<'authority'>(row.authority_id)
      const owner: FileOwner = { kind: 'draft', authorityId, id: uuid<'draft'>(row.id) }
      const key = await findSubjectKey(scope, kernel.sealing, { authorityId, subjectId: row.id })
      const draft = draftOf(row, key)
      const named = key ? namedFiles(await listFiles(scope, kernel.sealing, { owner, key })) : []
      const folder = `drafts/${row.id}`
      parts.push({
        name: row.id,
        title: row.service_id,
        data: {
          service: row.service_id,
          authority: kernel.authorities.nameOf(row.authority_id, request.language),
          language: row.language,
          createdAt: row.created_at,
          savedAt: row.updated_at,
          keptUntil: row.expires_at,
          sentAt: row.submitted_at,
          answers: draft.answers,
          contact: draft.contact,
          files: named.map(({ file, name }) => aboutFile(file, `${folder}/${name}`)),
        },
        files: key
          ? named.map(({ file, name }) => ({
              name: `${folder}/${name}`,
              open: opener(kernel, request, owner, file, key),
            }))
          : [],
      })
    }
    return parts
  })
}

function aboutFile({ name, type, size, sha256, createdAt }: StoredFile, path: string) {
  return { path, name, type, size, sha256, createdAt }
}

/** Names that any system can unpack, each once in its folder. */
function namedFiles(files: readonly StoredFile[]): { file: StoredFile; name: string }[] {
  return files.map((file, index) => ({
    file,
    name: `${String(index + 1).padStart(2, '0')}-${file.name
      .replace(/[^\p{L}\p{N}._ -]+/gu, '_')
      .replace(/^\.+/, '_')
      .slice(-100)}`,
  }))
}

function opener(kernel: Parts, request: Asking, owner: FileOwner, file: StoredFile, key: DataKey) {
  const purpose = systemActor(owner.kind === 'draft' ? 'drafts' : 'case-files')
  return async () =>
    (await request.readAs(purpose, (scope) => openFile(scope, kernel, { id: file.id, owner, key }))).stream
}
