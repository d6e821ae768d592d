import type { Scope } from '#kernel/db/scope.ts'
import { type IsoDate, isIsoDate } from '#kernel/i18n/format.ts'
import type { NodeKey } from '../graph/node.ts'
import { readDay } from '../graph/queries.ts'
import type { Project } from '../projects/project.ts'
import { costStanding, timeStanding, type ValuePoint, valuePoints, type WeightedMilestone } from './earned-value.ts'
import { type Amounts, listMonths } from './queries.ts'

type Month = Amounts & { readonly month: IsoDate }

export type ProjectValue = {
  readonly months: readonly Month[]
  readonly points: readonly ValuePoint[]
  /** Of the last month that is over; undefined without budget, milestones or money. */
  readonly cost: ReturnType<typeof costStanding> | undefined
  readonly time: ReturnType<typeof timeStanding> | undefined
  readonly asOf: IsoDate | undefined
}

/** The milestones that count for the value, of every project with its weights. */
export async function listWeights(scope: Scope, { authorityId, id }: NodeKey): Promise<readonly WeightedMilestone[]> {
  const rows = await scope.db
    .selectFrom('strategy.milestones')
    .select(['weight', 'planned_on', 'reached_on'])
    .where('authority_id', '=', authorityId)
    .where('node_id', '=', id)
    .where('weight', '>', 0)
    .orderBy('planned_on')
    .execute()
  return rows.flatMap(({ weight, planned_on, reached_on }) => {
    const plannedOn = readDay(planned_on)
    return plannedOn ? [{ weight, plannedOn, earnedOn: readDay(reached_on) }] : []
  })
}

/** How a project stands in money and time: planned, earned and spent value month by month, and what follows from it. */
export async function readValue(
  scope: Scope,
  project: NodeKey & Pick<Project, 'phase' | 'budget'>,
): Promise<ProjectValue> {
  const [months, milestones] = await Promise.all([
    listMonths(scope, project, 'project_id'),
    listWeights(scope, project),
  ])
  const isOver = project.phase === 'closed' || project.phase === 'stopped'
  return valueOn(scope.today(), { months, milestones, budget: project.budget, isOver })
}

type ValueInput = {
  readonly months: readonly Month[]
  readonly milestones: readonly WeightedMilestone[]
  readonly budget: number | undefined
  /** It is closed or was stopped. */
  readonly isOver: boolean
}

/** The same from what was read; pure. A project with something left to reach goes on until today, also when its plan and its money have ended. */
export function valueOn(today: IsoDate, { months, milestones, budget, isOver }: ValueInput): ProjectValue {
  const isRunning = !isOver && milestones.some(({ earnedOn }) => earnedOn === undefined)
  const whole = fillMonths(months, milestones, isRunning ? today : undefined)
  const points = budget === undefined || milestones.length === 0 ? [] : valuePoints(budget, milestones, whole)
  const thisMonth = `${today.slice(0, 7)}-01`
  const past = points.filter(({ month }) => month < thisMonth)
  const now = past.at(-1)
  if (!now || budget === undefined) return { months, points, cost: undefined, time: undefined, asOf: undefined }
  const expected = months.filter(({ month }) => month >= thisMonth).reduce((sum, one) => sum + one.expected, 0)
  // The plan is as long as it takes until all is planned.
  const planned = points.map((point) => point.planned)
  const end = planned.indexOf(planned.at(-1) ?? 0) + 1
  return {
    months,
    points,
    cost: costStanding({ budget, planned: now.planned, earned: now.earned, spent: now.spent, expected }),
    time: timeStanding(planned.slice(0, end), now.earned, past.length),
    asOf: now.month,
  }
}

/** Months without gaps, from the first with money to the last with money or a milestone, planned or reached, or to a day if that is later. */
function fillMonths(months: readonly Month[], milestones: readonly WeightedMilestone[], until: IsoDate | undefined) {
  const first = months[0]?.month
  const days = milestones.flatMap(({ plannedOn, earnedOn }) => [plannedOn, earnedOn])
  const last = [months.at(-1)?.month, ...days, until]
    .flatMap((day) => day ?? [])
    .toSorted()
    .at(-1)
  if (!first || !last) return []
  const spent = new Map(months.map((one) => [one.month, one.spent]))
  const filled: { month: IsoDate; spent: number }[] = []
  for (let month: IsoDate = first; month <= last && filled.length < 600; month = nextMonth(month))
    filled.push({ month, spent: spent.get(month) ?? 0 })
  return filled
}

export function nextMonth(month: IsoDate): IsoDate {
  const [year, number] = [Number(month.slice(0, 4)), Number(month.slice(5, 7))]
  const next = number === 12 ? `${year + 1}-01-01` : `${year}-${String(number + 1).padStart(2, '0')}-01`
  if (!isIsoDate(next)) throw new RangeError(`no month after ${month}`)
  return next
}
