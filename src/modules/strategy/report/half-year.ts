import { type Static, Type } from 'typebox'
import { type IsoDate, isIsoDate } from '#kernel/i18n/format.ts'
import { qualifiers } from '../graph/facts.ts'
import { localTextSchema, type NodeId, standings } from '../graph/node.ts'
import { comparabilities } from '../indicators/comparability.ts'
import { standings as indicatorStandings } from '../indicators/indicator.ts'
import { creditKinds } from '../money/may-add.ts'
import { itemKinds, itemStates } from '../parliament/item.ts'
import { phases } from '../projects/project.ts'
import { ratings } from '../projects/reports.ts'

export const goalKinds = ['focus_area', 'core_goal', 'impact_goal', 'annual_goal'] as const

const strict = { additionalProperties: false }
const day = Type.Unsafe<IsoDate>({ type: 'string', format: 'day' })
const rappen = Type.Integer()
const text = Type.String()
const node = { nodeId: Type.Unsafe<NodeId>({ type: 'string', pattern: '^[0-9a-f-]{36}$' }), title: localTextSchema }

export const goalSchema = Type.Object({ ...node, kind: Type.Enum([...goalKinds]) }, strict)

export const indicatorSchema = Type.Object(
  {
    ...node,
    unit: localTextSchema,
    /** Of the definition that held, by which figures of different definitions are told apart. */
    version: Type.Integer(),
    target: Type.Optional(Type.Object({ value: Type.Number(), on: day }, strict)),
    standing: Type.Enum([...indicatorStandings]),
    /** Versions whose figures can be compared with those before; unknown in reports from before this was said. */
    steps: Type.Optional(
      Type.Array(
        Type.Object(
          { version: Type.Integer(), comparability: Type.Enum([...comparabilities]), limits: Type.Optional(text) },
          strict,
        ),
      ),
    ),
    /** The last figures until the report's day, the oldest first; none where nothing was measured. */
    course: Type.Array(
      Type.Object(
        {
          ...{ period: text, value: Type.Number(), version: Type.Integer(), isProvisional: Type.Boolean() },
          qualifier: Type.Optional(Type.Enum([...qualifiers])),
          /** In which it was measured; in older reports that of the indicator. */
          unit: Type.Optional(localTextSchema),
        },
        strict,
      ),
    ),
  },
  strict,
)

export const projectSchema = Type.Object(
  {
    ...node,
    phase: Type.Enum([...phases]),
    summary: text,
    /** Missing in a draft, where nobody has reported yet. */
    own: Type.Optional(Type.Object({ rating: Type.Enum([...ratings]), reason: text }, strict)),
    independent: Type.Optional(Type.Object({ rating: Type.Enum([...ratings]), reason: text, by: text }, strict)),
    /** Rappen; missing where nobody has said. */
    budget: Type.Optional(rappen),
    spent: Type.Optional(rappen),
    endsOn: Type.Optional(day),
  },
  strict,
)

/** A credit in the own books, in Rappen: committed and spent until the report's day. */
export const creditSchema = Type.Object(
  {
    ...node,
    kind: Type.Enum([...creditKinds]),
    standing: Type.Enum([...standings]),
    partOf: Type.Optional(text),
    requested: Type.Optional(rappen),
    approved: Type.Optional(rappen),
    committed: rappen,
    spent: rappen,
    /** Of it and its supplements. */
    remaining: Type.Optional(rappen),
  },
  strict,
)

export const demandSchema = Type.Object(
  {
    ...node,
    kind: Type.Enum([...itemKinds]),
    state: Type.Optional(Type.Enum([...itemStates])),
    body: text,
    count: Type.Integer(),
    dueOn: Type.Optional(day),
    answer: Type.Optional(text),
    /** What proves that it was done. */
    proofs: Type.Array(localTextSchema),
  },
  strict,
)

/** A milestone of the half-year before the report's day or after it; its node is the project. */
export const milestoneSchema = Type.Object(
  {
    ...node,
    id: text,
    project: localTextSchema,
    plannedOn: day,
    forecastOn: Type.Optional(day),
    reachedOn: Type.Optional(day),
  },
  strict,
)

/** What the half-year report of an authority says. */
export type HalfYearFacts = {
  readonly goals: readonly Static<typeof goalSchema>[]
  readonly indicators: readonly Static<typeof indicatorSchema>[]
  readonly projects: readonly Static<typeof projectSchema>[]
  readonly credits: readonly Static<typeof creditSchema>[]
  readonly demands: readonly Static<typeof demandSchema>[]
  readonly milestones: readonly Static<typeof milestoneSchema>[]
}
export const parts = [
  'goals',
  'indicators',
  'projects',
  'credits',
  'demands',
  'milestones',
] as const satisfies readonly (keyof HalfYearFacts)[]

/** The half-year report of an authority. */
export type HalfYear = HalfYearFacts & {
  readonly asOf: IsoDate
  /** The day it was frozen; undefined for a draft of what is known now. */
  readonly frozenOn: IsoDate | undefined
}

/** Whether half a year ends with a day. */
export const endsHalfYear = (day: IsoDate): boolean => /-(?:06-30|12-31)$/.test(day)

/** The last day of the half-year that ended before a day. */
export function lastHalfYear(today: IsoDate): IsoDate {
  const [year, month] = [Number(today.slice(0, 4)), Number(today.slice(5, 7))]
  const text = month > 6 ? `${year}-06-30` : `${year - 1}-12-31`
  if (!isIsoDate(text)) throw new TypeError(`${text} is no day`)
  return text
}

/** The last days of that many half-years that ended before a day, the latest first. */
export function halfYearsBefore(today: IsoDate, count: number): readonly IsoDate[] {
  if (count === 0) return []
  const last = lastHalfYear(today)
  return [last, ...halfYearsBefore(last, count - 1)]
}
