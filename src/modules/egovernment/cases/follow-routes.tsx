import type { ComponentChildren } from 'preact'
import { systemActor } from '#kernel/db/actor.ts'
import type { Scope } from '#kernel/db/scope.ts'
import { attachFiles } from '#kernel/files/attach-files.ts'
import { downloadOf, openFile, openPreview } from '#kernel/files/open-file.ts'
import { listFiles } from '#kernel/files/stored-file.ts'
import { refusalText } from '#kernel/files/upload.ts'
import { type Answer, type Cookie, page, seeOther } from '#kernel/http/answers.ts'
import { ForbiddenError, HttpError, NotFoundError } from '#kernel/http/errors.ts'
import { get, post, type Request, type Route } from '#kernel/http/route.ts'
import { startCaseSession } from '#kernel/identity/sessions.ts'
import { type FileId, isUuid } from '#kernel/ids.ts'
import type { Kernel } from '#kernel/kernel.ts'
import { toDone } from '#ui/components/done-notice/done-notice.tsx'
import { receiptAnswer } from '../receipts/receipt-pdf.ts'
import { addMessage } from './add-message.ts'
import { answerQuestion } from './answer-question.ts'
import { listCaseFiles } from './case-details.ts'
import { openCaseKey } from './case-key.ts'
import { CasePage, type Refused } from './case-page.tsx'
import { findCase, listOwnPage } from './case-queries.ts'
import { AskCodePage, CasesPage, NewCodePage, UseLinkPage } from './cases-page.tsx'
import { claimCase } from './claim-case.ts'
import { decisionDocumentRoutes } from './decision-document.ts'
import { markRead } from './mark-read.ts'
import { openByCode } from './prove-access.ts'
import { readCaseView } from './read-case-view.ts'
import { askForNewCode, caseAccess, confirmAddress, renewAccessCode, useMailLink } from './renew-access-code.ts'
import { provenFiles, splitFiles, unsentField, withProofs } from './unsent-files.ts'
import { findViewer, requireActor, requireViewer, type Viewer, writeAsViewer } from './viewer.ts'
import { withdrawCase } from './withdraw-case.ts'

const follow = { permission: 'egovernment.case.follow' } as const
const act = { permission: 'egovernment.case.take_part' } as const

/** Following a case on the applicant's side, signed in or with number and code. */
export function followRoutes(kernel: Kernel): Route[] {
  return [
    get('/cases', follow, (scope, request) => showCases(kernel, scope, request)),
    post('/cases/access', { ...act, rateLimit: 60 }, (scope, request) => proveCase(kernel, scope, request)),
    get('/cases/new-code', follow, (_scope, request) => askCodePage(request, false)),
    post('/cases/new-code', { ...act, rateLimit: 10 }, (_scope, request) => askCode(kernel, request)),
    get('/cases/new-code/:token', follow, (_scope, request) => useLinkPage(request, 'new_code')),
    post('/cases/new-code/:token', { ...act, rateLimit: 30 }, (_scope, request) => useCodeLink(kernel, request)),
    get('/cases/confirmation/:token', follow, (_scope, request) => useLinkPage(request, 'confirm')),
    post('/cases/confirmation/:token', { ...act, rateLimit: 30 }, (_scope, request) => confirm(request)),
    get('/cases/:number', follow, (_scope, request) => showCase(kernel, request)),
    get('/cases/:number/receipt', follow, (_scope, request) => showReceipt(kernel, request)),
    get('/cases/:number/files/:file', follow, (_scope, request) => showFile(kernel, request)),
    get('/cases/:number/files/:file/pages/:page', follow, (_scope, request) => showFilePage(kernel, request)),
    post('/cases/:number/messages', { ...act, body: 'multipart' }, (_scope, request) => takeMessage(kernel, request)),
    post('/cases/:number/questions/:question', act, (_scope, request) => takeAnswer(kernel, request)),
    post('/cases/:number/withdrawal', act, (_scope, request) => takeWithdrawal(kernel, request)),
    post('/cases/:number/claim', act, (_scope, request) => claim(request)),
    ...decisionDocumentRoutes(kernel),
  ]
}

