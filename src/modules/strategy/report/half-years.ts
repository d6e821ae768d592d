import { sql } from 'kysely'
import type { JsonValue } from '#kernel/db/jsonb.ts'
import type { Scope } from '#kernel/db/scope.ts'
import { type IsoDate, swissDate } from '#kernel/i18n/format.ts'
import { type AuthorityId, slug } from '#kernel/ids.ts'
import { type Validator, validatorOf } from '#kernel/validator.ts'
import { readDay, StoredNodeError } from '../graph/queries.ts'
import { theDay } from '../roadmap/roadmap-details.ts'
import { assembleHalfYear } from './assemble-half-year.ts'
import {
  creditSchema,
  demandSchema,
  goalSchema,
  type HalfYear,
  type HalfYearFacts,
  indicatorSchema,
  milestoneSchema,
  projectSchema,
} from './half-year.ts'
import { readCurrent } from './read-projects.ts'

/** As whom one reads a report: its authority, or everybody. */
export type Reader = 'authority' | 'public'

export type FrozenHalfYear = { readonly asOf: IsoDate; readonly frozenAt: Date; readonly frozenBy: string | null }

/** The half-years of an authority that were frozen and that one may read, the latest first. */
export async function listHalfYears(scope: Scope, authorityId: AuthorityId): Promise<readonly FrozenHalfYear[]> {
  const rows = await scope.db
    .selectFrom('strategy.half_years')
    .select([sql<string>`as_of::text`.as('as_of'), 'frozen_at', 'frozen_by'])
    .where('authority_id', '=', authorityId)
    .orderBy('as_of', 'desc')
    .limit(100)
    .execute()
  return rows.map((row) => ({ asOf: theDay(row.as_of), frozenAt: row.frozen_at, frozenBy: row.frozen_by }))
}

/** Whether an authority has frozen a half-year that one may read. */
export async function hasHalfYear(scope: Scope, authorityId: AuthorityId): Promise<boolean> {
  const one = scope.db
    .selectFrom('strategy.half_years')
    .select('as_of')
    .where('authority_id', '=', authorityId)
    .limit(1)
  return (await one.executeTakeFirst()) !== undefined
}

/** The authorities that have frozen a half-year for everybody to read. */
export async function listReporting(scope: Scope): Promise<readonly AuthorityId[]> {
  const rows = await scope.db
    .selectFrom('strategy.half_years')
    .select('authority_id')
    .distinct()
    .where('audience', '=', 'public')
    .orderBy('authority_id')
    .limit(200)
    .execute()
  return rows.map(({ authority_id }) => slug<'authority'>(authority_id))
}

const isGoal = validatorOf(goalSchema)
const isIndicator = validatorOf(indicatorSchema)
const isProject = validatorOf(projectSchema)
const isCredit = validatorOf(creditSchema)
const isDemand = validatorOf(demandSchema)
const isMilestone = validatorOf(milestoneSchema)

/** A half-year as it was frozen, the latest where no day is named, without what was withdrawn since; undefined where there is none. */
export async function findHalfYear(
  scope: Scope,
  { authorityId, day, reader }: { authorityId: AuthorityId; day: IsoDate | undefined; reader: Reader },
): Promise<HalfYear | undefined> {
  let frozen = scope.db
    .selectFrom('strategy.half_years')
    .select([sql<string | null>`as_of::text`.as('as_of'), 'frozen_at'])
    .where('authority_id', '=', authorityId)
    .orderBy('as_of', 'desc')
    .limit(1)
  if (day !== undefined) frozen = frozen.where('as_of', '=', day)
  const found = await frozen.executeTakeFirst()
  const asOf = readDay(found?.as_of ?? null)
  if (!found || asOf === undefined) return undefined
  const rows = await scope.db
    .selectFrom('strategy.half_year_facts')
    .select(['part', 'facts'])
    .where('authority_id', '=', authorityId)
    .where('as_of', '=', asOf)
    .where('reader', '=', reader)
    .orderBy('part')
    .orderBy('place')
    .execute()
  return { asOf, frozenOn: swissDate(found.frozen_at), ...readFacts(rows) }
}

/** What is stored of things of a half-year, part by part. Throws for what is none. */
export function readFacts(rows: readonly { readonly part: string; readonly facts: JsonValue }[]): HalfYearFacts {
  const all = <Thing>(part: keyof HalfYearFacts, isThing: Validator<Thing>): readonly Thing[] =>
    rows.flatMap(({ part: own, facts }) => {
      if (own !== part) return []
      if (!isThing(facts)) throw new StoredNodeError(`${part} of a half-year that are none`)
      return [facts]
    })
  return {
    goals: all('goals', isGoal),
    indicators: all('indicators', isIndicator),
    projects: all('projects', isProject),
    credits: all('credits', isCredit),
    demands: all('demands', isDemand),
    milestones: all('milestones', isMilestone),
  }
}

/** A draft of what is known now, for its authority: without reports for that day the projects stand as they are. */
export async function draftHalfYear(
  scope: Scope,
  { authorityId, day }: { authorityId: AuthorityId; day: IsoDate },
): Promise<HalfYear> {
  const facts = await assembleHalfYear(scope, { authorityId, day, isPublic: false })
  const projects = facts.projects.length > 0 ? facts.projects : await readCurrent(scope, authorityId)
  return { ...facts, projects, asOf: day, frozenOn: undefined }
}
