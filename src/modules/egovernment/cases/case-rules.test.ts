import { v7 } from 'uuid'
import { expect, test } from 'vitest'
import { fixedClock } from '#kernel/clock.ts'
import type { Actor } from '#kernel/db/actor.ts'
import type { WriteScope } from '#kernel/db/scope.ts'
import { type IsoDate, isIsoDate } from '#kernel/i18n/format.ts'
import { asOwner, testNow } from '#test/support/test-database.ts'
import { addMessage } from './add-message.ts'
import { addNote } from './add-note.ts'
import { answerQuestion } from './answer-question.ts'
import { askApplicant } from './ask-applicant.ts'
import { assignCase } from './assign-case.ts'
import { listNotes, readCaseDetails } from './case-details.ts'
import { findCase } from './case-queries.ts'
import type { CaseRef } from './case-record.ts'
import { claimCase } from './claim-case.ts'
import { closeCase } from './close-case.ts'
import { decideCase } from './decide-case.ts'
import { forwardCase } from './forward-case.ts'
import { markRead } from './mark-read.ts'
import { openByCode } from './prove-access.ts'
import { caseAccess } from './renew-access-code.ts'
import { reopenCase } from './reopen-case.ts'
import { startWork } from './start-work.ts'
import { holderOf, kriens, luzern, openCaseStage, somePerson, staffOf } from './test-cases.ts'
import { withdrawCase } from './withdraw-case.ts'

type Stage = Awaited<ReturnType<typeof openCaseStage>>

const clerk = staffOf(kriens)

function day(text: string): IsoDate {
  if (!isIsoDate(text)) throw new Error('no day')
  return text
}

const decision = { outcome: 'approved', text: 'Wir flicken das Loch.', notifiedOn: day('2026-11-23') } as const

function decide(stage: Stage, ref: CaseRef, who = clerk): Promise<string> {
  return stage.database.write(who, (scope) => decideCase(scope, stage, { ...ref, ...decision }))
}

async function startedCase(stage: Stage): Promise<CaseRef> {
  const { authorityId, caseId } = await stage.hand()
  await stage.database.write(clerk, (scope) => startWork(scope, { authorityId, caseId }))
  return { authorityId, caseId }
}

function statusIn(stage: Stage, ref: CaseRef): Promise<string | undefined> {
  return stage.database.read(clerk, async (scope) => (await findCase(scope, ref))?.status)
}

test('a case goes its way: taken up, asked back, answered, decided, closed, reopened', async () => {
  const clock = fixedClock(testNow)
  const stage = await openCaseStage(clock)
  const ref = await startedCase(stage)
  const holder = holderOf(ref)

  const questionId = await stage.database.write(clerk, (scope) =>
    askApplicant(scope, stage, { ...ref, question: 'Vor welchem Haus?', answerBy: day('2026-12-01') }),
  )
  expect(await statusIn(stage, ref)).toBe('waiting_for_applicant')
  clock.set('2026-11-25T09:00:00Z')
  const answered = await stage.database.write(holder, (scope) =>
    answerQuestion(scope, stage, { ...ref, questionId, answer: 'Vor Nummer 7' }),
  )
  // Three days of waiting for the applicant do not count against the authority, and the Saturday that comes of it is a Monday.
  expect(answered).toMatchObject({
    status: 'in_progress',
    dueOn: '2026-12-07',
    expectedOn: '2026-12-07',
    hasUnread: true,
  })

  clock.set('2026-11-23T09:00:00Z')
  await decide(stage, ref)
  await stage.database.write(clerk, (scope) =>
    closeCase(scope, stage, { ...ref, reason: 'done', note: 'Danke für den Hinweis.' }),
  )
  expect(await statusIn(stage, ref)).toBe('closed')
  await stage.database.write(clerk, (scope) => reopenCase(scope, { ...ref, reason: 'Loch wieder da' }))

  const seen = await stage.database.read(holder, (scope) => readCaseDetails(scope, stage, ref))
  expect(seen.events.map(({ type }) => type)).toEqual([
    'received',
    'work_started',
    'question_asked',
    'question_answered',
    'decided',
    'closed',
    'reopened',
  ])
  expect(seen.questions).toMatchObject([{ question: 'Vor welchem Haus?', answer: 'Vor Nummer 7' }])
  expect(seen.decisions).toMatchObject([
    { outcome: 'approved', text: 'Wir flicken das Loch.', signedBy: clerk.staffId },
  ])
  expect(seen.closures[0]?.note).toBe('Danke für den Hinweis.')
  expect(seen.closures[0]?.reopenedAt).not.toBeNull()
  expect(seen.submission.answers).toEqual({ what: 'Loch in der Beispielstrasse, von Petra Beispielhaft gesehen' })
})

