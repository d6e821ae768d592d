import type { IntakeOrder } from './order.ts'
import { type RawTable, sampleRows } from './raw-table.ts'
import { readCsv } from './read-csv.ts'
import { readJson, readNdjson } from './read-json.ts'
import { readOds } from './read-ods.ts'
import { readXlsx } from './read-xlsx.ts'

/** Opens the table in a file of a format. Throws `IntakeError` where it is none. */
export async function openTable({ path, format, options, limits, isLarge }: IntakeOrder): Promise<RawTable> {
  switch (format) {
    case 'csv':
      return readCsv(path, options)
    case 'tsv':
      return readCsv(path, options, '\t')
    case 'xlsx':
      return readXlsx(path, options, limits)
    case 'ods':
      return readOds(path, options, limits)
    case 'json':
    case 'geojson':
    case 'topojson':
      return readJson(path, options, limits)
    case 'ndjson':
      return readNdjson(path, options, isLarge ? sampleRows : undefined)
    case 'parquet': {
      // Native code is loaded only where it is needed; the other processes may not.
      const { readParquet } = await import('./read-parquet.ts')
      return readParquet(path)
    }
  }
}
