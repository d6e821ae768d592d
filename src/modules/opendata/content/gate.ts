import { v7 } from 'uuid'
import { jsonb } from '#kernel/db/jsonb.ts'
import { fingerprintOf } from '../catalogue/publish-data-set.ts'
import { readBench } from '../catalogue/workbench.ts'
import { refusedColumns } from '../protection/publishable-columns.ts'
import type { Gate } from './bring-data-set.ts'

/** Finds fit what has only columns that may be published. */
export const gate: Gate = async (scope, key) => {
  const bench = await readBench(scope, key)
  const refused = bench.metadata.distributions.flatMap(({ columns }) => refusedColumns(columns ?? []))
  await scope.db
    .insertInto('opendata.gate_reports')
    .values({
      ...{ authority_id: key.authorityId, data_set_id: key.id, id: v7(), made_at: scope.now() },
      ...{ is_fit: refused.length === 0, findings: jsonb([]), fingerprint: await fingerprintOf(scope, bench) },
    })
    .execute()
}