test('every step is announced with ids only and audited with the role', async () => {
  const stage = await openCaseStage()
  const ref = await startedCase(stage)
  await decide(stage, ref)
  const events = await asOwner<{ name: string; payload: object }>(
    stage.urls,
    'select name, payload from kernel.outbox order by id',
  )
  expect(events.map(({ name }) => name)).toEqual([
    'egovernment.case_received',
    'egovernment.case_work_started',
    'egovernment.case_decided',
  ])
  expect(JSON.stringify(events)).not.toContain('Loch')
  const audit = await asOwner(
    stage.urls,
    `select action, actor_role from kernel.audit_entries where actor_kind = 'staff' order by id`,
  )
  expect(audit).toEqual([
    { action: 'egovernment.case.work_started', actor_role: 'clerk' },
    { action: 'egovernment.case.decided', actor_role: 'clerk' },
  ])
})

test('of a hundred who decide at once, one does', async () => {
  const stage = await openCaseStage(undefined, 12)
  const ref = await startedCase(stage)
  const results = await Promise.allSettled(Array.from({ length: 100 }, () => decide(stage, ref, staffOf(kriens))))
  expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  for (const result of results) if (result.status === 'rejected') expect(result.reason).toMatchObject({ status: 409 })
  expect(await asOwner(stage.urls, 'select count(*)::int as n from egovernment.case_decisions')).toEqual([{ n: 1 }])
})

test('nobody decides before work has begun', async () => {
  const stage = await openCaseStage()
  const ref = await stage.hand()
  await expect(decide(stage, ref)).rejects.toMatchObject({
    status: 409,
    userMessage: 'egovernment.cases.error.not_decide',
  })
})

test('a refusal needs reasons and legal remedies, and no day in the past', async () => {
  const stage = await openCaseStage()
  const ref = await startedCase(stage)
  const refuse = (more: { reasons?: string; remedies?: string; notifiedOn?: IsoDate }) =>
    stage.database.write(clerk, (scope) =>
      decideCase(scope, stage, { ...ref, ...decision, outcome: 'rejected', ...more }),
    )
  await expect(refuse({ reasons: 'Kein Loch.' })).rejects.toMatchObject({ status: 422 })
  await expect(refuse({ remedies: 'Einsprache innert 20 Tagen.' })).rejects.toMatchObject({ status: 422 })
  const full = { reasons: 'Kein Loch.', remedies: 'Einsprache innert 20 Tagen.' }
  await expect(refuse({ ...full, notifiedOn: day('2026-11-21') })).rejects.toMatchObject({ status: 422 })
  await refuse(full)
  expect(await statusIn(stage, ref)).toBe('decided')
})

test('the applicant withdraws what has not been decided, and only that', async () => {
  const stage = await openCaseStage()
  const [first, second] = [await stage.hand(), await startedCase(stage)]
  const withdraw = (ref: CaseRef) =>
    stage.database.write(holderOf(ref), (scope) => withdrawCase(scope, stage, { ...ref, reason: 'Hat sich erledigt' }))
  expect((await withdraw(first)).status).toBe('withdrawn')
  await decide(stage, second)
  await expect(withdraw(second)).rejects.toMatchObject({ status: 409 })
})

test('messages go both ways and are marked as read', async () => {
  const stage = await openCaseStage()
  const ref = await startedCase(stage)
  const holder = holderOf(ref)
  await stage.database.write(holder, (scope) => addMessage(scope, stage, { ...ref, text: 'Es ist grösser geworden.' }))
  expect((await stage.database.read(clerk, (scope) => findCase(scope, ref)))?.hasUnread).toBe(true)
  const incoming = await stage.database.read(clerk, (scope) => readCaseDetails(scope, stage, ref))
  const { updatedAt } = (await stage.database.read(clerk, (scope) => findCase(scope, ref))) ?? {
    updatedAt: new Date(0),
  }
  await stage.database.write(clerk, async (scope) => markRead(scope, ref, { ...incoming, updatedAt }))
  await stage.database.write(clerk, (scope) => addMessage(scope, stage, { ...ref, text: 'Wir kommen morgen.' }))
  const { messages } = await stage.database.read(holder, (scope) => readCaseDetails(scope, stage, ref))
  expect(messages.map(({ direction, text, readAt }) => [direction, text, readAt !== null])).toEqual([
    ['in', 'Es ist grösser geworden.', true],
    ['out', 'Wir kommen morgen.', false],
  ])
  expect((await stage.database.read(clerk, (scope) => findCase(scope, ref)))?.hasUnread).toBe(false)
})

