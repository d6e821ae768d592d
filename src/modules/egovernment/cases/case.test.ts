import { expect, test } from 'vitest'
import { type IsoDate, isIsoDate } from '#kernel/i18n/format.ts'
import {
  actionsFor,
  addDays,
  caseActions,
  caseStatuses,
  daysBetween,
  dueDay,
  isOpen,
  mayDo,
  nextStep,
  statusAfter,
  statusesBefore,
  stepOf,
} from './case.ts'

function day(text: string): IsoDate {
  if (!isIsoDate(text)) throw new Error('no day')
  return text
}

test('nobody decides what nobody has looked at', () => {
  expect(mayDo('staff', 'decide', 'received')).toBe(false)
  expect(mayDo('staff', 'decide', 'in_progress')).toBe(true)
})

test('only staff of the authority decide, close and reopen; only the applicant withdraws and answers', () => {
  for (const status of caseStatuses) {
    for (const side of ['applicant', 'participant'] as const) {
      for (const action of ['decide', 'close', 'reopen', 'assign', 'forward', 'ask_applicant'] as const)
        expect(mayDo(side, action, status)).toBe(false)
    }
    for (const action of ['withdraw', 'answer_question'] as const) expect(mayDo('staff', action, status)).toBe(false)
  }
})

test('a case that has ended is not withdrawn, and never decided twice', () => {
  for (const status of ['decided', 'closed', 'withdrawn'] as const) {
    expect(mayDo('applicant', 'withdraw', status)).toBe(false)
    expect(mayDo('staff', 'decide', status)).toBe(false)
    expect(isOpen(status)).toBe(false)
    expect(mayDo('staff', 'reopen', status)).toBe(true)
  }
})

test('every status can be left and every action leads somewhere known', () => {
  for (const status of caseStatuses)
    expect(actionsFor('staff', status).some((action) => statusAfter(action))).toBe(true)
  for (const action of caseActions) expect(statusesBefore(action).length).toBeGreaterThan(0)
})

test('the next step names whose turn it is and by when', () => {
  const today = day('2026-11-22')
  const expectedOn = day('2026-12-01')
  expect(nextStep({ status: 'received', expectedOn, today })).toEqual({
    key: 'egovernment.cases.next.received',
    whose: 'authority',
    by: expectedOn,
  })
  expect(nextStep({ status: 'waiting_for_applicant', expectedOn, answerBy: day('2026-11-30'), today })).toMatchObject({
    whose: 'applicant',
    by: '2026-11-30',
  })
  expect(nextStep({ status: 'in_progress', expectedOn: day('2026-11-21'), today }).key).toBe(
    'egovernment.cases.next.late',
  )
  expect(nextStep({ status: 'closed', expectedOn, today }).whose).toBe('nobody')
})

test('a waiting case stands where work is done, a withdrawn one at the end', () => {
  expect(stepOf('waiting_for_applicant')).toBe('in_progress')
  expect(stepOf('withdrawn')).toBe('closed')
})

test('time limits count Swiss days, also in the hour before midnight and over the change of time', () => {
  // 23:30 in Switzerland on Wednesday 21 October 2026, the summer time still holds; it ends on the 25th.
  expect(dueDay(new Date('2026-10-21T21:30:00Z'), 5)).toBe('2026-10-26')
  // 00:30 on Thursday in Switzerland is still Wednesday in UTC.
  expect(dueDay(new Date('2026-10-21T22:30:00Z'), 5)).toBe('2026-10-27')
})

test('a time limit does not end on a weekend', () => {
  expect(dueDay(new Date('2026-11-16T10:00:00Z'), 5)).toBe('2026-11-23')
  expect(dueDay(new Date('2026-11-16T10:00:00Z'), 6)).toBe('2026-11-23')
  expect(dueDay(new Date('2026-11-16T10:00:00Z'), 4)).toBe('2026-11-20')
})

test('days add and subtract over months and leap years', () => {
  expect(addDays(day('2028-02-28'), 1)).toBe('2028-02-29')
  expect(daysBetween(day('2026-12-31'), day('2027-01-02'))).toBe(2)
  expect(daysBetween(day('2026-11-22'), day('2026-11-20'))).toBe(-2)
})
