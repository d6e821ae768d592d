import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { asOwner, openTestDatabase, type TestDatabase } from '#test/support/test-database.ts'
import { type Actor, publicActor, systemActor } from '../db/actor.ts'
import type { Database } from '../db/database.ts'
import { slug, uuid } from '../ids.ts'

/** A UUID per name, so that a test reads like a story. */
const id = (name: string) => {
  const hex = Buffer.from(name.padEnd(16, '.')).toString('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20, 32)}`
}

const staffOf = (name: string, authority: string): Actor => ({
  kind: 'staff',
  staffId: uuid(id(name)),
  identityId: null,
  name,
  memberships: [{ authorityId: slug(authority), unitId: null, role: 'admin' }],
  hasSecondFactor: true,
})
const person = (name: string, represents: string[] = []): Actor => ({
  kind: 'person',
  identityId: uuid(id(`i-${name}`)),
  partyId: uuid(id(name)),
  represents: represents.map((other) => ({
    partyId: uuid(id(other)),
    services: 'all',
    maySubmit: true,
    mayManage: false,
  })),
  level: 'high',
})

const actors: Readonly<Record<string, Actor>> = {
  vreni: staffOf('vreni', 'luzern'),
  karin: staffOf('karin', 'kriens'),
  mia: person('mia', ['firm', 'mother']),
  beat: person('beat'),
  guest: { kind: 'case', authorityId: slug('luzern'), caseId: uuid(id('case-1')) },
  anybody: publicActor,
  program: systemActor('some-other-purpose'),
}

/** What each may see, by the name of the row; tables and actors that are not here see nothing. */
const visible: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  parties: {
    vreni: ['mia', 'firm'],
    karin: ['beat'],
    mia: ['mia', 'firm', 'mother'],
    beat: ['beat'],
    program: ['mia', 'beat', 'firm', 'mother'],
  },
  party_authorities: {
    vreni: ['mia', 'firm'],
    karin: ['beat'],
    mia: ['mia', 'firm'],
    beat: ['beat'],
    program: ['mia', 'firm', 'beat'],
  },
  staff: { vreni: ['vreni', 'hans'], karin: ['karin'], program: ['vreni', 'hans', 'karin', 'nobody'] },
  staff_roles: { vreni: ['r-vreni', 'r-hans'], karin: ['r-karin'] },
  representations: { vreni: ['r-firm'], mia: ['r-firm', 'r-mother'] },
  identities: { vreni: ['i-vreni'], karin: ['i-karin'], mia: ['i-mia'], beat: ['i-beat'] },
  sessions: { vreni: ['s-vreni'], karin: ['s-karin'], mia: ['s-mia'], beat: ['s-beat'] },
  sign_ins: {},
  api_keys: { vreni: ['k-luzern'], karin: ['k-kriens'] },
}

const keyColumn: Readonly<Record<string, string>> = { party_authorities: 'party_id', sign_ins: 'state_hash' }

test('everybody sees her own rows and those of her authority, and nothing else of any table', async () => {
  const { database, urls } = await openTestDatabase()
  await fill(urls)
  for (const [table, byActor] of Object.entries(visible)) {
    for (const [name, actor] of Object.entries(actors)) {
      const seen = await database.read(actor, (scope) =>
        sql<{
          key: string
        }>`select ${sql.ref(keyColumn[table] ?? 'id')}::text as key from ${sql.table(`kernel.${table}`)}`.execute(
          scope.db,
        ),
      )
      const expected = (byActor[name] ?? []).map(id).sort()
      expect([table, name, seen.rows.map((row) => row.key).sort()]).toEqual([table, name, expected])
    }
  }
})