test('what comes in after a case was looked at stays new', async () => {
  const clock = fixedClock(testNow)
  const stage = await openCaseStage(clock)
  const ref = await startedCase(stage)
  const write = async (text: string, at: string) => {
    clock.set(at)
    await stage.database.write(holderOf(ref), (scope) => addMessage(scope, stage, { ...ref, text }))
  }
  const look = () =>
    stage.database.read(clerk, async (scope) => {
      const record = await findCase(scope, ref)
      const { messages } = await readCaseDetails(scope, stage, ref)
      return { updatedAt: record?.updatedAt ?? new Date(0), messages, hasUnread: record?.hasUnread }
    })
  await write('Es ist grösser geworden.', '2026-11-23T09:00:00Z')
  const seen = await look()
  await write('Jetzt ist jemand gestürzt.', '2026-11-23T09:00:01Z')
  await stage.database.write(clerk, async (scope) => markRead(scope, ref, seen))
  const after = await look()
  expect(after.hasUnread).toBe(true)
  expect(after.messages.map(({ text, readAt }) => [text, readAt !== null])).toEqual([
    ['Es ist grösser geworden.', true],
    ['Jetzt ist jemand gestürzt.', false],
  ])
  await stage.database.write(clerk, async (scope) => markRead(scope, ref, after))
  expect((await look()).hasUnread).toBe(false)
})

test.each([
  ['an empty text', '', 'text_missing'],
  ['blanks', '   ', 'text_missing'],
  ['ten thousand and one characters', 'x'.repeat(10_001), 'text_long'],
  ['a NUL', 'a\u0000b', 'text_characters'],
  ['half a surrogate pair', '\ud800', 'text_characters'],
])('%s is no message', async (_name, text, key) => {
  const stage = await openCaseStage()
  const ref = await stage.hand()
  await expect(
    stage.database.write(holderOf(ref), (scope) => addMessage(scope, stage, { ...ref, text })),
  ).rejects.toMatchObject({ status: 422, userMessage: `egovernment.cases.error.${key}` })
})

test('notes are for staff only', async () => {
  const stage = await openCaseStage()
  const ref = await startedCase(stage)
  await stage.database.write(clerk, (scope) => addNote(scope, stage, { ...ref, text: 'Rückfrage beim Werkdienst' }))
  expect(await stage.database.read(clerk, (scope) => listNotes(scope, stage, ref))).toMatchObject([
    { text: 'Rückfrage beim Werkdienst' },
  ])
  expect(await stage.database.read(holderOf(ref), (scope) => listNotes(scope, stage, ref))).toEqual([])
  const { events } = await stage.database.read(holderOf(ref), (scope) => readCaseDetails(scope, stage, ref))
  expect(events.map(({ type }) => type)).not.toContain('note_added')
})

test('a forwarded case is worked on by both authorities and decided by the first', async () => {
  const stage = await openCaseStage()
  const ref = await startedCase(stage)
  const other = staffOf(luzern)
  const asOther = <Result>(work: (scope: WriteScope<typeof other>) => Promise<Result>) =>
    stage.database.write(other, work)
  await expect(asOther((scope) => addNote(scope, stage, { ...ref, text: 'Hallo' }))).rejects.toMatchObject({
    status: 404,
  })
  await stage.database.write(clerk, (scope) => forwardCase(scope, { ...ref, to: luzern, reason: 'Grenze' }))
  await expect(
    stage.database.write(clerk, (scope) => forwardCase(scope, { ...ref, to: luzern, reason: 'Grenze' })),
  ).rejects.toMatchObject({ status: 409 })
  await asOther((scope) => addNote(scope, stage, { ...ref, text: 'Unsere Seite ist in Ordnung' }))
  await asOther((scope) => addMessage(scope, stage, { ...ref, text: 'Grüsse aus Luzern' }))
  await expect(decide(stage, ref, other)).rejects.toMatchObject({ status: 403 })
  await expect(asOther((scope) => closeCase(scope, stage, { ...ref, reason: 'done' }))).rejects.toMatchObject({
    status: 403,
  })
  await decide(stage, ref)
})