async function showCases(
  kernel: Kernel,
  scope: Scope,
  request: Request,
  failed?: { number: string; error: string },
): Promise<Answer> {
  const { t, href } = request
  const own =
    scope.actor.kind === 'person' ? await listOwnPage(scope, request.query.get('after') ?? undefined) : undefined
  const title = t(own ? 'egovernment.cases.title' : 'egovernment.cases.follow_title')
  const body = (
    <CasesPage
      own={own}
      number={failed?.number ?? (request.query.get('number') ?? '').slice(0, 60)}
      authorities={kernel.authorities}
      href={href}
      t={t}
      {...(failed && { error: failed.error })}
    />
  )
  return framed(request, title, body, failed ? 422 : 200)
}

async function proveCase(kernel: Kernel, scope: Scope, request: Request): Promise<Answer> {
  const [number, code] = [request.form.get('number') ?? '', request.form.get('code') ?? '']
  const { origin } = kernel.settings
  const opened = await openByCode(request.database, { number, code, ip: request.ip, origin })
  if (!opened)
    return showCases(kernel, scope, request, {
      number: number.slice(0, 60),
      error: request.t('egovernment.cases.access.error'),
    })
  const { authorityId, caseId, cookie } = opened
  const record = await request.readAs({ kind: 'case', authorityId, caseId }, (own) => findCase(own, opened))
  return seeOther(request.href(`/cases/${record?.number}`), { cookies: [cookie] })
}

const dones = ['sent', 'message', 'answer', 'withdrawn', 'claimed', 'corrected', 'offered']

/** Whoever may not see a case, or asks for one that is not there, is led to number and code: both look the same. */
async function showCase(kernel: Kernel, request: Request, refused?: Refused, status = 200): Promise<Answer> {
  const viewer = await findViewer(request)
  if (!viewer)
    return seeOther(request.href(`/cases?number=${encodeURIComponent((request.params.number ?? '').slice(0, 60))}`))
  const view = await readCaseView(kernel, request, viewer)
  if (request.method === 'GET') {
    const seen = { ...view.details, updatedAt: viewer.record.updatedAt }
    await request.writeAs(viewer.actor, async (scope) => markRead(scope, viewer.record, seen))
  }
  const done = dones.find((one) => one === request.query.get('done'))
  const body = (
    <CasePage view={view} href={request.href} done={refused ? undefined : done} refused={refused} t={request.t} />
  )
  return framed(request, `${view.service} – ${viewer.record.number}`, body, status)
}

async function takeMessage(kernel: Kernel, request: Request): Promise<Answer> {
  const viewer = await requireActor(request)
  const { form, uploads } = request
  const typed = form.get('text') ?? ''
  const removed = form.all('files.remove')
  const kept = (await provenOf(kernel, request, viewer)).filter(({ id }) => !removed.includes(id))
  return attempt(kernel, request, { fieldId: 'files', typed, files: kept }, async () => {
    await attachToCase(
      kernel,
      request,
      viewer,
      uploads.map(({ id }) => id),
    )
    const files = [...kept, ...withProofs(kernel.sealing, viewer.record, 'applicant', uploads)]
    if (removed.length > 0) return refuse(kernel, request, { fieldId: 'files', typed, files }, 200)
    const error = unfitText(kernel, request)
    if (error !== undefined) return refuse(kernel, request, { fieldId: 'files', typed, files, error })
    return attempt(kernel, request, { fieldId: 'message', typed, files }, () => send(files))
  })

  async function send(files: readonly { readonly id: FileId }[]): Promise<Answer> {
    const message = { ...viewer.record, text: typed, fileIds: files.map(({ id }) => id) }
    await writeAsViewer(request, viewer, (scope) => addMessage(scope, kernel, message))
    return done(request, 'message')
  }
}

