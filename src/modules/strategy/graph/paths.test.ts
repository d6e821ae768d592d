import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isIsoDate } from '#kernel/i18n/format.ts'
import { slug, uuid } from '#kernel/ids.ts'
import { type Edge, edgeKinds } from './edge.ts'
import { hangingOn, pathBounds, pathsBetween } from './paths.ts'

const idOf = (n: number) => `0198c0de-0000-7000-8000-${String(n).padStart(12, '0')}`
const authorityId = slug<'authority'>('luzern')
const [since] = ['2026-01-01'].filter(isIsoDate)
if (!since) throw new Error('no day')

const edge = (kind: Edge['kind'], from: number, to: number): Edge => ({
  authorityId,
  id: uuid<'strategy-edge'>(idOf(from * 1_000 + to)),
  kind,
  from: { authorityId, id: uuid<'strategy-node'>(idOf(from)) },
  to: { authorityId, id: uuid<'strategy-node'>(idOf(to)) },
  audience: 'public',
  since,
  until: undefined,
  owner: 'Amt',
  source: { title: 'Test' },
  note: undefined,
})

const [credit, project, area, strategy, other, helper] = [1, 2, 3, 4, 5, 6]
const graph = [
  edge('funds', credit, project),
  edge('serves', project, area),
  edge('contains', strategy, area),
  edge('contains', strategy, other),
  edge('depends_on', project, helper),
]
const ends = (from: number, to: number) =>
  pathsBetween(graph, idOf(from), idOf(to)).map((path) => path.map(({ edge: one }) => one.kind))

test('a credit does something for the goal of its project, and for the strategy above it', () => {
  expect(ends(credit, area)).toEqual([['funds', 'serves']])
  expect(ends(credit, strategy)).toEqual([['funds', 'serves', 'contains']])
  expect(ends(helper, area)).toEqual([['depends_on', 'serves']])
})

test('what serves one part of a strategy does not serve the others, and nothing runs backwards', () => {
  expect(ends(project, other)).toEqual([])
  expect(ends(area, credit)).toEqual([])
})

test('all that hangs on a goal, the nearest first', () => {
  const found = hangingOn(graph, idOf(area)).map((path) => path[0]?.from)
  expect(found).toEqual([idOf(project), idOf(strategy), idOf(credit), idOf(helper)])
})

test('on any graph, circles and all: paths have no circle, join the two ends step by step, and are short enough', () => {
  const any = fc.array(
    fc.tuple(fc.constantFrom(...edgeKinds), fc.integer({ min: 0, max: 7 }), fc.integer({ min: 0, max: 7 })),
    { maxLength: 24 },
  )
  fc.assert(
    fc.property(any, fc.integer({ min: 0, max: 7 }), fc.integer({ min: 0, max: 7 }), (joins, from, to) => {
      const edges = joins.filter(([, one, two]) => one !== two).map(([kind, one, two]) => edge(kind, one, two))
      const paths = pathsBetween(edges, idOf(from), idOf(to))
      for (const path of paths) {
        const stops = [idOf(from), ...path.map((step) => step.to)]
        expect(new Set(stops).size).toBe(stops.length)
        expect(stops.at(-1)).toBe(idOf(to))
        expect(path.map((step) => step.from)).toEqual(stops.slice(0, -1))
        expect(path.length).toBeLessThanOrEqual(pathBounds.depth)
      }
      const lengths = paths.map((path) => path.length)
      expect(lengths).toEqual(lengths.toSorted((one, two) => one - two))
      if (paths.length > 0) expect(hangingOn(edges, idOf(to)).some((path) => path[0]?.from === idOf(from))).toBe(true)
    }),
  )
})

test('a graph where everything leads to everything ends soon', () => {
  const edges = Array.from({ length: 60 }, (_, from) => Array.from({ length: 60 }, (__, to) => [from, to] as const))
    .flat()
    .filter(([from, to]) => from !== to)
    .map(([from, to]) => edge('serves', from, to))
  const started = performance.now()
  expect(pathsBetween(edges, idOf(0), idOf(59))).toHaveLength(pathBounds.most)
  expect(performance.now() - started).toBeLessThan(2_000)
})
