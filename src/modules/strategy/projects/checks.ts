import { Type } from 'typebox'
import { type JsonValue, jsonb } from '#kernel/db/jsonb.ts'
import type { Scope } from '#kernel/db/scope.ts'
import { ConflictError, NotFoundError } from '#kernel/http/errors.ts'
import { type IsoDate, isIsoDate } from '#kernel/i18n/format.ts'
import type { LocalText } from '#kernel/i18n/language.ts'
import { validatorOf } from '#kernel/validator.ts'
import type { NodeKey } from '../graph/node.ts'
import { oneOf, readDay, readText } from '../graph/queries.ts'
import { note, requireLeading, type SteeringScope, staffOf } from '../graph/write-node.ts'
import { type Check, type Gate, gates, standardChecks } from './hermes.ts'
import type { Phase } from './project.ts'

/** How many points a check list may have, and how long one may be. */
export const mostChecks = 30
export const longestCheck = 200

/** By what a point is known in its list: its key, or what it says. */
export const checkId = (check: Check): string => ('key' in check ? check.key : check.text)

type Tick = { readonly on: IsoDate; readonly by: string | null }

/** The points with exactly these ticked. One that was ticked before keeps who did so and when. */
export function withTicked(checks: readonly Check[], ids: ReadonlySet<string>, { on, by }: Tick): readonly Check[] {
  return checks.map((check): Check => {
    const point = 'key' in check ? { key: check.key } : { text: check.text }
    if (!ids.has(checkId(check))) return { ...point, isDone: false }
    return check.isDone ? check : { ...point, isDone: true, doneOn: on, ...(by !== null && { doneBy: by }) }
  })
}

export type Checklist = {
  readonly id: string
  readonly title: LocalText
  readonly gate: Gate | undefined
  readonly dueOn: IsoDate | undefined
  readonly reachedOn: IsoDate | undefined
  readonly checks: readonly Check[]
}

/** The check list of each milestone of a project, by their days. */
export async function listChecklists(scope: Scope, { authorityId, id }: NodeKey): Promise<readonly Checklist[]> {
  const rows = await milestonesOf(scope, { authorityId, id })
    .select(['id', 'title', 'gate', 'checks', 'planned_on', 'forecast_on', 'reached_on'])
    .orderBy('planned_on')
    .orderBy('id')
    .limit(500)
    .execute()
  return rows.map((row) => {
    const gate = row.gate === null ? undefined : oneOf(gates, row.gate)
    return {
      id: row.id,
      title: readText(row.title),
      gate,
      dueOn: readDay(row.forecast_on) ?? readDay(row.planned_on),
      reachedOn: readDay(row.reached_on),
      checks: checksOf(row.checks, gate),
    }
  })
}

/** The check list that the next open milestone of a gate has; undefined where the project has none in its phase. */
export async function findGateChecks(
  scope: Scope,
  key: NodeKey & { readonly phase: Phase },
  gate: Gate,
): Promise<readonly Check[] | undefined> {
  const row = await milestonesOf(scope, key)
    .select('checks')
    .where('gate', '=', gate)
    .where('phase', '=', key.phase)
    .where('reached_on', 'is', null)
    .orderBy('planned_on')
    .executeTakeFirst()
  return row && checksOf(row.checks, gate)
}

export type ChecksChange = {
  /** The points that were ticked when she began, and that she leaves ticked. */
  readonly was: ReadonlySet<string>
  readonly done: ReadonlySet<string>
  readonly added: string | undefined
  readonly removed: string | undefined
}

/**
 * Ticks points of a milestone that is still open, adds one, takes one off. Only what she changed is changed, so that two may tick in the same list. Throws 403, 404 where
 * there is no such open milestone, 409 where the list is full, has that point, or somebody ticked meanwhile what she takes off.
 */
export async function putChecks(
  scope: SteeringScope,
  project: NodeKey,
  { milestoneId, was, done, added, removed }: ChecksChange & { readonly milestoneId: string },
): Promise<void> {
  await requireLeading(scope, project)
  const row = await milestonesOf(scope, project)
    .select(['checks', 'gate'])
    .where('id', '=', milestoneId)
    .where('reached_on', 'is', null)
    .forUpdate()
    .executeTakeFirst()
  if (!row) throw new NotFoundError('no open milestone of that id')
  const checks = checksOf(row.checks, row.gate === null ? undefined : oneOf(gates, row.gate))
  const isStill = checks.filter(({ isDone }) => isDone).map(checkId)
  const left = isStill.filter((one) => done.has(one) || !was.has(one))
  const ticked = new Set([...left, ...[...done].filter((one) => !was.has(one))])
  if (removed !== undefined && isStill.includes(removed) && !was.has(removed))
    throw new ConflictError('ticked meanwhile', { userMessage: 'strategy.projects.error.check_ticked' })
  const kept = withTicked(checks, ticked, { on: scope.today(), by: staffOf(scope) }).filter(
    (check) => checkId(check) !== removed,
  )
  const isThere = kept.some((check) => checkId(check) === added)
  if (added !== undefined && (isThere || kept.length >= mostChecks))
    throw new ConflictError('no room', { userMessage: `strategy.projects.error.check_${isThere ? 'there' : 'most'}` })
  await scope.db
    .updateTable('strategy.milestones')
    .set({ checks: jsonb([...kept, ...(added === undefined ? [] : [{ text: added, isDone: false }])]) })
    .where('authority_id', '=', project.authorityId)
    .where('id', '=', milestoneId)
    .execute()
  note(scope, 'project.checks_saved', project)
}

/** What the staff are called who ticked these points; who is no longer there has no name. */
export async function namesOfTickers(scope: Scope, lists: readonly (readonly Check[])[]): Promise<Map<string, string>> {
  const ids = [...new Set(lists.flat().flatMap(({ doneBy }) => (doneBy === undefined ? [] : [doneBy])))]
  if (ids.length === 0) return new Map()
  const rows = await scope.db.selectFrom('kernel.staff').select(['id', 'name']).where('id', 'in', ids).execute()
  return new Map(rows.map(({ id, name }) => [id, name]))
}

const milestonesOf = (scope: Scope, { authorityId, id }: NodeKey) =>
  scope.db.selectFrom('strategy.milestones').where('authority_id', '=', authorityId).where('node_id', '=', id)

/** A gate is never without a list: one that has none begins with the standard one. */
function checksOf(stored: JsonValue, gate: Gate | undefined): readonly Check[] {
  const checks = Array.isArray(stored) ? stored.flatMap(readCheck) : []
  return checks.length === 0 && gate ? standardChecks(gate) : checks
}

function readCheck(one: JsonValue): Check[] {
  if (!isStored(one)) return []
  const { key, text, isDone, doneOn, doneBy } = one
  const tick = {
    isDone,
    ...(doneOn !== undefined && isIsoDate(doneOn) && { doneOn }),
    ...(doneBy !== undefined && { doneBy }),
  }
  if (key !== undefined) return [{ key, ...tick }]
  return text === undefined ? [] : [{ text, ...tick }]
}

const optional = Type.Optional(Type.String())
const isStored = validatorOf(
  Type.Object({ isDone: Type.Boolean(), key: optional, text: optional, doneOn: optional, doneBy: optional }),
)
