import { sql } from 'kysely'
import { expect, onTestFinished, test } from 'vitest'
import { asOwner, openTestDatabase, testNow } from '#test/support/test-database.ts'
import { fixedClock } from '../clock.ts'
import { readSettings } from '../config/settings.ts'
import { createKernel } from '../create-kernel.ts'
import { publicActor } from '../db/actor.ts'
import { slug } from '../ids.ts'
import { createLog } from '../log.ts'
import type { Module } from '../module.ts'
import { JobRunner } from './job-runner.ts'

const authorityId = slug<'authority'>('luzern')

async function startRunner(module: Partial<Module>) {
  const { urls } = await openTestDatabase()
  const kernel = createKernel({
    settings: readSettings({ WEGWEISER_LOG_LEVEL: 'silent' }),
    clock: fixedClock(testNow),
    databaseUrl: urls.appUrl,
    masterKey: Buffer.alloc(32, 1),
    messages: [],
    files: { put: noFiles, get: noFiles, delete: noFiles, list: async function* () {} },
    log: createLog({ logLevel: 'silent' }),
  })
  const complete: Module = { name: 'test', uses: [], routes: () => [], permissions: {}, ...module }
  const runner = new JobRunner(kernel, [complete], urls.appUrl)
  await runner.prepare()
  onTestFinished(async () => {
    await runner.stop()
    await kernel.database.close()
  })
  return { runner, kernel, urls }
}

const noFiles = () => Promise.reject(new Error('no files here'))

test('a fact reaches everybody who listens, once each, and asked-for work is done', async () => {
  const seen: string[] = []
  const { runner, kernel, urls } = await startRunner({
    jobs: {
      'test.work': {
        purpose: 'test',
        about: 'work',
        handler: async (_scope, { payload }) => void seen.push(`work ${payload.id}`),
      },
    },
    listens: [
      {
        event: 'test.happened',
        subscriber: 'first',
        purpose: 'test',
        handler: async (_scope, { payload }) => void seen.push(`first ${payload.id}`),
      },
      {
        event: 'test.happened',
        subscriber: 'second',
        purpose: 'test',
        handler: async (_scope, { name }) => void seen.push(`second ${name}`),
      },
    ],
  })
  await kernel.database.write(publicActor, async (scope) => {
    scope.announce('test.happened', { authorityId, payload: { id: '1' } })
    scope.announce('test.nobody_listens', { authorityId, payload: {} })
    scope.enqueue('test.work', { payload: { id: '2' } })
  })
  expect(await runner.drain()).toBe(3)
  expect(seen.sort()).toEqual(['first 1', 'second test.happened', 'work 2'])
  expect(await runner.drain()).toBe(0)
  expect(await asOwner(urls, 'select count(*)::int as n from kernel.outbox')).toEqual([{ n: 0 }])
})

test('a fact delivered twice takes effect once', async () => {
  const { runner, kernel, urls } = await startRunner({
    jobs: {
      'test.count': {
        purpose: 'test',
        about: 'counts',
        handler: async (scope) => {
          await sql`insert into kernel.facts (key, value) values ('count', '1') on conflict (key) do update set value = to_jsonb((facts.value)::int + 1)`.execute(
            scope.db,
          )
        },
      },
    },
  })
  await kernel.database.write(publicActor, async (scope) => scope.enqueue('test.count', { payload: {} }))
  expect(await runner.drain()).toBe(1)
  await asOwner(urls, `update jobs.job set state = 'created', completed_on = null where name = 'test.count'`)
  expect(await runner.drain()).toBe(1)
  expect(await asOwner(urls, `select value from kernel.facts where key = 'count'`)).toEqual([{ value: 1 }])
})

