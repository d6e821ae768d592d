import { type IsoDate, isIsoDate, swissDate } from '#kernel/i18n/format.ts'

/** What the archive said of a case: it has taken it over, or it is not worth keeping. Either way it may go here. */
export const appraisals = ['taken_over', 'not_worthy'] as const
export type Appraisal = (typeof appraisals)[number]

/** The last day a case is kept that ended at an instant: the Swiss day, so many years later. 29 February becomes 28 where there is none. */
export function keptUntil(endedAt: Date, years: number): IsoDate {
  const [year = '', month, day] = swissDate(endedAt).split('-')
  const later = String(Number(year) + years).padStart(4, '0')
  const same = `${later}-${month}-${day}`
  const last = isIsoDate(same) ? same : `${later}-02-28`
  if (!isIsoDate(last)) throw new RangeError('no such day')
  return last
}