/** The files that came with an earlier try of this form and stand nowhere in the case yet. */
async function provenOf(kernel: Kernel, request: Request, { actor, record }: Viewer) {
  const proofs = request.form.all(unsentField)
  if (proofs.length === 0) return []
  const { key, listed } = await request.readAs(actor, async (scope) => ({
    key: await openCaseKey(scope, kernel, record),
    listed: await listCaseFiles(scope, record),
  }))
  const owner = { kind: 'case', authorityId: record.authorityId, id: record.caseId } as const
  const stored = await request.readAs(systemActor('case-files'), (scope) =>
    listFiles(scope, kernel.sealing, { owner, key }),
  )
  return provenFiles(withProofs(kernel.sealing, record, 'applicant', splitFiles(stored, listed).unsent), proofs)
}

/** Why files of this post were not taken; undefined when all were. */
function unfitText({ uploadLimits }: Kernel, { refusedUploads, t }: Request): string | undefined {
  const limit = `${Math.floor(uploadLimits.fileBytes / 1_000_000)} MB`
  return refusedUploads.map((one) => refusalText(one, limit, t)).join(' ') || undefined
}

/** Files go to the case first: only the program may hand over keys. If the message then fails, they lie unseen in the case and go with it. */
export async function attachToCase(
  kernel: Kernel,
  request: Request,
  { actor, record }: Viewer,
  ids: readonly string[],
): Promise<void> {
  if (ids.length === 0) return
  const key = await request.readAs(actor, (scope) => openCaseKey(scope, kernel, record))
  const owner = { kind: 'case', authorityId: record.authorityId, id: record.caseId } as const
  await request.writeAs(systemActor('case-files'), (scope) => attachFiles(scope, { ids, owner, key }))
}

async function takeAnswer(kernel: Kernel, request: Request): Promise<Answer> {
  const viewer = await requireActor(request)
  const questionId = request.params.question ?? ''
  if (!isUuid(questionId)) throw new NotFoundError()
  const answer = request.form.get('text') ?? ''
  return attempt(kernel, request, { fieldId: `answer-${questionId}`, typed: answer }, async () => {
    await writeAsViewer(request, viewer, (scope) =>
      answerQuestion(scope, kernel, { ...viewer.record, questionId, answer }),
    )
    return done(request, 'answer')
  })
}

async function takeWithdrawal(kernel: Kernel, request: Request): Promise<Answer> {
  const viewer = await requireActor(request)
  const reason = request.form.get('reason') ?? ''
  return attempt(kernel, request, { fieldId: 'reason', typed: reason }, async () => {
    await writeAsViewer(request, viewer, (scope) => withdrawCase(scope, kernel, { ...viewer.record, reason }))
    return done(request, 'withdrawn')
  })
}

async function claim(request: Request): Promise<Answer> {
  const viewer = await requireViewer(request)
  const { actor, caseGrant } = request.principal
  if (actor.kind !== 'person') throw new ForbiddenError('only a person has cases of her own')
  // Whoever sees it as a person has it, or sees it by a mandate, which is not to be outlived.
  if (viewer.actor.kind === 'case' && caseGrant) {
    const claimed = { ...caseGrant, partyId: actor.partyId }
    await request.writeAs(caseAccess, (scope) => claimCase(scope, claimed))
  }
  return done(request, 'claimed')
}

function done(request: Request, what: string): Answer {
  return seeOther(toDone(request.href(`/cases/${request.params.number}?done=${what}`)))
}

/** What people can put right comes back on the page with all they typed and attached. */
async function attempt(
  kernel: Kernel,
  request: Request,
  field: Omit<Refused, 'error'>,
  work: () => Promise<Answer>,
): Promise<Answer> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof HttpError) || (error.status !== 422 && error.status !== 409)) throw error
    return refuse(kernel, request, { ...field, error: request.t(error.userMessage, error.values) }, error.status)
  }
}

function refuse(kernel: Kernel, request: Request, refused: Refused, status = 422): Promise<Answer> {
  return showCase(kernel, request, refused, status)
}

async function showReceipt(kernel: Kernel, request: Request): Promise<Answer> {
  const viewer = await requireViewer(request)
  return receiptAnswer(kernel, request, await readCaseView(kernel, request, viewer))
}

