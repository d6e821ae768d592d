import type { Scope } from '#kernel/db/scope.ts'
import type { Payer } from '../sharing/cost-key.ts'
import { readPopulations } from '../sharing/populations.ts'
import type { Member } from './agreement.ts'

/** What each member is weighed by. */
export async function payersOf(scope: Scope, members: readonly Member[]): Promise<readonly Payer[]> {
  const people = await readPopulations(
    scope,
    members.flatMap(({ authorityId }) => authorityId ?? []),
  )
  return members.map(({ id, authorityId, use }) => ({
    id,
    use,
    inhabitants: authorityId && people.get(authorityId)?.inhabitants,
  }))
}
