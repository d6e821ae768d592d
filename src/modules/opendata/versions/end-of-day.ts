import { swissDate } from '#kernel/i18n/format.ts'

/** The last instant of a day in Switzerland, in summer as in winter; there was no summer time before 1900, and years of three digits have no name there. */
export function endOfDay(day: string): Date {
  if (day < '1900') return new Date(`${day}T23:59:59.999+01:00`)
  const summer = new Date(`${day}T23:59:59.999+02:00`)
  return swissDate(new Date(summer.getTime() + 1)) === day ? new Date(`${day}T23:59:59.999+01:00`) : summer
}