async function showFile(kernel: Kernel, request: Request): Promise<Answer> {
  const wanted = await findOwnFile(kernel, request)
  return downloadOf(await request.readAs(systemActor('case-files'), (scope) => openFile(scope, kernel, wanted)))
}

async function showFilePage(kernel: Kernel, request: Request): Promise<Answer> {
  const wanted = { ...(await findOwnFile(kernel, request)), page: Number(request.params.page) }
  return request.readAs(systemActor('case-files'), (scope) => openPreview(scope, kernel, wanted))
}

/** A file that the applicant may see, with the key it opens with. */
async function findOwnFile(kernel: Kernel, request: Request) {
  const { actor, record } = await requireViewer(request)
  const id = request.params.file ?? ''
  const key = await request.readAs(actor, async (scope) => {
    const visible = await scope.db
      .selectFrom('egovernment.case_files')
      .select('file_id')
      .where('authority_id', '=', record.authorityId)
      .where('case_id', '=', record.caseId)
      .execute()
    if (!visible.some(({ file_id }) => file_id === id)) throw new NotFoundError()
    return openCaseKey(scope, kernel, record)
  })
  const owner = { kind: 'case', authorityId: record.authorityId, id: record.caseId } as const
  return { id, owner, key }
}

function askCodePage(request: Request, isSent: boolean): Answer {
  const { t, href } = request
  return framed(request, t('egovernment.cases.new_code.title'), <AskCodePage isSent={isSent} href={href} t={t} />)
}

async function askCode(kernel: Kernel, request: Request): Promise<Answer> {
  const [number, email] = [request.form.get('number') ?? '', request.form.get('email') ?? '']
  await request.writeAs(caseAccess, (scope) => askForNewCode(scope, kernel, { number, email }))
  return askCodePage(request, true)
}

function useLinkPage(request: Request, about: 'new_code' | 'confirm'): Answer {
  const title = request.t(
    about === 'new_code' ? 'egovernment.cases.new_code.use_title' : 'egovernment.cases.confirm.title',
  )
  return framed(request, title, <UseLinkPage about={about} t={request.t} />)
}

async function useCodeLink(kernel: Kernel, request: Request): Promise<Answer> {
  const made = await request.writeAs(caseAccess, async (scope) => {
    const ref = await useMailLink(scope, request.params.token ?? '', 'renew_code')
    const record = ref && (await findCase(scope, ref))
    if (!record) return undefined
    const code = await renewAccessCode(scope, record)
    return { record, code, cookie: startCaseSession(scope, { ...record, origin: kernel.settings.origin }) }
  })
  if (!made) throw linkUsed()
  const { t, href } = request
  const body = <NewCodePage number={made.record.number} code={made.code} href={href} t={t} />
  return framed(request, t('egovernment.cases.new_code.use_title'), body, 200, [made.cookie])
}

async function confirm(request: Request): Promise<Answer> {
  const isConfirmed = await request.writeAs(caseAccess, async (scope) => {
    const ref = await useMailLink(scope, request.params.token ?? '', 'confirm_address')
    if (ref) confirmAddress(scope, ref)
    return ref !== undefined
  })
  if (!isConfirmed) throw linkUsed()
  const { t } = request
  const title = t('egovernment.cases.confirm.done_title')
  const body = (
    <>
      <h1>{title}</h1>
      <p>{t('egovernment.cases.confirm.done_text')}</p>
    </>
  )
  return framed(request, title, body)
}

function linkUsed(): NotFoundError {
  return new NotFoundError('link used or too old', { userMessage: 'egovernment.cases.error.link_used' })
}

export function framed(
  request: Request,
  title: string,
  body: ComponentChildren,
  status = 200,
  cookies: readonly Cookie[] = [],
): Answer {
  const { t, href } = request
  const breadcrumbs = [
    { text: t('egovernment.finder.home'), href: href('/') },
    { text: t('egovernment.cases.title'), href: href('/cases') },
  ]
  return page({ title, shell: 'public', noIndex: true, breadcrumbs, body }, { status, cookies })
}
