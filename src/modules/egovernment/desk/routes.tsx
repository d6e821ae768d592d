import { findAuthority, listUnits } from '#kernel/authorities/queries.ts'
import type { StaffActor } from '#kernel/db/actor.ts'
import type { Scope } from '#kernel/db/scope.ts'
import { downloadOf, openFile } from '#kernel/files/open-file.ts'
import { type Answer, file as fileAnswer, seeOther } from '#kernel/http/answers.ts'
import { ConflictError, ForbiddenError, HttpError, NotFoundError } from '#kernel/http/errors.ts'
import { get, post, type Request, type Route } from '#kernel/http/route.ts'
import { swissDate } from '#kernel/i18n/format.ts'
import { textIn } from '#kernel/i18n/language.ts'
import type { Kernel } from '#kernel/kernel.ts'
import { EmptyState } from '#ui/components/empty-state/empty-state.tsx'
import { assignCase } from '../cases/assign-case.ts'
import { type CaseAction, mayDo } from '../cases/case.ts'
import { openCaseKey } from '../cases/case-key.ts'
import { parseCaseNumber } from '../cases/case-number.ts'
import type { StaffScope } from '../cases/case-side.ts'
import { decideCase } from '../cases/decide-case.ts'
import { markRead } from '../cases/mark-read.ts'
import { startWork } from '../cases/start-work.ts'
import { findVersion } from '../services/queries.ts'
import type { ActionPageProps } from './action-page.tsx'
import type { Choices } from './action-pages.tsx'
import { type DeskAction, deskActions, type Work } from './actions.ts'
import { protectedFields } from './answer-sections.ts'
import { CaseActions } from './case-actions.tsx'
import {
  type CaseFile,
  caseOwner,
  caseRef,
  findKnownCase,
  isOf,
  type KnownCase,
  readCaseFile,
  requireRight,
  staffIn,
} from './case-file.ts'
import { CaseList } from './case-list.tsx'
import { CasePage, serviceTitle } from './case-page.tsx'
import { listColleagues } from './colleagues.ts'
import { decisionValues, decisionWords, draftHash, readDecision } from './decision-form.ts'
import { decisionLetter } from './decision-letter.ts'
import { DecisionPage, DecisionPreviewPage } from './decision-page.tsx'
import { caseHref, deskAnswer, deskNav, deskPage } from './desk-frame.tsx'
import { FormReading, refusalText } from './form-reading.ts'
import { readCursor, readView } from './inbox.ts'
import { InboxPage } from './inbox-page.tsx'
import { countTabs, listAround, listInbox } from './inbox-queries.ts'
import { filterGroups, rowNames } from './list-parts.ts'
import { ReasonPage } from './reason-page.tsx'
import { listReason, reasonToRead, workReason } from './reason-to-read.ts'
import { sideIn, workplacesOf } from './standing.ts'

const readCase = { permission: 'egovernment.case.read', showsPersonalData: 'case' } as const

/** What staff do all day: the inbox, cases, and everything done to them. */
export function deskRoutes(kernel: Kernel): Route[] {
  return [
    get('/desk', { permission: 'egovernment.desk.open' }, openDesk),
    get('/desk/inbox', { permission: 'egovernment.case.read', showsPersonalData: 'list' }, (scope, request) =>
      showInbox(kernel, staffIn(scope), request),
    ),
    get('/desk/cases/:number', readCase, (scope, request) => showCase(kernel, staffIn(scope), request)),
    post('/desk/cases/:number/disclosure', readCase, (scope, request) => disclose(kernel, staffIn(scope), request)),
    get('/desk/cases/:number/files/:file', readCase, (scope, request) => download(kernel, staffIn(scope), request)),
    post('/desk/cases/:number/start', { permission: 'egovernment.case.work' }, (scope, request) =>
      atOnce(staffIn(scope), request, 'started', (known) => (writing) => startWork(writing, caseRef(known))),
    ),
    ...deskActions.flatMap((action) => actionRoutes(kernel, action)),
    ...decisionRoutes(kernel),
  ]
}

async function openDesk(scope: Scope, request: Request): Promise<Answer> {
  const { t } = request
  if (workplacesOf(staffIn(scope).actor).length > 0) return seeOther(request.href('/desk/inbox'))
  const title = t('egovernment.desk.title')
  const body = (
    <>
      <h1>{title}</h1>
      <EmptyState title={t('egovernment.desk.nothing')} icon="Inbox">
        <p>{t('egovernment.desk.nothing_text')}</p>
      </EmptyState>
    </>
  )
  return deskAnswer({ title, body })
}

