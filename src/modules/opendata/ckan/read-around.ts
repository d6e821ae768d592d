import { ContentMemory } from '#kernel/db/content-watch.ts'
import type { PublishedDataSet } from '../catalogue/data-set.ts'
import { listRowsChangedAt } from '../dcat/queries.ts'
import { readMemberships } from '../series/queries.ts'
import type { ActionInput } from './action.ts'
import { countByAuthority } from './queries.ts'
import type { Around } from './records.ts'

const counts = new ContentMemory<ReadonlyMap<string, number>>(1)

/** What describing these data sets needs besides them. */
export async function readAround(
  { scope, kernel, request }: Pick<ActionInput, 'scope' | 'kernel' | 'request'>,
  dataSets: readonly PublishedDataSet[],
): Promise<Around> {
  const tables = dataSets.flatMap(({ metadata }) =>
    metadata.distributions.flatMap(({ id, kind }) => (kind === 'table' ? [id] : [])),
  )
  return {
    kernel,
    language: request.language,
    rowsChangedAt: await listRowsChangedAt(scope, tables),
    memberships: await readMemberships(scope, dataSets),
    counts: await scope.remember(counts, '', () => countByAuthority(scope)),
  }
}
