import { expect, test } from 'vitest'
import { type Actor, publicActor, systemActor } from '#kernel/db/actor.ts'
import { statement } from '#kernel/db/transaction.ts'
import { asOwner } from '#test/support/test-database.ts'
import { answerQuestion } from '../../src/modules/egovernment/cases/answer-question.ts'
import { askApplicant } from '../../src/modules/egovernment/cases/ask-applicant.ts'
import { dayOf } from '../../src/modules/egovernment/cases/case-record.ts'
import { startWork } from '../../src/modules/egovernment/cases/start-work.ts'
import { holderOf, kriens, openCaseStage, somePerson, staffOf } from '../../src/modules/egovernment/cases/test-cases.ts'

type Stage = Awaited<ReturnType<typeof openCaseStage>>

/** What PostgreSQL says to a statement that an attacker got in under somebody's own name: rows changed, or its code of refusal. */
async function inject(stage: Stage, actor: Actor, text: string, values: readonly unknown[]): Promise<number | string> {
  try {
    return await stage.database.write(actor, async (scope) => {
      const { numAffectedRows } = await scope.db.executeQuery(statement(text, values))
      return Number(numAffectedRows ?? 0n)
    })
  } catch (error) {
    if (error instanceof Error && 'code' in error && typeof error.code === 'string') return error.code
    throw error
  }
}

const denied = '42501'

async function stageWithCase() {
  const stage = await openCaseStage()
  const person = await somePerson(stage)
  const ref = await stage.hand({ parties: [{ partyId: person.partyId, role: 'applicant' }] })
  const clerk = staffOf(kriens)
  await stage.database.write(clerk, (scope) => startWork(scope, ref))
  await stage.database.write(clerk, (scope) =>
    askApplicant(scope, stage, { ...ref, question: 'Wo?', answerBy: dayOf('2026-12-01') }),
  )
  const [question] = await asOwner<{ id: string }>(stage.urls, 'select id from egovernment.case_questions')
  return { stage, ref, person, clerk, questionId: question?.id ?? '', holder: holderOf(ref) }
}

test('who holds a case puts no word into the mouth of staff or of another person', async () => {
  const { stage, ref, person, clerk, holder } = await stageWithCase()
  const stranger = await somePerson(stage)
  const keys = [ref.authorityId, ref.caseId]
  const event = `insert into egovernment.case_events (authority_id, case_id, id, type, at, actor_kind, staff_id, party_id, visible_to_applicant)
    values ($1, $2, uuidv7(), $3, now(), $4, $5, $6, $7)`
  const message = `insert into egovernment.case_messages (authority_id, case_id, id, direction, staff_id, party_id, sealed, at, read_at)
    values ($1, $2, uuidv7(), $3, $4, $5, '\\x00', now(), $6)`
  for (const actor of [person, holder] as const) {
    const tries: [string, unknown[]][] = [
      [event, [...keys, 'decided', actor.kind, null, null, true]],
      [event, [...keys, 'closed', 'staff', clerk.staffId, null, true]],
      [event, [...keys, 'message_received', 'staff', null, null, true]],
      [event, [...keys, 'message_received', 'system', null, null, true]],
      [event, [...keys, 'message_received', actor.kind, clerk.staffId, null, true]],
      [event, [...keys, 'message_received', actor.kind, null, stranger.partyId, true]],
      [event, [...keys, 'message_received', actor.kind, null, null, false]],
      [message, [...keys, 'out', null, null, null]],
      [message, [...keys, 'out', clerk.staffId, null, null]],
      [message, [...keys, 'in', clerk.staffId, null, null]],
      [message, [...keys, 'in', null, stranger.partyId, null]],
      [message, [...keys, 'in', null, null, '2026-11-22T13:30:00Z']],
      [
        `insert into egovernment.case_withdrawals (authority_id, case_id, id, party_id, at) values ($1, $2, uuidv7(), $3, now())`,
        [...keys, stranger.partyId],
      ],
      [
        `insert into egovernment.case_files (authority_id, case_id, file_id, role, at) values ($1, $2, uuidv7(), 'decision', now())`,
        keys,
      ],
      [
        `insert into egovernment.case_files (authority_id, case_id, file_id, role, at, visible_to_applicant) values ($1, $2, uuidv7(), 'message', now(), false)`,
        keys,
      ],
      [
        `insert into egovernment.case_decisions values ($1, $2, uuidv7(), 'approved', '\\x00', '2026-11-22', $3, now())`,
        [...keys, clerk.staffId],
      ],
      [`insert into egovernment.case_notes values ($1, $2, uuidv7(), $3, '\\x00', now())`, [...keys, clerk.staffId]],
      [
        `insert into egovernment.case_participants values ($1, $2, 'luzern', null, $3, now())`,
        [...keys, clerk.staffId],
      ],
      [
        `insert into egovernment.case_access_codes (authority_id, case_id, id, hash, created_at) values ($1, $2, uuidv7(), sha256('x'), now())`,
        keys,
      ],
      [
        `insert into egovernment.case_parties (authority_id, case_id, id, party_id, role, channel, added_at) values ($1, $2, uuidv7(), $3, 'applicant', 'web', now())`,
        [...keys, stranger.partyId],
      ],
    ]
    for (const [text, values] of tries)
      expect(await inject(stage, actor, text, values), `${actor.kind}: ${text} ${values}`).toBe(denied)
    // What is hers to say, she says.
    expect(await inject(stage, actor, event, [...keys, 'message_received', actor.kind, null, null, true])).toBe(1)
    expect(await inject(stage, actor, message, [...keys, 'in', null, null, null])).toBe(1)
  }
})

