import { type OpeningHours, type OpenSpan, type Weekday, weekdays } from '#kernel/authorities/authority.ts'
import { type Language, locales } from '#kernel/i18n/language.ts'

export type HoursLine = { readonly days: string; readonly spans: readonly string[] }

/** Opening hours for reading, one line for days in a row that have the same: `Mo–Mi`, `08.00–12.00`, `13.30–17.00`. Closed days are left out. */
export function hoursLines(hours: OpeningHours, language: Language): HoursLine[] {
  const groups: { from: Weekday; to: Weekday; spans: readonly OpenSpan[] }[] = []
  for (const day of weekdays) {
    const spans = hours.week[day] ?? []
    const last = groups.at(-1)
    if (last && isSame(last.spans, spans)) last.to = day
    else groups.push({ from: day, to: day, spans })
  }
  return groups
    .filter((group) => group.spans.length > 0)
    .map(({ from, to, spans }) => ({
      days: from === to ? dayName(from, language) : `${dayName(from, language)}–${dayName(to, language)}`,
      spans: spans.map((span) => `${clockTime(span.from, language)}–${clockTime(span.to, language)}`),
    }))
}

function isSame(one: readonly OpenSpan[], other: readonly OpenSpan[]): boolean {
  return (
    one.length === other.length &&
    one.every((span, index) => span.from === other[index]?.from && span.to === other[index]?.to)
  )
}

const aMonday = Date.UTC(2026, 0, 5)
const dayLength = 24 * 60 * 60 * 1_000

const short = (language: Language) => new Intl.DateTimeFormat(locales[language], { weekday: 'short', timeZone: 'UTC' })
const dayNames = { de: short('de'), fr: short('fr'), it: short('it'), en: short('en') }

function dayName(day: Weekday, language: Language): string {
  const date = aMonday + weekdays.indexOf(day) * dayLength
  return dayNames[language].format(date)
}

/** `08.00`, `8 h 00`, `08:00` of `08:00`. */
function clockTime(time: string, language: Language): string {
  switch (language) {
    case 'de':
    case 'it':
      return time.replace(':', '.')
    case 'fr':
      return time.replace(/^0/, '').replace(':', '\u00a0h\u00a0')
    case 'en':
      return time
  }
}
