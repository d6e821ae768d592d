import { swissDate } from '#kernel/i18n/format.ts'

/** The first instant of a day in Switzerland, in summer as in winter. */
export const beginningOfDay = (day: string): Date => swissInstant(day, '00:00:00.000', 0)

/** The last instant of a day in Switzerland. */
export const endOfDay = (day: string): Date => swissInstant(day, '23:59:59.999', 1)

/** There was no summer time before 1900, and years of three digits have no name there. */
function swissInstant(day: string, time: string, beyond: 0 | 1): Date {
  const winter = new Date(`${day}T${time}+01:00`)
  if (day < '1900') return winter
  const summer = new Date(`${day}T${time}+02:00`)
  const isSummer = (swissDate(new Date(summer.getTime() + beyond)) === day) === (beyond === 0)
  return isSummer ? summer : winter
}
