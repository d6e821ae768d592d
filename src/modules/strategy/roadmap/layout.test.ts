import fc from 'fast-check'
import { expect, test } from 'vitest'
import { slug, uuid } from '#kernel/ids.ts'
import { placeOf } from '#ui/charts/scale.ts'
import { dayOf, firstOfMonth, lastOfMonth } from './days.ts'
import { type Frame, layOut, pieceOf, scaleOf, sizes } from './layout.ts'
import { type Milestone, type RoadmapProject, stateOf } from './roadmap.ts'
import { shifted, ticksOf, usualSpan, zooms } from './time-axis.ts'

const day = fc.integer({ min: 18_000, max: 24_000 }).map(dayOf)
const maybeDay = fc.option(day, { nil: undefined })
const milestone = fc
  .record({ plannedOn: day, forecastOn: maybeDay, reachedOn: maybeDay })
  .map((days): Milestone => ({ id: 'one', title: { de: 'Abnahme' }, ...days }))
const idOf = (count: number) => uuid<'strategy-node'>(`0198c0de-0000-7000-8000-${String(count).padStart(12, '0')}`)

const portfolio = fc
  .array(
    fc.record({
      begin: maybeDay,
      length: fc.integer({ min: 0, max: 2_000 }),
      group: fc.integer({ min: 0, max: 3 }),
      milestones: fc.array(milestone, { maxLength: 8 }),
      need: fc.option(fc.nat({ max: 30 }), { nil: undefined }),
    }),
    { maxLength: 30 },
  )
  .map((list) =>
    list
      .map(({ begin, length, group, milestones, need }, at): RoadmapProject => {
        const ends = begin && dayOf(Date.parse(begin) / 86_400_000 + length)
        return {
          authorityId: slug<'authority'>(at % 2 === 0 ? 'luzern' : 'kriens'),
          id: idOf(at),
          slug: `projekt-${at}`,
          title: { de: `Projekt ${at}` },
          owner: undefined,
          standing: 'example',
          phase: 'concept',
          beginsOn: begin,
          endsOn: ends,
          group: { authorityId: slug<'authority'>('luzern'), slug: `ziel-${group}`, title: { de: `Ziel ${group}` } },
          phases: begin && ends ? [{ phase: 'concept', from: begin, to: ends, state: 'current' }] : [],
          milestones,
          needs:
            need === undefined || need === at || need >= list.length
              ? []
              : [
                  {
                    authorityId: slug<'authority'>(need % 2 === 0 ? 'luzern' : 'kriens'),
                    id: idOf(need),
                    slug: `projekt-${need}`,
                    title: { de: '' },
                    endsOn: undefined,
                  },
                ],
        }
      })
      .toSorted((one, other) => one.group.slug.localeCompare(other.group.slug)),
  )

const frame = fc
  .record({ today: day, zoom: fc.constantFrom(...zooms) })
  .map(
    ({ today, zoom }): Frame => ({ width: 1_000, nameWidth: 240, rowHeight: 24, today, span: usualSpan(zoom, today) }),
  )

test('no two rows lie over each other, every project has its own, and all of it lies inside', () => {
  fc.assert(
    fc.property(portfolio, frame, (projects, one) => {
      const { rows, headings, height, links } = layOut(projects, one)
      expect(rows.map(({ project }) => project.id).toSorted()).toEqual(projects.map(({ id }) => id).toSorted())
      const lanes = [
        ...headings.map(({ top }) => ({ top, end: top + sizes.heading })),
        ...rows.map(({ top }) => ({ top, end: top + one.rowHeight })),
      ].toSorted((a, b) => a.top - b.top)
      for (const [at, lane] of lanes.entries())
        expect(lane.top).toBeGreaterThanOrEqual(lanes[at - 1]?.end ?? sizes.axis)
      expect(lanes.at(-1)?.end ?? 0).toBeLessThanOrEqual(height)
      for (const { bar, phases, diamonds } of rows) {
        for (const piece of [...(bar ? [bar] : []), ...phases]) {
          expect(piece.x).toBeGreaterThanOrEqual(one.nameWidth)
          expect(piece.x + piece.width).toBeLessThanOrEqual(one.width + 0.11)
          expect(piece.width).toBeGreaterThan(1)
        }
        for (const [at, { x }] of diamonds.entries()) {
          expect(x).toBeGreaterThanOrEqual(one.nameWidth + sizes.diamond)
          expect(x).toBeLessThanOrEqual(one.width - sizes.diamond)
          expect(x - (diamonds[at - 1]?.x ?? 0)).toBeGreaterThan(2 * sizes.diamond)
        }
      }
      for (const { points } of links)
        for (const [x, y] of points) {
          expect(Number.isFinite(x)).toBe(true)
          expect(y).toBeGreaterThan(sizes.axis)
          expect(y).toBeLessThanOrEqual(height)
        }
    }),
    { numRuns: 60 },
  )
})

test('the last day of a project on the first day shown, and the first one on the last day shown, can still be seen', () => {
  const named = (text: string) => dayOf(Date.parse(text) / 86_400_000)
  const span = { from: named('2020-01-01'), to: named('2025-12-31') }
  const scale = scaleOf({ width: 1_000, nameWidth: 240, span })
  expect(pieceOf(scale, named('2019-05-20'), span.from)).toEqual({ x: 240, width: 2 })
  expect(pieceOf(scale, span.to, named('2026-05-20'))).toEqual({ x: 998, width: 2 })
  expect(pieceOf(scale, named('2019-05-20'), named('2019-12-31'))).toBeUndefined()
})

test('what comes later lies further right, and a span has whole months however it is shifted', () => {
  fc.assert(
    fc.property(frame, day, day, fc.constantFrom(-1 as const, 1 as const), (one, a, b, direction) => {
      const scale = scaleOf(one)
      const [first, second] = [a, b].map((each) => placeOf(scale, Date.parse(each)))
      expect(Math.sign((second ?? 0) - (first ?? 0))).toBe(Math.sign(Date.parse(b) - Date.parse(a)))
      const moved = shifted(one.span, direction)
      expect([moved.from, moved.to]).toEqual([firstOfMonth(moved.from), lastOfMonth(moved.to)])
      for (const zoom of zooms)
        for (const tick of ticksOf(one.span, zoom, 'de')) {
          expect(tick.day).toBeGreaterThanOrEqual(scale.from)
          expect(tick.day).toBeLessThan(scale.to)
        }
    }),
    { numRuns: 60 },
  )
})

const dated = (plannedOn: number, rest: { forecastOn?: number; reachedOn?: number } = {}): Milestone => ({
  id: 'one',
  title: { de: 'Abnahme' },
  plannedOn: dayOf(plannedOn),
  forecastOn: rest.forecastOn === undefined ? undefined : dayOf(rest.forecastOn),
  reachedOn: rest.reachedOn === undefined ? undefined : dayOf(rest.reachedOn),
})

test('a milestone is late once its day is over, or when it is expected later than planned', () => {
  const today = dayOf(20_000)
  expect(stateOf(dated(19_999), today)).toBe('late')
  expect(stateOf(dated(20_000), today)).toBe('planned')
  expect(stateOf(dated(20_100, { forecastOn: 20_101 }), today)).toBe('late')
  expect(stateOf(dated(20_100, { forecastOn: 20_090 }), today)).toBe('planned')
  expect(stateOf(dated(19_000, { reachedOn: 19_500 }), today)).toBe('reached')
})
