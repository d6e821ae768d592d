import { expect, test } from 'vitest'
import { parseForm } from '#kernel/http/form-body.ts'
import { slug } from '#kernel/ids.ts'
import { dayOf } from '../cases/case-record.ts'
import { dueSpans, isWithin, narrowed, readCursor, readView, shownCount, viewSearch } from './inbox.ts'

const read = (search: string) => readView(parseForm(search.slice(1)))

test('a view reads back from its address', () => {
  const search =
    '?tab=all&authority=kriens&unit=werkdienst&service=umzug&status=closed&assigned=nobody&due=week&channel=phone&q=M%C3%BCller+%26+Co'
  expect(viewSearch(read(search))).toBe(search)
})

test('what an address says wrongly is left out', () => {
  expect(read('?tab=nonsense&status=open&assigned=somebody&unit=../x&service=A%20B')).toEqual({ tab: 'new' })
  expect(read('?q=%20%20').words).toBeUndefined()
  expect(read(`?q=${'x'.repeat(500)}`).words).toHaveLength(100)
})

test('a filter is set and taken off, and the page begins anew', () => {
  const view = read('?tab=due&unit=werkdienst')
  expect(narrowed(view, 'service', 'umzug')).toBe('?tab=due&unit=werkdienst&service=umzug')
  expect(narrowed(view, 'unit')).toBe('?tab=due')
})

const seen = {
  authorityId: slug<'authority'>('kriens'),
  unitId: slug<'unit'>('werkdienst'),
  serviceId: slug<'service'>('umzug'),
  status: 'received',
  assignedTo: null,
  channel: 'web',
} as const

test.each([
  ['', true],
  ['unit=werkdienst&service=umzug&status=received&assigned=nobody&channel=web', true],
  ['unit=einwohnerdienste', false],
  ['assigned=0199aaaa-0000-7000-8000-000000000001', false],
  ['channel=phone', false],
])('what was found by words stands within «%s»: %s', (search, isIn) => {
  const [dueOn, today] = [dayOf('2026-11-22'), dayOf('2026-11-22')]
  expect(isWithin(read(`?${search}`), { ...seen, dueOn }, today)).toBe(isIn)
})

test.each([
  ['2026-11-21', ['overdue']],
  ['2026-11-22', ['today', 'week']],
  ['2026-11-29', ['week']],
  ['2026-11-30', ['later']],
])('due on %s, on 22.11.2026: %s', (day, spans) => {
  const found = (status: 'received' | 'waiting_for_applicant' | 'closed') =>
    dueSpans.filter((due) => isWithin({ tab: 'all', due }, { ...seen, status, dueOn: dayOf(day) }, dayOf('2026-11-22')))
  expect(found('received')).toEqual(spans)
  expect(found('waiting_for_applicant')).toEqual(spans.filter((span) => span === 'week' || span === 'later'))
  expect(found('closed')).toEqual([])
})

test('a page begins behind a row or ends before one', () => {
  const id = '0199aaaa-0000-7000-8000-000000000001'
  const cursor = { day: '2026-11-22', id, direction: 'before' as const }
  expect(readCursor(parseForm(viewSearch({ tab: 'new' }, cursor).slice(1)))).toEqual(cursor)
  for (const wrong of ['2026-02-30~x', 'x', `2026-13-01~${id}`, ''])
    expect(readCursor(parseForm(`after=${wrong}`))).toBeUndefined()
})

test('nobody reads further than 999', () => {
  expect([shownCount(0), shownCount(999), shownCount(1_000)]).toEqual(['0', '999', '999+'])
})