async function showInbox(kernel: Kernel, scope: Scope<StaffActor>, request: Request): Promise<Answer> {
  const view = readView(request.query)
  const number = view.words === undefined ? undefined : parseCaseNumber(view.words)
  if (number) return seeOther(caseHref(request, number, { tab: view.tab }))

  const [counts, listed] = await Promise.all([countTabs(scope), listInbox(scope, view, readCursor(request.query))])
  const [names, filters] = await Promise.all([
    rowNames(kernel, scope, request, listed.rows),
    filterGroups(kernel, scope, request, view),
  ])
  showedList(scope, request, listed.rows)
  const body = <InboxPage {...deskPage(request)} view={view} listed={listed} names={names} filters={filters} />
  const title = request.t(`egovernment.desk.tab.${view.tab}`)
  return deskAnswer({ title, body, nav: deskNav(request, counts, view.words === undefined ? view.tab : undefined) })
}

/** One access entry for each authority whose rows a list shows; an empty list is noted as well. */
function showedList(scope: Scope<StaffActor>, request: Request, rows: CaseFileRows): void {
  const own = workplacesOf(scope.actor)
  const first = own[0]
  const authorities = new Set(rows.map(({ authorityId }) => authorityId))
  if (authorities.size === 0 && first) authorities.add(first.authorityId)
  for (const authorityId of authorities) {
    const role = scope.actor.memberships.find((one) => one.authorityId === authorityId)?.role
    const subjectIds = rows.filter((row) => row.authorityId === authorityId).map(({ caseId }) => caseId)
    request.showed({ authorityId, subjectIds, role, reason: listReason })
  }
}

type CaseFileRows = readonly Pick<CaseFile['record'], 'authorityId' | 'caseId'>[]

function showedCase(request: Request, { record, standing }: KnownCase, reason = workReason): void {
  request.showed({ authorityId: record.authorityId, subjectIds: [record.caseId], role: standing.role, reason })
}

async function showCase(kernel: Kernel, scope: Scope<StaffActor>, request: Request): Promise<Answer> {
  const known = await findKnownCase(scope, request.params.number)
  // Another unit's case is opened only by those who say why.
  if (known.standing.kind === 'other_unit') return askReason(scope, request, known, FormReading.blank(request.t))
  return caseAnswer(kernel, scope, request, known, {
    reason: workReason,
    showsProtected: known.record.assignedTo === scope.actor.staffId,
  })
}

async function askReason(
  scope: Scope<StaffActor>,
  request: Request,
  known: KnownCase,
  form: FormReading,
  status = 200,
): Promise<Answer> {
  const [counts, units] = await Promise.all([countTabs(scope), listUnits(scope, known.record.authorityId)])
  // The page says only which unit has the case; that much is noted all the same.
  showedCase(request, known, 'egovernment.desk.reason.asked')
  const unit = units.find(({ id }) => id === known.record.unitId)
  const body = (
    <ReasonPage
      {...deskPage(request)}
      view={readView(request.query)}
      number={known.record.number}
      unit={known.standing.kind === 'other_unit' ? (unit ? textIn(unit.name, request.language) : '–') : undefined}
      isProtected={request.form.get('protected') === 'yes'}
      form={form}
    />
  )
  return deskAnswer({ title: known.record.number, body, nav: deskNav(request, counts) }, status)
}

/** Shows a case of another unit, or what is protected in one's own, to who says why. The answer is the page itself: it is not kept. */
async function disclose(kernel: Kernel, scope: Scope<StaffActor>, request: Request): Promise<Answer> {
  const known = await findKnownCase(scope, request.params.number)
  const form = new FormReading(request.t, request.form)
  const reason = form.text('reason')
  if (reason === undefined || reason.length > 300) {
    if (reason !== undefined) form.fail('reason', 'egovernment.desk.error.long', { most: 300 })
    return askReason(scope, request, known, form, 422)
  }
  return caseAnswer(kernel, scope, request, known, {
    reason,
    showsProtected: request.form.get('protected') === 'yes',
  })
}