/** A harmless change of a column that the application role may change at all. */
const changes: Readonly<Record<string, string>> = {
  parties: `email = 'taken@over.example'`,
  staff: `is_disabled = true`,
  staff_roles: `valid_to = '2030-01-01'`,
  representations: `valid_to = '2030-01-01'`,
  identities: `disabled_at = now()`,
  sessions: `ended_at = now()`,
  api_keys: `revoked_at = now()`,
}
/** What one may change of one's own. */
const changeable: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  parties: { mia: ['mia'], beat: ['beat'], program: ['mia', 'beat', 'firm', 'mother'] },
  sessions: { vreni: ['s-vreni'], karin: ['s-karin'], mia: ['s-mia'], beat: ['s-beat'] },
}

test('nobody changes or deletes what is not hers, row by row, in more than two hundred attempts', async () => {
  const { database, urls } = await openTestDatabase()
  await fill(urls)
  let attempts = 0
  for (const table of Object.keys(visible)) {
    const column = keyColumn[table] ?? 'id'
    const rows = await asOwner<{ key: string }>(urls, `select ${column}::text as key from kernel.${table}`)
    for (const [name, actor] of Object.entries(actors)) {
      const allowed = (changeable[table]?.[name] ?? []).map(id)
      for (const { key } of rows.filter((row) => !allowed.includes(row.key))) {
        const where = `where ${column}::text = '${key}'`
        const change = changes[table]
        if (change)
          expect([
            table,
            name,
            key,
            await tryOut(database, actor, `update kernel.${table} set ${change} ${where}`),
          ]).toEqual([table, name, key, 0])
        const isSystemParty = name === 'program' && (table === 'parties' || table === 'party_authorities')
        if (!isSystemParty)
          expect([table, name, key, await tryOut(database, actor, `delete from kernel.${table} ${where}`)]).toEqual([
            table,
            name,
            key,
            0,
          ])
        attempts += 2
      }
    }
  }
  expect(attempts).toBeGreaterThan(200)
})

const forged: readonly string[] = [
  `insert into kernel.party_authorities values ('luzern', '${id('beat')}', now())`,
  `insert into kernel.staff (id, name, email, created_at) values ('${id('evil')}', 'Evil', 'e@x.example', now())`,
  `insert into kernel.staff_roles (staff_id, authority_id, role, valid_from) values ('${id('vreni')}', 'kriens', 'admin', '2026-01-01')`,
  `insert into kernel.staff_roles (staff_id, authority_id, role, valid_from) values ('${id('vreni')}', 'luzern', 'lead', '2026-01-01')`,
  `insert into kernel.representations (party_id, by_party_id, mandate, valid_from) values ('${id('beat')}', '${id('mia')}', 'x', '2026-01-01')`,
  `insert into kernel.identities (id, kind, issuer, subject, party_id, level, last_seen_at, created_at)
   values ('${id('i-evil')}', 'person', 'x', 'evil', '${id('beat')}', 'high', now(), now())`,
  `insert into kernel.sessions (token_hash, id, kind, staff_id, authenticated_at, created_at, last_seen_at, expires_at)
   values ('evil', '${id('s-evil')}', 'staff', '${id('karin')}', now(), now(), now(), now())`,
  `insert into kernel.sessions (token_hash, id, kind, case_authority_id, case_id, authenticated_at, created_at, last_seen_at, expires_at)
   values ('evil', '${id('s-evil')}', 'case', 'luzern', '${id('case-2')}', now(), now(), now(), now())`,
  `insert into kernel.sign_ins values ('evil', 'x', 'person', 'x', 'x', '/', 'none', null, now())`,
  `insert into kernel.api_keys (id, authority_id, name, key_hash, scopes, created_at, expires_at)
   values ('${id('k-evil')}', 'luzern', 'x', 'evil', array['cases.read'], now(), now() + interval '1 day')`,
]

test('nobody forges a person, a role, a session or a key', async () => {
  const { database, urls } = await openTestDatabase()
  await fill(urls)
  for (const [name, actor] of Object.entries(actors))
    for (const statement of forged) {
      if (name === 'program' && statement.includes('party_authorities')) continue
      expect([name, statement, await tryOut(database, actor, statement)]).toEqual([name, statement, 0])
    }
  const { guest } = actors
  if (!guest) throw new Error('no guest')
  const own = forged[7]?.replaceAll(id('case-2'), id('case-1')) ?? ''
  expect(await tryOut(database, guest, own)).toBe(1)
})

