import { Fragment } from 'preact'
import { textIn } from '#kernel/i18n/language.ts'
import { fitText, placeOf, px, widthOf } from '#ui/charts/scale.ts'
import { type Diamond, type Layout, type Link, layOut, type Piece, type Row, sizes } from './layout.ts'
import type { MilestoneState, RoadmapProject } from './roadmap.ts'
import type { RoadmapWish } from './roadmap-wish.ts'
import { daysText, groupName, milestoneText, phaseName, projectText, type RoadmapWords } from './roadmap-words.ts'
import { type Tick, ticksOf } from './time-axis.ts'

type Props = {
  readonly projects: readonly RoadmapProject[]
  readonly wish: RoadmapWish
  readonly words: RoadmapWords
  readonly title: string
}

const [width, nameWidth] = [1_000, 270]

/** The roadmap as a picture: one row for each project, which is a link; what it says stands in a table as well. */
export function RoadmapSvg({ projects, wish, words, title }: Props) {
  const rowHeight = wish.by === 'authority' ? 24 : 34
  const layout = layOut(projects, { width, nameWidth, rowHeight, span: wish.span, today: words.today })
  const ticks = ticksOf(wish.span, wish.zoom, words.language)
  return (
    <svg class="roadmap-picture" viewBox={`0 0 ${width} ${layout.height + 18}`}>
      <title>{title}</title>
      <Axis {...{ layout, ticks }} />
      {layout.headings.map(({ group, top }) => (
        <text key={`${group.authorityId}${group.slug}`} class="roadmap-group" x="0" y={top + 20}>
          {fitText(groupName(group, words), width - 20, 14)}
        </text>
      ))}
      {layout.rows.map((row) => (
        <ProjectRow
          key={row.top}
          row={row}
          rowHeight={rowHeight}
          words={words}
          hasAuthority={wish.by !== 'authority'}
        />
      ))}
      {layout.links.map((link) => (
        <LinkLine key={link.points.join(' ')} {...link} />
      ))}
      {layout.today !== undefined && (
        <TodayLine x={layout.today} height={layout.height} text={words.t('strategy.roadmap.today')} />
      )}
    </svg>
  )
}

function Axis({ layout: { scale, height }, ticks }: { layout: Layout; ticks: readonly Tick[] }) {
  const places = ticks.map((tick) => ({ ...tick, x: px(placeOf(scale, tick.day)) }))
  const widest = Math.max(...places.map(({ label }) => widthOf(label, 12))) + 10
  const room = (places[2]?.x ?? scale.end) - (places[1]?.x ?? scale.start)
  const every = Math.max(1, Math.ceil(widest / Math.max(1, room)))
  return (
    <g>
      {places.map(({ day, label, x, isMain }, at) => (
        <g key={day}>
          <line class={isMain ? 'chart-axis' : 'chart-grid'} x1={x} x2={x} y1="22" y2={height} />
          {at % every === 0 && x + widthOf(label, 12) <= scale.end + 6 && (
            <text class="chart-quiet" x={x + 3} y="16">
              {label}
            </text>
          )}
        </g>
      ))}
    </g>
  )
}

function TodayLine({ x, height, text }: { x: number; height: number; text: string }) {
  return (
    <g>
      <line class="roadmap-today" x1={x} x2={x} y1="22" y2={height} />
      <text class="roadmap-today-name" x={x} y={height + 12} text-anchor="middle">
        {text}
      </text>
    </g>
  )
}

/** Smaller than it is drawn: names have narrow letters. */
const nameSize = 11

type RowProps = { row: Row; rowHeight: number; words: RoadmapWords; hasAuthority: boolean }

function ProjectRow({ row, rowHeight, words, hasAuthority }: RowProps) {
  const { project, top, bar } = row
  const middle = top + rowHeight / 2
  const barTop = px(middle - sizes.bar / 2)
  return (
    <a class="roadmap-row" href={words.projectHref(project)}>
      <title>{projectText(project, words)}</title>
      <rect class="roadmap-lane" x="0" y={top} width={width} height={rowHeight} />
      <text class="chart-text" x="0" y={hasAuthority ? top + 15 : middle + 4}>
        {fitText(textIn(project.title, words.language), nameWidth - 16, nameSize)}
      </text>
      {hasAuthority && (
        <text class="chart-quiet" x="0" y={top + 29}>
          {fitText(words.nameOf(project.authorityId), nameWidth - 16, nameSize)}
        </text>
      )}
      {bar ? (
        <Bar row={row} top={barTop} words={words} />
      ) : (
        project.beginsOn === undefined &&
        project.endsOn === undefined && (
          <text class="chart-quiet" x={nameWidth + 4} y={middle + 4}>
            {daysText(project, words)}
          </text>
        )
      )}
      {row.diamonds.map((diamond) => (
        <MilestoneSign key={diamond.x} diamond={diamond} y={middle} words={words} />
      ))}
    </a>
  )
}

