import type { VNode } from 'preact'
import { UnprocessableError } from '#kernel/http/errors.ts'
import type { Request } from '#kernel/http/route.ts'
import { formatDate } from '#kernel/i18n/format.ts'
import { type FileId, isSlug, isUuid, type StaffId, type UnitId } from '#kernel/ids.ts'
import type { Kernel } from '#kernel/kernel.ts'
import { addMessage } from '../cases/add-message.ts'
import { addNote } from '../cases/add-note.ts'
import { askApplicant } from '../cases/ask-applicant.ts'
import { assignCase } from '../cases/assign-case.ts'
import { addDays, type CaseAction, closureReasons } from '../cases/case.ts'
import type { StaffScope } from '../cases/case-side.ts'
import { closeCase } from '../cases/close-case.ts'
import { acceptOffer, refuseOffer } from '../cases/decide-offer.ts'
import { forwardCase, forwardToUnit } from '../cases/forward-case.ts'
import { setLegalHold } from '../cases/legal-hold.ts'
import { reopenCase } from '../cases/reopen-case.ts'
import { requestCorrection } from '../cases/request-correction.ts'
import { allFields } from '../forms/view-form.ts'
import { findVersion } from '../services/queries.ts'
import type { ActionPageProps } from './action-page.tsx'
import {
  AssignmentPage,
  type Choices,
  ClosurePage,
  CorrectionPage,
  ForwardingPage,
  HoldPage,
  MessagePage,
  NotePage,
  QuestionPage,
  ReopeningPage,
} from './action-pages.tsx'
import { caseRef, type KnownCase } from './case-file.ts'
import { dayValues, type FormReading } from './form-reading.ts'
import { holdWishes } from './hold.ts'
import { OfferPage, offerAnswers } from './offer-page.tsx'
import type { DeskRight } from './standing.ts'

/** Days that an applicant has for an answer, unless the clerk says otherwise. */
const usualDaysToAnswer = 14

/** What an action does once its form has been read. */
export type Work = (scope: StaffScope) => Promise<unknown>

/** What an action is told when its form is read. */
export type Reading = {
  readonly known: KnownCase
  readonly form: FormReading
  /** The files that go along. */
  readonly fileIds: readonly FileId[]
  readonly request: Request
  readonly kernel: Kernel
  readonly choices: Choices
}

/** Something done to a case by a form on a page of its own. */
export type DeskAction = {
  /** Last part of the address; a noun, because it can be undone by another. */
  readonly noun: string
  readonly right: DeskRight
  readonly action: CaseAction | 'hold'
  readonly page: (props: ActionPageProps & { choices: Choices }) => VNode
  /** What the form begins with. */
  readonly values?: (request: Request) => Readonly<Record<string, string>>
  readonly takesFiles?: true
  /** Reads the form; undefined when something is wrong, with the errors at its fields. */
  readonly read: (reading: Reading) => Work | undefined
}

