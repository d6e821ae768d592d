import { join } from 'node:path'
import { beforeEach, expect, test } from 'vitest'
import { importAuthorities } from '#kernel/authorities/import-authorities.ts'
import { loadAuthorities } from '#kernel/authorities/load-authorities.ts'
import { publicActor, type StaffActor, systemActor } from '#kernel/db/actor.ts'
import type { Database } from '#kernel/db/database.ts'
import type { Scope } from '#kernel/db/scope.ts'
import { readCatalogues } from '#kernel/i18n/catalogue.ts'
import { type IsoDate, isIsoDate } from '#kernel/i18n/format.ts'
import { languages } from '#kernel/i18n/language.ts'
import { slug, uuid } from '#kernel/ids.ts'
import { asOwner, openTestDatabase, type TestDatabase } from '#test/support/test-database.ts'
import type { EdgeKind } from '../graph/edge.ts'
import { listEdgesOf } from '../graph/edge-queries.ts'
import type { Audience, Node, NodeContent, NodeKind } from '../graph/node.ts'
import { findNode, findNodeByKey } from '../graph/queries.ts'
import { joinNodes } from '../graph/write-edge.ts'
import { createNode, saveNode } from '../graph/write-node.ts'
import { answer } from '../public/goal-routes.tsx'
import { decideGate, listConditions } from './decide-gate.ts'
import { findProject } from './find-project.ts'
import { gates, type Outcome } from './hermes.ts'
import { conditionRows, decisionRows, partnerRows } from './public-records.ts'
import { listRecords, putRecord, removeRecord } from './records.ts'
import { listShownPartners } from './shown-partners.ts'
import { putProject } from './write-project.ts'

const luzern = slug<'authority'>('luzern')
const authorities = loadAuthorities(join(import.meta.dirname, '../../../../content/authorities'))

const day = (text: string): IsoDate => {
  if (!isIsoDate(text)) throw new TypeError(`${text} is no day`)
  return text
}

let database: Database
let urls: TestDatabase

beforeEach(async () => {
  ;({ database, urls } = await openTestDatabase())
  await importAuthorities(urls.ownerUrl, authorities)
})

const steers: StaffActor = {
  kind: 'staff',
  staffId: uuid<'staff'>('0198c0de-0000-7000-8000-000000000001'),
  identityId: null,
  name: 'Testperson',
  memberships: [{ authorityId: luzern, unitId: null, role: 'strategist' }],
  hasSecondFactor: true,
}
const kriens: StaffActor = {
  ...steers,
  memberships: [{ authorityId: slug<'authority'>('kriens'), unitId: null, role: 'strategist' }],
}

const content = (kind: NodeKind, title: string, audience: Audience = 'public'): NodeContent => ({
  kind,
  level: 'municipality',
  audience,
  standing: 'own_record',
  title: { de: title, fr: `${title} fr` },
  text: undefined,
  owner: 'Fachstelle Digitales',
  beginsOn: undefined,
  endsOn: undefined,
  sources: [{ title: 'Test' }],
})

const read = <Result>(work: (scope: Scope) => Promise<Result>, actor: StaffActor | typeof publicActor = publicActor) =>
  database.read(actor, work)

async function nodeOf(name: string): Promise<Node> {
  const node = await read((scope) => findNode(scope, luzern, name), steers)
  if (!node) throw new Error(`no ${name}`)
  return node
}

async function add(kind: NodeKind, name: string): Promise<Node> {
  await database.write(steers, (scope) =>
    createNode(scope, { authorityId: luzern, slug: name, content: content(kind, name) }),
  )
  return nodeOf(name)
}

async function addProject(name: string): Promise<Node> {
  const node = await add('project', name)
  await database.write(steers, (scope) =>
    putProject(scope, {
      ...{ key: node, audience: 'public', phase: 'idea', size: 'small', method: 'agile' },
      ...{ beginsOn: undefined, endsOn: undefined },
    }),
  )
  return node
}

const join2 = (kind: EdgeKind, from: Node, to: Node) =>
  database.write(steers, (scope) =>
    joinNodes(scope, {
      ...{ authorityId: luzern, kind, from, to, note: undefined, since: scope.today() },
      ...{ owner: 'Fachstelle Digitales', source: { title: 'Test' } },
    }),
  )

