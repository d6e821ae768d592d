import { expect, test } from 'vitest'
import { parseForm } from '#kernel/http/form-body.ts'
import { isIsoDate } from '#kernel/i18n/format.ts'
import { readRoadmapWish, roadmapSearch } from './roadmap-wish.ts'

const today = '2026-11-26'
const wishOf = (query: string) => {
  if (!isIsoDate(today)) throw new Error('no day')
  return readRoadmapWish(parseForm(query), { today, authorityId: undefined, isAuthority: (id) => id === 'luzern' })
}

test('months are read from the address and as people write them; the address of a view leads to it', () => {
  const written = { from: '2026-03-01', to: '2027-02-28' }
  for (const query of ['from=2026-03&to=2027-02', 'from=3.2026&to=02.2027', 'from=03/2026&to=2027-02'])
    expect(wishOf(query).span).toEqual(written)
  const wish = wishOf('by=authority&zoom=quarter&from=03.2026&to=02.2027&authority=luzern&state=running&as=table')
  expect(wish).toMatchObject({ view: 'table', state: 'running' })
  expect(wishOf(roadmapSearch(wish).slice(1))).toEqual(wish)
})

test('what is no month, or runs backwards, shows the usual time', () => {
  const usual = wishOf('').span
  for (const query of ['from=2026-13&to=2027-01', 'from=03.2027&to=02.2027', 'from=x&to=y', 'from=1900-01&to=1990-01'])
    expect(wishOf(query).span).toEqual(usual)
})