/** Everything that staff do to a case, except deciding, which takes two steps. */
export const deskActions: readonly DeskAction[] = [
  {
    noun: 'messages',
    right: 'work',
    action: 'add_message',
    page: MessagePage,
    takesFiles: true,
    read({ known, form, fileIds, kernel }) {
      const text = form.text('text')
      if (text === undefined || !form.isSound) return undefined
      return (scope) => addMessage(scope, kernel, { ...caseRef(known), text, fileIds })
    },
  },
  {
    noun: 'notes',
    right: 'work',
    action: 'add_note',
    page: NotePage,
    read({ known, form, kernel }) {
      const text = form.text('text')
      return text === undefined ? undefined : (scope) => addNote(scope, kernel, { ...caseRef(known), text })
    },
  },
  {
    noun: 'questions',
    right: 'work',
    action: 'ask_applicant',
    page: QuestionPage,
    values: ({ today }) => dayValues('answer_by', addDays(today, usualDaysToAnswer)),
    read({ known, form, request, kernel }) {
      const [question, answerBy] = [form.text('text'), form.day('answer_by')]
      if (answerBy !== undefined && answerBy < request.today) form.fail('answer_by', 'egovernment.desk.error.day_past')
      if (question === undefined || answerBy === undefined || !form.isSound) return undefined
      return (scope) => askApplicant(scope, kernel, { ...caseRef(known), question, answerBy })
    },
  },
  {
    noun: 'corrections',
    right: 'work',
    action: 'request_correction',
    page: CorrectionPage,
    values: ({ today }) => dayValues('answer_by', addDays(today, usualDaysToAnswer)),
    read({ known, form, request, kernel }) {
      const fields = request.form.all('fields')
      if (fields.length === 0) form.fail('fields', 'egovernment.desk.correction.none')
      const [text, answerBy] = [form.text('text'), form.day('answer_by')]
      if (answerBy !== undefined && answerBy < request.today) form.fail('answer_by', 'egovernment.desk.error.day_past')
      if (text === undefined || answerBy === undefined || !form.isSound) return undefined
      return async (scope) => {
        await requireQuestions(scope, known, fields)
        await requestCorrection(scope, kernel, { ...caseRef(known), fields, text, answerBy })
      }
    },
  },
  {
    noun: 'correction-offer',
    right: 'work',
    action: 'decide_correction',
    page: OfferPage,
    read({ known, form, kernel }) {
      const how = form.choice('how', offerAnswers)
      const reason = how === 'refuse' ? form.text('text') : ''
      const offerId = form.value('offer')
      if (how === undefined || reason === undefined) return undefined
      const decided = { ...caseRef(known), offerId }
      if (!isUuid(offerId)) return undefined
      return (scope) =>
        how === 'accept' ? acceptOffer(scope, kernel, decided) : refuseOffer(scope, kernel, { ...decided, reason })
    },
  },
  {
    noun: 'closure',
    right: 'work',
    action: 'close',
    page: ClosurePage,
    read({ known, form, kernel }) {
      const [reason, note] = [form.choice('reason', closureReasons), form.optionalText('text')]
      if (reason === undefined || note === undefined) return undefined
      return (scope) => closeCase(scope, kernel, { ...caseRef(known), reason, ...(note !== '' && { note }) })
    },
  },
  {
    noun: 'reopening',
    right: 'work',
    action: 'reopen',
    page: ReopeningPage,
    read({ known, form }) {
      const reason = form.text('text')
      return reason === undefined ? undefined : (scope) => reopenCase(scope, { ...caseRef(known), reason })
    },
  },
  {
    noun: 'hold',
    right: 'hold',
    action: 'hold',
    page: HoldPage,
    read({ known, form }) {
      const wanted = form.choice('wanted', holdWishes)
      const reason = form.text('text')
      if (wanted === undefined || reason === undefined) return undefined
      return (scope) => setLegalHold(scope, { ...caseRef(known), isHeld: wanted === 'held', reason })
    },
  },
  {
    noun: 'assignment',
    right: 'assign',
    action: 'assign',
    page: AssignmentPage,
    read({ known, form, choices }) {
      const to = readAssignee(form, choices)
      return to === undefined ? undefined : (scope) => assignCase(scope, { ...caseRef(known), assignedTo: to })
    },
  },
  {
    noun: 'forwarding',
    right: 'forward',
    action: 'forward',
    page: ForwardingPage,
    read({ known, form, kernel, choices }) {
      const whom = form.choice('whom', ['unit', 'authority'])
      const reason = form.text('text')
      if (whom === undefined || reason === undefined) return undefined
      if (whom === 'unit') {
        const unitId = readUnit(form, choices)
        if (unitId === undefined) return undefined
        return async (scope) => {
          await forwardToUnit(scope, { ...caseRef(known), unitId, reason })
          // The unit that gets it reads why among the notes.
          await addNote(scope, kernel, { ...caseRef(known), text: reason })
        }
      }
      const to = form.choice(
        'authority',
        choices.authorities.map(({ id }) => id),
      )
      if (to === undefined || !isSlug<'authority'>(to)) return undefined
      return (scope) => forwardCase(scope, { ...caseRef(known), to, reason })
    },
  },
]

/** Only questions of the form can be asked again. */
async function requireQuestions(scope: StaffScope, { record }: KnownCase, fields: readonly string[]): Promise<void> {
  const form = (await findVersion(scope, record.versionId))?.definition.form
  const known = new Set(form ? allFields(form).map(({ id }) => id) : [])
  if (fields.every((one) => known.has(one))) return
  throw new UnprocessableError('no such question', { userMessage: 'egovernment.cases.error.correction_fields' })
}

/** Null: nobody. Somebody who is away gets a case only when that is said twice. */
function readAssignee(form: FormReading, { colleagues, absences }: Choices): StaffId | null | undefined {
  const to = form.choice('to', ['nobody', ...colleagues.map(({ staffId }) => staffId)])
  if (to === undefined || to === 'nobody') return to && null
  const away = absences.find(({ staffId }) => staffId === to)
  if (away && form.value('anyway') !== 'yes') {
    const nameOf = (id: string) => colleagues.find(({ staffId }) => staffId === id)?.name ?? ''
    const deputy = away.deputyId === null ? '' : nameOf(away.deputyId)
    const key = deputy === '' ? 'egovernment.desk.away.error' : 'egovernment.desk.away.error_deputy'
    return form.fail('to', key, { name: nameOf(to), day: formatDate(away.lastDay), deputy })
  }
  return isUuid<'staff'>(to) ? to : undefined
}

function readUnit(form: FormReading, { unitIds }: Choices): UnitId | undefined {
  const unit = form.value('unit')
  return unitIds.find((id) => id === unit) ?? form.fail('unit', 'egovernment.desk.error.choose')
}