async function caseAnswer(
  kernel: Kernel,
  scope: Scope<StaffActor>,
  request: Request,
  known: KnownCase,
  { reason, showsProtected }: { readonly reason: string; readonly showsProtected: boolean },
): Promise<Answer> {
  const view = readView(request.query)
  const [file, counts, around] = await Promise.all([
    readCaseFile(scope, request, kernel, known, { showsProtected }),
    countTabs(scope),
    listAround(scope, view, known.record),
  ])
  const names = await rowNames(kernel, scope, request, around.rows)
  if (known.record.hasUnread && known.standing.kind === 'in_charge')
    await request.writeAs(scope.actor, async (writing) => markRead(writing, caseRef(known)))
  showedCase(request, known, reason)
  showedList(scope, request, around.rows)
  const frame = deskPage(request)
  const hrefOf = (row: CaseFile['record'] | undefined) => row && caseHref(frame, row.number, view)
  return deskAnswer({
    title: `${known.record.number} ${serviceTitle(request.language, file)}`,
    nav: deskNav(frame, counts, view.words === undefined ? view.tab : undefined),
    list: <CaseList {...frame} view={view} rows={around.rows} names={names} current={known.record.caseId} />,
    actions: <CaseActions {...frame} file={file} view={view} self={scope.actor.staffId} />,
    body: (
      <CasePage
        {...frame}
        file={file}
        view={view}
        authorityName={(id) => kernel.authorities.nameOf(id, request.language)}
        done={doneIn(request)}
        previousHref={hrefOf(around.previous)}
        nextHref={hrefOf(around.next)}
      />
    ),
  })
}

/** What the address says was just done, if there is a text for it. */
function doneIn({ query, t }: Request): string | undefined {
  const done = query.get('done') ?? ''
  return t.has(`egovernment.desk.done.${done}`) ? done : undefined
}

async function download(kernel: Kernel, scope: Scope<StaffActor>, request: Request): Promise<Answer> {
  const known = await findKnownCase(scope, request.params.number)
  requireRight(known, 'read')
  const reason = await reasonToRead(scope, known)
  if (reason === undefined) return backToReason(request, known)
  const { record, standing } = known
  const id = request.params.file ?? ''
  const row = await scope.db
    .selectFrom('egovernment.case_files')
    .select(['file_id', 'field'])
    .where('authority_id', '=', record.authorityId)
    .where('case_id', '=', record.caseId)
    .execute()
  const listed = row.find(({ file_id }) => file_id === id)
  if (!listed) throw new NotFoundError('no such file of this case')
  const version = await findVersion(scope, record.versionId)
  const hidden = version ? protectedFields(version.definition.form) : new Set<string>()
  const isHers = standing.kind === 'in_charge' && record.assignedTo === scope.actor.staffId
  if (isOf(hidden, listed.field) && !isHers)
    throw new ForbiddenError('protected', { userMessage: 'egovernment.desk.error.protected_file' })
  const key = await openCaseKey(scope, kernel, record)
  const opened = await openFile(scope, kernel, { id, owner: caseOwner(record), key })
  showedCase(request, known, reason)
  return downloadOf(opened)
}

/** The case's page asks why. */
function backToReason(request: Request, { record }: KnownCase): Answer {
  return seeOther(caseHref(request, record.number, readView(request.query)))
}

/** Something done by a button, without a form of its own. */
async function atOnce(
  scope: Scope<StaffActor>,
  request: Request,
  done: string,
  work: (known: KnownCase) => Work,
): Promise<Answer> {
  const known = await findKnownCase(scope, request.params.number)
  requireRight(known, 'work')
  await request.writeAs(scope.actor, work(known))
  return backToCase(request, known, done)
}

function backToCase(request: Request, { record }: KnownCase, done: string): Answer {
  return seeOther(`${caseHref(request, record.number, readView(request.query))}&done=${done}`)
}

/** Runs a rule in a transaction of its own; a refusal that people can do something about comes back as a value. */
async function attempt(scope: Scope<StaffActor>, request: Request, work: Work): Promise<HttpError | undefined> {
  try {
    await request.writeAs(scope.actor, work)
    return undefined
  } catch (error) {
    if (error instanceof HttpError && (error.status === 409 || error.status === 422)) return error
    throw error
  }
}

