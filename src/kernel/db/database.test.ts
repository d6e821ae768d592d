import { sql } from 'kysely'
import { expect, onTestFinished, test } from 'vitest'
import { openDatabaseLine } from '#test/support/line-to.ts'
import { asOwner, openTestDatabase } from '#test/support/test-database.ts'
import { slug, uuid } from '../ids.ts'
import { publicActor, systemActor } from './actor.ts'
import { Database } from './database.ts'
import { NestedWorkError } from './transaction.ts'

const authorityId = slug<'authority'>('luzern')
const subjectId = '00000000-0000-7000-8000-000000000001'

test('what a rule collects leaves with its commit', async () => {
  const { database, urls } = await openTestDatabase()
  await database.write(publicActor, async (scope) => {
    scope.record('test.done', { authorityId, subjectId, detail: { count: 3 } })
    scope.record('test.done_again', { authorityId, subjectId })
    scope.announce('test.happened', { authorityId, payload: { subjectId } })
    scope.enqueue('test.work', { payload: { subjectId }, runAt: new Date('2026-12-01T00:00:00Z') })
  })
  expect(
    await asOwner(urls, 'select action, actor_kind, subject_id, detail from kernel.audit_entries order by id'),
  ).toEqual([
    { action: 'test.done', actor_kind: 'public', subject_id: subjectId, detail: { count: 3 } },
    { action: 'test.done_again', actor_kind: 'public', subject_id: subjectId, detail: {} },
  ])
  expect(await asOwner(urls, 'select count(*)::int as n from kernel.audit_queue')).toEqual([{ n: 2 }])
  expect(await asOwner(urls, 'select kind, name from kernel.outbox order by id')).toEqual([
    { kind: 'event', name: 'test.happened' },
    { kind: 'job', name: 'test.work' },
  ])
})

test('accesses that come at once are committed together, and none with those of another actor', async () => {
  const { database, urls } = await openTestDatabase()
  const looks = [publicActor, systemActor('test')].flatMap((actor) =>
    Array.from({ length: 20 }, () => database.recordAccess(actor, 'test.looked', { authorityId, subjectId })),
  )
  await Promise.all(looks)
  const commits = await asOwner(
    urls,
    `select count(*)::int as entries, count(distinct actor_kind)::int as actors
     from kernel.audit_entries where action = 'test.looked' group by xmin::text`,
  )
  const entries = commits.map((commit) => Number(commit.entries))
  expect(entries.reduce((sum, count) => sum + count, 0)).toBe(40)
  expect(commits.map((commit) => commit.actors)).toEqual(commits.map(() => 1))
  expect(commits.length).toBeLessThan(20)
})

test('a fault in anything that was sent undoes everything, also when nobody waited for it', async () => {
  const { database, urls } = await openTestDatabase()
  const attempt = database.write(systemActor('test'), async (scope) => {
    scope.write(scope.db.insertInto('kernel.facts').values({ key: 'a', value: '1' }))
    scope.write(scope.db.insertInto('kernel.facts').values({ key: 'a', value: '2' }))
    scope.record('test.done', { authorityId })
  })
  await expect(attempt).rejects.toMatchObject({ code: '23505' })
  expect(await asOwner(urls, 'select key from kernel.facts')).toEqual([])
  expect(await asOwner(urls, 'select id from kernel.audit_entries')).toEqual([])
})

test('a fault thrown by a rule undoes what it wrote', async () => {
  const { database, urls } = await openTestDatabase()
  const attempt = database.write(systemActor('test'), async (scope) => {
    scope.write(scope.db.insertInto('kernel.facts').values({ key: 'a', value: '1' }))
    throw new RangeError('no')
  })
  await expect(attempt).rejects.toThrow(RangeError)
  expect(await asOwner(urls, 'select key from kernel.facts')).toEqual([])
})

test('a page cannot write', async () => {
  const { database } = await openTestDatabase()
  const attempt = database.read(systemActor('test'), (scope) =>
    scope.db.insertInto('kernel.facts').values({ key: 'a', value: '1' }).execute(),
  )
  await expect(attempt).rejects.toMatchObject({ code: '25006' })
})

test('the actor of one unit of work is gone in the next on the same connection', async () => {
  const { database } = await openTestDatabase()
  const seen = () =>
    database.read(publicActor, (scope) =>
      sql<{ kind: string | null; parties: string[] | null }>`
    select kernel.actor_kind() as kind, kernel.actor_parties()::text[] as parties`.execute(scope.db),
    )
  const partyId = uuid<'party'>(subjectId)
  const person = {
    kind: 'person',
    identityId: uuid<'identity'>(subjectId),
    partyId,
    represents: [],
    level: 'low',
  } as const
  const own = await database.read(person, (scope) =>
    sql<{ parties: string[] }>`select kernel.actor_parties()::text[] as parties`.execute(scope.db),
  )
  expect(own.rows[0]?.parties).toEqual([subjectId])
  for (let round = 0; round < 8; round += 1) expect((await seen()).rows[0]).toEqual({ kind: 'public', parties: null })
})

test('the application role can neither change nor remove an audit entry', async () => {
  const { database, urls } = await openTestDatabase()
  await database.write(publicActor, async (scope) => scope.record('test.done', { authorityId }))
  for (const statement of [
    sql`update kernel.audit_entries set action = 'x'`,
    sql`delete from kernel.audit_entries`,
    sql`truncate kernel.audit_entries`,
  ]) {
    await expect(database.write(systemActor('audit'), (scope) => statement.execute(scope.db))).rejects.toMatchObject({
      code: '42501',
    })
  }
  expect(await asOwner(urls, 'select action from kernel.audit_entries')).toEqual([{ action: 'test.done' }])
})

