import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { systemActor } from '#kernel/db/actor.ts'
import { asOwner } from '#test/support/test-database.ts'
import { addMessage } from './add-message.ts'
import { addNote } from './add-note.ts'
import { answerQuestion } from './answer-question.ts'
import { askApplicant } from './ask-applicant.ts'
import { readCaseDetails } from './case-details.ts'
import { findCase } from './case-queries.ts'
import { dayOf } from './case-record.ts'
import { closeCase } from './close-case.ts'
import { decideCase } from './decide-case.ts'
import { eraseCase } from './erase-case.ts'
import { setLegalHold } from './legal-hold.ts'
import { startWork } from './start-work.ts'
import { holderOf, kriens, openCaseStage, somePerson, staffOf } from './test-cases.ts'

type Stage = Awaited<ReturnType<typeof openCaseStage>>

const clerk = staffOf(kriens)
const erasure = systemActor('erasure')

/** A case in which every text carries the word that must be gone afterwards. */
const secret = 'Zwetschgenwähe'

async function talkativeCase(stage: Stage) {
  const person = await somePerson(stage)
  const ref = await stage.hand({
    applicantName: `${secret} Muster`,
    answers: { what: secret, persons: [{ name: secret }] },
    contact: { email: `${secret.toLowerCase()}@beispiel.example`, language: 'de' },
    parties: [{ partyId: person.partyId, role: 'applicant' }],
  })
  const { database } = stage
  await database.write(clerk, (scope) => startWork(scope, ref))
  const question = { ...ref, question: secret, answerBy: dayOf('2026-12-01') }
  const questionId = await database.write(clerk, (scope) => askApplicant(scope, stage, question))
  await database.write(person, (scope) => answerQuestion(scope, stage, { ...ref, questionId, answer: secret }))
  await database.write(person, (scope) => addMessage(scope, stage, { ...ref, text: secret }))
  await database.write(clerk, (scope) => addMessage(scope, stage, { ...ref, text: secret }))
  await database.write(clerk, (scope) => addNote(scope, stage, { ...ref, text: secret }))
  const decision = {
    outcome: 'rejected',
    text: secret,
    reasons: secret,
    remedies: secret,
    notifiedOn: dayOf('2026-11-23'),
  } as const
  await database.write(clerk, (scope) => decideCase(scope, stage, { ...ref, ...decision }))
  await database.write(clerk, (scope) => closeCase(scope, stage, { ...ref, reason: 'done', note: secret }))
  return { ref, person }
}

/** Every text, jsonb and bytea of every table, as one long text. */
async function dump(stage: Stage): Promise<string> {
  const columns = await asOwner<{ table: string; column: string }>(
    stage.urls,
    `select format('%I.%I', table_schema, table_name) as "table", quote_ident(column_name) as "column" from information_schema.columns
     where table_schema in ('kernel', 'egovernment') and data_type in ('text', 'jsonb', 'bytea', 'ARRAY', 'USER-DEFINED')`,
  )
  const texts: string[] = []
  for (const { table, column } of columns) {
    const rows = await asOwner<{ value: unknown }>(
      stage.urls,
      `select ${column} as value from ${table} where ${column} is not null`,
    )
    for (const { value } of rows) texts.push(Buffer.isBuffer(value) ? value.toString('utf8') : JSON.stringify(value))
  }
  return texts.join('\n').toLowerCase()
}

/** The word as it would lie in a table: plain, folded for search, or as somebody's clever encoding. */
const traces = [
  secret,
  'zwetschgenwahe',
  Buffer.from(secret).toString('base64').slice(0, 16),
  Buffer.from(secret).toString('hex'),
].map((trace) => trace.toLowerCase())

