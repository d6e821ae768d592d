import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { fixedClock } from '#kernel/clock.ts'
import { asOwner, testNow } from '#test/support/test-database.ts'
import { parseCaseNumber } from '../cases/case-number.ts'
import { holderOf, kriens, luzern, openCaseStage, somePerson, staffOf, submission } from '../cases/test-cases.ts'
import { submitCase } from './submit-case.ts'

test('what is handed in becomes a case with number, code, history, audit and announcement', async () => {
  const stage = await openCaseStage()
  const submitted = await stage.hand()
  expect(parseCaseNumber(submitted.number)).toBe(submitted.number)
  expect(submitted.receivedAt.toISOString()).toBe('2026-11-22T13:30:00.000Z')

  const row = await stage.database.read(staffOf(kriens), (scope) =>
    scope.db.selectFrom('egovernment.cases').selectAll().executeTakeFirstOrThrow(),
  )
  expect(row).toMatchObject({
    id: submitted.caseId,
    status: 'received',
    is_open: true,
    due_on: '2026-12-02',
    unit_id: 'works',
  })
  const [counts] = await asOwner(
    stage.urls,
    `select (select count(*)::int from egovernment.case_events) as events, (select count(*)::int from kernel.audit_entries) as audit,
       (select count(*)::int from kernel.outbox where name = 'egovernment.case_received') as announced,
       (select array_agg(token order by token) from egovernment.case_tokens) as tokens`,
  )
  expect(counts).toEqual({
    events: 1,
    audit: 1,
    announced: 1,
    tokens: ['beispielhaft', 'petra', 'petra@beispielhaft.example'],
  })
})

test('the holder of the code and the person sent in for read it, others do not', async () => {
  const stage = await openCaseStage()
  const person = await somePerson(stage)
  const submitted = await stage.hand({ parties: [{ partyId: person.partyId, role: 'applicant' }] })
  const see = (actor: Parameters<typeof stage.database.read>[0]) =>
    stage.database.read(actor, (scope) => scope.db.selectFrom('egovernment.cases').select('id').execute())
  expect(await see(person)).toHaveLength(1)
  expect(await see(holderOf(submitted))).toHaveLength(1)
  expect(await see(await somePerson())).toHaveLength(0)
  expect(await see(staffOf(luzern))).toHaveLength(0)
  expect(await see({ kind: 'public' })).toHaveLength(0)
})

test('the same key at fifty times at once makes one case, and all get the same answer', async () => {
  const stage = await openCaseStage(undefined, 12)
  const input = submission()
  const answers = await Promise.all(Array.from({ length: 50 }, () => submitCase(stage, input)))
  expect(new Set(answers.map((answer) => `${answer.number} ${answer.accessCode} ${answer.caseId}`)).size).toBe(1)
  const rows = await asOwner(
    stage.urls,
    'select id from egovernment.cases union all select subject_id from kernel.sealing_keys',
  )
  expect(rows).toEqual([{ id: answers[0]?.caseId }, { id: answers[0]?.caseId }])
})

test('the same key with another body is refused, at another authority it is another key', async () => {
  const stage = await openCaseStage()
  const input = submission()
  const first = await submitCase(stage, input)
  await expect(submitCase(stage, { ...input, key: { ...input.key, bodyHash: randomBytes(32) } })).rejects.toMatchObject(
    { status: 422 },
  )
  const elsewhere = await submitCase(stage, submission({ at: luzern, key: input.key }))
  expect(elsewhere.number).not.toBe(first.number)
  expect(elsewhere.number).toMatch(/^LUZ-/)
})

test('after thirty days a key is free again', async () => {
  const clock = fixedClock(testNow)
  const stage = await openCaseStage(clock)
  const input = submission()
  const first = await submitCase(stage, input)
  clock.set('2026-12-22T13:29:59Z')
  expect((await submitCase(stage, input)).number).toBe(first.number)
  clock.set('2026-12-22T13:30:00Z')
  expect((await submitCase(stage, input)).number).not.toBe(first.number)
})

test('a fault anywhere leaves nothing behind', async () => {
  const stage = await openCaseStage()
  await expect(
    submitCase(stage, submission({ channel: 'web' }), () => Promise.reject(new Error('files away'))),
  ).rejects.toThrow('files away')
  await expect(stage.hand({ receivedAt: new Date(Number.NaN) })).rejects.toThrow()
  const rows = await asOwner(
    stage.urls,
    `select (select count(*)::int from egovernment.cases) + (select count(*)::int from kernel.sealing_keys)
       + (select count(*)::int from kernel.outbox) + (select count(*)::int from kernel.audit_entries) as n`,
  )
  expect(rows).toEqual([{ n: 0 }])
})

test('numbers are unique over processes', async () => {
  const stage = await openCaseStage()
  const others = await Promise.all(Array.from({ length: 5 }, () => stage.hand()))
  const { CaseNumbers } = await import('./case-numbers.ts')
  const process2 = { ...stage, numbers: new CaseNumbers(stage.database) }
  const more = await Promise.all(Array.from({ length: 5 }, () => submitCase(process2, submission())))
  expect(new Set([...others, ...more].map(({ number }) => number)).size).toBe(10)
})

test('nothing that was handed in lies open in the database, except the list columns', async () => {
  const stage = await openCaseStage()
  const { accessCode } = await stage.hand()
  const rows = await asOwner(
    stage.urls,
    `select c.*, a.*, k.sealed_answer, p.sealed_contact, o.payload from egovernment.cases c, egovernment.case_answers a,
    egovernment.submission_keys k, egovernment.case_parties p, kernel.outbox o`,
  )
  const dump = JSON.stringify(rows, (_key, value) =>
    typeof value === 'object' && value?.type === 'Buffer' ? Buffer.from(value.data).toString('latin1') : value,
  )
  expect(dump).toContain('Petra Beispielhaft')
  expect(dump).not.toContain('Loch in der')
  expect(dump).not.toContain('petra@')
  expect(dump).not.toContain(accessCode)
})
