import { listUnits } from '#kernel/authorities/queries.ts'
import type { StaffActor } from '#kernel/db/actor.ts'
import type { Scope } from '#kernel/db/scope.ts'
import type { Answer } from '#kernel/http/answers.ts'
import { get, post, type Request, type Route } from '#kernel/http/route.ts'
import { textIn } from '#kernel/i18n/language.ts'
import type { Kernel } from '#kernel/kernel.ts'
import { writtenReason } from '../cases/access-reason.ts'
import { markRead } from '../cases/mark-read.ts'
import { startWork } from '../cases/start-work.ts'
import { CaseActions } from './case-actions.tsx'
import { type CaseFile, caseRef, findKnownCase, type KnownCase, readCaseFile, staffIn } from './case-file.ts'
import { CaseList } from './case-list.tsx'
import { CasePage, serviceTitle } from './case-page.tsx'
import { caseHref, deskAnswer, deskPage } from './desk-frame.tsx'
import { deskNav, readNav } from './desk-nav.ts'
import { atOnce, readCase, showedCase, showedList } from './desk-steps.ts'
import { FormReading } from './form-reading.ts'
import { readView } from './inbox.ts'
import { listAround } from './inbox-queries.ts'
import { rowNames } from './list-parts.ts'
import { ReasonPage } from './reason-page.tsx'
import { workReason } from './reason-to-read.ts'
import { seesForCase } from './standing.ts'

/** A case's page, and why somebody of another unit opens it. */
export function caseRoutes(kernel: Kernel): Route[] {
  return [
    get('/desk/cases/:number', readCase, (scope, request) => showCase(kernel, staffIn(scope), request)),
    post('/desk/cases/:number/disclosure', readCase, (scope, request) => disclose(kernel, staffIn(scope), request)),
    post('/desk/cases/:number/start', { permission: 'egovernment.case.work' }, (scope, request) =>
      atOnce(staffIn(scope), request, 'started', (known) => (writing) => startWork(writing, caseRef(known))),
    ),
  ]
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
  const [facts, units] = await Promise.all([readNav(scope), listUnits(scope, known.record.authorityId)])
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
  return deskAnswer({ title: known.record.number, body, nav: deskNav(request, facts) }, status)
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
    reason: writtenReason(reason),
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
  const facts = await readNav(scope)
  const [file, around] = await Promise.all([
    readCaseFile(scope, request, kernel, known, { showsProtected }),
    listAround(scope, view, known.record, facts.covered),
  ])
  const names = await rowNames(kernel, scope, request, around.rows)
  if (known.record.hasUnread && seesForCase(scope.actor, known.standing, known.record, facts.covered)) {
    const seen = { ...file.details, updatedAt: known.record.updatedAt }
    await request.writeAs(scope.actor, async (writing) => markRead(writing, caseRef(known), seen))
  }
  showedCase(request, known, reason)
  showedList(scope, request, around.rows)
  const frame = deskPage(request)
  const hrefOf = (row: CaseFile['record'] | undefined) => row && caseHref(frame, row.number, view)
  return deskAnswer({
    title: `${known.record.number} ${serviceTitle(request.language, file)}`,
    nav: deskNav(frame, facts, view.words === undefined ? view.tab : undefined, view),
    list: (
      <CaseList
        {...frame}
        view={view}
        rows={around.rows}
        names={names}
        current={known.record.caseId}
        self={scope.actor.staffId}
      />
    ),
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
