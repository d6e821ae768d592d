import { createHash, randomBytes } from 'node:crypto'
import type { Compilable, CompiledQuery } from 'kysely'
import { Pool, type PoolClient, type PoolConfig } from 'pg'
import { v7 } from 'uuid'
import { systemClock, todayOf } from '#kernel/clock.ts'
import { systemActor } from '#kernel/db/actor.ts'
import { Database } from '#kernel/db/database.ts'
import { insertSubmissions, type SubmissionRows } from '#modules/egovernment/submissions/insert-submission.ts'
import { percentile } from './line.ts'

/**
 * The ceiling of a submission: the rows of a case, its key, its audit entry and its announcement inserted as the owner of the tables, in
 * one pipelined transaction, without row policies, HTTP, form, sealing or worker. Prints one line of JSON.
 */
const [ownerUrl = '', appUrl = '', seconds = '3', connections = '12'] = process.argv.slice(2)

const compile = await submissionStatement()
const pool = new Pool(pipelined({ connectionString: ownerUrl, max: Number(connections) }))
const times: number[] = []
const began = performance.now()
const end = began + Number(seconds) * 1000
await Promise.all(Array.from({ length: Number(connections) }, insertUntilTheEnd))
const elapsed = (performance.now() - began) / 1000
await pool.end()
process.stdout.write(
  `${JSON.stringify({
    perSecond: times.length / elapsed,
    answers: times.length,
    p50: percentile(times, 0.5),
    p99: percentile(times, 0.99),
  })}\n`,
)

/** The types of `pg` do not know the setting yet. */
function pipelined(config: PoolConfig): PoolConfig & { pipeline: boolean } {
  return { ...config, pipeline: true }
}

async function insertUntilTheEnd(): Promise<void> {
  const client = await pool.connect()
  try {
    while (performance.now() < end) {
      const start = performance.now()
      await insertOne(client)
      times.push(performance.now() - start)
    }
  } finally {
    client.release()
  }
}

async function insertOne(client: PoolClient): Promise<void> {
  const caseId = v7()
  const at = new Date()
  const rows = compile(rowsOf(caseId, at))
  const send = (name: string, text: string, values: readonly unknown[]) =>
    client.query({ name, text, values: [...values] })
  await Promise.all([
    send('begin', 'begin', []),
    send('case', rows.sql, rows.parameters),
    send(
      'key',
      'insert into kernel.sealing_keys (authority_id, subject_id, master_key_id, wrapped_key) values ($1, $2, $3, $4)',
      ['kriens', caseId, 'bare', randomBytes(60)],
    ),
    send(
      'audit',
      `with entry as (insert into kernel.audit_entries (authority_id, at, action, kind, actor_kind, actor_id, subject_id, detail, salt)
         values ('kriens', $1, 'egovernment.case.received', 'act', 'system', 'submission', $2, '{"channel": "api"}', $3) returning id)
       insert into kernel.audit_queue (entry_id) select id from entry`,
      [at, caseId, randomBytes(16)],
    ),
    send(
      'outbox',
      `insert into kernel.outbox (kind, name, authority_id, payload, at) values ('event', 'egovernment.case_received', 'kriens', $1, $2)`,
      [JSON.stringify({ caseId }), at],
    ),
    send('commit', 'commit', []),
  ])
}

/** The program's own statement for the rows of a case, so that both insert the same. */
async function submissionStatement(): Promise<(rows: SubmissionRows) => CompiledQuery> {
  const database = new Database({ connectionString: appUrl, poolSize: 1, clock: systemClock })
  const compiled: CompiledQuery[] = []
  const write = (statement: Compilable): void => void compiled.push(statement.compile())
  // Nothing is sent in this scope: it only lends its shape.
  const scope = await database.write(systemActor('submission'), async (lent) => ({ ...lent, write }))
  await database.close()
  return (rows) => {
    insertSubmissions(scope, [rows])
    const [statement, ...others] = compiled.splice(0)
    if (!statement || others.length > 0) throw new Error('a submission is no longer one statement')
    return statement
  }
}

function rowsOf(caseId: string, at: Date): SubmissionRows {
  const digest = createHash('sha256').update(caseId).digest()
  return {
    facts: {
      authority_id: 'kriens',
      case_id: caseId,
      number: `bare-${caseId}`,
      service_id: 'schadensmeldung',
      version_id: v7(),
      unit_id: 'works',
      applicant_name: 'Petra Beispielhaft',
      subject: 'Schaden melden',
      channel: 'api',
      entered_by: null,
      language: 'de',
      received_at: at,
      due_on: todayOf(systemClock),
      content_hash: hex(digest),
      payload_version: 1,
      sealed_answers: hex(randomBytes(640)),
      event_id: v7(),
      code_id: v7(),
      code_hash: hex(digest),
      key_hash: hex(digest),
      body_hash: hex(digest),
      sealed_answer: hex(randomBytes(160)),
      key_expires_at: at,
      tokens: ['petra', 'beispielhaft', 'petra@beispielhaft.example'],
      participants: [],
    },
    parties: [
      {
        id: v7(),
        party_id: null,
        role: 'applicant',
        sealed_contact: hex(randomBytes(96)),
        contact_confirmed: true,
      },
    ],
    files: [],
  }
}

function hex(bytes: Buffer): string {
  return `\\x${bytes.toString('hex')}`
}