async function decide(name: string, outcome: Outcome = 'with_conditions'): Promise<void> {
  const project = await read((scope) => findProject(scope, luzern, name), steers)
  if (!project) throw new Error('no project')
  await database.write(steers, (scope) =>
    decideGate(scope, project, {
      revision: project.revision,
      decision: {
        ...{ gate: 'is10', outcome, decidedOn: day('2026-11-20'), decidedBy: 'Strategiegremium' },
        ...{ reason: 'Nutzen ist belegt', released: 1_000_00, ticked: new Set<string>() },
        conditions: outcome === 'with_conditions' ? [{ text: 'Konzept', owner: 'Amt', dueOn: day('2026-12-31') }] : [],
      },
    }),
  )
}

/** Each path from one thing to another, as the kinds of its steps. */
async function paths(from: Node, to: Node): Promise<readonly (readonly EdgeKind[])[]> {
  const found = await read((scope) => answer(scope, { from, to, on: scope.today() }))
  return found.map((path) => path.map(({ edge }) => edge.kind))
}

async function show(name: string, audience: Audience): Promise<void> {
  const node = await nodeOf(name)
  await database.write(steers, (scope) =>
    saveNode(scope, node, { revision: node.revision, content: { ...node, audience } }),
  )
}

type Line = Readonly<Record<string, string | number | null>>
const line = (more: Line): Line => ({
  ...{ kind: 'contribution', partner: 'Hochschule Beispiel', subject: 'Begleitforschung', procurement: null },
  ...{ amount: 20_000_00, begins_on: '2026-02-01', ends_on: null, shown: 'with_project' },
  ...more,
})

async function put(name: string, values: Line, id?: string): Promise<string> {
  const project = await nodeOf(name)
  await database.write(steers, (scope) =>
    putRecord(scope, project, { part: 'contracts', id, revision: project.revision, values }),
  )
  const records = await read((scope) => listRecords(scope, project, 'contracts'), steers)
  return records.at(-1)?.id ?? ''
}

const partnerEdges = () =>
  asOwner<{ kind: string; to: string; since: string; until: string | null; audience: string }>(
    urls,
    `select e.kind, t.slug as to, e.since::text, e.until::text, e.audience from strategy.edges e
     join strategy.nodes f on f.id = e.from_id join strategy.nodes t on t.id = e.to_id
     where f.kind = 'partner' order by t.slug, e.id`,
  )

test('what is decided at a gate is a thing of the graph, over which a path leads to the goals of the project', async () => {
  const [project, goal] = [await addProject('portal'), await add('impact_goal', 'ziel')]
  await join2('serves', project, goal)
  await decide('portal')
  const decision = await read((scope) => findNode(scope, luzern, 'portal-is10-2026-11-20'))
  expect(decision).toMatchObject({
    kind: 'decision',
    title: { de: 'Aufnahme ins Portfolio (IS10) – portal', fr: 'Admission au portefeuille (IS10) – portal fr' },
    text: { de: 'Mit Auflagen freigegeben. Nutzen ist belegt' },
    owner: 'Strategiegremium',
    beginsOn: '2026-11-20',
    standing: 'own_record',
    belongsTo: project.id,
  })
  if (!decision) throw new Error('no decision')
  expect(await paths(decision, goal)).toEqual([['decided_by', 'serves']])
  expect(await paths(goal, decision)).toEqual([])
  const hanging = await read((scope) => answer(scope, { from: undefined, to: goal, on: scope.today() }))
  expect(hanging.map((path) => path[0]?.from)).toContain(decision.id)
})

test('the answers of the text: what a credit does for a goal, which goals of the canton a city project serves, what came of it', async () => {
  const [project, goal, canton] = [
    await addProject('portal'),
    await add('impact_goal', 'ziel'),
    await add('core_goal', 'kernziel'),
  ]
  const [credit, result] = [await add('credit', 'kredit'), await add('result', 'ergebnis')]
  await join2('funds', credit, project)
  await join2('serves', project, goal)
  await join2('derives_from', goal, canton)
  await join2('depends_on', result, project)
  await join2('serves', result, goal)
  await put('portal', line({}))
  const partner = await nodeOf('hochschule-beispiel')
  expect(await paths(credit, goal)).toEqual([
    ['funds', 'serves'],
    ['funds', 'depends_on', 'serves'],
  ])
  expect(await paths(project, canton)).toContainEqual(['serves', 'derives_from'])
  expect(await paths(partner, canton)).toContainEqual(['funds', 'serves', 'derives_from'])
  expect(await paths(credit, result)).toEqual([['funds', 'depends_on']])
})

