import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { asOwner } from '#test/support/test-database.ts'
import { openCaseStage, submission } from '../cases/test-cases.ts'
import { createSubmissionLine } from './submission-line.ts'
import { KeyReusedError, submitCase } from './submit-case.ts'

async function openLine() {
  const stage = await openCaseStage(undefined, 6)
  return { ...stage, line: createSubmissionLine(stage) }
}

test('many at once become as many whole cases, in far fewer transactions', async () => {
  const stage = await openLine()
  const made = await Promise.all(Array.from({ length: 60 }, () => submitCase(stage, submission())))
  expect(new Set(made.map(({ number }) => number)).size).toBe(60)
  expect(new Set(made.map(({ accessCode }) => accessCode)).size).toBe(60)
  const [counts] = await asOwner(
    stage.urls,
    `select (select count(*)::int from egovernment.cases) as cases, (select count(*)::int from egovernment.case_answers) as answers,
       (select count(*)::int from egovernment.case_parties) as parties, (select count(*)::int from kernel.sealing_keys) as keys,
       (select count(*)::int from kernel.audit_entries) as audit, (select count(*)::int from kernel.outbox) as announced,
       (select count(distinct xmin::text)::int < 20 from egovernment.cases) as together`,
  )
  expect(counts).toEqual({ cases: 60, answers: 60, parties: 60, keys: 60, audit: 60, announced: 60, together: true })
})

test('each gets the answer to its own submission', async () => {
  const stage = await openLine()
  const names = Array.from({ length: 30 }, (_, index) => `Person Nummer ${index}`)
  const made = await Promise.all(names.map((applicantName) => submitCase(stage, submission({ applicantName }))))
  const rows = await asOwner<{ number: string; name: string }>(
    stage.urls,
    'select number, applicant_name as name from egovernment.cases',
  )
  const stored = new Map(rows.map(({ number, name }) => [number, name]))
  expect(made.map(({ number }) => stored.get(number))).toEqual(names)
})

test('the same twice among others makes one case; another body with its key is refused, and nobody else suffers', async () => {
  const stage = await openLine()
  const twice = submission()
  const misused = { ...twice, key: { ...twice.key, bodyHash: randomBytes(32) } }
  const others = Array.from({ length: 20 }, () => submission())
  const answers = await Promise.allSettled(
    [...others.slice(0, 10), twice, ...others.slice(10), twice, misused].map((one) => submitCase(stage, one)),
  )
  const numbers = answers.map((answer) => (answer.status === 'fulfilled' ? answer.value.number : undefined))
  expect(numbers[10]).toBe(numbers[21])
  expect(answers[22]).toMatchObject({ status: 'rejected', reason: expect.any(KeyReusedError) })
  expect(new Set(numbers.slice(0, 21)).size).toBe(21)
  expect(await asOwner(stage.urls, 'select count(*)::int as n from egovernment.cases')).toEqual([{ n: 21 }])
})

test('what cannot go in at all fails alone, whole', async () => {
  const stage = await openLine()
  const bad = submission()
  const broken = { ...bad, service: { ...bad.service, title: 'mit Null\u0000zeichen' } }
  const others = Array.from({ length: 10 }, () => submission())
  const answers = await Promise.allSettled([...others, broken].map((one) => submitCase(stage, one)))
  expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(10)
  expect(answers[10]?.status).toBe('rejected')
  expect(await asOwner(stage.urls, 'select count(*)::int as n from kernel.sealing_keys')).toEqual([{ n: 10 }])
})
