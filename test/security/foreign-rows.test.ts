import { Client } from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { fixedClock } from '#kernel/clock.ts'
import {
  type Actor,
  actorSettingNames,
  actorSettings,
  publicActor,
  type StaffActor,
  staffRoles,
  systemActor,
} from '#kernel/db/actor.ts'
import { Database } from '#kernel/db/database.ts'
import { statement } from '#kernel/db/transaction.ts'
import { slug, uuid } from '#kernel/ids.ts'
import { writeResult } from '#test/support/check-result.ts'
import { type Column, fillWithForeignRows, readColumns } from '#test/support/foreign-rows.ts'
import { chanceOf, isLarge, seedOfRun } from '#test/support/random.ts'
import { cloneDatabase, type TestDatabase, testNow } from '#test/support/test-database.ts'
import { type ForeignStatement, statementsAt, strangerId } from './foreign-statements.ts'

/** How many of all statements are tried in a small run: one of so many. */
const oneOf = isLarge ? 1 : 24
const atOnce = 8

let urls: TestDatabase
let database: Database
let columns: Column[]
let tables: string[]

beforeAll(async () => {
  urls = await cloneDatabase()
  database = new Database({ connectionString: urls.appUrl, poolSize: atOnce, clock: fixedClock(testNow) })
  columns = await readColumns(urls)
  tables = [...new Set(columns.map(({ table }) => table))]
  await fillWithForeignRows(urls, columns)
})
afterAll(async () => {
  await database.close()
  await urls.drop()
})

const authorities = ['luzern', 'emmen', 'sursee', 'kanton-luzern'] as const

function strangers(): (readonly [string, Actor])[] {
  const staff = authorities.map((authority, index): readonly [string, Actor] => {
    const actor: StaffActor = {
      kind: 'staff',
      staffId: uuid(strangerId(index)),
      identityId: null,
      name: 'Testa Muster',
      memberships: staffRoles.map((role) => ({ authorityId: slug(authority), unitId: null, role })),
      hasSecondFactor: true,
    }
    return [`staff of ${authority} with every role`, actor]
  })
  const person = (serial: number, represents: readonly string[]): Actor => ({
    kind: 'person',
    identityId: uuid(strangerId(serial)),
    partyId: uuid(strangerId(serial + 1)),
    represents: represents.map((id) => ({ partyId: uuid(id), services: 'all', maySubmit: true, mayManage: true })),
    level: 'high',
  })
  return [
    ...staff,
    ['person', person(20, [])],
    ['person who acts for two firms', person(30, [strangerId(32), strangerId(33)])],
    ['holder of a case of Luzern', { kind: 'case', authorityId: slug('luzern'), caseId: uuid(strangerId(40)) }],
    ['holder of another case of Kriens', { kind: 'case', authorityId: slug('kriens'), caseId: uuid(strangerId(41)) }],
    ['nobody', publicActor],
    ['the program for a purpose unheard of', systemActor('nothing')],
  ]
}

type Outcome = 'reached' | 'refused by policy' | 'refused by rights'

/** What a fault tells: a right that is missing, a policy that is broken, or else a row that was reached. */
function outcomeOf(error: unknown): Outcome {
  if (!(error instanceof Error) || !('code' in error)) throw error
  if (error.code !== '42501') return 'reached'
  return /row-level security/.test(error.message) ? 'refused by policy' : 'refused by rights'
}

async function attempt(actor: Actor, { kind, text }: ForeignStatement): Promise<Outcome> {
  const work = (scope: Parameters<Parameters<Database['read']>[1]>[0]) => scope.db.executeQuery(statement(text))
  try {
    const isPlain = kind === 'read' && !text.includes(' for ')
    const { rows, numAffectedRows } = await (isPlain ? database.read(actor, work) : database.write(actor, work))
    return rows.length > 0 || (numAffectedRows ?? 0n) > 0n ? 'reached' : 'refused by policy'
  } catch (error) {
    return outcomeOf(error)
  }
}

/** The same statements of the same actor while the policies of the tables are off, undone one by one. */
async function withoutPolicies(actor: Actor, statements: readonly ForeignStatement[]): Promise<Outcome[]> {
  const client = new Client({ connectionString: urls.adminUrl })
  await client.connect()
  const outcomes: Outcome[] = []
  try {
    await client.query('begin')
    for (const table of tables) await client.query(`alter table ${table} disable row level security`)
    const names = actorSettingNames.map((name, index) => `set_config('wegweiser.${name}', $${index + 1}, true)`)
    await client.query(`select ${names.join(', ')}`, actorSettings(actor))
    await client.query(`set local role ${decodeURIComponent(new URL(urls.appUrl).username)}`)
    for (const { text } of statements) {
      await client.query('savepoint one')
      const outcome = await client
        .query(text)
        .then(({ rowCount }): Outcome => ((rowCount ?? 0) > 0 ? 'reached' : 'refused by policy'), outcomeOf)
      outcomes.push(outcome)
      await client.query('rollback to savepoint one')
    }
  } finally {
    await client.query('rollback')
    await client.end()
  }
  return outcomes
}

test(
  'nobody reads, changes, removes or adds a row of others, however the statement is put',
  async () => {
    const began = Date.now()
    const chance = chanceOf(seedOfRun())
    const counts = new Map<string, number>()
    const count = (name: string) => counts.set(name, (counts.get(name) ?? 0) + 1)
    const reached: string[] = []
    const dull: string[] = []
    const all = strangers().flatMap(([name, actor]) =>
      tables
        .flatMap((table) => statementsAt(table, columns, actor.kind === 'system'))
        .filter(() => chance.number(oneOf) === 0)
        .map((one) => ({ name, actor, ...one })),
    )
    const open = [...all]
    const work = async () => {
      for (let next = open.pop(); next !== undefined; next = open.pop()) {
        const outcome = await attempt(next.actor, next)
        count(`${next.kind}: ${outcome}`)
        if (outcome === 'reached') reached.push(`${next.name}: ${next.text}`)
      }
    }
    await Promise.all(Array.from({ length: atOnce }, work))
    expect(reached).toEqual([])

    // Each of these statements reaches its row as soon as the policies are off, unless the program lacks the right in the first place.
    let proven = 0
    for (const [name, actor] of strangers()) {
      const own = all.filter((one) => one.name === name)
      for (const [index, outcome] of (await withoutPolicies(actor, own)).entries()) {
        if (outcome === 'refused by policy') dull.push(`${name}: ${own[index]?.text}`)
        if (outcome === 'reached') proven += 1
      }
    }
    expect(dull).toEqual([])
    expect(proven).toBeGreaterThan(all.length / 3)
    expect(all.length).toBeGreaterThanOrEqual(isLarge ? 10_000 : 400)
    if (isLarge)
      writeResult(
        'isolation-rows',
        [
          ['attempts (actor × table × statement)', all.length],
          ['of them reached a foreign row', reached.length],
          ['of them that reach it when the policies are off: the policy alone keeps them out', proven],
          ['the others: the program has no right to it either', all.length - proven],
          [
            'actors',
            strangers()
              .map(([name]) => name)
              .join(', '),
          ],
          ['tables', tables.length],
          ...[...counts].sort(([one], [other]) => one.localeCompare(other)),
          ['duration', `${Math.round((Date.now() - began) / 1000)} s`],
        ],
        'WEGWEISER_LARGE=yes bin/test test/security/foreign-rows',
      )
  },
  isLarge ? 900_000 : 60_000,
)
