import type { IsoDate } from '#kernel/i18n/format.ts'
import { addDays } from '../cases/case.ts'

/** Over what the figures of a team are counted. */
export const periods = ['week', 'month'] as const
export type Period = (typeof periods)[number]

/** How many periods a page shows, the present one last. */
export const shownPeriods: Readonly<Record<Period, number>> = { week: 12, month: 12 }

/** What was decided in a cell, before it is known whether it may be shown. */
export type Decided = { readonly decided: number; readonly median: number | null; readonly p90: number | null }

/** What is shown of a cell: nothing, where it would show one person's work. */
export type Shown = {
  readonly isHidden: boolean
  readonly decided: number
  readonly median?: number
  readonly p90?: number
}

export const notShown: Shown = { isHidden: true, decided: 0 }

export function shownOf({ decided, median, p90 }: Decided): Shown {
  return { isHidden: false, decided, ...(median !== null && { median }), ...(p90 !== null && { p90 }) }
}

/** The first day of the quarter of the year that a day is in. */
export function quarterStart(day: IsoDate): IsoDate {
  let start = firstOfMonth(day)
  while ((Number(start.slice(5, 7)) - 1) % 3 !== 0) start = firstOfMonth(addDays(start, -1))
  return start
}

/** The first days of the periods that are shown, the earliest first: Mondays, or the first of a month. */
export function periodStarts(period: Period, today: IsoDate): readonly IsoDate[] {
  const count = shownPeriods[period]
  if (period === 'week') {
    const weekday = (new Date(`${today}T00:00:00Z`).getUTCDay() + 6) % 7
    return Array.from({ length: count }, (_, index) => addDays(today, -weekday - 7 * (count - 1 - index)))
  }
  const starts: IsoDate[] = [firstOfMonth(today)]
  for (let at = firstOfMonth(today); starts.length < count; starts.unshift(at)) at = firstOfMonth(addDays(at, -1))
  return starts
}

function firstOfMonth(day: IsoDate): IsoDate {
  return addDays(day, 1 - Number(day.slice(8)))
}

/** Rows as CSV for spreadsheets: semicolons, and no cell that a program would take for a formula. */
export function toCsv(rows: readonly (readonly (string | number)[])[]): string {
  return `\u{feff}${rows.map((cells) => cells.map(csvCell).join(';')).join('\r\n')}\r\n`
}

function csvCell(value: string | number): string {
  if (typeof value === 'number') return String(value)
  const harmless = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value
  return /[";\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless
}
