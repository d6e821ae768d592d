import { join } from 'node:path'
import { beforeEach, expect, test } from 'vitest'
import { importAuthorities } from '#kernel/authorities/import-authorities.ts'
import { loadAuthorities } from '#kernel/authorities/load-authorities.ts'
import { publicActor, type StaffActor } from '#kernel/db/actor.ts'
import type { Database } from '#kernel/db/database.ts'
import type { WriteScope } from '#kernel/db/scope.ts'
import { slug, uuid } from '#kernel/ids.ts'
import { openTestDatabase, type TestDatabase } from '#test/support/test-database.ts'
import { strategyFolder } from '../content/load-content.ts'
import { bringStrategies } from '../content/load-strategies.ts'
import { readStrategies } from '../content/read-strategies.ts'
import { putProject } from '../projects/write-project.ts'
import { listEdgesOf } from './edge-queries.ts'
import type { Audience, NodeContent, NodeKey } from './node.ts'
import { findNode, listNodes } from './queries.ts'
import { endEdge, joinNodes } from './write-edge.ts'
import { createNode, saveNode } from './write-node.ts'

const [luzern, kriens] = [slug<'authority'>('luzern'), slug<'authority'>('kriens')]
const authorities = loadAuthorities(join(import.meta.dirname, '../../../../content/authorities'))

let database: Database
let urls: TestDatabase

beforeEach(async () => {
  ;({ database, urls } = await openTestDatabase())
  await importAuthorities(urls.ownerUrl, authorities)
})

const steers = (authorityId = luzern, role: 'strategist' | 'lead' = 'strategist'): StaffActor => ({
  kind: 'staff',
  staffId: uuid<'staff'>('0198c0de-0000-7000-8000-000000000001'),
  identityId: null,
  name: 'Testperson',
  memberships: [{ authorityId, unitId: null, role }],
  hasSecondFactor: true,
})

const content: NodeContent = {
  kind: 'project',
  level: 'municipality',
  audience: 'public',
  standing: 'example',
  title: { de: 'Beispielprojekt' },
  text: undefined,
  owner: 'Fachstelle Digitales',
  beginsOn: undefined,
  endsOn: undefined,
  sources: [{ title: 'Test' }],
}

const write = <Result>(actor: StaffActor, work: (scope: WriteScope<StaffActor>) => Promise<Result>) =>
  database.write(actor, work)

async function add(name: string, changes: Partial<NodeContent> = {}, authorityId = luzern): Promise<NodeKey> {
  const id = await write(steers(authorityId), (scope) =>
    createNode(scope, { authorityId, slug: name, content: { ...content, ...changes } }),
  )
  return { authorityId, id }
}

const see = (actor: StaffActor | typeof publicActor, name: string) =>
  database.read(actor, (scope) => findNode(scope, luzern, name))

test('of two who save what both have read only the first succeeds, and the other is told', async () => {
  const key = await add('eins')
  const save = (title: string) =>
    write(steers(), (scope) => saveNode(scope, key, { revision: 1, content: { ...content, title: { de: title } } }))
  await save('Erste Fassung')
  await expect(save('Zweite Fassung')).rejects.toMatchObject({ status: 412, userMessage: 'strategy.error.changed' })
  expect(await see(publicActor, 'eins')).toMatchObject({ title: { de: 'Erste Fassung' }, revision: 2 })
})

test('what is for an authority, for staff, and for everybody is seen by these alone', async () => {
  await add('intern', { audience: 'authority' })
  await add('amtlich', { audience: 'staff' })
  const [own, other] = [steers(), steers(kriens)]
  const seen = async (actor: StaffActor | typeof publicActor) =>
    (await database.read(actor, (scope) => listNodes(scope, { kind: 'project' }))).map((node) => node.slug)
  expect(await seen(own)).toEqual(['amtlich', 'intern'])
  expect(await seen(other)).toEqual(['amtlich'])
  expect(await seen(publicActor)).toEqual([])
})

test('only who steers there writes, and a name is taken once', async () => {
  const key = await add('eins')
  await expect(add('eins')).rejects.toMatchObject({ status: 409 })
  const save = (actor: StaffActor) => write(actor, (scope) => saveNode(scope, key, { revision: 1, content }))
  await expect(save(steers(kriens))).rejects.toMatchObject({ status: 403 })
  await expect(save(steers(luzern, 'lead'))).rejects.toMatchObject({ status: 403 })
})

