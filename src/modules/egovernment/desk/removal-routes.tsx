import type { StaffActor } from '#kernel/db/actor.ts'
import type { Scope } from '#kernel/db/scope.ts'
import type { Answer } from '#kernel/http/answers.ts'
import { ForbiddenError, HttpError } from '#kernel/http/errors.ts'
import { get, post, type Request, type Route } from '#kernel/http/route.ts'
import type { Kernel } from '#kernel/kernel.ts'
import { canMailCode, codeWays } from '../cases/removal.ts'
import { listPartyRows, removeParty } from '../cases/remove-party.ts'
import { caseAccess } from '../cases/renew-access-code.ts'
import { caseRef, findKnownCase, type KnownCase, requireRight, staffIn } from './case-file.ts'
import { pageProps } from './case-step.ts'
import { deskAnswer, deskPage } from './desk-frame.tsx'
import { deskNav, readNav } from './desk-nav.ts'
import { backToCase, showedCase } from './desk-steps.ts'
import { FormReading, refusalText } from './form-reading.ts'
import { readView } from './inbox.ts'
import { RemovalCodePage, RemovalPage } from './removal-page.tsx'
import { sideIn } from './standing.ts'

const noun = 'party-removal'
const path = `/desk/cases/:number/${noun}`
const permission = 'egovernment.case.work'

/** Taking somebody out of a case, such as who came in with a stolen access code. */
export function removalRoutes(kernel: Kernel): Route[] {
  return [
    get(path, { permission, showsPersonalData: 'case' }, async (reading, request) => {
      const scope = staffIn(reading)
      const known = await findOwnCase(scope, request)
      const form = FormReading.blank(request.t, { party: request.query.get('party') ?? '' })
      return show(kernel, scope, request, known, form)
    }),
    post(path, { permission, showsPersonalData: 'case' }, async (reading, request) => {
      const scope = staffIn(reading)
      return remove(kernel, scope, request, await findOwnCase(scope, request))
    }),
  ]
}

/** Only the authority in charge says who is in a case. */
async function findOwnCase(scope: Scope<StaffActor>, request: Request): Promise<KnownCase> {
  const known = await findKnownCase(scope, request.params.number)
  requireRight(known, 'work')
  if (sideIn(known.standing) !== 'staff')
    throw new ForbiddenError('for the authority in charge', { userMessage: 'egovernment.desk.error.right' })
  return known
}

async function show(
  kernel: Kernel,
  scope: Scope<StaffActor>,
  request: Request,
  known: KnownCase,
  form: FormReading,
  status = 200,
): Promise<Answer> {
  const { props, nav } = await pageProps(kernel, scope, request, known, { action: 'party_removal', noun }, form)
  const parties = await listPartyRows(scope, known.record)
  const title = `${request.t(`egovernment.desk.action.${noun}`)} ${known.record.number}`
  const body = <RemovalPage {...props} canMail={canMailCode(parties, form.value('party'))} />
  return deskAnswer({ title, nav, body }, status)
}

async function remove(kernel: Kernel, scope: Scope<StaffActor>, request: Request, known: KnownCase): Promise<Answer> {
  const form = new FormReading(request.t, request.form)
  const parties = await listPartyRows(scope, known.record)
  const partyRowId = form.choice(
    'party',
    parties.map(({ id }) => id),
  )
  const code = form.choice('code', codeWays)
  const reason = form.text('text')
  if (partyRowId === undefined || code === undefined || reason === undefined)
    return show(kernel, scope, request, known, form, 422)
  const removal = { ...caseRef(known), partyRowId, code, reason, by: scope.actor }
  try {
    const made = await request.writeAs(caseAccess, (writing) => removeParty(writing, removal))
    return made === undefined ? backToCase(request, known, noun) : await showCode(scope, request, known, made)
  } catch (error) {
    if (!(error instanceof HttpError) || error.status !== 409) throw error
    form.refusal = refusalText(request.t, error)
    return show(kernel, scope, request, known, form, 409)
  }
}

async function showCode(scope: Scope<StaffActor>, request: Request, known: KnownCase, code: string): Promise<Answer> {
  showedCase(request, known)
  const { number } = known.record
  const body = <RemovalCodePage {...deskPage(request)} number={number} code={code} view={readView(request.query)} />
  const nav = deskNav(request, await readNav(scope))
  return deskAnswer({ title: request.t('egovernment.party_removal.code_title'), nav, body })
}
