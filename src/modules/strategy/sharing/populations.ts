import { sql } from 'kysely'
import { v5 } from 'uuid'
import { jsonb } from '#kernel/db/jsonb.ts'
import type { Scope } from '#kernel/db/scope.ts'
import { PreconditionFailedError } from '#kernel/http/errors.ts'
import { formatNumber, type IsoDate } from '#kernel/i18n/format.ts'
import { type AuthorityId, slug } from '#kernel/ids.ts'
import type { Source, Standing } from '../graph/node.ts'
import { standings } from '../graph/node.ts'
import { oneOf, readDay } from '../graph/queries.ts'
import { note, requireSteering, type SteeringScope } from '../graph/write-node.ts'

// Any fixed UUID: it only keeps our ids apart from those that others make of the same texts.
const namespace = '0198c0de-5717-7000-8000-57a7e6000002'

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

/** The figure of an authority for one day; undefined where there is none. */
export async function findPopulation(
  scope: Scope,
  authorityId: AuthorityId,
  asOf: IsoDate,
): Promise<number | undefined> {
  const row = await scope.db
    .selectFrom('strategy.populations')
    .select('inhabitants')
    .where('authority_id', '=', authorityId)
    .where('as_of', '=', asOf)
    .executeTakeFirst()
  return row?.inhabitants
}

/**
 * Writes how many people live in an authority on a day, after a source. Throws 403, or 412 where another figure of that day is there than the one
 * that she has `seen`.
 */
export async function putPopulation(
  scope: SteeringScope,
  {
    authorityId,
    asOf,
    inhabitants,
    standing,
    source,
    seen,
  }: Population & { readonly source: Source; readonly seen: number | undefined },
): Promise<void> {
  requireSteering(scope, authorityId)
  const columns = { inhabitants, standing, source: jsonb(source) }
  const written = await scope.db
    .insertInto('strategy.populations')
    .values({ authority_id: authorityId, as_of: asOf, ...columns })
    .onConflict((conflict) =>
      conflict
        .columns(['authority_id', 'as_of'])
        .doUpdateSet(columns)
        .where('strategy.populations.inhabitants', 'in', seen === undefined ? [inhabitants] : [seen, inhabitants]),
    )
    .returning('inhabitants')
    .executeTakeFirst()
  if (!written)
    throw new PreconditionFailedError('another figure of that day', {
      userMessage: 'strategy.agreements.error.population',
      values: { count: formatNumber((await findPopulation(scope, authorityId, asOf)) ?? 0) },
    })
  note(scope, 'population.saved', { authorityId, id: v5(`${authorityId} population`, namespace) })
}
