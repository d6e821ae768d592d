import { join } from 'node:path'
import { v7 } from 'uuid'
import { beforeEach, expect, test } from 'vitest'
import { importAuthorities } from '#kernel/authorities/import-authorities.ts'
import { loadAuthorities } from '#kernel/authorities/load-authorities.ts'
import { publicActor, type StaffActor, systemActor } from '#kernel/db/actor.ts'
import type { Database } from '#kernel/db/database.ts'
import { jsonb } from '#kernel/db/jsonb.ts'
import type { WriteScope } from '#kernel/db/scope.ts'
import { slug, uuid } from '#kernel/ids.ts'
import { asOwner, openTestDatabase, type TestDatabase } from '#test/support/test-database.ts'
import type { DataSetMetadata } from './data-set.ts'
import { fingerprintOf, publishDataSet, returnDataSet, submitDataSet, withdrawDataSet } from './publish-data-set.ts'
import { countPublished, findDistribution, findPublished, listPublished } from './queries.ts'
import { createDataSet, type DataSetKey, readBench, saveDataSet } from './workbench.ts'

const kriens = slug<'authority'>('kriens')
const authorities = loadAuthorities(join(import.meta.dirname, '../../../../content/authorities'))
const distribution = '0198c0de-0000-7000-8000-0000000000d1'
const metadata: DataSetMetadata = {
  title: { de: 'Parkplätze' },
  description: { de: 'Öffentliche Parkplätze, als Beispiel.' },
  keywords: { de: ['Parkplatz'] },
  themes: ['TRAN'],
  frequency: 'ANNUAL',
  licence: 'terms_open',
  contact: { name: { de: 'Stadt Kriens' }, email: 'daten@kriens.example' },
  issued: '2026-11-01',
  distributions: [
    {
      id: distribution,
      slug: 'liste',
      kind: 'link',
      title: { de: 'Liste' },
      url: 'https://kriens.example/parkplaetze.csv',
    },
  ],
}

let database: Database
let urls: TestDatabase

beforeEach(async () => {
  ;({ database, urls } = await openTestDatabase())
  await importAuthorities(urls.ownerUrl, authorities)
})

function steward(
  number: number,
  authority = kriens,
  role: StaffActor['memberships'][number]['role'] = 'data_steward',
): StaffActor {
  return {
    kind: 'staff',
    staffId: uuid<'staff'>(`0198c0de-0000-7000-8000-00000000000${number}`),
    identityId: null,
    name: `Testperson ${number}`,
    memberships: [{ authorityId: authority, unitId: null, role }],
    hasSecondFactor: true,
  }
}

const as = <Result>(actor: StaffActor, work: (scope: WriteScope<StaffActor>) => Promise<Result>) =>
  database.write(actor, work)
const look = () => database.read(publicActor, (scope) => findPublished(scope, kriens, 'parkplaetze'))

async function begin(): Promise<DataSetKey> {
  const id = await as(steward(1), (scope) =>
    createDataSet(scope, { authorityId: kriens, slug: 'parkplaetze', metadata }),
  )
  return { authorityId: kriens, id }
}

/** What the gate leaves behind when it has looked. */
function check(key: DataSetKey, isFit = true): Promise<void> {
  return database.write(systemActor('opendata'), async (scope) => {
    await scope.db
      .insertInto('opendata.gate_reports')
      .values({
        authority_id: key.authorityId,
        data_set_id: key.id,
        id: v7(),
        made_at: scope.now(),
        is_fit: isFit,
        findings: jsonb([]),
        fingerprint: await fingerprintOf(scope, await readBench(scope, key)),
      })
      .execute()
  })
}

test('one steward submits what is fit, another publishes it, and everybody finds it', async () => {
  const key = await begin()
  await check(key)
  await as(steward(1), (scope) => submitDataSet(scope, key))
  expect(await look()).toBeUndefined()
  await as(steward(2), (scope) => publishDataSet(scope, key))

  expect(await look()).toMatchObject({ slug: 'parkplaetze', origin: 'steward', withdrawnAt: null, metadata })
  await database.read(publicActor, async (scope) => {
    expect(await countPublished(scope, kriens)).toBe(1)
    expect((await listPublished(scope, { limit: 10 })).map((one) => one.id)).toEqual([key.id])
    expect(await listPublished(scope, { limit: 10, after: { authorityId: kriens, slug: 'parkplaetze' } })).toEqual([])
    expect((await findDistribution(scope, distribution))?.distribution.slug).toBe('liste')
  })
  expect(
    await asOwner(urls, `select action from kernel.audit_entries where action like 'opendata.%' order by id`),
  ).toEqual(['created', 'submitted', 'published'].map((what) => ({ action: `opendata.data_set.${what}` })))
})

