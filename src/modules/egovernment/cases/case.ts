import type { IsoDate } from '#kernel/i18n/format.ts'
import { isIsoDate, swissDate } from '#kernel/i18n/format.ts'

/** Where a case stands. The words are part of the API and stay. */
export const caseStatuses = [
  'received',
  'in_progress',
  'waiting_for_applicant',
  'decided',
  'closed',
  'withdrawn',
] as const
export type CaseStatus = (typeof caseStatuses)[number]

export const channels = ['web', 'api', 'counter', 'phone', 'paper'] as const
export type Channel = (typeof channels)[number]

/** How somebody comes for whom a clerk enters a case. */
export const deskChannels = ['counter', 'phone', 'paper'] as const
export type DeskChannel = (typeof deskChannels)[number]

export function isDeskChannel(value: unknown): value is DeskChannel {
  return deskChannels.some((channel) => channel === value)
}

export const outcomes = ['approved', 'partly_approved', 'rejected', 'noted'] as const
export type Outcome = (typeof outcomes)[number]

export const closureReasons = ['done', 'not_competent', 'duplicate', 'no_answer', 'withdrawn', 'other'] as const
export type ClosureReason = (typeof closureReasons)[number]

/** Who acts on a case. A staff member of an authority that the case was forwarded to takes part, but does not decide. */
export type CaseSide = 'applicant' | 'staff' | 'participant'

export const caseActions = [
  'start_work',
  'ask_applicant',
  'answer_question',
  'request_correction',
  'correct',
  'offer_correction',
  'decide_correction',
  'decide',
  'close',
  'reopen',
  'withdraw',
  'assign',
  'forward',
  'add_note',
  'add_message',
] as const
export type CaseAction = (typeof caseActions)[number]

type Rule = {
  readonly by: readonly CaseSide[]
  readonly from: readonly CaseStatus[]
  /** The status afterwards; undefined where it stays. */
  readonly to?: CaseStatus
}

const open = ['received', 'in_progress', 'waiting_for_applicant'] as const

const rules: Readonly<Record<CaseAction, Rule>> = {
  start_work: { by: ['staff'], from: ['received', 'waiting_for_applicant'], to: 'in_progress' },
  ask_applicant: { by: ['staff'], from: open, to: 'waiting_for_applicant' },
  answer_question: { by: ['applicant'], from: ['in_progress', 'waiting_for_applicant'], to: 'in_progress' },
  request_correction: { by: ['staff'], from: open, to: 'waiting_for_applicant' },
  // While another task is open the case goes on waiting: the rule sees to that.
  correct: { by: ['applicant'], from: open, to: 'in_progress' },
  offer_correction: { by: ['applicant'], from: ['received', 'in_progress'] },
  decide_correction: { by: ['staff'], from: open },
  // Nobody decides what nobody has looked at: from `received` work has to be started first.
  decide: { by: ['staff'], from: ['in_progress'], to: 'decided' },
  close: { by: ['staff'], from: ['in_progress', 'waiting_for_applicant', 'decided', 'withdrawn'], to: 'closed' },
  reopen: { by: ['staff'], from: ['decided', 'closed', 'withdrawn'], to: 'in_progress' },
  withdraw: { by: ['applicant'], from: open, to: 'withdrawn' },
  assign: { by: ['staff'], from: [...open, 'decided'] },
  forward: { by: ['staff'], from: [...open, 'decided'] },
  add_note: { by: ['staff', 'participant'], from: caseStatuses },
  add_message: { by: ['applicant', 'staff', 'participant'], from: caseStatuses },
}

/** Whether somebody on a side may do something in a status. */
export function mayDo(side: CaseSide, action: CaseAction, status: CaseStatus): boolean {
  return isFor(side, action) && rules[action].from.includes(status)
}

/** Whether an action is a side's at all, whatever the status. */
export function isFor(side: CaseSide, action: CaseAction): boolean {
  return rules[action].by.includes(side)
}

/** Everything a side may do now, for buttons. */
export function actionsFor(side: CaseSide, status: CaseStatus): readonly CaseAction[] {
  return caseActions.filter((action) => mayDo(side, action, status))
}

/** The statuses an action starts from, for the `where` of the statement that does it. */
export function statusesBefore(action: CaseAction): readonly CaseStatus[] {
  return rules[action].from
}

/** The status after an action; undefined where it stays as it is. */
export function statusAfter(action: CaseAction): CaseStatus | undefined {
  return rules[action].to
}

export function isCaseStatus(value: unknown): value is CaseStatus {
  return caseStatuses.some((status) => status === value)
}

export function isOpen(status: CaseStatus): boolean {
  return open.some((one) => one === status)
}

/** What happens next, in plain words: a message key below `egovernment.cases.next`, whose turn it is, and by when. */
export type NextStep = {
  readonly key: string
  readonly whose: 'applicant' | 'authority' | 'nobody'
  readonly by?: IsoDate
}

/** What happens next and by when. `answerBy`: until when an open question is to be answered. */
export function nextStep(found: {
  status: CaseStatus
  expectedOn: IsoDate
  answerBy?: IsoDate | undefined
  today: IsoDate
}): NextStep {
  const key = `egovernment.cases.next.${found.status}`
  switch (found.status) {
    case 'received':
    case 'in_progress':
      return found.expectedOn < found.today
        ? { key: 'egovernment.cases.next.late', whose: 'authority' }
        : { key, whose: 'authority', by: found.expectedOn }
    case 'waiting_for_applicant':
      return { key, whose: 'applicant', by: found.answerBy ?? found.expectedOn }
    case 'decided':
    case 'closed':
    case 'withdrawn':
      return { key, whose: 'nobody' }
  }
}

/** The steps that a case goes through, for the line with «you are here». */
export const caseSteps = ['received', 'in_progress', 'decided', 'closed'] as const
export type CaseStep = (typeof caseSteps)[number]

export function stepOf(status: CaseStatus): CaseStep {
  switch (status) {
    case 'received':
    case 'in_progress':
    case 'decided':
    case 'closed':
      return status
    case 'waiting_for_applicant':
      return 'in_progress'
    case 'withdrawn':
      return 'closed'
  }
}

/** A number of days after a day, by the calendar. */
export function addDays(day: IsoDate, days: number): IsoDate {
  const moved = new Date(`${day}T00:00:00Z`)
  moved.setUTCDate(moved.getUTCDate() + days)
  const text = moved.toISOString().slice(0, 10)
  if (!isIsoDate(text)) throw new RangeError('no such day')
  return text
}

/** Days from one day to another; negative when the second is earlier. */
export function daysBetween(from: IsoDate, to: IsoDate): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000)
}

/** The day a time limit of days ends that begins with an instant: Swiss days, and never on a weekend. */
export function dueDay(start: Date, days: number): IsoDate {
  const day = addDays(swissDate(start), days)
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay()
  if (weekday === 6) return addDays(day, 2)
  return weekday === 0 ? addDays(day, 1) : day
}
