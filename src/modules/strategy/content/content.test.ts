import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { languages } from '#kernel/i18n/language.ts'
import { sinceOf } from '../graph/edge.ts'
import { strategyFolder } from './load-content.ts'
import { readStrategies, StrategyContentError, strategiesOf } from './read-strategies.ts'

const { nodes, edges } = readStrategies(strategyFolder)
const shared = join(import.meta.dirname, '../../../../../shared/data/strategy')

/** All texts and numbers in a value, and the names of those that are ids. */
function leavesOf(value: unknown): unknown[] {
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(leavesOf) : [value]
}

function readShared(file: string): unknown {
  const path = join(shared, file)
  if (existsSync(path)) return JSON.parse(readFileSync(path, 'utf8'))
  process.stdout.write(`${file} not compared: ../shared/data is not here\n`)
  return undefined
}

/** What stands under the keys named, anywhere in a value. */
function under(value: unknown, keys: readonly string[]): unknown[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, inner]) => [
    ...(keys.includes(key) ? leavesOf(inner) : []),
    ...under(inner, keys),
  ])
}

test('every id, name and amount of the founding texts is there, exactly', () => {
  const source = readShared('luzern-seeds.json')
  if (source === undefined) return
  const ids = new Set([...nodes.map(({ slug }) => slug), ...under(nodes, ['id']).map(String)])
  const missing = under(source, ['id']).filter((id) => !ids.has(String(id).toLowerCase()))
  expect(missing).toEqual([])
  const said = JSON.stringify([nodes, edges])
  const words = [
    ...under(source, ['name', 'altNames', 'short', 'shortName', 'display', 'names', 'term', 'goal', 'purpose']),
    ...under(source, ['aims', 'vision', 'schwerpunkt', 'planned', 'horizon', 'approach', 'preconditions', 'trigger']),
    ...under(source, ['text', 'what', 'leadForm', 'address']),
  ]
  // A rule for whoever computes, not a fact: the next test keeps it.
  const rules = under(source, ['moneyNotes'])
  expect(words.filter((word) => word !== null && !rules.includes(word) && !said.includes(inJson(word)))).toEqual([])
  const amounts = nodes.flatMap(({ facts }) => facts.amounts ?? []).map(({ francs }) => francs)
  for (const amount of under(source, ['amount'])) if (amount !== null) expect(amounts).toContain(amount)
})

test('every public fact is there with its page, day and figure, and what contradicts stands side by side', () => {
  const source = readShared('luzern-public-record.json')
  if (source === undefined) return
  const said = JSON.stringify([nodes, edges])
  const shown = (key: string) => under(source, [key]).filter((value) => !said.includes(inJson(value)))
  expect([shown('source'), shown('date').filter((date) => date !== null)]).toEqual([[], []])
  expect(under(source, ['text']).filter((text) => !said.includes(inJson(text)))).toEqual([])
  const figures = nodes.flatMap(({ facts, indicator, together }) => [
    ...(facts.amounts ?? []).map(({ francs }) => francs),
    ...(indicator?.figures ?? []).map(({ value }) => value),
    together.parliament?.count,
  ])
  // A figure that its fact tells in words, such as «79 Gemeinden», stands in these words, which are compared above.
  const isTold = ({ text, value }: Readonly<Record<string, unknown>>) => new RegExp(`\\b${value}\\b`).test(`${text}`)
  for (const fact of factsIn(source)) if (!isTold(fact)) expect(figures).toContain(fact.value)
  const contested = nodes.find(({ slug }) => slug === 'kredit-bewilligt-2019')
  expect(contested?.facts.amounts?.map(({ about, francs }) => [about, francs])).toEqual([
    ['approved', 13_300_000],
    ['approved', 13_500_000],
    ['cut', 1_000_000],
  ])
  expect(contested?.content.standing).toBe('unconfirmed')
})

/** Facts of the record that have a figure. */
const factsIn = (value: unknown): Readonly<Record<string, unknown>>[] =>
  typeof value !== 'object' || value === null
    ? []
    : 'value' in value && 'text' in value
      ? [{ ...value }]
      : Object.values(value).flatMap(factsIn)

