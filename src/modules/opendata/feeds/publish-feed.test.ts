import { join } from 'node:path'
import { v7 } from 'uuid'
import { expect, onTestFinished, test } from 'vitest'
import { importAuthorities } from '#kernel/authorities/import-authorities.ts'
import { loadAuthorities } from '#kernel/authorities/load-authorities.ts'
import { publicActor, systemActor } from '#kernel/db/actor.ts'
import { jsonb } from '#kernel/db/jsonb.ts'
import type { Feed, FeedCount } from '#kernel/feed.ts'
import { isIsoDate } from '#kernel/i18n/format.ts'
import { slug, uuid } from '#kernel/ids.ts'
import { JobRunner } from '#kernel/jobs/job-runner.ts'
import type { Kernel } from '#kernel/kernel.ts'
import { openTestKernel } from '#test/support/test-kernel.ts'
import { fingerprintOf } from '../catalogue/publish-data-set.ts'
import { findPublished } from '../catalogue/queries.ts'
import { readBench } from '../catalogue/workbench.ts'
import type { Gate } from '../content/bring-data-set.ts'
import { createOpendata } from '../module.ts'
import { findCurrentVersion } from '../tables/queries.ts'
import { closeTables, tablesOf } from '../tables/tables.ts'
import { publishFeed } from './publish-feed.ts'
import { listFeedMonths } from './queries.ts'

/** Finds everything fit. */
const gate: Gate = async (scope, key) => {
  const fingerprint = await fingerprintOf(scope, await readBench(scope, key))
  await scope.db
    .insertInto('opendata.gate_reports')
    .values({
      ...{ authority_id: key.authorityId, data_set_id: key.id, id: v7(), made_at: scope.now() },
      ...{ is_fit: true, findings: jsonb([]), fingerprint },
    })
    .execute()
}

const issued = '2026-11-26'
const text = (de: string) => ({ de, fr: de, it: de, en: de })

/** A feed as any module can declare it, with counts that the test sets. */
function feedOf(counts: () => Readonly<Record<string, readonly FeedCount[]>>): Feed {
  if (!isIsoDate(issued)) throw new Error(issued)
  return {
    ...{
      id: 'ausleihen',
      authorityId: 'kriens',
      title: text('Ausleihen'),
      description: text('Beispiel'),
      purpose: 'test',
      issued,
    },
    keywords: { de: ['Ausleihe'], fr: ['prêt'], it: ['prestito'], en: ['loan'] },
    contact: { name: text('Bibliothek'), email: 'bibliothek@kriens.example' },
    measure: { name: 'loans', title: text('Ausleihen'), description: text('Anzahl') },
    dimensions: [
      {
        name: 'branch',
        title: text('Zweigstelle'),
        description: text('Wo'),
        role: 'quasi-identifier',
        labels: async () => new Map([['a', text('Am Platz')]]),
      },
    ],
    count: async (_, { from }) => counts()[from] ?? [],
  }
}

const kriens = slug<'authority'>('kriens')

async function readPublished(kernel: Kernel) {
  return kernel.database.read(publicActor, async (scope) => {
    const found = await findPublished(scope, kriens, 'ausleihen')
    const table = found?.metadata.distributions[0]?.id
    const version = table && (await findCurrentVersion(scope, uuid<'distribution'>(table)))
    return version
      ? { number: version.number, rows: (await tablesOf(kernel).reader.rows(version, { limit: 100 })).rows }
      : undefined
  })
}

test('a feed is published protected; a month that was published stays, whatever is counted later', async () => {
  const { kernel, urls } = await openTestKernel()
  onTestFinished(() => closeTables(kernel))
  await importAuthorities(urls.ownerUrl, loadAuthorities(join(import.meta.dirname, '../../../../content/authorities')))
  const of = (branch: string, count: number) => ({ codes: { branch }, count })
  let counts: Record<string, FeedCount[]> = { '2026-10-01': [of('a', 12), of('b', 3), of('c', 20)] }
  const feed = feedOf(() => counts)
  const [report, ...others] = await publishFeed(kernel, feed, gate)
  expect(others).toEqual([])
  expect(report).toMatchObject({ month: '2026-10-01', report: { shown: 2, hidden: { small: 1, complement: 1 } } })
  const first = await readPublished(kernel)
  expect(first?.number).toBe(1)
  expect(first?.rows.map((row) => row.slice(-3))).toEqual([
    ['2026-10', 'c', 20],
    ['2026-10', null, 35],
  ])

  expect(await publishFeed(kernel, feed, gate)).toEqual([])
  expect((await readPublished(kernel))?.number).toBe(1)

  counts = { '2026-10-01': [of('a', 12), of('b', 4), of('c', 20)], '2026-09-01': [of('a', 9)] }
  expect(await publishFeed(kernel, feed, gate)).toHaveLength(1)
  const second = await readPublished(kernel)
  expect(second?.number).toBe(2)
  expect(second?.rows.map((row) => row.slice(-3))).toEqual([
    ['2026-09', 'a', 9],
    ['2026-09', null, 9],
    ['2026-10', 'c', 20],
    ['2026-10', null, 35],
  ])

  const steward = systemActor('opendata')
  const kept = await kernel.database.read(steward, (scope) => listFeedMonths(scope, { authorityId: kriens, limit: 9 }))
  expect(kept).toEqual([
    ...[{ feed: 'ausleihen', month: '2026-10-01', k: 5, shown: 2, small: 1, complement: 1, dominated: 0, earlier: 0 }],
    ...[{ feed: 'ausleihen', month: '2026-09-01', k: 5, shown: 2, small: 0, complement: 0, dominated: 0, earlier: 0 }],
  ])
})

test('a feed that a module declares is published by its job, marked as an example in the demo', async () => {
  const { kernel, urls } = await openTestKernel()
  onTestFinished(() => closeTables(kernel))
  await importAuthorities(urls.ownerUrl, loadAuthorities(join(import.meta.dirname, '../../../../content/authorities')))
  await kernel.authorities.refresh(kernel.database)
  const feed = feedOf(() => ({ '2026-10-01': [{ codes: { branch: 'a' }, count: 12 }] }))
  const module = createOpendata({ feeds: () => [feed], tables: () => new Map() })
  const runner = new JobRunner(kernel, [module], urls.appUrl)
  onTestFinished(() => runner.stop())
  await runner.prepare()
  await kernel.database.write(systemActor('opendata'), async (scope) => {
    scope.enqueue('opendata.publish_feeds', { payload: {} })
  })
  expect(await runner.drain()).toBe(2)
  expect((await readPublished(kernel))?.rows.map((row) => row.slice(-3))).toEqual([
    ['2026-10', 'a', 12],
    ['2026-10', null, 12],
  ])
  const found = await kernel.database.read(publicActor, (scope) => findPublished(scope, kriens, 'ausleihen'))
  expect(found?.metadata.description.en).toMatch(/^Example: /)
  expect(found?.metadata.distributions[0]?.columns?.[1]).toMatchObject({
    codes: [{ code: 'a', label: { en: 'Am Platz' } }],
    emptyMeans: { de: 'alle zusammen', fr: 'tous ensemble' },
  })
})
