import type { Scope } from '#kernel/db/scope.ts'
import { validatorOf } from '#kernel/validator.ts'
import { type Facts, factsSchema } from './facts.ts'
import type { NodeKey } from './node.ts'

const isFacts = validatorOf(factsSchema)

/** What is known of a thing beside its title and text. */
export async function findFacts(scope: Scope, key: NodeKey): Promise<Facts> {
  return (await listFacts(scope, [key])).get(key.id) ?? {}
}

/** The same of several, by their ids. */
export async function listFacts(scope: Scope, keys: readonly NodeKey[]): Promise<ReadonlyMap<string, Facts>> {
  if (keys.length === 0) return new Map()
  const rows = await scope.db
    .selectFrom('strategy.nodes')
    .select(['id', 'facts'])
    .where('authority_id', 'in', [...new Set(keys.map(({ authorityId }) => authorityId))])
    .where(
      'id',
      'in',
      keys.map(({ id }) => id),
    )
    .execute()
  return new Map(rows.map(({ id, facts }) => [id, isFacts(facts) ? facts : {}]))
}