test('an answer that was given is not replaced', async () => {
  const { stage, ref, person, holder, questionId } = await stageWithCase()
  await stage.database.write(person, (scope) => answerQuestion(scope, stage, { ...ref, questionId, answer: 'Dort' }))
  for (const actor of [person, holder])
    expect(
      await inject(stage, actor, `update egovernment.case_questions set sealed_answer = '\\x00' where id = $1`, [
        questionId,
      ]),
    ).toBe(0)
})

test('an audit entry stands in the name of who wrote it', async () => {
  const { stage, ref, person, clerk, holder } = await stageWithCase()
  const text = `insert into kernel.audit_entries (authority_id, at, action, kind, actor_kind, actor_id, salt) values ($1, now(), 'x', 'act', $2, $3, '\\x00')`
  const write = (actor: Actor, kind: string, id: string | null) =>
    inject(stage, actor, text, [ref.authorityId, kind, id])
  const names: [Actor, string | null][] = [
    [clerk, clerk.staffId],
    [person, person.partyId],
    [holder, ref.caseId],
    [publicActor, null],
    [systemActor('submission'), 'submission'],
  ]
  for (const [actor] of names) {
    for (const [other, otherId] of names) {
      const isOwn = actor === other
      expect(await write(actor, other.kind, otherId), `${actor.kind} as ${other.kind}`).toBe(isOwn ? 1 : denied)
    }
    expect(await write(actor, actor.kind, '01a20414-f1b7-7353-8e68-5b41049328b4')).toBe(denied)
  }
})

test('only the program writes mails, and nobody reads those of others', async () => {
  const { stage, person, clerk, holder } = await stageWithCase()
  const text = `insert into kernel.mails (id, key, to_address, language, subject, body_text, created_at)
    values (uuidv7(), gen_random_uuid()::text, 'a@b.example', 'de', 'x', 'x', now())`
  for (const actor of [person, clerk, holder, publicActor]) {
    expect(await inject(stage, actor, text, []), actor.kind).toBe(denied)
    expect(await inject(stage, actor, 'select 1 from kernel.mails', []), actor.kind).toBe(0)
  }
})

test('nobody but the program takes files, keys, drafts, sessions or roles', async () => {
  const { stage, ref, person, clerk, holder } = await stageWithCase()
  const tries: [string, unknown[]][] = [
    [
      `insert into kernel.sealing_keys (authority_id, subject_id, master_key_id, wrapped_key) values ('kriens', uuidv7(), 'x', '\\x00')`,
      [],
    ],
    [
      `insert into kernel.staff_roles (staff_id, authority_id, role, valid_from) values ($1, 'kriens', 'admin', '2026-01-01')`,
      [clerk.staffId],
    ],
    [`insert into kernel.party_authorities values ('luzern', $1, now())`, [person.partyId]],
    [
      `insert into kernel.representations (party_id, by_party_id, mandate, valid_from) values ($1, uuidv7(), 'x', '2026-01-01')`,
      [person.partyId],
    ],
    [
      `insert into kernel.api_keys (id, authority_id, name, key_hash, scopes, created_at, expires_at) values (uuidv7(), 'kriens', 'x', 'x', '{cases.read}', now(), now() + interval '1 day')`,
      [],
    ],
    [
      `insert into egovernment.drafts (authority_id, id, token_hash, service_id, version_id, language, created_at, updated_at, expires_at)
      values ('kriens', uuidv7(), sha256('x'), 'umzug', uuidv7(), 'de', now(), now(), now())`,
      [],
    ],
    [
      `insert into kernel.stored_files (id, type, size, sealed_about, created_at) values (uuidv7(), 'x', 1, '\\x00', now())`,
      [],
    ],
  ]
  for (const actor of [person, clerk, holder, publicActor])
    for (const [text, values] of tries)
      expect(await inject(stage, actor, text, values), `${actor.kind} ${text}`).toBe(denied)
  const session = (kind: string, caseId: string | null) =>
    inject(
      stage,
      holder,
      `insert into kernel.sessions (token_hash, id, kind, case_authority_id, case_id, authenticated_at, created_at, last_seen_at, expires_at)
      values (gen_random_uuid()::text, uuidv7(), $1, 'kriens', $2, now(), now(), now(), now())`,
      [kind, caseId],
    )
  expect(await session('case', ref.caseId)).toBe(1)
  expect(await session('case', '01a20414-f1b7-7353-8e68-5b41049328b4')).toBe(denied)
  for (const gone of ['kernel.audit_entries', 'egovernment.case_events', 'kernel.audit_links'])
    for (const actor of [clerk, systemActor('audit'), systemActor('erasure')])
      if (gone !== 'egovernment.case_events' || actor.kind !== 'system')
        expect(await inject(stage, actor, `delete from ${gone}`, []), gone).toBe(denied)
})
