import { expect, test } from 'vitest'
import { parseForm } from '#kernel/http/form-body.ts'
import { narrowed, readCursor, readView, shownCount, viewSearch } from './inbox.ts'

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