test('before erasing, only the clear list columns and the search words hold the name', async () => {
  const stage = await openCaseStage()
  await talkativeCase(stage)
  const text = await dump(stage)
  expect(text).toContain('zwetschgenwähe muster')
  expect(text).toContain('zwetschgenwahe')
  // Name column, its search word and the address for search: nothing else is clear.
  expect(text.split('zwetschgenwähe').length - 1).toBe(2)
})

test('erasing leaves no word of a case in any table, and no key that could open a backup', async () => {
  const stage = await openCaseStage()
  const { ref, person } = await talkativeCase(stage)
  const other = await stage.hand()
  await stage.database.write(erasure, (scope) => eraseCase(scope, ref, 'Aufbewahrung abgelaufen'))

  const text = await dump(stage)
  for (const trace of traces) expect(text).not.toContain(trace)
  const keys = await asOwner(stage.urls, 'select subject_id from kernel.sealing_keys')
  expect(keys).toEqual([{ subject_id: other.caseId }])

  // What remains says that there was a case, when, and what became of it.
  const left = await stage.database.read(clerk, (scope) => findCase(scope, ref))
  expect(left).toMatchObject({ isErased: true, applicantName: '', subject: '', status: 'closed', number: ref.number })
  expect(await stage.database.read(person, (scope) => findCase(scope, ref))).toBeUndefined()
  await expect(stage.database.read(clerk, (scope) => readCaseDetails(scope, stage, ref))).rejects.toMatchObject({
    status: 410,
  })
  await expect(
    stage.database.write(holderOf(ref), (scope) => addMessage(scope, stage, { ...ref, text: 'Hallo?' })),
  ).rejects.toMatchObject({ status: 410 })
  await stage.database.read(clerk, (scope) => readCaseDetails(scope, stage, other))
})

test('a legal hold stops erasing until it is lifted', async () => {
  const stage = await openCaseStage()
  const { ref } = await talkativeCase(stage)
  const lead = staffOf(kriens, 'lead')
  await stage.database.write(lead, (scope) =>
    setLegalHold(scope, { ...ref, isHeld: true, reason: 'Beschwerde hängig' }),
  )
  const erase = () => stage.database.write(erasure, (scope) => eraseCase(scope, ref, 'Aufbewahrung abgelaufen'))
  await expect(erase()).rejects.toMatchObject({ status: 409, userMessage: 'egovernment.cases.error.held' })
  expect((await dump(stage)).split('zwetschgenwähe').length).toBe(3)
  await stage.database.write(lead, (scope) =>
    setLegalHold(scope, { ...ref, isHeld: false, reason: 'Beschwerde erledigt' }),
  )
  await erase()
  await erase()
  const events = await asOwner(
    stage.urls,
    `select count(*)::int as n from egovernment.case_events where type = 'erased'`,
  )
  expect(events).toEqual([{ n: 1 }])
})

test('only the program for the purpose of erasing removes anything', async () => {
  const stage = await openCaseStage()
  const { ref } = await talkativeCase(stage)
  for (const purpose of ['submission', 'case-access', 'case-mail', 'cleaning', 'receipts']) {
    await stage.database.write(systemActor(purpose), (scope) => eraseCase(scope, ref, 'Versuch')).catch(() => {})
  }
  expect((await stage.database.read(clerk, (scope) => readCaseDetails(scope, stage, ref))).messages).toHaveLength(2)
})

test('the public hash says nothing about erased answers: the same answers give another one', async () => {
  const stage = await openCaseStage()
  const [one, two] = [await stage.hand(), await stage.hand()]
  const rows = await asOwner<{ content_hash: Buffer }>(stage.urls, 'select content_hash from egovernment.cases')
  expect(new Set(rows.map(({ content_hash }) => content_hash.toString('hex'))).size).toBe(2)
  const plain = createHash('sha256')
    .update(JSON.stringify({ what: 'Loch in der Beispielstrasse' }))
    .digest()
  expect(rows.some(({ content_hash }) => content_hash.equals(plain))).toBe(false)
  expect(one.caseId).not.toBe(two.caseId)
})
