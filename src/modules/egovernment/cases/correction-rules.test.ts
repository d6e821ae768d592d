import { expect, test } from 'vitest'
import { systemActor } from '#kernel/db/actor.ts'
import { asOwner } from '#test/support/test-database.ts'
import { readCaseDetails } from './case-details.ts'
import { dayOf } from './case-record.ts'
import { correctSubmission } from './correct-submission.ts'
import { eraseCase } from './erase-case.ts'
import { requestCorrection } from './request-correction.ts'
import { holderOf, kriens, openCaseStage, staffOf } from './test-cases.ts'

test('a corrected name is found, the earlier version stays, a second time is refused, and erasing takes all', async () => {
  const stage = await openCaseStage()
  const { authorityId, caseId } = await stage.hand()
  const ref = { authorityId, caseId }
  const correctionId = await stage.database.write(staffOf(kriens), (scope) =>
    requestCorrection(scope, stage, { ...ref, fields: ['name'], text: 'Ihr Name?', answerBy: dayOf('2026-12-01') }),
  )
  const correct = () =>
    stage.database.write(holderOf(ref), (scope) =>
      correctSubmission(scope, stage, {
        ...{ ...ref, correctionId, answers: { name: 'neu' }, files: [], applicantName: 'Petra Beispielhaft' },
      }),
    )
  expect((await correct()).record).toMatchObject({ status: 'in_progress', authorityId: kriens, hasUnread: true })
  await expect(correct()).rejects.toMatchObject({ status: 409 })
  const details = await stage.database.read(holderOf(ref), (scope) => readCaseDetails(scope, stage, ref))
  expect(details.submission.answers).toEqual({ name: 'neu' })
  expect(details.original.answers).not.toEqual({ name: 'neu' })
  const words = await asOwner<{ token: string }>(
    stage.urls,
    `select token from egovernment.case_tokens where case_id = $1 and token = 'beispielhaft'`,
    [caseId],
  )
  expect(words).toHaveLength(1)
  await stage.database.write(systemActor('erasure'), (scope) => eraseCase(scope, ref, 'x'))
  expect(await asOwner(stage.urls, 'select id from egovernment.case_corrections')).toEqual([])
})
