import type { PublishedDataSet } from '../catalogue/data-set.ts'
import type { ActionInput } from './action.ts'
import { packageRecord } from './package-record.ts'
import { readAround } from './read-around.ts'
import { dataSetsOf } from './search-packages.ts'

/** Several data sets as their records. */
export async function packageRecords(input: ActionInput, dataSets: readonly PublishedDataSet[]) {
  const around = await readAround(input, dataSets)
  return dataSets.map((one) => packageRecord(one, around))
}

/** The same by their ids, in that order. */
export async function recordsOf(input: ActionInput, ids: readonly string[]): Promise<Record<string, unknown>[]> {
  const records: Record<string, unknown>[] = []
  for await (const some of dataSetsOf(input, ids)) records.push(...(await packageRecords(input, some)))
  return records
}
