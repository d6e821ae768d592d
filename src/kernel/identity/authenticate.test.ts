import cookie from '@fastify/cookie'
import Fastify from 'fastify'
import { expect, test } from 'vitest'
import { asOwner, openTestDatabase, type TestDatabase, testNow } from '#test/support/test-database.ts'
import { AuthorityDirectory } from '../authorities/authority-directory.ts'
import { fixedClock } from '../clock.ts'
import { readSettings } from '../config/settings.ts'
import { systemActor } from '../db/actor.ts'
import { Database } from '../db/database.ts'
import { createAuthenticate } from './authenticate.ts'
import { sessionsQuery } from './queries.ts'
import { newToken } from './token.ts'

const clock = fixedClock(testNow)
const settings = readSettings({})

test('a request without key and cookie, or with one that cannot be ours, asks the database nothing', async () => {
  const nowhere = new Database({ connectionString: 'postgres://nobody@127.0.0.1:1/nothing', poolSize: 1, clock })
  const authenticate = createAuthenticate({ settings, clock, database: nowhere, authorities: new AuthorityDirectory() })
  const app = Fastify()
  await app.register(cookie)
  app.get('/', (request) => authenticate(request))
  const harmless: Record<string, string>[] = [
    {},
    { cookie: 'session=x; case=%00; language=fr' },
    { authorization: 'Bearer x' },
    { authorization: 'Basic eA==' },
  ]
  for (const headers of harmless)
    expect((await app.inject({ url: '/', headers })).json()).toEqual({ actor: { kind: 'public' } })
  expect((await app.inject({ url: '/', headers: { cookie: `session=${newToken()}` } })).statusCode).toBe(503)
  await app.close()
  await nowhere.close()
})

test('among many people and sessions, who is asking is found by indexes alone', async () => {
  const { database, urls } = await openTestDatabase(clock)
  await fillTown(urls)
  const plan = await database.read(systemActor('authenticate'), (scope) =>
    sessionsQuery(scope, ['token-17', 'token-40017']).explain('text'),
  )
  const text = JSON.stringify(plan)
  expect(text).toContain('sessions_pkey')
  expect(text).not.toContain('Seq Scan')
})

/** 60,000 sessions of 20,000 people and 2,000 staff with 3 roles each. */
async function fillTown(urls: TestDatabase): Promise<void> {
  for (const statement of [
    `insert into kernel.parties (id, kind, name, created_at)
     select md5('p' || n)::uuid, 'natural', 'Person ' || n, now() from generate_series(1, 20000) n`,
    `insert into kernel.representations (party_id, by_party_id, mandate, valid_from)
     select md5('p' || n)::uuid, md5('p' || n + 1)::uuid, 'x', '2026-01-01' from generate_series(1, 19999) n`,
    `insert into kernel.staff (id, name, email, created_at)
     select md5('s' || n)::uuid, 'Staff ' || n, 'x@y.example', now() from generate_series(1, 2000) n`,
    `insert into kernel.staff_roles (staff_id, authority_id, role, valid_from)
     select md5('s' || n)::uuid, 'a' || n % 80, role, '2026-01-01'
     from generate_series(1, 2000) n, unnest(array['clerk', 'lead', 'admin']) role`,
    `insert into kernel.identities (id, kind, issuer, subject, party_id, level, last_seen_at, created_at)
     select md5('i' || n)::uuid, 'person', 'x', 'p' || n, md5('p' || n)::uuid, 'low', now(), now() from generate_series(1, 20000) n`,
    `insert into kernel.sessions (token_hash, id, kind, identity_id, party_id, authenticated_at, created_at, last_seen_at, expires_at)
     select 'token-' || n, md5('t' || n)::uuid, 'person', md5('i' || 1 + n % 20000)::uuid, md5('p' || 1 + n % 20000)::uuid,
       now(), now(), now(), now() + interval '12 hours' from generate_series(1, 60000) n`,
    `insert into kernel.party_authorities (authority_id, party_id, since)
     select 'a' || n % 80, md5('p' || n)::uuid, now() from generate_series(1, 20000) n`,
    'analyze',
  ])
    await asOwner(urls, statement)
}
