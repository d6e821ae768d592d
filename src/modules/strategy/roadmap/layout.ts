import type { IsoDate } from '#kernel/i18n/format.ts'
import { placeOf, px, type Scale } from '#ui/charts/scale.ts'
import { dayNumber } from './days.ts'
import {
  beginsTooSoon,
  dayOfMilestone,
  type Group,
  keyOf,
  type Milestone,
  type MilestoneState,
  type PhaseSpan,
  type RoadmapProject,
  stateOf,
} from './roadmap.ts'
import type { Span } from './time-axis.ts'

export const sizes = { axis: 30, heading: 30, bar: 16, diamond: 6 } as const

export type Frame = {
  readonly width: number
  /** Left of the bars, for names. */
  readonly nameWidth: number
  readonly rowHeight: number
  readonly span: Span
  readonly today: IsoDate
}

export type Piece = { readonly x: number; readonly width: number }
export type Diamond = { readonly x: number; readonly state: MilestoneState; readonly milestones: readonly Milestone[] }
export type Row = {
  readonly project: RoadmapProject
  readonly top: number
  /** Undefined where its days are not known, or all of them lie outside of what is shown. */
  readonly bar: (Piece & { readonly isCutBefore: boolean; readonly isCutAfter: boolean }) | undefined
  readonly phases: readonly (Piece & Pick<PhaseSpan, 'phase' | 'state'>)[]
  readonly diamonds: readonly Diamond[]
}
/** A line from the end of what is waited for to the beginning of what waits. */
export type Link = {
  readonly points: readonly (readonly [number, number])[]
  readonly isAcross: boolean
  readonly isTooSoon: boolean
}
export type Layout = {
  readonly height: number
  readonly scale: Scale
  readonly headings: readonly { readonly group: Group; readonly top: number; readonly count: number }[]
  readonly rows: readonly Row[]
  readonly links: readonly Link[]
  /** Where today is; undefined where it is not shown. */
  readonly today: number | undefined
}

/** Where everything of a roadmap lies: one row for each project below the heading of its group, in the order in which groups come, then by begin. */
export function layOut(projects: readonly RoadmapProject[], frame: Frame): Layout {
  const scale = scaleOf(frame)
  const headings: Layout['headings'][number][] = []
  const rows: Row[] = []
  let top: number = sizes.axis
  for (const members of groupsOf(projects)) {
    const [first] = members
    if (!first) continue
    headings.push({ group: first.group, top, count: members.length })
    top += sizes.heading
    for (const project of members) {
      rows.push(placeRow(project, top, scale, frame))
      top += frame.rowHeight
    }
  }
  const now = dayNumber(frame.today)
  return {
    height: top + 4,
    scale,
    headings,
    rows,
    links: linksOf(rows, frame),
    today: now >= scale.from && now < scale.to ? px(placeOf(scale, now)) : undefined,
  }
}

/** Days to places: the first day begins at the left edge of the bars, the last one ends at the right one. */
export function scaleOf({ width, nameWidth, span }: Pick<Frame, 'width' | 'nameWidth' | 'span'>): Scale {
  return { from: dayNumber(span.from), to: dayNumber(span.to) + 1, start: nameWidth, end: width }
}

/** Projects of the same group together, in the order in which groups come; within one by begin, and what has no days last. */
export function groupsOf(projects: readonly RoadmapProject[]): readonly (readonly RoadmapProject[])[] {
  const groups = Map.groupBy(projects, ({ group }) => `${group.authorityId ?? ''} ${group.slug}`)
  return [...groups.values()].map((members) => members.toSorted(byBegin))
}

const never = '9999'

function byBegin(one: RoadmapProject, other: RoadmapProject): number {
  const [a, b] = [one, other].map(
    (project) => `${project.beginsOn ?? never} ${project.endsOn ?? never} ${keyOf(project)}`,
  )
  return (a ?? '') < (b ?? '') ? -1 : a === b ? 0 : 1
}