test('a connection begins on the day of its source, or on the day when one was read that bears none, and says which', () => {
  const isOf = ({ source: { date }, since }: (typeof edges)[number]) =>
    date !== undefined &&
    (since === date || since === `${date}-01-01`.slice(0, 10) || since.startsWith(date.slice(0, 4)))
  const readings = edges.filter((edge) => sinceOf(edge).is === 'read')
  expect(readings.length).toBeGreaterThan(50)
  expect(edges.filter((edge) => sinceOf(edge).is === 'said' && !isOf(edge)).map(nameOf)).toEqual([
    // What began earlier than the page that tells of it.
    'kanton-luzern takes_part my-lu-ch 2024-04-24',
  ])
})

const nameOf = ({ from, kind, to, since }: (typeof edges)[number]) => {
  const slugOf = (id: string) => nodes.find((node) => node.id === id)?.slug
  return `${slugOf(from.id)} ${kind} ${slugOf(to.id)} ${since}`
}

test('since when an indicator of the record is defined as it is, is said of my.lu.ch alone, which began on a day that is known', () => {
  const known = nodes.filter(
    ({ content, indicator }) => content.standing !== 'own_record' && indicator?.definition.validFrom,
  )
  expect(known.map(({ slug }) => slug)).toEqual(['my-lu-ch-leistungen', 'my-lu-ch-konten', 'my-lu-ch-zugriffe'])
})

const inJson = (value: unknown) => JSON.stringify(value).replaceAll(/^"|"$/g, '')

test('of the money whose relation the sources leave open nothing is a sum or a difference', () => {
  const amounts = nodes.flatMap(({ facts }) => facts.amounts ?? []).map(({ francs }) => francs)
  expect(amounts).toEqual(expect.arrayContaining([14_381_500, 1_733_800]))
  expect(amounts).not.toContain(14_381_500 + 1_733_800)
  expect(amounts).not.toContain(14_381_500 - 1_733_800)
  const credits = new Set(nodes.filter(({ content }) => content.kind === 'credit').map(({ id }) => id))
  expect(edges.filter(({ from, to }) => credits.has(from.id) && credits.has(to.id))).toEqual([])
})

test('every node is told in four languages, has a source, and hangs on something', () => {
  const joined = new Set(edges.flatMap(({ from, to }) => [from.id, to.id]))
  for (const { id, slug, content, facts } of nodes) {
    for (const text of [content.title, content.text, ...(facts.unknown ?? [])])
      if (text) expect(Object.keys(text), slug).toEqual([...languages])
    // A rounded amount hangs on the exact one; for anything else that hangs on nothing it is said that the source does not tell.
    const ofExact = (facts.amounts ?? []).some(({ roundedFrom }) => roundedFrom !== undefined)
    expect(joined.has(id) || ofExact || (facts.unknown ?? []).length > 0, slug).toBe(true)
  }
})

const file = {
  authority: 'luzern',
  level: 'municipality',
  standing: 'founding_text',
  owner: 'Stadtrat',
  sources: { text: { title: 'Text' } },
  nodes: [
    { id: 'ziel', kind: 'core_goal', title: { de: 'Ziel' }, sources: ['text'] },
    { id: 'werk', kind: 'project', title: { de: 'Werk' }, sources: ['text'], project: { phase: 'idea' } },
  ],
  edges: [{ kind: 'serves', from: 'werk', to: 'ziel', since: '2026-01-01', source: 'text' }],
}
const read = (changes: object) => () => strategiesOf(new Map([['a.yaml', { ...file, ...changes }]]))

test('ids are the same in each run', () => {
  expect(read({})()).toEqual(read({})())
  expect(read({})().edges).toHaveLength(1)
})

test.for([
  ['a wrong key', { nodes: [{ id: 'ziel', colour: 'red' }] }, 'a.yaml /nodes/0: "colour" is not known here'],
  ['an id that is there twice', { nodes: [...file.nodes, file.nodes[0]] }, 'ziel: this id is there twice'],
  ['an end that is not there', { nodes: [file.nodes[1]] }, 'werk serves ziel: ziel is not known'],
  ['a source without a name', { sources: {} }, 'a.yaml ziel: there is no source text'],
  [
    'what is not joined so',
    { edges: [{ kind: 'funds', from: 'werk', to: 'ziel', since: '2026-01-01', source: 'text' }] },
    'werk funds ziel: project and core_goal are not joined in that way',
  ],
  [
    'an end before the beginning',
    { edges: [{ ...file.edges[0], until: '2025-01-01' }] },
    'werk serves ziel: ends before it begins',
  ],
] as const)('%s is told with file and place', ([, changes, message]) => {
  expect(read(changes)).toThrow(StrategyContentError)
  expect(read(changes)).toThrow(message)
})
