import type { IsoDate } from '#kernel/i18n/format.ts'
import { dayNumber, dayOf } from './days.ts'

/** A day in a calendar. `id` is a UUID and stays; `revision` grows with every change. */
export type CalendarEvent = {
  readonly id: string
  readonly day: IsoDate
  readonly title: string
  readonly text: string
  readonly url: string
  readonly category: string
  readonly isFixed: boolean
  readonly revision: number
  readonly changedAt: Date
}

/**
 * All-day events as iCalendar (RFC 5545): CRLF, lines of at most 75 octets, texts escaped, the same bytes for the same events. A UUID is the UID
 * (RFC 7986, section 5.3); SEQUENCE grows with the record, so that a calendar takes over what was moved.
 */
export function calendarOf(
  events: readonly CalendarEvent[],
  { name, language }: { readonly name: string; readonly language: string },
): string {
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Wegweiser//Roadmap//EN',
    'CALSCALE:GREGORIAN',
    'METHOD:PUBLISH',
    `NAME;LANGUAGE=${language}:${escapedText(name)}`,
    `X-WR-CALNAME:${escapedText(name)}`,
    'REFRESH-INTERVAL;VALUE=DURATION:P1D',
    ...events.flatMap((event) => eventLines(event, language)),
    'END:VCALENDAR',
  ]
  return lines.map((line) => `${folded(line)}\r\n`).join('')
}

function eventLines(event: CalendarEvent, language: string): readonly string[] {
  return [
    'BEGIN:VEVENT',
    `UID:${event.id}`,
    `DTSTAMP:${instantText(event.changedAt)}`,
    `LAST-MODIFIED:${instantText(event.changedAt)}`,
    `SEQUENCE:${Math.max(0, event.revision - 1)}`,
    `DTSTART;VALUE=DATE:${dayText(event.day)}`,
    // The day after the last one (section 3.6.1).
    `DTEND;VALUE=DATE:${dayText(dayOf(dayNumber(event.day) + 1))}`,
    `SUMMARY;LANGUAGE=${language}:${escapedText(event.title)}`,
    `DESCRIPTION;LANGUAGE=${language}:${escapedText(event.text)}`,
    `CATEGORIES:${escapedText(event.category)}`,
    `URL:${event.url}`,
    `STATUS:${event.isFixed ? 'CONFIRMED' : 'TENTATIVE'}`,
    'TRANSP:TRANSPARENT',
    'END:VEVENT',
  ]
}

const dayText = (day: IsoDate): string => day.replaceAll('-', '')
const instantText = (instant: Date): string => instant.toISOString().replace(/[-:]|\.\d+/g, '')

/** A value of the type TEXT (section 3.3.11); control characters, which none may hold, are left out. */
export function escapedText(text: string): string {
  return text
    .toWellFormed()
    .replace(/\r\n?/g, '\n')
    .replace(/\p{Cc}/gu, (sign) => (sign === '\n' || sign === '\t' ? sign : ''))
    .replace(/[\\;,]/g, (sign) => `\\${sign}`)
    .replaceAll('\n', '\\n')
}

const longestLine = 75

/** A line in pieces of at most 75 octets, none of which cuts a character (section 3.1). */
export function folded(line: string): string {
  const pieces: string[] = []
  let [piece, octets] = ['', 0]
  for (const sign of line) {
    const size = Buffer.byteLength(sign)
    if (octets + size > longestLine) {
      pieces.push(piece)
      // The space that a piece begins with counts as well.
      ;[piece, octets] = ['', 1]
    }
    piece += sign
    octets += size
  }
  return [...pieces, piece].join('\r\n ')
}