test('a case is given to a colleague and another unit', async () => {
  const stage = await openCaseStage()
  const ref = await startedCase(stage)
  const colleague = staffOf(kriens)
  const moved = await stage.database.write(clerk, (scope) =>
    assignCase(scope, { ...ref, assignedTo: colleague.staffId }),
  )
  expect(moved).toMatchObject({ assignedTo: colleague.staffId, unitId: 'works' })
  // Taking up again does not take it from her.
  await stage.database.write(clerk, (scope) =>
    askApplicant(scope, stage, { ...ref, question: 'Wo?', answerBy: day('2026-12-01') }),
  )
  expect((await stage.database.write(clerk, (scope) => startWork(scope, ref))).assignedTo).toBe(colleague.staffId)
})

test('a question is answered once, also by two at the same time', async () => {
  const stage = await openCaseStage()
  const ref = await startedCase(stage)
  const questionId = await stage.database.write(clerk, (scope) =>
    askApplicant(scope, stage, { ...ref, question: 'Wo?', answerBy: day('2026-12-01') }),
  )
  const answer = (text: string) =>
    stage.database.write(holderOf(ref), (scope) => answerQuestion(scope, stage, { ...ref, questionId, answer: text }))
  const results = await Promise.allSettled([answer('Hier'), answer('Dort')])
  expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  for (const result of results) if (result.status === 'rejected') expect(result.reason).toMatchObject({ status: 409 })
})

test('with two questions open the case waits for both answers', async () => {
  const stage = await openCaseStage()
  const ref = await startedCase(stage)
  const ask = (question: string) =>
    stage.database.write(clerk, (scope) =>
      askApplicant(scope, stage, { ...ref, question, answerBy: day('2026-12-01') }),
    )
  const [one, two] = [await ask('Wo?'), await ask('Wann?')]
  const answer = (questionId: string) =>
    stage.database.write(holderOf(ref), (scope) => answerQuestion(scope, stage, { ...ref, questionId, answer: 'So' }))
  expect((await answer(one)).status).toBe('waiting_for_applicant')
  expect((await answer(two)).status).toBe('in_progress')
})

test('a guest who signs in later claims her case and acts on it', async () => {
  const stage = await openCaseStage()
  const ref = await stage.hand()
  const person = await somePerson(stage)
  const see = (actor: Actor) => stage.database.read(actor, (scope) => findCase(scope, ref))
  expect(await see(person)).toBeUndefined()
  await openByCode(stage.database, { ...ref, code: ref.accessCode, ip: '192.0.2.1', origin: 'http://wegweiser.test' })
  const [session] = await asOwner<{ id: string }>(stage.urls, `select id from kernel.sessions where kind = 'case'`)
  const claim = (sessionId: string) =>
    stage.database.write(caseAccess, (scope) => claimCase(scope, { ...ref, partyId: person.partyId, sessionId }))
  await expect(claim(v7())).rejects.toMatchObject({ status: 404 })
  for (let times = 0; times < 2; times += 1) await claim(session?.id ?? '')
  expect((await see(person))?.caseId).toBe(ref.caseId)
  await stage.database.write(person, (scope) => addMessage(scope, stage, { ...ref, text: 'Ich bin es.' }))
  const { events } = await stage.database.read(person, (scope) => readCaseDetails(scope, stage, ref))
  expect(events.map(({ type, partyId }) => [type, partyId])).toEqual([
    ['received', null],
    ['claimed', person.partyId],
    ['message_received', person.partyId],
  ])
})

test('what belongs to others answers like what is not there', async () => {
  const stage = await openCaseStage()
  const ref = await startedCase(stage)
  const nonsense = { ...ref, caseId: (await openCaseStage().then((other) => other.hand())).caseId }
  for (const target of [ref, nonsense]) {
    await expect(stage.database.write(staffOf(luzern), (scope) => startWork(scope, target))).rejects.toMatchObject({
      status: 404,
    })
  }
})
