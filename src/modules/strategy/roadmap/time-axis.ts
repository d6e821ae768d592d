import { formatMonth, type IsoDate } from '#kernel/i18n/format.ts'
import type { Language } from '#kernel/i18n/language.ts'
import { dayNumber, firstOfMonth, lastOfMonth, monthOf, yearOf } from './days.ts'

export const zooms = ['year', 'quarter', 'month'] as const
export type Zoom = (typeof zooms)[number]

/** Days from the first to the last, both of them in it; whole months. */
export type Span = { readonly from: IsoDate; readonly to: IsoDate }

const monthsOf: Readonly<Record<Zoom, { readonly step: number; readonly shown: number; readonly before: number }>> = {
  year: { step: 12, shown: 72, before: 12 },
  quarter: { step: 3, shown: 24, before: 3 },
  month: { step: 1, shown: 12, before: 1 },
}

/** What is shown where nobody asks for other days: today lies near the left edge, for most of what one wants to know is ahead. */
export function usualSpan(zoom: Zoom, today: IsoDate): Span {
  const { step, shown, before } = monthsOf[zoom]
  const begin = firstOfMonth(today, -((monthOf(today) - 1) % step) - before)
  return { from: begin, to: lastOfMonth(begin, shown - 1) }
}

/** The same length of time, half of it earlier (−1) or later (1). */
export function shifted({ from, to }: Span, direction: -1 | 1): Span {
  const months = Math.max(1, Math.round(monthsBetween(from, to) / 2)) * direction
  return { from: firstOfMonth(from, months), to: lastOfMonth(to, months) }
}

function monthsBetween(from: IsoDate, to: IsoDate): number {
  return (yearOf(to) - yearOf(from)) * 12 + monthOf(to) - monthOf(from) + 1
}

/** A line of the axis: where something begins, and what. `isMain`: a year. */
export type Tick = { readonly day: number; readonly label: string; readonly isMain: boolean }

/** Years, quarters or months that begin within a span, with their names; what the span begins with is among them. */
export function ticksOf({ from, to }: Span, zoom: Zoom, language: Language): readonly Tick[] {
  const { step } = monthsOf[zoom]
  const ticks: Tick[] = []
  const first = firstOfMonth(from, -((monthOf(from) - 1) % step))
  for (let day = first; day <= to; day = firstOfMonth(day, step)) {
    const isMain = monthOf(day) === 1
    ticks.push({ day: Math.max(dayNumber(day), dayNumber(from)), label: nameOf(day, zoom, language), isMain })
  }
  return ticks
}

function nameOf(day: IsoDate, zoom: Zoom, language: Language): string {
  const [year, month] = [String(yearOf(day)), monthOf(day)]
  switch (zoom) {
    case 'year':
      return year
    case 'quarter':
      return `${language === 'fr' || language === 'it' ? 'T' : 'Q'}${Math.ceil(month / 3)} ${year}`
    case 'month':
      return month === 1 ? `${formatMonth(day, language, 'short')} ${year}` : formatMonth(day, language, 'short')
  }
}
