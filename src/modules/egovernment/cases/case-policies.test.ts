import { randomBytes } from 'node:crypto'
import { v7 } from 'uuid'
import { expect, test } from 'vitest'
import { type Actor, publicActor, systemActor } from '#kernel/db/actor.ts'
import { statement } from '#kernel/db/transaction.ts'
import { slug } from '#kernel/ids.ts'
import { asOwner } from '#test/support/test-database.ts'
import { addMessage } from './add-message.ts'
import { addNote } from './add-note.ts'
import { askApplicant } from './ask-applicant.ts'
import { assignCase } from './assign-case.ts'
import { dayOf } from './case-record.ts'
import { closeCase } from './close-case.ts'
import { decideCase } from './decide-case.ts'
import { keepMessageKey } from './message-key.ts'
import { requestCorrection } from './request-correction.ts'
import { startWork } from './start-work.ts'
import { holderOf, kriens, luzern, openCaseStage, somePerson, staffOf } from './test-cases.ts'
import { withdrawCase } from './withdraw-case.ts'

/** Every table with a case in it; `drafts` and their links are tried in their own folder. */
const tables = [
  'cases',
  'case_answers',
  'case_events',
  'case_messages',
  'case_notes',
  'case_files',
  'case_parties',
  'case_participants',
  'case_access_codes',
  'case_mail_links',
  'case_decisions',
  'case_closures',
  'case_withdrawals',
  'case_assignments',
  'case_questions',
  'case_corrections',
  'case_tokens',
  'submission_keys',
  'message_keys',
] as const

type Stage = Awaited<ReturnType<typeof openCaseStage>>

/** A case with at least one row in every table. */
async function fullCase(stage: Stage, at: typeof kriens) {
  const person = await somePerson(stage)
  const ref = await stage.hand({
    authority: { id: at, code: at === kriens ? 'KRI' : 'LUZ' },
    parties: [{ partyId: person.partyId, role: 'applicant' }],
  })
  const clerk = staffOf(at)
  const { database } = stage
  await database.write(clerk, (scope) => startWork(scope, ref))
  await database.write(clerk, (scope) => addNote(scope, stage, { ...ref, text: 'Notiz' }))
  await database.write(clerk, (scope) => assignCase(scope, { ...ref, assignedTo: clerk.staffId }))
  await database.write(clerk, (scope) =>
    askApplicant(scope, stage, { ...ref, question: 'Wo?', answerBy: dayOf('2026-12-01') }),
  )
  await database.write(clerk, (scope) =>
    requestCorrection(scope, stage, {
      ...ref,
      ...{ fields: ['description'], text: 'Wo?', answerBy: dayOf('2026-12-01') },
    }),
  )
  await database.write(person, (scope) => addMessage(scope, stage, { ...ref, text: 'Hallo', fileIds: [] }))
  const key = { hash: randomBytes(32), bodyHash: randomBytes(32) }
  await database.write(clerk, async (scope) => {
    const messageId = await addMessage(scope, stage, { ...ref, text: 'Guten Tag' })
    keepMessageKey(scope, { ...ref, messageId }, key)
  })
  await database.write(person, (scope) => withdrawCase(scope, stage, ref))
  await database.write(clerk, (scope) => closeCase(scope, stage, { ...ref, reason: 'withdrawn', note: 'Ende' }))
  const keys = [ref.authorityId, ref.caseId]
  await asOwner(
    stage.urls,
    `insert into egovernment.case_files (authority_id, case_id, file_id, role, at) values ($1, $2, uuidv7(), 'answer', now())`,
    keys,
  )
  await asOwner(
    stage.urls,
    `insert into egovernment.case_participants values ($1, $2, 'emmen', null, uuidv7(), now())`,
    keys,
  )
  await asOwner(
    stage.urls,
    `insert into egovernment.case_mail_links values ($1, $2, sha256(uuid_send(gen_random_uuid())), 'renew_code', now(), now(), null)`,
    keys,
  )
  await asOwner(
    stage.urls,
    `insert into egovernment.case_decisions values ($1, $2, uuidv7(), 'approved', '\\x00', '2026-11-22', uuidv7(), now())`,
    keys,
  )
  return { ref, person, clerk }
}

function refused(error: unknown): number {
  if (typeof error === 'object' && error !== null && 'code' in error && error.code === '42501') return 0
  throw error
}