test('days stay text and big numbers stay whole', async () => {
  const { database } = await openTestDatabase()
  const { rows } = await database.read(publicActor, (scope) =>
    sql<{ day: string; rappen: number }>`select date '2026-03-29' as day, 1438150000::bigint as rappen`.execute(
      scope.db,
    ),
  )
  expect(rows[0]).toEqual({ day: '2026-03-29', rappen: 1_438_150_000 })
})

test('many units of work at once each see their own actor', async () => {
  const { database } = await openTestDatabase()
  const purposes = Array.from({ length: 60 }, (_, index) => `purpose-${index}`)
  const seen = await Promise.all(
    purposes.map((purpose) =>
      database.read(systemActor(purpose), (scope) =>
        sql<{ purpose: string }>`select kernel.actor_purpose() as purpose`.execute(scope.db),
      ),
    ),
  )
  expect(seen.map((result) => result.rows[0]?.purpose)).toEqual(purposes)
})

test('units of work inside others never wait for each other, however many there are', async () => {
  const { database } = await openTestDatabase()
  const nested = () =>
    database.read(systemActor('test'), async (outer) => {
      await outer.db.selectFrom('kernel.facts').select('key').execute()
      await database.write(systemActor('test'), async (inner) => {
        await inner.db.selectFrom('kernel.facts').select('key').execute()
      })
      return (await outer.db.selectFrom('kernel.facts').select('key').execute()).length
    })
  expect(await Promise.all(Array.from({ length: 40 }, nested))).toEqual(Array(40).fill(0))
})

test('a unit of work that has written cannot begin another one', async () => {
  const { database, urls } = await openTestDatabase()
  const attempt = database.write(systemActor('test'), async (outer) => {
    await outer.db.insertInto('kernel.facts').values({ key: 'a', value: '1' }).execute()
    await database.read(systemActor('test'), async () => {})
  })
  await expect(attempt).rejects.toThrow(NestedWorkError)
  expect(await asOwner(urls, 'select key from kernel.facts')).toEqual([])
})

test('what is asked while others pause the unit of work is never asked as somebody else', async () => {
  const { database } = await openTestDatabase()
  const whoAmI = sql<{ purpose: string }>`select kernel.actor_purpose() as purpose`
  const crowd = Array.from({ length: 60 }, (_, index) =>
    database.read(systemActor(`outer-${index}`), async (outer) => {
      const nested = () => database.read(systemActor(`inner-${index}`), (inner) => whoAmI.execute(inner.db))
      await outer.db.selectFrom('kernel.facts').select('key').execute()
      const seen = await Promise.all([
        nested(),
        outer.db.selectFrom('kernel.facts').select(sql<string>`kernel.actor_purpose()`.as('purpose')).execute(),
        nested(),
        nested(),
      ])
      const own = await whoAmI.execute(outer.db)
      return [own.rows[0]?.purpose, seen[0].rows[0]?.purpose, seen[2].rows[0]?.purpose, seen[3].rows[0]?.purpose]
    }),
  )
  const seen = await Promise.all(crowd)
  expect(seen).toEqual(seen.map((_, index) => [`outer-${index}`, `inner-${index}`, `inner-${index}`, `inner-${index}`]))
})

test('nothing can be asked after a unit of work is over', async () => {
  const { database } = await openTestDatabase()
  const kept = await database.read(publicActor, async (scope) => scope)
  await expect(kept.db.selectFrom('kernel.facts').select('key').execute()).rejects.toThrow('over')
})

test('a connection whose other end is gone without a word is given up soon after the longest a statement may run; others go on', async () => {
  const { urls, database: near } = await openTestDatabase()
  const line = await openDatabaseLine(urls.appUrl)
  const database = new Database({ connectionString: line.url, poolSize: 2, clock: near.clock, statementTimeout: 500 })
  onTestFinished(() => database.close())
  const ask = () => database.read(publicActor, ({ db }) => sql<{ one: number }>`select 1 as one`.execute(db))
  await ask()
  line.hush('open')
  const [lost, other] = await Promise.allSettled([ask(), ask()])
  expect(lost).toMatchObject({ status: 'rejected', reason: { status: 503, userMessage: 'kernel.error.database_away' } })
  expect(other.status).toBe('fulfilled')
  expect((await ask()).rows).toEqual([{ one: 1 }])
})

test('a statement that runs too long or waits too long for another one is refused as slow, and its transaction undone', async () => {
  const { urls, database: near } = await openTestDatabase()
  const database = new Database({
    connectionString: urls.appUrl,
    poolSize: 2,
    clock: near.clock,
    statementTimeout: 300,
  })
  onTestFinished(() => database.close())
  const attempt = database.write(systemActor('test'), async (scope) => {
    scope.write(scope.db.insertInto('kernel.facts').values({ key: 'a', value: '1' }))
    await sql`select pg_sleep(30)`.execute(scope.db)
  })
  await expect(attempt).rejects.toMatchObject({ status: 503, userMessage: 'kernel.error.database_slow' })
  expect(await asOwner(urls, 'select key from kernel.facts')).toEqual([])
})
