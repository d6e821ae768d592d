import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type CalendarEvent, calendarOf } from './calendar.ts'
import { dayOf } from './days.ts'

type Property = { readonly name: string; readonly parameters: string; readonly value: string }

/** Reads iCalendar as RFC 5545 has it: unfolds lines (3.1), takes names, parameters and values apart, and undoes the escapes of texts (3.3.11). */
function read(calendar: string): readonly Property[] {
  expect(calendar.endsWith('\r\n')).toBe(true)
  expect(calendar.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/)
  for (const line of calendar.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75)
  return calendar
    .replace(/\r\n[ \t]/g, '')
    .trimEnd()
    .split('\r\n')
    .map((line) => {
      const [, name = '', parameters = '', value = ''] = /^([A-Z-]+)((?:;[A-Z-]+=[^:;]+)*):(.*)$/su.exec(line) ?? []
      expect(name, line).not.toBe('')
      return {
        name,
        parameters,
        value: value.replace(/\\([\\;,nN])/g, (_, sign: string) => (/n/i.test(sign) ? '\n' : sign)),
      }
    })
}

const text = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 120 }),
  fc.string({ unit: 'binary', maxLength: 120 }),
  fc.constantFrom('a;b,c\\n\nd', '\r\nEND:VEVENT\r\n'),
)
const event = fc.record({
  id: fc.uuid(),
  day: fc.integer({ min: 0, max: 40_000 }).map(dayOf),
  title: text,
  text,
  url: fc.webUrl(),
  category: text,
  isFixed: fc.boolean(),
  revision: fc.integer({ min: 1, max: 1_000_000 }),
  changedAt: fc.date({ min: new Date('2020-01-01'), max: new Date('2040-01-01'), noInvalidDate: true }),
})

const kept = (value: string) =>
  value
    .toWellFormed()
    .replace(/\r\n?/g, '\n')
    .replace(/\p{Cc}/gu, (sign) => (sign === '\n' || sign === '\t' ? sign : ''))

test('what goes into a calendar comes out of it again, whatever it says', () => {
  fc.assert(
    fc.property(fc.array(event, { maxLength: 4 }), text, (events: readonly CalendarEvent[], name) => {
      const properties = read(calendarOf(events, { name, language: 'de' }))
      const all = (wanted: string) => properties.filter((one) => one.name === wanted).map(({ value }) => value)
      expect(all('BEGIN')).toEqual(['VCALENDAR', ...events.map(() => 'VEVENT')])
      expect(all('END')).toEqual([...events.map(() => 'VEVENT'), 'VCALENDAR'])
      expect(all('X-WR-CALNAME')).toEqual([kept(name)])
      expect(all('UID')).toEqual(events.map(({ id }) => id))
      expect(all('SUMMARY')).toEqual(events.map(({ title }) => kept(title)))
      expect(all('DESCRIPTION')).toEqual(events.map((one) => kept(one.text)))
      expect(all('CATEGORIES')).toEqual(events.map(({ category }) => kept(category)))
      expect(all('SEQUENCE')).toEqual(events.map(({ revision }) => String(revision - 1)))
      expect(all('DTSTART')).toEqual(events.map(({ day }) => day.replaceAll('-', '')))
      for (const stamp of all('DTSTAMP')) expect(stamp).toMatch(/^\d{8}T\d{6}Z$/)
    }),
    { numRuns: 100 },
  )
})
