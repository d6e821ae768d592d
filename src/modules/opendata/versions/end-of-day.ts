import { swissDate } from '#kernel/i18n/format.ts'

/** The last instant of a day in Switzerland, in summer as in winter. */
export function endOfDay(day: string): Date {
  const summer = new Date(`${day}T23:59:59.999+02:00`)
  return swissDate(new Date(summer.getTime() + 1)) === day ? new Date(`${day}T23:59:59.999+01:00`) : summer
}
