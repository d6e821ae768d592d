import type { Scope } from '#kernel/db/scope.ts'
import type { LocalText } from '#kernel/i18n/language.ts'
import type { AuthorityId } from '#kernel/ids.ts'
import { readText } from '../graph/queries.ts'
import { benefitOf } from './score-idea.ts'
import { readScores, scoreColumns } from './scores.ts'

/** A project with the mean of all criteria (1 to 4) and the days of work it is said to take. */
export type Weighed = {
  readonly slug: string
  readonly title: LocalText
  readonly benefit: number
  readonly effortDays: number
}

export const quadrants = ['do_first', 'plan_well', 'on_the_side', 'think_again'] as const
export type Quadrant = (typeof quadrants)[number]

/** Between much and little benefit: the middle of the scale from 1 to 4. */
export const middleBenefit = 2.5

const most = 300

/** What is not over yet and has all its scores and its effort, the most beneficial first; at most 300. */
export async function listWeighed(scope: Scope, authorityId: AuthorityId): Promise<readonly Weighed[]> {
  const rows = await scope.db
    .selectFrom('strategy.projects as p')
    .innerJoin('strategy.nodes as n', (on) =>
      on.onRef('n.authority_id', '=', 'p.authority_id').onRef('n.id', '=', 'p.node_id'),
    )
    .innerJoin('strategy.idea_scores as s', (on) =>
      on.onRef('s.authority_id', '=', 'p.authority_id').onRef('s.node_id', '=', 'p.node_id'),
    )
    .select(['n.slug', 'n.title', 'p.effort_days'])
    .select(scoreColumns.map((name) => `s.${name}` as const))
    .where('p.authority_id', '=', authorityId)
    .where('p.phase', 'not in', ['closed', 'stopped'])
    .where('p.effort_days', 'is not', null)
    .orderBy('p.node_id', 'desc')
    .limit(most)
    .execute()
  return rows
    .flatMap((row) => {
      const benefit = benefitOf(readScores(row))
      const { slug, effort_days: effortDays } = row
      return benefit === undefined || effortDays === null
        ? []
        : [{ slug, title: readText(row.title), benefit, effortDays }]
    })
    .toSorted((one, other) => other.benefit - one.benefit || one.effortDays - other.effortDays)
}

/** Between much and little effort: the median of those shown. */
export function middleEffort(weighed: readonly Weighed[]): number {
  const sorted = weighed.map(({ effortDays }) => effortDays).toSorted((one, other) => one - other)
  const half = Math.floor(sorted.length / 2)
  return sorted.length % 2 === 1 ? (sorted[half] ?? 0) : ((sorted[half - 1] ?? 0) + (sorted[half] ?? 0)) / 2
}

/** What the place of a project suggests; on a line, it counts as more benefit and as less effort. */
export function quadrantOf({ benefit, effortDays }: Weighed, middle: number): Quadrant {
  if (benefit >= middleBenefit) return effortDays <= middle ? 'do_first' : 'plan_well'
  return effortDays <= middle ? 'on_the_side' : 'think_again'
}

type Place = { readonly x: number; readonly y: number }

/**
 * Moves marks of one size apart, so that none covers another: each, in the order given, goes to the nearest free place beside its own, to the
 * right or left, within the frame; where a line is full it goes a line further down or up.
 */
export function apart(
  places: readonly Place[],
  { size, from, to, top, bottom }: { size: number; from: number; to: number; top: number; bottom: number },
): readonly Place[] {
  const taken: Place[] = []
  const isFree = ({ x, y }: Place) => taken.every((one) => Math.abs(one.x - x) >= size || Math.abs(one.y - y) >= size)
  const isInside = ({ x, y }: Place) => x >= from && x <= to && y >= top && y <= bottom
  const rings = Math.ceil((Math.max(to - from, bottom - top) / size) * 2)
  for (const place of places) {
    const near = Array.from({ length: rings }, (_, ring) => ringAround(place, ring * (size / 2))).flat()
    taken.push(near.find((one) => isInside(one) && isFree(one)) ?? place)
  }
  return taken
}

/** Places at a distance: beside first, then above and below, then the corners. */
function ringAround({ x, y }: Place, far: number): readonly Place[] {
  if (far === 0) return [{ x, y }]
  const sides = [far, -far]
  return [
    ...sides.map((by) => ({ x: x + by, y })),
    ...sides.map((by) => ({ x, y: y + by })),
    ...sides.flatMap((by) => sides.map((up) => ({ x: x + by, y: y + up }))),
  ]
}
