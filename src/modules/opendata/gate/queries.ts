import { Type } from 'typebox'
import type { Scope } from '#kernel/db/scope.ts'
import { validatorOf } from '#kernel/validator.ts'
import { StoredDataSetError } from '../catalogue/queries.ts'
import type { DataSetKey } from '../catalogue/workbench.ts'
import { type Finding, findingSchema } from './finding.ts'

const areFindings = validatorOf(Type.Array(findingSchema))

/** What the gate said when it looked last. */
export type GateReport = {
  readonly madeAt: Date
  readonly isFit: boolean
  readonly findings: readonly Finding[]
  /** Of what was looked at: another one today means that something changed since. */
  readonly fingerprint: string
}

/** The newest report on a data set; undefined where it was never checked. */
export async function findReport(scope: Scope, { authorityId, id }: DataSetKey): Promise<GateReport | undefined> {
  const row = await scope.db
    .selectFrom('opendata.gate_reports')
    .select(['made_at', 'is_fit', 'findings', 'fingerprint'])
    .where('authority_id', '=', authorityId)
    .where('data_set_id', '=', id)
    .orderBy('made_at', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
  if (!row) return undefined
  if (!areFindings(row.findings)) throw new StoredDataSetError(`report on ${id}`)
  return { madeAt: row.made_at, isFit: row.is_fit, findings: row.findings, fingerprint: row.fingerprint }
}
