import { jsonb } from '#kernel/db/jsonb.ts'
import { ConflictError, UnprocessableError } from '#kernel/http/errors.ts'
import type { IsoDate } from '#kernel/i18n/format.ts'
import type { AuthorityId } from '#kernel/ids.ts'
import { requireSteering, type SteeringScope, staffOf } from '../graph/write-node.ts'
import { assembleHalfYear } from './assemble-half-year.ts'
import { endsHalfYear, type HalfYearFacts, parts } from './half-year.ts'
import type { Reader } from './half-years.ts'

/**
 * Keeps the half-year report of an authority as it is known now, for good: once as the authority sees it and once as everybody does. Throws 403,
 * 409 where that half-year was frozen already, 422 for a day that ends none or is not over.
 */
export async function freezeHalfYear(
  scope: SteeringScope,
  { authorityId, asOf }: { authorityId: AuthorityId; asOf: IsoDate },
): Promise<void> {
  requireSteering(scope, authorityId)
  if (!endsHalfYear(asOf) || asOf >= scope.today())
    throw new UnprocessableError('not over', { userMessage: 'strategy.half_years.error.day' })
  const wish = { authorityId, day: asOf }
  const told = {
    authority: await assembleHalfYear(scope, { ...wish, isPublic: false }),
    public: await assembleHalfYear(scope, { ...wish, isPublic: true }),
  }
  const isPublic = told.public.projects.length > 0
  const frozen = await scope.db
    .insertInto('strategy.half_years')
    .values({
      authority_id: authorityId,
      as_of: asOf,
      audience: isPublic ? 'public' : 'authority',
      frozen_at: scope.now(),
      frozen_by: staffOf(scope),
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('as_of')
    .executeTakeFirst()
  if (!frozen) throw new ConflictError('frozen', { userMessage: 'strategy.half_years.error.frozen' })
  await keep(scope, wish, 'authority', told.authority)
  if (isPublic) await keep(scope, wish, 'public', told.public)
  const role =
    scope.actor.kind === 'staff'
      ? scope.actor.memberships.find((one) => one.authorityId === authorityId)?.role
      : undefined
  scope.record('strategy.half_year.frozen', { authorityId, role, detail: { asOf } })
}

async function keep(
  scope: SteeringScope,
  { authorityId, day }: { authorityId: AuthorityId; day: IsoDate },
  reader: Reader,
  told: HalfYearFacts,
): Promise<void> {
  const things = parts.flatMap((part) => told[part].map((thing, place) => ({ part, place, thing })))
  const ids = [...new Set(things.map(({ thing }) => thing.nodeId))]
  if (ids.length === 0) return
  const audiences = await scope.db
    .selectFrom('strategy.nodes')
    .select(['id', 'audience'])
    .where('authority_id', '=', authorityId)
    .where('id', 'in', ids)
    .execute()
  const audienceOf = new Map<string, string>(audiences.map(({ id, audience }) => [id, audience]))
  await scope.db
    .insertInto('strategy.half_year_facts')
    .values(
      things.map(({ part, place, thing }) => ({
        ...{ authority_id: authorityId, as_of: day, reader, part, place },
        node_id: thing.nodeId,
        audience: audienceOf.get(thing.nodeId) ?? 'authority',
        facts: jsonb(thing),
      })),
    )
    .execute()
}