function actionRoutes(kernel: Kernel, action: DeskAction): Route[] {
  const path = `/desk/cases/:number/${action.noun}`
  const permission = `egovernment.case.${action.right}`
  const show = (scope: Scope<StaffActor>, request: Request, known: KnownCase, form: FormReading, status = 200) =>
    actionAnswer(kernel, scope, request, known, { action, form, status })
  const isTakeOver = (scope: Scope<StaffActor>, request: Request) =>
    action.noun === 'assignment' && request.form.get('to') === scope.actor.staffId
  return [
    get(path, { permission, showsPersonalData: 'case' }, async (reading, request) => {
      const scope = staffIn(reading)
      const known = await findKnownCase(scope, request.params.number)
      requireRight(known, action.right)
      return show(scope, request, known, FormReading.blank(request.t, action.values?.(request)))
    }),
    post(
      path,
      {
        // Everybody may take a case over; giving it to somebody else is asked for below.
        permission: action.noun === 'assignment' ? 'egovernment.case.work' : permission,
        body: action.takesFiles ? 'multipart' : 'form',
      },
      async (reading, request) => {
        const scope = staffIn(reading)
        if (isTakeOver(scope, request)) return takeOver(scope, request)
        const known = await findKnownCase(scope, request.params.number)
        requireRight(known, action.right)
        const form = new FormReading(request.t, request.form)
        const choices = await findChoices(kernel, scope, request, known)
        const work = action.read({ known, form, request, kernel, choices })
        if (!work) return show(scope, request, known, form, 422)
        const refusal = await attempt(scope, request, work)
        if (!refusal) return backToCase(request, known, action.noun)
        form.refusal = refusalText(request.t, refusal)
        return show(scope, request, await findKnownCase(scope, request.params.number), form, refusal.status)
      },
    ),
  ]
}

function takeOver(scope: Scope<StaffActor>, request: Request): Promise<Answer> {
  return atOnce(
    scope,
    request,
    'assignment',
    (known) => (writing) => assignCase(writing, { ...caseRef(known), assignedTo: scope.actor.staffId }),
  )
}

async function findChoices(
  kernel: Kernel,
  scope: Scope<StaffActor>,
  { language }: Request,
  { record, participants }: KnownCase,
): Promise<Choices> {
  const taken = new Set<string>([record.authorityId, ...participants.map(({ authorityId }) => authorityId)])
  const [colleagues, units] = await Promise.all([
    listColleagues(scope, [record.authorityId]),
    listUnits(scope, record.authorityId),
  ])
  return {
    colleagues,
    unitIds: units.map(({ id }) => id).filter((id) => id !== record.unitId),
    authorities: kernel.authorities
      .entries()
      .filter(({ slug, isClosed }) => !isClosed && !taken.has(slug))
      .map(({ slug, name }) => ({ id: slug, name: textIn(name, language) })),
  }
}

type Shown = { readonly action: DeskAction; readonly form: FormReading; readonly status: number }

async function actionAnswer(
  kernel: Kernel,
  scope: Scope<StaffActor>,
  request: Request,
  known: KnownCase,
  { action, form, status }: Shown,
): Promise<Answer> {
  const { props, nav } = await pageProps(kernel, scope, request, known, action, form)
  const choices = await findChoices(kernel, scope, request, known)
  const { page: Page } = action
  const title = `${request.t(`egovernment.desk.action.${action.noun}`)} ${known.record.number}`
  return deskAnswer({ title, nav, body: <Page {...props} choices={choices} /> }, statusOf(props, status))
}

/** An action that is not possible now is a conflict, also where only its page was asked for. */
function statusOf({ isPossible }: ActionPageProps, status: number): number {
  return status === 200 && !isPossible ? 409 : status
}

async function pageProps(
  kernel: Kernel,
  scope: Scope<StaffActor>,
  request: Request,
  known: KnownCase,
  { action, noun }: { readonly action: CaseAction | 'hold'; readonly noun: string },
  form: FormReading,
) {
  const showsProtected = known.record.assignedTo === scope.actor.staffId
  const [file, counts] = await Promise.all([
    readCaseFile(scope, request, kernel, known, { showsProtected }),
    countTabs(scope),
  ])
  showedCase(request, known)
  const isPossible = action === 'hold' || mayDo(sideIn(known.standing), action, known.record.status)
  const props: ActionPageProps = { ...deskPage(request), file, view: readView(request.query), form, noun, isPossible }
  return { props, nav: deskNav(request, counts) }
}

const decision = { action: 'decide', noun: 'decision' } as const
const decides = { permission: 'egovernment.case.decide', showsPersonalData: 'case' } as const

