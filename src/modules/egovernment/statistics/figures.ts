import type { IsoDate } from '#kernel/i18n/format.ts'
import { addDays } from '../cases/case.ts'

/** Over what the figures of a team are counted. */
export const periods = ['week', 'month'] as const
export type Period = (typeof periods)[number]

/** How many periods a page shows, the present one last. */
export const shownPeriods: Readonly<Record<Period, number>> = { week: 12, month: 12 }

/** What was decided in a cell, before it is known whether it may be shown. `deciders`: how many people signed. */
export type Decided = {
  readonly decided: number
  readonly deciders: number
  readonly median: number | null
  readonly p90: number | null
}

/** Fewer decisions than this say too much about who took them. */
export const leastDecided = 5

/** What is shown of a cell: nothing, where it would show one person's work. */
export type Shown = {
  readonly isHidden: boolean
  readonly decided: number
  readonly median?: number
  readonly p90?: number
}

/**
 * Hides what would show one person's work: cells of fewer than five decisions, and of a single person. Where just one cell of a table is
 * hidden, the smallest other one is as well, because the total would give the hidden one away.
 */
export function protectCells(cells: readonly Decided[]): readonly Shown[] {
  const isSmall = cells.map(({ decided, deciders }) => decided > 0 && (decided < leastDecided || deciders < 2))
  if (isSmall.filter(Boolean).length === 1) {
    const others = cells
      .map(({ decided }, index) => ({ decided, index }))
      .filter(({ decided, index }) => decided > 0 && !isSmall[index])
      .sort((a, b) => a.decided - b.decided)
    const next = others[0]
    if (next) isSmall[next.index] = true
  }
  return cells.map(({ decided, median, p90 }, index) =>
    isSmall[index]
      ? { isHidden: true, decided: 0 }
      : { isHidden: false, decided, ...(median !== null && { median }), ...(p90 !== null && { p90 }) },
  )
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