test('whoever withdraws a project withdraws its decisions, conditions and partners, and shows them again with it', async () => {
  await addProject('portal')
  await decide('portal')
  await put('portal', line({}))
  const seen = async (actor: StaffActor | typeof publicActor) => {
    const project = await nodeOf('portal')
    return read(async (scope) => {
      const nodes = scope.db.selectFrom('strategy.nodes').select('slug').where('kind', 'in', ['decision', 'partner'])
      const edges = scope.db.selectFrom('strategy.edges').select('kind').orderBy('kind')
      return [
        (await nodes.orderBy('slug').execute()).map((one) => one.slug),
        (await edges.execute()).map((one) => one.kind),
        (await listConditions(scope, project)).length,
        (await listShownPartners(scope, project)).length,
      ]
    }, actor)
  }
  const all = [['hochschule-beispiel', 'portal-is10-2026-11-20'], ['decided_by', 'funds'], 1, 1]
  const nothing = [[], [], 0, 0]
  expect(await seen(publicActor)).toEqual(all)
  await show('portal', 'staff')
  expect([await seen(publicActor), await seen(kriens)]).toEqual([nothing, all])
  await show('portal', 'authority')
  expect([await seen(kriens), await seen(steers)]).toEqual([nothing, all])
  await show('portal', 'public')
  expect(await seen(publicActor)).toEqual(all)
  // Neither the one nor the other is shown wider by itself.
  await show('portal', 'authority')
  for (const name of ['hochschule-beispiel', 'portal-is10-2026-11-20']) await show(name, 'public')
  expect(await seen(publicActor)).toEqual(nothing)
})

test('a partner is one for all projects of an authority, seen as far as one of its lines, and what is kept inside stays there', async () => {
  for (const name of ['erstes', 'zweites']) await addProject(name)
  const first = await put('erstes', line({ shown: 'inside' }))
  const partner = async () => (await nodeOf('hochschule-beispiel')).audience
  expect(await partner()).toBe('authority')
  await put('zweites', line({ partner: 'HOCHSCHULE beispiel', kind: 'contract', ends_on: '2026-12-31' }))
  expect(await partner()).toBe('public')
  expect(await partnerEdges()).toEqual([
    { kind: 'funds', to: 'erstes', since: '2026-02-01', until: null, audience: 'authority' },
    { kind: 'takes_part', to: 'zweites', since: '2026-02-01', until: '2027-01-01', audience: 'public' },
  ])
  expect(await read(async (scope) => listShownPartners(scope, await nodeOf('erstes')))).toEqual([])
  await show('zweites', 'authority')
  expect(await partner()).toBe('authority')
  await put('erstes', line({}), first)
  expect(await partner()).toBe('public')
})

test('a connection with a partner is never changed: it ends where the line says something else, or is taken off', async () => {
  await addProject('portal')
  const id = await put('portal', line({}))
  await put('portal', line({ amount: 1 }), id)
  expect(await partnerEdges()).toHaveLength(1)
  await put('portal', line({ partner: 'Stiftung Beispiel' }), id)
  const today = await read(async (scope) => scope.today())
  expect((await partnerEdges()).map(({ until }) => until)).toEqual([today, null])
  expect([(await nodeOf('hochschule-beispiel')).audience, (await nodeOf('stiftung-beispiel')).audience]).toEqual([
    'authority',
    'public',
  ])
  const project = await nodeOf('portal')
  await database.write(steers, (scope) =>
    removeRecord(scope, project, { part: 'contracts', id, revision: project.revision }),
  )
  expect((await partnerEdges()).map(({ until }) => until)).toEqual([today, today])
  expect((await nodeOf('stiftung-beispiel')).audience).toBe('authority')
})