test('the person who asked for publication cannot agree to it', async () => {
  const key = await begin()
  await check(key)
  await as(steward(1), (scope) => submitDataSet(scope, key))
  await expect(as(steward(1), (scope) => publishDataSet(scope, key))).rejects.toMatchObject({
    status: 403,
    userMessage: 'opendata.bench.error.same_person',
  })
  expect(await look()).toBeUndefined()
})

test('nothing is submitted that the gate has not found fit in this very state', async () => {
  const key = await begin()
  const submit = () => as(steward(1), (scope) => submitDataSet(scope, key))
  await expect(submit()).rejects.toMatchObject({ userMessage: 'opendata.bench.error.not_checked' })
  await check(key, false)
  await expect(submit()).rejects.toMatchObject({ userMessage: 'opendata.bench.error.not_fit' })
  await check(key)
  await as(steward(1), (scope) =>
    saveDataSet(scope, key, { revision: 1, metadata: { ...metadata, title: { de: 'Parkfelder' } } }),
  )
  await expect(submit()).rejects.toMatchObject({ userMessage: 'opendata.bench.error.not_checked' })
})

test('two people who save over each other: the second is told, and nothing is lost', async () => {
  const key = await begin()
  const save = (who: number, title: string) =>
    as(steward(who), (scope) =>
      saveDataSet(scope, key, { revision: 1, metadata: { ...metadata, title: { de: title } } }),
    )
  const results = await Promise.allSettled([save(1, 'Eins'), save(2, 'Zwei')])
  expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  const kept = await as(steward(1), (scope) => readBench(scope, key))
  expect(kept.revision).toBe(2)
  expect(kept.metadata.title.de).toBe(results[0].status === 'fulfilled' ? 'Eins' : 'Zwei')
})

test('what is public stays as it is while a change is prepared, and until that is published', async () => {
  const key = await begin()
  await check(key)
  await as(steward(1), (scope) => submitDataSet(scope, key))
  await as(steward(2), (scope) => publishDataSet(scope, key))
  await as(steward(1), (scope) =>
    saveDataSet(scope, key, { revision: 1, metadata: { ...metadata, title: { de: 'Parkfelder' } } }),
  )
  expect((await look())?.metadata.title.de).toBe('Parkplätze')
  await check(key)
  await as(steward(1), (scope) => submitDataSet(scope, key))
  await expect(as(steward(1), (scope) => saveDataSet(scope, key, { revision: 2, metadata }))).rejects.toMatchObject({
    userMessage: 'opendata.bench.error.in_review',
  })
  await as(steward(2), (scope) => returnDataSet(scope, key))
  expect((await as(steward(1), (scope) => readBench(scope, key))).state).toBe('published')
  await as(steward(2), (scope) => submitDataSet(scope, key))
  await as(steward(1), (scope) => publishDataSet(scope, key))
  expect((await look())?.metadata.title.de).toBe('Parkfelder')
})

test('a withdrawn data set says so at its address and is in no list', async () => {
  const key = await begin()
  await check(key)
  await as(steward(1), (scope) => submitDataSet(scope, key))
  await as(steward(2), (scope) => publishDataSet(scope, key))
  await as(steward(2), (scope) => withdrawDataSet(scope, key))
  expect((await look())?.withdrawnAt).toBeInstanceOf(Date)
  await database.read(publicActor, async (scope) => {
    expect(await countPublished(scope)).toBe(0)
    expect(await findDistribution(scope, distribution)).toBeUndefined()
  })
  expect(await asOwner(urls, 'select kind from opendata.data_set_changes order by id')).toEqual([
    { kind: 'published' },
    { kind: 'withdrawn' },
  ])
})

test('a steward of elsewhere, or staff with another role, changes nothing', async () => {
  const key = await begin()
  await check(key)
  const horw = steward(3, slug<'authority'>('horw'))
  await expect(as(horw, (scope) => submitDataSet(scope, key))).rejects.toMatchObject({ status: 403 })
  await expect(as(horw, (scope) => readBench(scope, key))).rejects.toMatchObject({ status: 404 })
  await expect(as(steward(4, kriens, 'clerk'), (scope) => withdrawDataSet(scope, key))).rejects.toMatchObject({
    status: 403,
  })
})
