import type { AuthorityId } from '#kernel/ids.ts'
import type { DownloadFormat } from '../query/table-reader.ts'

type Place = { readonly authorityId: AuthorityId; readonly slug: string }

/** The path of a data set in no language: what others cite, and what leads to page or linked data. */
export const dataSetPath = ({ authorityId, slug }: Place): string => `/opendata/${authorityId}/${slug}`

/** The path of one of its distributions. */
export const distributionPath = (place: Place, distribution: string): string => `${dataSetPath(place)}/${distribution}`

/** Where a document that is kept here is taken along: the one of today, or of a version. */
export const documentPath = (place: Place, distribution: string, number?: number): string =>
  `${distributionPath(place, distribution)}${number === undefined ? '' : `/versions/${number}`}/file`

/** Where the rows of today are downloaded. */
export const downloadPath = (place: Place, distribution: string, format: DownloadFormat): string =>
  `${distributionPath(place, distribution)}.${format}`

/** The path of a series, in no language as well. */
export const seriesPath = ({ authorityId, slug }: Place): string => `/opendata/series/${authorityId}/${slug}`