test('work that fails leaves nothing behind and is tried again', async () => {
  let attempts = 0
  const { runner, kernel, urls } = await startRunner({
    jobs: {
      'test.flaky': {
        purpose: 'test',
        about: 'fails once',
        handler: async (scope) => {
          attempts += 1
          scope.write(scope.db.insertInto('kernel.facts').values({ key: `attempt-${attempts}`, value: '1' }))
          if (attempts === 1) throw new Error('not this time')
        },
      },
    },
  })
  await kernel.database.write(publicActor, async (scope) => scope.enqueue('test.flaky', { payload: {} }))
  await expect(runner.drain()).rejects.toThrow('not this time')
  await asOwner(urls, `update jobs.job set state = 'created', start_after = now() where name = 'test.flaky'`)
  await runner.drain()
  expect(await asOwner(urls, 'select key from kernel.facts')).toEqual([{ key: 'attempt-2' }])
})

test('a full queue is worked off without a pause between two jobs', async () => {
  const times: number[] = []
  const handler = async () => void times.push(performance.now())
  const { runner, kernel } = await startRunner({ jobs: { 'test.many': { purpose: 'test', about: 'many', handler } } })
  await runner.start({ isNew: true })
  await kernel.database.write(publicActor, async (scope) => {
    for (let id = 0; id < 30; id += 1) scope.enqueue('test.many', { payload: { id: String(id) } })
  })
  runner.kick()
  await expect.poll(() => times.length, { timeout: 25_000 }).toBe(30)
  // One a round of polling would take a minute.
  expect((times.at(-1) ?? 0) - (times[0] ?? 0)).toBeLessThan(15_000)
})

test.each([
  { isNew: true, waits: 0 },
  { isNew: false, waits: 3 },
])(
  'the work of a start waits $waits seconds for those who waited for it, where new is $isNew',
  async ({ isNew, waits }) => {
    const { runner, urls } = await startRunner({
      jobs: { 'test.begin': { purpose: 'test', about: 'begins', handler: async () => {} } },
      schedules: [{ job: 'test.begin', cron: '0 4 * * *', atStart: true }],
    })
    await runner.start({ isNew })
    expect(
      await asOwner(
        urls,
        `select round(extract(epoch from start_after - created_on))::int as waits from jobs.job where name = 'test.begin'`,
      ),
    ).toEqual([{ waits }])
  },
)

test('audit entries are linked into the chain of their authority', async () => {
  const { runner, kernel, urls } = await startRunner({})
  for (let round = 0; round < 3; round += 1) {
    await kernel.database.write(publicActor, async (scope) => {
      scope.record('test.done', { authorityId })
      scope.record('test.done', { authorityId: slug('kriens') })
    })
  }
  await runner.drain()
  expect(await asOwner(urls, 'select authority_id, position::int from kernel.audit_links order by 1, 2')).toEqual(
    ['kriens', 'luzern'].flatMap((id) => [1, 2, 3].map((position) => ({ authority_id: id, position }))),
  )
  expect(await asOwner(urls, 'select * from kernel.audit_queue')).toEqual([])
})

test('long work opens units of work of its own, begins with the process, and is done again when it failed', async () => {
  const seen: string[] = []
  const { runner, urls } = await startRunner({
    jobs: {
      'test.long': {
        purpose: 'test',
        about: 'long work',
        longWork: async ({ kernel: { database } }) => {
          await database.write(publicActor, async (scope) => void seen.push(scope.actor.kind))
          await database.read(publicActor, async () => void seen.push('again'))
          if (seen.length === 2) throw new Error('the first time it fails')
        },
      },
    },
    schedules: [{ job: 'test.long', cron: '0 0 1 1 *', atStart: true }],
  })
  await runner.start({ isNew: true })
  await expect.poll(() => seen.length, { timeout: 15_000 }).toBe(2)
  await asOwner(urls, `update jobs.job set start_after = now() where name = 'test.long'`)
  await expect.poll(() => seen, { timeout: 15_000 }).toEqual(['public', 'again', 'public', 'again'])
  const handled = () => asOwner(urls, `select job_key from kernel.handled where job_key like 'test.long/%'`)
  await expect.poll(async () => (await handled()).length, { timeout: 15_000 }).toBe(1)
})
