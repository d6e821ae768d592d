import type { Scope } from '#kernel/db/scope.ts'
import type { AuthorityId } from '#kernel/ids.ts'
import type { HalfYear } from './half-year.ts'
import { type FrozenHalfYear, findHalfYear, listHalfYears, type Reader } from './half-years.ts'

export type ComparedHalfYears = {
  /** The latest first. */
  readonly frozen: readonly FrozenHalfYear[]
  readonly before: HalfYear | undefined
  readonly after: HalfYear | undefined
}

/** The frozen half-years of an authority and two of them, the earlier one first: those that are asked for, else the last two. */
export async function readCompared(
  scope: Scope,
  { authorityId, reader, asked }: { authorityId: AuthorityId; reader: Reader; asked: readonly (string | undefined)[] },
): Promise<ComparedHalfYears> {
  const frozen = await listHalfYears(scope, authorityId)
  const known = frozen.filter(({ asOf }) => asked.includes(asOf))
  const [later, earlier] = known.length === 2 ? known : frozen
  const [after, before] = await Promise.all(
    [later, earlier].map((one) => one && findHalfYear(scope, { authorityId, day: one.asOf, reader })),
  )
  return { frozen, before, after }
}
