import { type Activity, ceilingsFinder, type Instance } from './instance.ts'
import { greedyStart, LinearModel, type Solve, type SolveOptions, type Term } from './linear-model.ts'
import { criticalPath } from './priorities.ts'
import { classesOf } from './skill-capacity.ts'
import type { Limits } from './timetable.ts'

/** What may be spent on the whole: Rappen and tenths of person-days of all projects taken; undefined: no such limit. */
export type Caps = { readonly rappen?: number | undefined; readonly tenths?: number | undefined }

export type Choice = {
  readonly isChosen: readonly boolean[]
  /** The month in which each project would begin, on the coarse grid of the choice; undefined where it is left. */
  readonly starts: readonly (number | undefined)[]
  readonly benefit: number
  readonly rappen: number
  readonly tenths: number
  /** At most so much more benefit could be had, by what is proven, in thousandths; undefined where nothing was proven in time. */
  readonly gap: number | undefined
}

/** Projects begin at each of so many months, and people's time is added up over as many: coarse enough to be quick, as dates come later. */
const stepFor = (projects: number) => (projects <= 100 ? 6 : 12)
/** What ends at the end of the plan counts so much less than what ends at its beginning, in thousandths: about six in a hundred per year of five. */
const discount = 300

type Outline = {
  readonly length: number
  readonly offsets: ReadonlyMap<number, number>
  readonly candidates: readonly number[]
}

/**
 * Which projects to take: most benefit under the limits of people and money, with a start for each on a coarse grid, as a mixed-integer model
 * (project selection with scheduling, after Ghasemzadeh, Archer and Iyogun 1999, with people's time as flows over skills). What is mandatory
 * or has begun is taken; what waits for another is taken only with it. Undefined where even what must be does not fit, or nothing was found in time.
 */
export function chooseProjects(
  instance: Instance,
  limits: Limits,
  caps: Caps,
  solve: Solve,
  options: Omit<SolveOptions, 'isMaximum'>,
): Choice | undefined {
  const { projects, activities, months } = instance
  const model = new LinearModel()
  const outlines = outlinesOf(instance)
  const sizes = sizesOf(instance)
  const columns = projects.map(({ benefit, isMandatory }, project) => {
    const { length = 0, candidates = [] } = outlines[project] ?? {}
    const own = new Map(
      candidates.map((start) => [
        start,
        model.column((benefit + 1) * (1000 - Math.floor((discount * Math.min(months, start + length)) / months)), {
          upper: 1,
          isWhole: true,
        }),
      ]),
    )
    const hasBegun = activities.some((one) => one.project === project && one.isFixed)
    const terms = [...own.values()].map((column): Term => [column, 1])
    model.row(isMandatory || hasBegun ? 1 : 0, terms, 1)
    return own
  })
  const begun = new Set(
    columns.flatMap((own, project) =>
      activities.some((one) => one.project === project && one.isFixed) ? [...own.values()] : [],
    ),
  )
  // What has begun goes on even where it takes more than there is; nothing else may then.
  const limit = (terms: readonly Term[], most: number) =>
    model.row(
      Number.NEGATIVE_INFINITY,
      terms,
      Math.max(most, sumOf(terms.map(([column, factor]) => (begun.has(column) ? factor : 0)))),
    )
  addLinks(model, instance, outlines, columns)
  if (limits.usesPeople) addPeople(limit, instance, outlines, columns, limits.loadShare)
  if (limits.usesMoney) addMoney(limit, instance, outlines, columns)
  const total = (amount: (project: number) => number) =>
    columns.flatMap((own, project) => [...own.values()].map((column): Term => [column, amount(project)]))
  if (caps.rappen !== undefined)
    limit(
      total((project) => (sizes[project]?.rappen ?? 0) / moneyUnit),
      caps.rappen / moneyUnit,
    )
  if (caps.tenths !== undefined)
    limit(
      total((project) => sizes[project]?.tenths ?? 0),
      caps.tenths,
    )

  const solution = solve(model, { ...options, isMaximum: true, first: greedyStart(model) })
  if (solution.kind === 'none') return undefined
  const starts = columns.map((own) => [...own].find(([, column]) => (solution.values[column] ?? 0) > 0.5)?.[0])
  const sum = (amount: (project: number) => number) =>
    starts.reduce<number>((all, start, project) => all + (start === undefined ? 0 : amount(project)), 0)
  const gap = solution.objective > 0 ? Math.max(0, solution.proven / solution.objective - 1) : 0
  return {
    isChosen: starts.map((start) => start !== undefined),
    starts,
    benefit: sum((project) => projects[project]?.benefit ?? 0),
    rappen: sum((project) => sizes[project]?.rappen ?? 0),
    tenths: sum((project) => sizes[project]?.tenths ?? 0),
    gap: Number.isFinite(gap) ? Math.round(gap * 1000) : undefined,
  }
}

/** What each project costs and how much work it is. */
export function sizesOf({ projects, activities }: Instance): { readonly rappen: number; readonly tenths: number }[] {
  const sizes = projects.map(() => ({ rappen: 0, tenths: 0 }))
  for (const { project, costs, demands } of activities) {
    const size = sizes[project]
    if (!size) continue
    size.rappen += costs.reduce((sum, { rappen }) => sum + rappen, 0)
    size.tenths += demands.reduce((sum, { tenths }) => sum + tenths, 0)
  }
  return sizes
}

