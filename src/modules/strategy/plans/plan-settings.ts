import { type Static, Type } from 'typebox'
import { validatorOf } from '#kernel/validator.ts'
import { accounts } from '../money/queries.ts'
import { skillLevels } from '../people/person.ts'
import type { Goals } from '../planning/instance.ts'
import { phases } from '../projects/project.ts'

const strict = { additionalProperties: false }
const count = Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER })
const month = Type.Integer({ minimum: 24_000, maximum: 25_200 })
const id = Type.String({ pattern: '^[0-9a-f-]{36}$' })

export const aims = ['benefit', 'deadlines', 'time'] as const
export const moneyLimits = ['none', 'credits', 'frame'] as const
export const horizons = [24, 36, 48, 60] as const
export const frontiers = ['none', 'rappen', 'tenths'] as const

/** People who are not there, as an assumption: how many, who know a skill, with tenths of days a month, in these counted months. */
const extraSchema = Type.Object(
  {
    count: Type.Integer({ minimum: 1, maximum: 20 }),
    skillId: id,
    level: Type.Enum([...skillLevels]),
    tenths: Type.Integer({ minimum: 1, maximum: 310 }),
    from: Type.Optional(month),
    until: Type.Optional(month),
  },
  strict,
)
export type ExtraPeople = Readonly<Static<typeof extraSchema>>

/** What a levelling is asked for. `reserve`: hundredths of people's time that stay free; `frame`: Rappen a year for all projects together. */
export const settingsSchema = Type.Object(
  {
    aim: Type.Enum([...aims]),
    money: Type.Enum([...moneyLimits]),
    frame: Type.Optional(count),
    usesPeople: Type.Boolean(),
    reserve: Type.Integer({ minimum: 0, maximum: 50 }),
    mayLeaveOut: Type.Boolean(),
    frontier: Type.Enum([...frontiers]),
    /** Rappen for the whole plan, such as those of a point of a frontier. */
    cap: Type.Optional(count),
    months: Type.Integer({ minimum: 12, maximum: 60 }),
    mandatory: Type.Array(id, { maxItems: 500 }),
    seconds: Type.Integer({ minimum: 1, maximum: 60 }),
    extraPeople: Type.Optional(Type.Array(extraSchema, { maxItems: 5 })),
  },
  strict,
)
export type PlanSettings = Readonly<Static<typeof settingsSchema>>
export const isSettings = validatorOf(settingsSchema)

/** What counts by an aim: benefit early first, deadlines first, or being through with everything early. */
export const goalsOf: Readonly<Record<PlanSettings['aim'], Goals>> = {
  benefit: { earlyBenefit: 2, deadlines: 1, shortTime: 0 },
  deadlines: { earlyBenefit: 1, deadlines: 10, shortTime: 0 },
  time: { earlyBenefit: 0, deadlines: 1, shortTime: 500 },
}

const many = <Schema extends Parameters<typeof Type.Array>[0]>(item: Schema) => Type.Array(item, { maxItems: 10_000 })
const skillAt = Type.Object({ skillId: id, level: Type.Integer({ minimum: 1, maximum: 4 }) }, strict)

const reasonSchema = Type.Union([
  Type.Object({ kind: Type.Literal('people'), month, skills: many(skillAt), load: count, others: many(id) }, strict),
  Type.Object(
    {
      kind: Type.Literal('money'),
      // A tranche has all three, a whole credit no year, a frame only its year.
      creditId: Type.Optional(id),
      account: Type.Optional(Type.Enum([...accounts])),
      year: Type.Optional(count),
      over: count,
      others: many(id),
    },
    strict,
  ),
  Type.Object({ kind: Type.Literal('after'), nodeId: id }, strict),
  Type.Object({ kind: Type.Literal('outside'), what: Type.String() }, strict),
  Type.Object({ kind: Type.Literal('horizon') }, strict),
  Type.Object({ kind: Type.Literal('benefit') }, strict),
])
export type StoredReason = Readonly<Static<typeof reasonSchema>>

const proposalSchema = Type.Object(
  {
    nodeId: id,
    revision: count,
    wished: Type.Optional(month),
    start: Type.Optional(month),
    end: Type.Optional(month),
    lateBy: count,
    reasons: many(reasonSchema),
    /** Its pieces that can be moved or stand: where they were and where they would be; without a phase the whole project. */
    parts: many(
      Type.Object(
        {
          phase: Type.Optional(Type.Enum([...phases])),
          from: month,
          months: count,
          start: Type.Optional(month),
          isFixed: Type.Boolean(),
        },
        strict,
      ),
    ),
  },
  strict,
)
export type StoredProposal = Readonly<Static<typeof proposalSchema>>

/** What came out. Months are counted; money in Rappen by calendar year; work in tenths of days. */
const resultSchema = Type.Object(
  {
    from: month,
    firstYear: count,
    proposals: many(proposalSchema),
    /** Projects with neither days nor needs, of which nothing can be planned. */
    unplanned: count,
    benefit: count,
    spending: Type.Optional(
      many(Type.Object({ account: Type.Enum([...accounts]), rappenByYear: many(count) }, strict)),
    ),
    /** Both accounts together, of plans made before these were kept apart. */
    rappenByYear: Type.Optional(many(count)),
    tenths: count,
    overload: many(Type.Object({ month, skillId: id, level: Type.Integer(), tenths: count }, strict)),
    /** Tenths of days that nobody would have time for if everything stayed where it is. */
    overloadToday: count,
    late: count,
    gapOfDates: Type.Optional(count),
    gapOfChoice: Type.Optional(count),
    frontier: many(
      Type.Object({ cap: count, used: count, benefit: count, projects: count, gap: Type.Optional(count) }, strict),
    ),
    tries: count,
    milliseconds: count,
  },
  strict,
)
export type PlanResult = Readonly<Static<typeof resultSchema>>
export const isResult = validatorOf(resultSchema)