test('a contract that is put back to the own authority takes with it what was public of it, though its partner is shown for another', async () => {
  for (const name of ['anderes', 'dieses']) await addProject(name)
  await put('anderes', line({ subject: 'Begleitforschung' }))
  const id = await put('dieses', line({ subject: 'Vergleich nach Mängeln' }))
  const later = await put('dieses', line({ subject: 'Zweiter Vertrag' }))
  await put('dieses', line({ subject: 'Vergleich nach Mängeln', amount: 5, ends_on: '2026-12-31' }), id)
  const seen = () =>
    read(async (scope) => {
      const partner = await findNode(scope, luzern, 'hochschule-beispiel')
      const edges = partner ? await listEdgesOf(scope, [partner]) : []
      return edges.map(({ note }) => note?.de).sort()
    })
  expect(await seen()).toEqual([
    'Begleitforschung',
    'Vergleich nach Mängeln',
    'Vergleich nach Mängeln',
    'Zweiter Vertrag',
  ])
  await put('dieses', line({ subject: 'Vergleich nach Mängeln', shown: 'inside' }), id)
  expect(await seen()).toEqual(['Begleitforschung', 'Zweiter Vertrag'])
  const project = await nodeOf('dieses')
  await database.write(steers, (scope) =>
    removeRecord(scope, project, { part: 'contracts', id: later, revision: project.revision, isInside: true }),
  )
  expect(await seen()).toEqual(['Begleitforschung'])
})

const plain = (text = '') => text.replaceAll(/[\u00a0\u202f]/g, ' ')

test('a decision is called after its gate and its project in all languages, and keeps its name with the project', async () => {
  await addProject('portal')
  await decide('portal', 'refused')
  const project = await nodeOf('portal')
  await database.write(steers, (scope) =>
    saveNode(scope, project, {
      revision: project.revision,
      content: { ...project, title: { de: 'Neuer Name', it: 'Nome nuovo' } },
    }),
  )
  const decision = await read((scope) => findNode(scope, luzern, 'portal-is10-2026-11-20'))
  expect(decision?.title).toEqual({
    de: 'Aufnahme ins Portfolio (IS10) – Neuer Name',
    it: 'Ammissione al portafoglio (IS10) – Nome nuovo',
  })
  const messages = readCatalogues([{ prefix: 'strategy', folder: join(import.meta.dirname, '../messages') }])
  for (const gate of gates) {
    const [row] = await asOwner<{ title: Record<string, string> }>(
      urls,
      `select strategy.decision_title('${gate}', '{"de":"x","fr":"x","it":"x","en":"x"}') as title`,
    )
    for (const language of languages)
      expect(row?.title[language]).toBe(`${plain(messages[language].get(`strategy.projects.value.gate.${gate}`))} – x`)
  }
})

test('open data has what is public of decisions, conditions and partners, with money in Rappen, and nothing else', async () => {
  for (const name of ['offen', 'verborgen']) {
    await addProject(name)
    await decide(name)
    await put(name, line({}))
    await put(name, line({ partner: 'Firma Beispiel', kind: 'contract', shown: 'inside' }))
  }
  await show('verborgen', 'authority')
  const rows = await database.read(systemActor('opendata'), async (scope) => ({
    decisions: await decisionRows(scope),
    conditions: await conditionRows(scope),
    partners: await partnerRows(scope),
  }))
  const [decision] = rows.decisions
  expect(rows.decisions).toHaveLength(1)
  expect(decision?.slice(1, 2)).toEqual(['offen'])
  expect(decision?.slice(3)).toEqual([
    ...['is10', 'with_conditions', 'idea', 'impulse', '2026-11-20', 'Strategiegremium', 'Nutzen ist belegt', 1_000_00],
    'own_record',
  ])
  expect(rows.conditions.map((row) => row.slice(4))).toEqual([['Konzept', '2026-12-31', null, 'own_record']])
  expect(rows.partners.map((row) => row.slice(3))).toEqual([
    ...[['contribution', 'Hochschule Beispiel', 'Begleitforschung', null, 20_000_00, '2026-02-01', null, 'own_record']],
  ])
  expect(
    await read((scope) => findNodeByKey(scope, { authorityId: luzern, id: uuid(String(decision?.[2])) })),
  ).toBeDefined()
})