/** Each project as one piece: its activities as early as they follow each other, and the months in which it could begin. */
function outlinesOf(instance: Instance): Outline[] {
  const { projects, activities, months } = instance
  const inside = {
    ...instance,
    activities: activities.map((one) => ({
      ...one,
      earliest: 0,
      after: one.after.filter(({ activity }) => activities[activity]?.project === one.project),
    })),
  }
  const { earliest: free } = criticalPath(inside)
  return projects.map((_one, project) => {
    const own = [...activities.entries()].filter(([, one]) => one.project === project)
    const begun = own.some(([, one]) => one.isFixed)
    const places = own.map(([at, { isFixed, wished, earliest }]) => ({
      at,
      // Of a project that has begun, the rest is thought of at its earliest, or where it stands.
      place: begun ? (isFixed ? (wished ?? 0) : Math.max(earliest, wished ?? 0)) : (free[at] ?? 0),
    }))
    const first = Math.min(...places.map(({ place }) => place))
    const begin = begun ? first : Math.max(0, ...own.map(([at, { earliest }]) => earliest - (free[at] ?? 0)))
    const offsets = new Map(places.map(({ at, place }) => [at, place - first]))
    const length = Math.max(0, ...own.map(([at, one]) => (offsets.get(at) ?? 0) + one.months))
    const candidates: number[] = []
    const step = stepFor(projects.length)
    for (let start = begin; start + length <= months; start += step) candidates.push(start)
    if (begun) return { length, offsets, candidates: [begin] }
    return { length, offsets, candidates }
  })
}

type Limit = (terms: readonly Term[], most: number) => void
type Columns = readonly ReadonlyMap<number, number>[]

function addLinks(model: LinearModel, { activities }: Instance, outlines: readonly Outline[], columns: Columns): void {
  for (const [at, { project, after, isFixed }] of activities.entries())
    for (const { activity, lag } of isFixed ? [] : after) {
      const other = activities[activity]
      if (!other || other.project === project) continue
      const ends = (outlines[other.project]?.offsets.get(activity) ?? 0) + other.months + lag
      const begins = outlines[project]?.offsets.get(at) ?? 0
      for (const start of columns[project]?.keys() ?? []) {
        const terms: Term[] = []
        for (const [own, column] of columns[project] ?? []) if (own <= start) terms.push([column, 1])
        for (const [before, column] of columns[other.project] ?? [])
          if (before + ends <= start + begins) terms.push([column, -1])
        model.row(Number.NEGATIVE_INFINITY, terms, 0)
      }
    }
}

/**
 * Time of people, over the months of each step: what is asked of a skill at a level or above by all who have it, and everything by everybody. Who has
 * two skills is counted for both, so that a choice may be somewhat too large; the dates show what really fits.
 */
function addPeople(
  limit: Limit,
  instance: Instance,
  outlines: readonly Outline[],
  columns: Columns,
  share: number,
): void {
  const { people, months, projects } = instance
  const step = stepFor(projects.length)
  const classes = classesOf(instance)
  const steps = Math.ceil(months / step)
  const asked = Array.from({ length: steps }, () => classes.map((): Term[] => []))
  for (const [column, { month, skill, level, tenths }] of demandsOf(instance, outlines, columns)) {
    const cls = classes.findIndex((one) => one.skill === skill && one.level === level)
    asked[Math.floor(month / step)]?.[cls]?.push([column, tenths])
  }
  for (const [at, terms] of asked.entries()) {
    const time = people.map(({ tenths }) =>
      sumOf(tenths.slice(at * step, (at + 1) * step).map((one) => Math.floor((one * share) / 1000))),
    )
    for (const { skill, level } of classes) {
      const knows = (person: number) => people[person]?.skills.some((one) => one.skill === skill && one.level >= level)
      const all = classes.flatMap((one, cls) => (one.skill === skill && one.level >= level ? (terms[cls] ?? []) : []))
      const most = sumOf(time.filter((_one, person) => knows(person)))
      if (all.length > 0) limit(all, most)
    }
    limit(terms.flat(), sumOf(time))
  }
}

function* demandsOf(
  { activities, projects }: Instance,
  outlines: readonly Outline[],
  columns: Columns,
): Generator<[column: number, demand: Activity['demands'][number] & { readonly month: number }]> {
  const own = projects.map((_one, project) => [...activities.entries()].filter(([, one]) => one.project === project))
  for (const [project, starts] of columns.entries())
    for (const [start, column] of starts)
      for (const [at, { demands }] of own[project] ?? [])
        for (const demand of demands)
          yield [column, { ...demand, month: start + (outlines[project]?.offsets.get(at) ?? 0) + demand.offset }]
}

function sumOf(list: readonly number[]): number {
  return list.reduce((sum, one) => sum + one, 0)
}

function addMoney(limit: Limit, instance: Instance, outlines: readonly Outline[], columns: Columns): void {
  const own = activitiesByProject(instance)
  const ceilingsAt = ceilingsFinder(instance)
  const terms = instance.ceilings.map((): Term[] => [])
  for (const [project, starts] of columns.entries())
    for (const [start, column] of starts)
      for (const at of own[project] ?? []) {
        const begin = start + (outlines[project]?.offsets.get(at) ?? 0)
        for (const { offset, credit, rappen } of instance.activities[at]?.costs ?? [])
          for (const place of ceilingsAt(credit, begin + offset)) terms[place]?.push([column, rappen / moneyUnit])
      }
  for (const [place, { rappen }] of instance.ceilings.entries()) {
    const paid = terms[place] ?? []
    if (paid.length > 0) limit(paid, rappen / moneyUnit)
  }
}

function activitiesByProject({ projects, activities }: Instance): number[][] {
  const own: number[][] = projects.map(() => [])
  for (const [at, { project }] of activities.entries()) own[project]?.push(at)
  return own
}

/** Rappen are counted in thousands of francs inside the model. */
const moneyUnit = 100_000