test('things are joined as they may be, seen by whoever sees both, and the join ends', async () => {
  const [project, goal] = [await add('projekt'), await add('ziel', { kind: 'annual_goal', audience: 'staff' }, kriens)]
  const edge = {
    authorityId: luzern,
    from: project,
    to: goal,
    since: await database.read(publicActor, async (scope) => scope.today()),
    owner: 'Fachstelle Digitales',
    source: { title: 'Test' },
    note: undefined,
  }
  await expect(write(steers(), (scope) => joinNodes(scope, { ...edge, kind: 'funds' }))).rejects.toMatchObject({
    status: 422,
  })
  const id = await write(steers(), (scope) => joinNodes(scope, { ...edge, kind: 'serves' }))
  const rows = (actor: StaffActor | typeof publicActor) =>
    database.read(actor, (scope) => scope.db.selectFrom('strategy.edges').select(['audience', 'until']).execute())
  expect(await rows(steers(kriens))).toEqual([{ audience: 'staff', until: null }])
  expect(await rows(publicActor)).toEqual([])
  await write(steers(), (scope) => endEdge(scope, { authorityId: luzern, id }, edge.since))
  await expect(
    write(steers(), (scope) => endEdge(scope, { authorityId: luzern, id }, edge.since)),
  ).rejects.toMatchObject({ status: 404 })
})

test('a connection follows both its ends, whoever keeps it, and files bring theirs as the ends are kept', async () => {
  const [project, goal] = [await add('projekt'), await add('ziel', { kind: 'annual_goal' }, kriens)]
  await write(steers(), (scope) =>
    joinNodes(scope, {
      ...{ authorityId: luzern, kind: 'serves', from: project, to: goal, note: undefined },
      ...{ since: scope.today(), owner: 'Fachstelle Digitales', source: { title: 'Test' } },
    }),
  )
  const seen = () =>
    database.read(publicActor, (scope) => scope.db.selectFrom('strategy.edges').select('audience').execute())
  const show = (audience: Audience, revision: number) =>
    write(steers(kriens), (scope) =>
      saveNode(scope, goal, { revision, content: { ...content, kind: 'annual_goal', audience } }),
    )
  expect(await seen()).toHaveLength(1)
  await show('authority', 1)
  expect(await seen()).toEqual([])
  await show('public', 2)
  expect(await seen()).toHaveLength(1)

  const files = readStrategies(strategyFolder)
  await bringStrategies(database, { ...files, edges: [] })
  const fb1 = await see(publicActor, 'fb1')
  if (!fb1) throw new Error('no fb1')
  await write(steers(), (scope) => saveNode(scope, fb1, { revision: 1, content: { ...fb1, audience: 'authority' } }))
  expect(await bringStrategies(database, files)).toBe(files.edges.length)
  expect((await database.read(publicActor, (scope) => listEdgesOf(scope, [fb1]))).map(({ id }) => id)).toEqual([])
})

test('what the files bring is written once, what somebody edited stays hers, and what was made under that name too', async () => {
  const files = readStrategies(strategyFolder)
  expect(await bringStrategies(database, files)).toBe(files.nodes.length + files.edges.length)
  expect(await bringStrategies(database, files)).toBe(0)
  const key = await see(publicActor, 'fb1')
  if (!key) throw new Error('no fb1')
  await write(steers(), (scope) => saveNode(scope, key, { revision: 1, content: { ...key, title: { de: 'Anders' } } }))
  const renamed = files.nodes.map((node) => ({ ...node, content: { ...node.content, title: { de: 'Neu' } } }))
  expect(await bringStrategies(database, { nodes: renamed, edges: [] })).toBe(files.nodes.length - 1)
  expect(await see(publicActor, 'fb1')).toMatchObject({ title: { de: 'Anders' }, revision: 2 })
  expect(await see(publicActor, 'fb2')).toMatchObject({ title: { de: 'Neu' }, revision: 2 })
})

test('a project is hidden with its node', async () => {
  const key = await add('projekt')
  await write(steers(), (scope) =>
    putProject(scope, {
      key,
      audience: 'public',
      phase: 'idea',
      size: 'small',
      method: 'agile',
      beginsOn: undefined,
      endsOn: undefined,
    }),
  )
  const phases = () =>
    database.read(publicActor, (scope) => scope.db.selectFrom('strategy.projects').select('phase').execute())
  expect(await phases()).toEqual([{ phase: 'idea' }])
  await write(steers(), (scope) =>
    saveNode(scope, key, { revision: 1, content: { ...content, audience: 'authority' } }),
  )
  expect(await phases()).toEqual([])
})
