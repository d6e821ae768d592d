import { listUnits } from '#kernel/authorities/queries.ts'
import type { StaffActor } from '#kernel/db/actor.ts'
import type { Scope } from '#kernel/db/scope.ts'
import type { Answer } from '#kernel/http/answers.ts'
import { get, post, type Request, type Route } from '#kernel/http/route.ts'
import { textIn } from '#kernel/i18n/language.ts'
import type { Kernel } from '#kernel/kernel.ts'
import { listAbsent } from '../absences/queries.ts'
import { assignCase } from '../cases/assign-case.ts'
import { insertBlock, insertName } from '../text-blocks/insert-block.ts'
import type { Choices } from './action-pages.tsx'
import { type DeskAction, deskActions } from './actions.ts'
import { caseRef, findKnownCase, type KnownCase, requireRight, staffIn } from './case-file.ts'
import { pageProps, statusOf } from './case-step.ts'
import { listColleagues } from './colleagues.ts'
import { deskAnswer } from './desk-frame.tsx'
import { atOnce, attempt, goOn } from './desk-steps.ts'
import { FormReading, refusalText } from './form-reading.ts'
import { keepMessageFiles, type WithFiles } from './message-files.ts'

/** Everything done to a case by a form on a page of its own. */
export function actionRoutes(kernel: Kernel): Route[] {
  return deskActions.flatMap((action) => routesOf(kernel, action))
}

function routesOf(kernel: Kernel, action: DeskAction): Route[] {
  const path = `/desk/cases/:number/${action.noun}`
  const permission = `egovernment.case.${action.right}`
  const show = (scope: Scope<StaffActor>, request: Request, known: KnownCase, form: FormReading, status = 200) =>
    actionAnswer(kernel, scope, request, known, { action, form, status })
  const isTakeOver = (scope: Scope<StaffActor>, request: Request) =>
    action.noun === 'assignment' && request.form.get('to') === scope.actor.staffId
  const readForm = async (scope: Scope<StaffActor>, request: Request, known: KnownCase): Promise<WithFiles> => {
    const form = new FormReading(request.t, request.form)
    return action.takesFiles ? keepMessageFiles(scope, kernel, request, known, form) : { form, fileIds: [] }
  }
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
        showsPersonalData: 'case',
      },
      async (reading, request) => {
        const scope = staffIn(reading)
        if (isTakeOver(scope, request)) return takeOver(scope, request)
        const known = await findKnownCase(scope, request.params.number)
        requireRight(known, action.right)
        const { form, fileIds, isChanged } = await readForm(scope, request, known)
        if (isChanged) return show(scope, request, known, form, form.isSound ? 200 : 422)
        if (form.value(insertName) !== '') {
          const filled = await insertBlock(scope, known, form, ['text'])
          return show(scope, request, known, filled, filled.isSound ? 200 : 422)
        }
        const choices = await findChoices(kernel, scope, request, known)
        const work = action.read({ known, form, fileIds, request, kernel, choices })
        if (!work) return show(scope, request, known, form, 422)
        const refusal = await attempt(scope, request, work)
        if (!refusal) return goOn(scope, request, known, action.noun)
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
  const [colleagues, absences, units] = await Promise.all([
    listColleagues(scope, [record.authorityId]),
    listAbsent(scope, [record.authorityId]),
    listUnits(scope, record.authorityId),
  ])
  return {
    ...{ colleagues, absences },
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
