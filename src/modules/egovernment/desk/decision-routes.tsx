import { findAuthority } from '#kernel/authorities/queries.ts'
import type { StaffActor } from '#kernel/db/actor.ts'
import type { Scope } from '#kernel/db/scope.ts'
import { type Answer, file as fileAnswer } from '#kernel/http/answers.ts'
import { ConflictError, NotFoundError } from '#kernel/http/errors.ts'
import { get, post, type Request, type Route } from '#kernel/http/route.ts'
import { swissDate } from '#kernel/i18n/format.ts'
import type { Kernel } from '#kernel/kernel.ts'
import type { StaffScope } from '../cases/case-side.ts'
import { decideCase } from '../cases/decide-case.ts'
import { insertBlock, insertName } from '../text-blocks/insert-block.ts'
import { caseRef, findKnownCase, type KnownCase, readCaseFile, requireRight, staffIn } from './case-file.ts'
import { serviceTitle } from './case-page.tsx'
import { pageProps, statusOf } from './case-step.ts'
import { decisionValues, decisionWords, draftHash, readDecision } from './decision-form.ts'
import { decisionLetter } from './decision-letter.ts'
import { DecisionPage, DecisionPreviewPage } from './decision-page.tsx'
import { deskAnswer } from './desk-frame.tsx'
import { attempt, backToCase, backToReason, readCase, showedCase } from './desk-steps.ts'
import { FormReading, refusalText } from './form-reading.ts'
import { reasonToRead, workReason } from './reason-to-read.ts'

const decision = { action: 'decide', noun: 'decision' } as const
const decides = { permission: 'egovernment.case.decide', showsPersonalData: 'case' } as const

/** Deciding: the form, the preview of the letter, the signature, and the letter. */
export function decisionRoutes(kernel: Kernel): Route[] {
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
      if (form.value(insertName) !== '') {
        const filled = await insertBlock(scope, found, form, ['text', 'reasons'])
        return showForm(scope, request, found, filled, filled.isSound ? 200 : 422)
      }
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