function decisionRoutes(kernel: Kernel): Route[] {
  const path = '/desk/cases/:number/decision'
  const isDemo = kernel.settings.mode === 'demo'

  const known = async (scope: Scope<StaffActor>, request: Request) => {
    const found = await findKnownCase(scope, request.params.number)
    requireRight(found, 'decide')
    return found
  }
  const showForm = async (
    scope: Scope<StaffActor>,
    request: Request,
    found: KnownCase,
    form: FormReading,
    status = 200,
  ) => {
    const { props, nav } = await pageProps(kernel, scope, request, found, decision, form)
    const title = `${request.t('egovernment.desk.action.decision')} ${found.record.number}`
    return deskAnswer({ title, nav, body: <DecisionPage {...props} /> }, statusOf(props, status))
  }

  return [
    get(path, decides, async (reading, request) => {
      const scope = staffIn(reading)
      const found = await known(scope, request)
      const authority = await findAuthority(scope, found.record.authorityId)
      const { today } = request
      const values = authority ? decisionValues(letterText(kernel, found), { authority, isDemo, today }) : {}
      return showForm(scope, request, found, FormReading.blank(request.t, values))
    }),
    post(path, decides, async (reading, request) => {
      const scope = staffIn(reading)
      const found = await known(scope, request)
      const form = new FormReading(request.t, request.form)
      const step = request.form.get('step')
      if (step === 'edit') return showForm(scope, request, found, form)
      const draft = readDecision(form, request.today)
      if (!draft) return showForm(scope, request, found, form, 422)

      const isSeen = request.form.get('reviewed') === draftHash(draft)
      if (step !== 'sign' || !isSeen) {
        const { props, nav } = await pageProps(kernel, scope, request, found, decision, form)
        if (!props.isPossible)
          return deskAnswer({ title: found.record.number, nav, body: <DecisionPage {...props} /> }, 409)
        const isUnseen = step === 'sign'
        const body = (
          <DecisionPreviewPage {...props} draft={draft} isUnseen={isUnseen} letterText={letterText(kernel, found)} />
        )
        const title = `${request.t('egovernment.desk.decision.preview_title')} ${found.record.number}`
        return deskAnswer({ title, nav, body }, isUnseen ? 409 : 200)
      }
      const words = decisionWords(draft, letterText(kernel, found))
      const refusal = await attempt(scope, request, (writing: StaffScope) =>
        decideCase(writing, kernel, { ...caseRef(found), ...words }),
      )
      if (!refusal) return backToCase(request, found, 'decision')
      form.refusal = refusalText(request.t, refusal)
      return showForm(scope, request, await known(scope, request), form, refusal.status)
    }),
    post(`${path}/preview.pdf`, decides, async (reading, request) => {
      const scope = staffIn(reading)
      const found = await known(scope, request)
      const draft = readDecision(new FormReading(request.t, request.form), request.today)
      if (!draft) throw new ConflictError('not a whole decision', { userMessage: 'egovernment.desk.error.not_whole' })
      const words = decisionWords(draft, letterText(kernel, found))
      const signedBy = scope.actor.name
      return letterAnswer(kernel, scope, request, found, { decision: words, signedBy, date: request.today })
    }),
    get(`${path}.pdf`, readCase, async (reading, request) => {
      const scope = staffIn(reading)
      const found = await findKnownCase(scope, request.params.number)
      requireRight(found, 'read')
      const reason = await reasonToRead(scope, found)
      if (reason === undefined) return backToReason(request, found)
      const file = await readCaseFile(scope, request, kernel, found, { showsProtected: false })
      const last = file.details.decisions.at(-1)
      if (!last) throw new NotFoundError('no decision yet')
      const { outcome, text, reasons, remedies, notifiedOn } = last
      return letterAnswer(kernel, scope, request, found, {
        decision: { outcome, text, notifiedOn, ...(reasons && { reasons }), ...(remedies && { remedies }) },
        signedBy: file.names.get(last.signedBy) ?? request.t('egovernment.desk.case.someone'),
        date: swissDate(last.decidedAt),
        reason,
      })
    }),
  ]
}

/** Texts in the language of a case: what leaves the house is written in it. */
function letterText(kernel: Kernel, { record }: KnownCase) {
  return kernel.translators[record.language]
}

async function letterAnswer(
  kernel: Kernel,
  scope: Scope<StaffActor>,
  request: Request,
  known: KnownCase,
  {
    reason = workReason,
    ...facts
  }: Pick<Parameters<typeof decisionLetter>[0], 'decision' | 'signedBy' | 'date'> & {
    readonly reason?: string
  },
): Promise<Answer> {
  const { record } = known
  const [file, authority] = await Promise.all([
    readCaseFile(scope, request, kernel, known, { showsProtected: false }),
    findAuthority(scope, record.authorityId),
  ])
  if (!authority) throw new NotFoundError('no such authority')
  const input = decisionLetter(
    {
      ...facts,
      ...{ record, authority, address: file.address, isDemo: kernel.settings.mode === 'demo' },
      service: serviceTitle(record.language, file),
      unit: file.units.find(({ id }) => id === record.unitId),
    },
    letterText(kernel, known),
  )
  const { pdf } = await kernel.letters.renderLetter(input)
  showedCase(request, known, reason)
  return fileAnswer({ body: pdf, contentType: 'application/pdf', name: `${record.number}.pdf`, inline: true })
}
