import { sql } from 'kysely'
import { jsonb } from '#kernel/db/jsonb.ts'
import type { Scope } from '#kernel/db/scope.ts'
import type { IsoDate } from '#kernel/i18n/format.ts'
import { type AuthorityId, slug } from '#kernel/ids.ts'
import type { Source, Standing } from '../graph/node.ts'
import { standings } from '../graph/node.ts'
import { oneOf, readDay } from '../graph/queries.ts'
import { note, requireSteering, type SteeringScope } from '../graph/write-node.ts'

export type Population = {
  readonly authorityId: AuthorityId
  readonly asOf: IsoDate
  readonly inhabitants: number
  readonly standing: Standing
}

/** The latest figure of each authority, of those that have one. */
export async function readPopulations(
  scope: Scope,
  authorityIds: readonly AuthorityId[],
): Promise<ReadonlyMap<AuthorityId, Population>> {
  if (authorityIds.length === 0) return new Map()
  const rows = await scope.db
    .selectFrom('strategy.populations')
    .distinctOn('authority_id')
    .select(['authority_id', 'inhabitants', 'standing', sql<string>`as_of::text`.as('as_of')])
    .where('authority_id', 'in', [...authorityIds])
    .orderBy('authority_id')
    .orderBy('as_of', 'desc')
    .execute()
  return new Map(
    rows.flatMap((row) => {
      const [authorityId, asOf] = [slug<'authority'>(row.authority_id), readDay(row.as_of)]
      const standing = oneOf(standings, row.standing)
      return asOf ? [[authorityId, { authorityId, asOf, inhabitants: row.inhabitants, standing }] as const] : []
    }),
  )
}

/** Writes how many people live in an authority on a day, after a source. Throws 403. */
export async function putPopulation(
  scope: SteeringScope,
  { authorityId, asOf, inhabitants, standing, source }: Population & { readonly source: Source },
): Promise<void> {
  requireSteering(scope, authorityId)
  const columns = { inhabitants, standing, source: jsonb(source) }
  await scope.db
    .insertInto('strategy.populations')
    .values({ authority_id: authorityId, as_of: asOf, ...columns })
    .onConflict((conflict) => conflict.columns(['authority_id', 'as_of']).doUpdateSet(columns))
    .execute()
  note(scope, 'population.saved', { authorityId, id: authorityId })
}
