import { expect, test } from 'vitest'
import { fixedClock } from '#kernel/clock.ts'
import { testNow } from '#test/support/test-database.ts'
import { answerQuestion } from './answer-question.ts'
import { askApplicant } from './ask-applicant.ts'
import { findCase } from './case-queries.ts'
import { dayOf } from './case-record.ts'
import { startWork } from './start-work.ts'
import { holderOf, kriens, openCaseStage, staffOf } from './test-cases.ts'

const clerk = staffOf(kriens)

async function openWaiting() {
  const clock = fixedClock(testNow)
  const stage = await openCaseStage(clock)
  const { authorityId, caseId } = await stage.hand()
  const ref = { authorityId, caseId }
  await stage.database.write(clerk, (scope) => startWork(scope, ref))
  const seen = async () => {
    const found = await stage.database.read(clerk, (scope) => findCase(scope, ref))
    return { status: found?.status, dueOn: found?.dueOn, answerBy: found?.answerBy }
  }
  return {
    clock,
    seen,
    ask: (answerBy: string) =>
      stage.database.write(clerk, (scope) =>
        askApplicant(scope, stage, { ...ref, question: 'Wo?', answerBy: dayOf(answerBy) }),
      ),
    answer: (questionId: string) =>
      stage.database.write(holderOf(ref), (scope) =>
        answerQuestion(scope, stage, { ...ref, questionId, answer: 'Hier' }),
      ),
    goOn: () => stage.database.write(clerk, (scope) => startWork(scope, ref)),
  }
}

test('all days of waiting are added, however many questions were asked meanwhile, and the first day to answer by is known', async () => {
  const { clock, seen, ask, answer } = await openWaiting()
  const { dueOn: before } = await seen()
  expect(before).toBe('2026-12-02')
  const first = await ask('2026-12-04')
  clock.set('2026-12-02T09:00:00Z')
  const second = await ask('2026-12-20')
  expect((await seen()).answerBy).toBe('2026-12-04')
  clock.set('2026-12-03T09:00:00Z')
  await answer(first)
  expect(await seen()).toEqual({ status: 'waiting_for_applicant', dueOn: before, answerBy: '2026-12-20' })
  // From 22 November to 12 December are twenty days.
  clock.set('2026-12-12T09:00:00Z')
  await answer(second)
  expect(await seen()).toEqual({ status: 'in_progress', dueOn: '2026-12-22', answerBy: null })
})

test('whoever goes on without an answer has the days of waiting too, and what is due is never due on a weekend', async () => {
  const { clock, seen, ask, answer, goOn } = await openWaiting()
  const asked = await ask('2026-12-04')
  clock.set('2026-11-25T09:00:00Z')
  await goOn()
  expect(await seen()).toEqual({ status: 'in_progress', dueOn: '2026-12-07', answerBy: null })
  // An answer that comes after all changes nothing any more.
  clock.set('2026-11-30T09:00:00Z')
  await answer(asked)
  expect(await seen()).toEqual({ status: 'in_progress', dueOn: '2026-12-07', answerBy: null })
})