test('nobody reads, changes, removes or adds a row of a case that is not hers', async () => {
  const stage = await openCaseStage()
  const [mine, theirs] = [await fullCase(stage, kriens), await fullCase(stage, luzern)]
  const third = await fullCase(stage, kriens)
  const strangers: readonly (readonly [Actor, string, string])[] = [
    [mine.clerk, theirs.ref.authorityId, theirs.ref.caseId],
    [theirs.clerk, mine.ref.authorityId, mine.ref.caseId],
    [mine.person, theirs.ref.authorityId, theirs.ref.caseId],
    [mine.person, third.ref.authorityId, third.ref.caseId],
    [third.person, mine.ref.authorityId, mine.ref.caseId],
    [holderOf(mine.ref), third.ref.authorityId, third.ref.caseId],
    [holderOf(third.ref), mine.ref.authorityId, mine.ref.caseId],
    [holderOf(mine.ref), theirs.ref.authorityId, theirs.ref.caseId],
    [publicActor, mine.ref.authorityId, mine.ref.caseId],
    [systemActor('nothing'), mine.ref.authorityId, mine.ref.caseId],
  ]
  let attempts = 0
  const wrong: string[] = []
  for (const [actor, authorityId, caseId] of strangers) {
    for (const table of tables) {
      const idColumn = table === 'cases' ? 'id' : 'case_id'
      const where = `where authority_id = $1 and ${idColumn} = $2`
      const column = await firstUpdatable(stage, table)
      const tries: readonly (readonly [string, string])[] = [
        ['read', `select 1 from egovernment.${table} ${where}`],
        [
          'read by list',
          `select 1 from egovernment.${table} where (authority_id, ${idColumn}) in (select $1::text, $2::uuid)`,
        ],
        ['change', `update egovernment.${table} set "${column}" = "${column}" ${where}`],
        ['remove', `delete from egovernment.${table} ${where}`],
      ]
      for (const [what, text] of tries) {
        attempts += 1
        const count = await stage.database
          .write(actor, (scope) => scope.db.executeQuery(statement(text, [authorityId, caseId])))
          .then(({ rows, numAffectedRows }) => rows.length + Number(numAffectedRows ?? 0n), refused)
        if (count > 0) wrong.push(`${actor.kind} ${what} ${table}`)
      }
      attempts += 1
      const added = await stage.database
        .write(actor, (scope) =>
          scope.db.executeQuery(statement(copyOf(table), valuesFor(copyOf(table), authorityId, caseId))),
        )
        .then(({ numAffectedRows }) => Number(numAffectedRows ?? 0n), refused)
      if (added > 0) wrong.push(`${actor.kind} add ${table}`)
    }
  }
  expect(wrong).toEqual([])
  expect(attempts).toBeGreaterThanOrEqual(500)
})

function valuesFor(text: string, ...keys: string[]): string[] {
  return text.includes('$3') ? [...keys, v7()] : keys
}

/** A new row of the smallest kind, written for a foreign case. */
function copyOf(table: (typeof tables)[number]): string {
  const into = (columns: string, values: string) =>
    `insert into egovernment.${table} (authority_id, ${table === 'cases' ? 'id' : 'case_id'}, ${columns}) values ($1, $2, ${values})`
  const hash = `sha256('x')`
  switch (table) {
    case 'cases':
      return `insert into egovernment.cases (authority_id, id, number, service_id, version_id, channel, language, received_at, due_on, expected_on, updated_at, content_hash)
        values ($1, $3, 'X' || $2, 's', $3, 'web', 'de', now(), now(), now(), now(), ${hash})`
    case 'case_answers':
      return `${into('payload_version, sealed', `1, '\\x00'`)} on conflict do nothing`
    case 'case_events':
      return into('id, type, at, actor_kind, visible_to_applicant', `$3, 'x', now(), 'staff', true`)
    case 'case_messages':
      return into('id, direction, sealed, at', `$3, 'in', '\\x00', now()`)
    case 'case_notes':
      return into('id, staff_id, sealed, at', `$3, $3, '\\x00', now()`)
    case 'case_files':
      return into('file_id, role, at', `$3, 'message', now()`)
    case 'case_parties':
      return into('id, party_id, role, channel, added_at', `$3, $3, 'applicant', 'web', now()`)
    case 'case_participants':
      return into('participant_authority_id, added_by, added_at', `'hochdorf', $3, now()`)
    case 'case_access_codes':
      return into('id, hash, created_at', `$3, ${hash}, now()`)
    case 'case_mail_links':
      return into(
        'hash, purpose, created_at, expires_at',
        `sha256(convert_to($3::text, 'UTF8')), 'renew_code', now(), now()`,
      )
    case 'case_decisions':
      return into(
        'id, outcome, sealed, notified_on, signed_by, decided_at',
        `$3, 'approved', '\\x00', now(), $3, now()`,
      )
    case 'case_closures':
      return into('id, reason, closed_by, closed_at', `$3, 'done', $3, now()`)
    case 'case_withdrawals':
      return into('id, at', `$3, now()`)
    case 'case_assignments':
      return into('id, assigned_by, at', `$3, $3, now()`)
    case 'case_questions':
      return into('id, asked_by, asked_at, answer_by, sealed_question', `$3, $3, now(), now(), '\\x00'`)
    case 'case_corrections':
      return into(
        'id, requested_by, requested_at, answer_by, fields, sealed_request',
        `$3, $3, now(), now(), '{x}', '\\x00'`,
      )
    case 'case_tokens':
      return into('token', `$3::uuid::text`)
    case 'message_keys':
      return into(
        'message_id, key_hash, body_hash, expires_at',
        `$3::uuid, sha256(convert_to($3::uuid::text, 'UTF8')), ${hash}, now()`,
      )
    case 'submission_keys':
      return into(
        'key_hash, body_hash, sealed_answer, created_at, expires_at',
        `sha256(convert_to($3::text, 'UTF8')), ${hash}, '\\x00', now(), now()`,
      )
  }
}