function placeRow(project: RoadmapProject, top: number, scale: Scale, { today }: Frame): Row {
  const begins = project.beginsOn ?? project.endsOn
  const ends = project.endsOn ?? project.beginsOn
  const whole = begins === undefined || ends === undefined ? undefined : pieceOf(scale, begins, ends)
  return {
    project,
    top,
    bar:
      whole && begins && ends
        ? { ...whole, isCutBefore: dayNumber(begins) < scale.from, isCutAfter: dayNumber(ends) >= scale.to }
        : undefined,
    phases: project.phases.flatMap(({ phase, state, from, to }) => {
      const piece = pieceOf(scale, from, to)
      return piece ? [{ ...piece, phase, state }] : []
    }),
    diamonds: diamondsOf(project.milestones, scale, today),
  }
}

/** Where a time lies, as far as it is shown; at least so wide that it can be seen. Undefined where nothing of it is. */
export function pieceOf(scale: Scale, from: IsoDate, to: IsoDate): Piece | undefined {
  const [begin, end] = [dayNumber(from), dayNumber(to) + 1]
  if (end <= scale.from || begin >= scale.to) return undefined
  const right = placeOf(scale, Math.min(end, scale.to))
  const left = Math.max(scale.start, Math.min(placeOf(scale, Math.max(begin, scale.from)), right - leastWidth))
  return { x: px(left), width: px(Math.max(right - left, leastWidth)) }
}

const leastWidth = 2
const urgency: readonly MilestoneState[] = ['late', 'planned', 'reached']

/** Milestones that would lie over each other become one sign, which shows the most urgent of them. */
export function diamondsOf(milestones: readonly Milestone[], scale: Scale, today: IsoDate): readonly Diamond[] {
  const placed = milestones
    .map((milestone) => ({ milestone, day: dayNumber(dayOfMilestone(milestone)) }))
    .filter(({ day }) => day >= scale.from && day < scale.to)
    .toSorted((one, other) => one.day - other.day)
  const diamonds: Diamond[] = []
  for (const { milestone, day } of placed) {
    const x = px(Math.min(Math.max(placeOf(scale, day + 0.5), scale.start + sizes.diamond), scale.end - sizes.diamond))
    const last = diamonds.at(-1)
    const state = stateOf(milestone, today)
    if (last && x - last.x < 2 * sizes.diamond + 1)
      diamonds[diamonds.length - 1] = {
        x: last.x,
        state: urgency.find((one) => one === state || one === last.state) ?? state,
        milestones: [...last.milestones, milestone],
      }
    else diamonds.push({ x, state, milestones: [milestone] })
  }
  return diamonds
}

const step = 7

/** Lines between bars that are both seen; a project under several goals is joined where it stands first. */
function linksOf(rows: readonly Row[], { rowHeight }: Frame): readonly Link[] {
  const placed = new Map<string, Row>()
  for (const row of rows) if (row.bar && !placed.has(keyOf(row.project))) placed.set(keyOf(row.project), row)
  return [...placed.values()].flatMap((to) =>
    to.project.needs.flatMap((need): Link[] => {
      const from = placed.get(keyOf(need))
      if (!from?.bar || !to.bar) return []
      const [x1, x2] = [from.bar.x + from.bar.width, to.bar.x]
      const [y1, y2] = [from.top + rowHeight / 2, to.top + rowHeight / 2]
      const between = y2 > y1 ? to.top : to.top + rowHeight
      const points: (readonly [number, number])[] =
        x2 - x1 >= 2 * step
          ? [
              [x1, y1],
              [x2 - step, y1],
              [x2 - step, y2],
              [x2, y2],
            ]
          : [
              [x1, y1],
              [x1 + step, y1],
              [x1 + step, between],
              [x2 - step, between],
              [x2 - step, y2],
              [x2, y2],
            ]
      return [
        {
          points: points.map(([x, y]) => [px(x), px(y)] as const),
          isAcross: need.authorityId !== to.project.authorityId,
          isTooSoon: beginsTooSoon(to.project, need),
        },
      ]
    }),
  )
}
