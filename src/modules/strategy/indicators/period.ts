import { type IsoDate, isIsoDate } from '#kernel/i18n/format.ts'
import { dayNumber, lastOfMonth } from '../roadmap/days.ts'
import { speaksFor } from './comparability.ts'
import type { Definition, Observation, Period, Rhythm } from './indicator.ts'

/** The first and the last day of a year (2026), half-year (2026-H1), quarter (2026-Q1), month (2026-11) or day; undefined for what is no period. */
function spanOf(period: Period): { readonly from: IsoDate; readonly to: IsoDate } | undefined {
  if (isIsoDate(period)) return { from: period, to: period }
  const [, year = '', kind = '', part = ''] = /^(\d{4})(?:-(Q|H|)(\d{1,2}))?$/.exec(period) ?? []
  const months = part === '' ? 12 : kind === 'Q' ? 3 : kind === 'H' ? 6 : 1
  const place = part === '' ? 1 : Number(part)
  if (part !== '' && part.length !== (kind === '' ? 2 : 1)) return undefined
  if (place < 1 || place > 12 / months) return undefined
  const from = `${year}-${String((place - 1) * months + 1).padStart(2, '0')}-01`
  return isIsoDate(from) ? { from, to: lastOfMonth(from, months - 1) } : undefined
}

export const firstDayOf = (period: Period): IsoDate | undefined => spanOf(period)?.from
export const lastDayOf = (period: Period): IsoDate | undefined => spanOf(period)?.to
export const isPeriod = (text: string): boolean => spanOf(text) !== undefined

/** Periods by when they end; of those that end on the same day the shorter one first. */
export function comparePeriods(one: Period, other: Period): number {
  const [a, b] = [spanOf(one), spanOf(other)]
  if (!a || !b) return one.localeCompare(other)
  return dayNumber(a.to) - dayNumber(b.to) || dayNumber(b.from) - dayNumber(a.from)
}

const monthsOf: Readonly<Record<Exclude<Rhythm, 'irregular'>, number>> = {
  monthly: 1,
  quarterly: 3,
  half_yearly: 6,
  yearly: 12,
}

/**
 * The last day of the time for which a figure is due: the last whole period of the rhythm that is over, where none covers it. Undefined where nothing
 * is due: no rhythm, no source, counted by the platform, or defined only after that time.
 */
export function figureDueFor(
  definition: Definition,
  latest: Pick<Observation, 'period' | 'version'> | undefined,
  today: IsoDate,
): IsoDate | undefined {
  const { rhythm, source, counter, validFrom } = definition
  if (rhythm === 'irregular' || source === undefined || counter !== undefined) return undefined
  const into = (Number(today.slice(5, 7)) - 1) % monthsOf[rhythm]
  const end = lastOfMonth(today, -into - 1)
  // Of a changed definition it is due from its own first whole period on.
  const measured = latest && lastDayOf(latest.period)
  if (measured !== undefined && measured >= end) return undefined
  if (measured === undefined || !latest || !speaksFor(latest.version, definition))
    return validFrom === undefined || validFrom <= end ? end : undefined
  return end
}