function Bar({ row: { project, bar, phases, diamonds }, top, words }: { row: Row; top: number; words: RoadmapWords }) {
  if (!bar) return null
  const isOver = project.phase === 'closed' || project.phase === 'stopped'
  const pieces =
    phases.length > 0
      ? phases
      : [{ ...bar, phase: project.phase, state: isOver ? ('done' as const) : ('ahead' as const) }]
  return (
    <>
      <rect class="roadmap-bar" x={bar.x} y={top} width={bar.width} height={sizes.bar} rx="2" />
      {pieces.map(({ x, width: wide, phase, state }) => {
        const name = phaseName({ phase }, words)
        const start = placeOfName(name, { x, width: wide, diamonds })
        return (
          <Fragment key={phase}>
            <rect class={`roadmap-phase roadmap-${state}`} x={x} y={top} width={wide} height={sizes.bar} rx="2">
              {start === undefined && <title>{name}</title>}
            </rect>
            {start !== undefined && (
              <text class={`roadmap-name roadmap-${state}`} x={px(start)} y={top + 12}>
                {name}
              </text>
            )}
          </Fragment>
        )
      })}
      {bar.isCutBefore && <path class="roadmap-cut" d={`M${bar.x + 5} ${top + 3}l-5 5l5 5`} />}
      {bar.isCutAfter && <path class="roadmap-cut" d={`M${px(bar.x + bar.width - 5)} ${top + 3}l5 5l-5 5`} />}
    </>
  )
}

/** Where the name of a phase begins: behind the signs that stand in its bar; undefined where it has no room. */
function placeOfName(
  name: string,
  { x, width: wide, diamonds }: Piece & { diamonds: readonly Diamond[] },
): number | undefined {
  const length = widthOf(name, 11)
  const near = (at: number) => diamonds.find((one) => one.x > at - 9 && one.x < at + length + 9)
  const start = near(x + 5) ? (near(x + 5)?.x ?? x) + 10 : x + 5
  return start + length + 4 > x + wide || near(start) ? undefined : start
}

function MilestoneSign({
  diamond: { x, state, milestones },
  y,
  words,
}: {
  diamond: Diamond
  y: number
  words: RoadmapWords
}) {
  return <MilestoneShape {...{ x, y, state }} title={milestones.map((one) => milestoneText(one, words)).join('; ')} />
}

type ShapeProps = { x: number; y: number; state: MilestoneState; title?: string }

/** A full diamond is reached, an empty one planned, one with a stroke in it late. */
export function MilestoneShape({ x, y, state, title }: ShapeProps) {
  return (
    <>
      <path class={`milestone milestone-${state}`} d={diamondAt(x, y)}>
        {title && <title>{title}</title>}
      </path>
      {state === 'late' && <path class="milestone-mark" d={markAt(x, y)} />}
    </>
  )
}

const r = sizes.diamond
const diamondAt = (x: number, y: number) => `M${px(x)} ${px(y - r)}l${r} ${r}l-${r} ${r}l-${r} -${r}z`
const markAt = (x: number, y: number) => `M${px(x)} ${px(y - 3)}v3.5m0 1.6v1`

function LinkLine({ points, isAcross, isTooSoon }: Link) {
  const [x, y] = points.at(-1) ?? [0, 0]
  return (
    <g class={`roadmap-link${isAcross ? ' is-across' : ''}${isTooSoon ? ' is-too-soon' : ''}`}>
      <path d={`M${points.map((point) => point.join(' ')).join('L')}`} />
      <path class="roadmap-arrow" d={`M${x} ${y}l-6 -3.5v7z`} />
    </g>
  )
}

const [smallWidth, smallHeight] = [280, 14]

/** One project's time in a line of its own, for a phone. What it says stands above it. */
export function SmallBar({
  project,
  wish,
  words,
}: {
  project: RoadmapProject
  wish: RoadmapWish
  words: RoadmapWords
}) {
  const frame = { width: smallWidth, nameWidth: 0, rowHeight: smallHeight, span: wish.span, today: words.today }
  const { rows, today } = layOut([project], frame)
  const [row] = rows
  if (!row?.bar) return null
  const late = row.diamonds.filter(({ state }) => state === 'late')
  const middle = smallHeight / 2
  return (
    <svg class="roadmap-small" viewBox={`0 0 ${smallWidth} ${smallHeight}`} aria-hidden="true">
      <rect class="roadmap-bar" x={row.bar.x} y="2" width={row.bar.width} height="10" rx="2" />
      {byState(row.phases).map(([state, pieces]) => (
        <path
          key={state}
          class={`roadmap-phase roadmap-${state}`}
          d={pieces.map(({ x, width: wide }) => `M${x} 2h${wide}v10h-${wide}z`).join('')}
        />
      ))}
      {today !== undefined && <line class="roadmap-today" x1={today} x2={today} y1="0" y2={smallHeight} />}
      {byState(row.diamonds).map(([state, signs]) => (
        <path
          key={state}
          class={`milestone milestone-${state}`}
          d={signs.map(({ x }) => diamondAt(x, middle)).join('')}
        />
      ))}
      {late.length > 0 && <path class="milestone-mark" d={late.map(({ x }) => markAt(x, middle)).join('')} />}
    </svg>
  )
}

/** What looks the same is drawn in one: a page has hundreds of these. */
const byState = <One extends { readonly state: string }>(all: readonly One[]) => [
  ...Map.groupBy(all, ({ state }) => state),
]