/** How many rows a statement changed; none when it was refused. What it changed is undone. */
async function tryOut(database: Database, actor: Actor, statement: string): Promise<number> {
  const undo = new Error('undo')
  let changed = 0
  try {
    await database.write(actor, async (scope) => {
      changed = Number((await sql.raw(statement).execute(scope.db)).numAffectedRows ?? 0)
      throw undo
    })
  } catch (error) {
    if (error !== undo && !isRefusal(error)) throw error
  }
  return changed
}

function isRefusal(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === '42501'
}

async function fill(urls: TestDatabase): Promise<void> {
  const party = (name: string) => `('${id(name)}', '${name === 'firm' ? 'legal' : 'natural'}', '${name}', now())`
  const identity = (kind: string, name: string) =>
    `('${id(`i-${name}`)}', '${kind}', 'issuer', '${name}', ${kind === 'person' ? `'${id(name)}', null` : `null, '${id(name)}'`}, 'high', now(), now())`
  const session = (kind: string, name: string) =>
    `('${name}', '${id(`s-${name}`)}', '${kind}', '${id(`i-${name}`)}', ${kind === 'person' ? `'${id(name)}', null` : `null, '${id(name)}'`}, now(), now(), now(), now())`
  for (const statement of [
    `insert into kernel.parties (id, kind, name, created_at) values ${['mia', 'beat', 'firm', 'mother'].map(party).join()}`,
    `insert into kernel.party_authorities values ('luzern', '${id('mia')}', now()), ('luzern', '${id('firm')}', now()), ('kriens', '${id('beat')}', now())`,
    `insert into kernel.staff (id, name, email, created_at)
     select id::uuid, 'x', 'x@y.example', now() from unnest(array['${id('vreni')}', '${id('hans')}', '${id('karin')}', '${id('nobody')}']) id`,
    `insert into kernel.staff_roles (id, staff_id, authority_id, role, valid_from) values
     ('${id('r-vreni')}', '${id('vreni')}', 'luzern', 'clerk', '2026-01-01'),
     ('${id('r-hans')}', '${id('hans')}', 'luzern', 'lead', '2026-01-01'),
     ('${id('r-karin')}', '${id('karin')}', 'kriens', 'clerk', '2026-01-01')`,
    `insert into kernel.representations (id, party_id, by_party_id, mandate, valid_from) values
     ('${id('r-firm')}', '${id('firm')}', '${id('mia')}', 'x', '2026-01-01'),
     ('${id('r-mother')}', '${id('mother')}', '${id('mia')}', 'x', '2026-01-01')`,
    `insert into kernel.identities (id, kind, issuer, subject, party_id, staff_id, level, last_seen_at, created_at) values
     ${[identity('person', 'mia'), identity('person', 'beat'), identity('person', 'mother'), identity('staff', 'vreni'), identity('staff', 'karin')].join()}`,
    `insert into kernel.sessions (token_hash, id, kind, identity_id, party_id, staff_id, authenticated_at, created_at, last_seen_at, expires_at) values
     ${[session('person', 'mia'), session('person', 'beat'), session('person', 'mother'), session('staff', 'vreni'), session('staff', 'karin')].join()}`,
    `insert into kernel.sign_ins values ('${id('o-1')}', 'x', 'person', 'x', 'x', '/', 'none', null, now())`,
    `insert into kernel.api_keys (id, authority_id, name, key_hash, scopes, created_at, expires_at) values
     ('${id('k-luzern')}', 'luzern', 'x', 'a', array['cases.read'], now(), now() + interval '1 day'),
     ('${id('k-kriens')}', 'kriens', 'x', 'b', array['cases.read'], now(), now() + interval '1 day'),
     ('${id('k-all')}', null, 'x', 'c', array['submissions.write'], now(), now() + interval '1 day')`,
  ])
    await asOwner(urls, statement)
}
