import type { PublishedDataSet } from '../catalogue/data-set.ts'

/** Codes of the formats that a data set is there in, as its facets have them. */
export function formatsOfDataSet({ metadata }: Pick<PublishedDataSet, 'metadata'>): readonly string[] {
  const all = metadata.distributions.flatMap(({ kind, format, columns }) => {
    if (kind === 'table') {
      const hasGeometry = columns?.some(({ type }) => type === 'geometry') ?? false
      return ['CSV', 'XLSX', 'JSON', 'PARQUET', ...(hasGeometry ? ['GEOJSON'] : [])]
    }
    return format ? [format] : kind === 'service' ? ['API'] : []
  })
  return [...new Set(all)]
}
