import { expect, test } from 'vitest'
import { fixedClock } from '#kernel/clock.ts'
import { asOwner, testNow } from '#test/support/test-database.ts'
import { newAccessCode } from './access-code.ts'
import { findContact } from './case-contact.ts'
import { caseNumber } from './case-number.ts'
import type { CaseRef } from './case-record.ts'
import { proveAccess } from './prove-access.ts'
import { askForNewCode, caseAccess, makeMailLink, renewAccessCode, useMailLink } from './renew-access-code.ts'
import { openCaseStage } from './test-cases.ts'

const ip = '192.0.2.1'

type Stage = Awaited<ReturnType<typeof openCaseStage>>

/** The token of a link to a new code, mailed to the address of the case. */
const mailLink = (stage: Stage, ref: CaseRef) =>
  stage.database.write(caseAccess, async (scope) => {
    const contact = await findContact(scope, stage, ref)
    return contact ? makeMailLink(scope, ref, contact, 'renew_code') : ''
  })

test('number and code together prove a case, as people type them', async () => {
  const stage = await openCaseStage()
  const made = await stage.hand()
  const typed = {
    number: ` ${made.number.toLowerCase().replaceAll('-', ' ')}`,
    code: made.accessCode.toLowerCase().replaceAll('-', ''),
  }
  expect(await proveAccess(stage.database, { ...typed, ip })).toEqual({
    authorityId: made.authorityId,
    caseId: made.caseId,
  })
})

test('a wrong code, another case and an unknown number look the same', async () => {
  const stage = await openCaseStage()
  const [one, two] = [await stage.hand(), await stage.hand()]
  const unknown = caseNumber({ code: 'KRI', serial: 99_999_999 })
  const wrong = [
    { number: one.number, code: newAccessCode() },
    { number: one.number, code: two.accessCode },
    { number: unknown, code: one.accessCode },
    { number: 'nonsense', code: 'nonsense' },
  ]
  for (const attempt of wrong) expect(await proveAccess(stage.database, { ...attempt, ip })).toBeUndefined()
})

test('a thousand guesses at once are slowed, and the one who knows is let in soon after', async () => {
  const clock = fixedClock(testNow)
  const stage = await openCaseStage(clock, 8)
  const { number, accessCode } = await stage.hand()
  const guesses = await Promise.allSettled(
    Array.from({ length: 300 }, () => proveAccess(stage.database, { number, code: newAccessCode(), ip })),
  )
  const looked = guesses.filter(({ status }) => status === 'fulfilled')
  expect(looked.length).toBeLessThanOrEqual(6)
  for (const guess of guesses) if (guess.status === 'rejected') expect(guess.reason).toMatchObject({ status: 429 })

  // From elsewhere it works at once; from the same address after the wait. Nothing is ever locked.
  expect(await proveAccess(stage.database, { number, code: accessCode, ip: '192.0.2.2' })).toBeDefined()
  await expect(proveAccess(stage.database, { number, code: accessCode, ip })).rejects.toMatchObject({ status: 429 })
  clock.advance(61_000)
  expect(await proveAccess(stage.database, { number, code: accessCode, ip })).toBeDefined()
})

test('many addresses guessing one number hold up the one who knows for two seconds at most', async () => {
  const clock = fixedClock(testNow)
  const stage = await openCaseStage(clock, 8)
  const { number, accessCode } = await stage.hand()
  for (let host = 1; host <= 40; host += 1)
    await proveAccess(stage.database, { number, code: newAccessCode(), ip: `198.51.100.${host}` }).catch(() => {})
  clock.advance(2_001)
  expect(await proveAccess(stage.database, { number, code: accessCode, ip })).toBeDefined()
})

test('a new code opens the case, the old one no longer does', async () => {
  const stage = await openCaseStage()
  const made = await stage.hand()
  const code = await stage.database.write(caseAccess, async (scope) => renewAccessCode(scope, made))
  expect(await proveAccess(stage.database, { number: made.number, code: made.accessCode, ip })).toBeUndefined()
  expect(await proveAccess(stage.database, { number: made.number, code, ip })).toBeDefined()
})

test('a mail link works once, for its purpose, for an hour', async () => {
  const clock = fixedClock(testNow)
  const stage = await openCaseStage(clock)
  const made = await stage.hand()
  const link = (token: string, purpose: 'renew_code' | 'confirm_address' = 'renew_code') =>
    stage.database.write(caseAccess, (scope) => useMailLink(scope, token, purpose))
  const make = () => mailLink(stage, made)
  const token = await make()
  expect(await link(token, 'confirm_address')).toBeUndefined()
  const uses = await Promise.all([link(token), link(token), link(token)])
  expect(uses.filter((use) => use !== undefined)).toEqual([{ authorityId: made.authorityId, caseId: made.caseId }])
  const late = await make()
  clock.advance(3_600_001)
  expect(await link(late)).toBeUndefined()
  expect(await link('x')).toBeUndefined()
})

test('a new code is asked for by mail only with the right address, and three times an hour', async () => {
  const stage = await openCaseStage()
  const { number, ...made } = await stage.hand()
  const ask = (email: string, about: string = number) =>
    stage.database.write(caseAccess, (scope) => askForNewCode(scope, stage, { number: about, email }))
  const asked = async () =>
    (await asOwner(stage.urls, `select payload from kernel.outbox where name = 'egovernment.mail_case_link'`)).length
  await ask('somebody@else.example')
  await ask('petra@beispielhaft.example', caseNumber({ code: 'KRI', serial: 77 }))
  expect(await asked()).toBe(0)
  await ask(' Petra@Beispielhaft.example ')
  expect(await asked()).toBe(1)
  for (let times = 0; times < 3; times += 1) await mailLink(stage, made)
  await ask('petra@beispielhaft.example')
  expect(await asked()).toBe(1)
  const contact = await stage.database.read(caseAccess, (scope) => findContact(scope, stage, made))
  const known = { email: 'petra@beispielhaft.example', language: 'de', partyId: null, isConfirmed: true }
  expect(contact).toEqual({ ...known, contactId: expect.any(String) })
})