/** A column that the application may write, so that the policy and not the missing right is tried where there is one. */
async function firstUpdatable(stage: Stage, table: string): Promise<string> {
  const rows = await asOwner<{ column: string }>(
    stage.urls,
    `select column_name as "column" from information_schema.column_privileges
     where grantee = 'wegweiser_app' and privilege_type = 'UPDATE' and table_schema = 'egovernment' and table_name = $1 limit 1`,
    [table],
  )
  return rows[0]?.column ?? 'authority_id'
}

test('those concerned do read: the attempts above fail for the right reason', async () => {
  const stage = await openCaseStage()
  const { ref, person, clerk } = await fullCase(stage, kriens)
  const seenBy = async (actor: Actor) => {
    const seen: string[] = []
    for (const table of tables) {
      const count = await stage.database
        .read(actor, (scope) => scope.db.executeQuery(statement(`select 1 from egovernment.${table}`)))
        .then(({ rows }) => rows.length, refused)
      if (count > 0) seen.push(table)
    }
    return seen
  }
  const internal = new Set<string>([
    'case_notes',
    'case_participants',
    'case_access_codes',
    'case_mail_links',
    'case_assignments',
    'case_tokens',
    'submission_keys',
  ])
  const secret = new Set<string>(['case_access_codes', 'case_mail_links', 'submission_keys'])
  expect(await seenBy(clerk)).toEqual(tables.filter((table) => !secret.has(table)))
  expect(await seenBy(person)).toEqual(tables.filter((table) => !internal.has(table)))
  expect(await seenBy(holderOf(ref))).toEqual(tables.filter((table) => !internal.has(table)))
})

test('whoever holds a case cannot write as the authority', async () => {
  const stage = await openCaseStage()
  const { ref, person } = await fullCase(stage, kriens)
  const forged = [
    `insert into egovernment.case_messages (authority_id, case_id, id, direction, sealed, at) values ($1, $2, $3, 'out', '\\x00', now())`,
    `insert into egovernment.case_messages (authority_id, case_id, id, direction, staff_id, sealed, at) values ($1, $2, $3, 'in', $3, '\\x00', now())`,
    `insert into egovernment.case_events (authority_id, case_id, id, type, at, actor_kind, staff_id, visible_to_applicant) values ($1, $2, $3, 'decided', now(), 'staff', $3, true)`,
    copyOf('case_decisions'),
    copyOf('case_closures'),
    copyOf('case_notes'),
    copyOf('case_parties'),
    copyOf('case_corrections'),
  ]
  for (const actor of [person, holderOf(ref)]) {
    for (const text of forged) {
      const attempt = stage.database.write(actor, (scope) =>
        scope.db.executeQuery(statement(text, [ref.authorityId, ref.caseId, v7()])),
      )
      await expect(attempt, text).rejects.toMatchObject({ code: '42501' })
    }
  }
  await expect(
    stage.database.write(staffOf(luzern), (scope) =>
      decideCase(scope, stage, { ...ref, outcome: 'approved', text: 'x', notifiedOn: dayOf('2026-12-01') }),
    ),
  ).rejects.toMatchObject({ status: 404 })
})

test('nobody at the desk removes what was handed in, and who takes part does not decide', async () => {
  const stage = await openCaseStage()
  const { ref, clerk } = await fullCase(stage, kriens)
  const attempt = (actor: Actor, text: string) =>
    stage.database
      .write(actor, (scope) => scope.db.executeQuery(statement(text, valuesFor(text, ref.authorityId, ref.caseId))))
      .then(({ numAffectedRows }) => Number(numAffectedRows ?? 0n), refused)
  for (const table of tables) {
    const idColumn = table === 'cases' ? 'id' : 'case_id'
    expect(
      await attempt(clerk, `delete from egovernment.${table} where authority_id = $1 and ${idColumn} = $2`),
      table,
    ).toBe(0)
  }
  const guest = staffOf(slug('emmen'))
  for (const table of [
    'case_decisions',
    'case_closures',
    'case_assignments',
    'case_questions',
    'case_parties',
  ] as const)
    expect(await attempt(guest, copyOf(table)), table).toBe(0)
  expect(await attempt(guest, copyOf('case_notes'))).toBe(1)
})
