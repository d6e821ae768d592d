import { afterAll, beforeAll, expect, test } from 'vitest'
import { insertPortfolio, portfolioOf } from '#test/support/portfolio.ts'
import { openTown, type Town } from '#test/support/town.ts'
import type { Page } from '#test/support/visitor.ts'

let town: Town
beforeAll(async () => {
  town = await openTown()
  await insertPortfolio(town.urls, portfolioOf({ projects: 1_100, years: 1, authorities: ['kriens'] }))
})
afterAll(() => town.close())

const questions = '/de/strategy/questions'
const choicesOf = (page: Page, name: string) =>
  [...page.document.querySelectorAll(`input[type=radio][name=${name}]`)].map((one) => one.getAttribute('value'))

test('in a large portfolio every credit and goal is found by a word, and the question has its own address', async () => {
  const reader = town.visitor()
  const blank = await reader.open(questions)
  expect(blank.document.querySelectorAll('option, input').length).toBeLessThan(20)
  const found = await blank
    .fill({ 'Was tut › Suchwort': 'Kredit 1100', 'für › Suchwort': 'fokusbereich' })
    .submit('Suchen')
  // The only credit is chosen by that; of the four areas and what else has the word, one is to be chosen.
  expect(choicesOf(found, 'from')).toEqual(['kriens/kredit-1100', ''])
  expect(choicesOf(found, 'to')).toEqual(expect.arrayContaining(['kriens/fokusbereich-1', 'kriens/fokusbereich-4']))
  const [area] = await town.query<{ slug: string }>(
    `select a.slug from strategy.edges e join strategy.nodes p on p.id = e.from_id join strategy.nodes a on a.id = e.to_id
     where e.kind = 'serves' and p.slug = 'projekt-1100'`,
  )
  const asked = await reader.open(
    `${questions}?find_from=Kredit+1100&from=kriens/kredit-1100&find_to=fokusbereich&to=kriens/${area?.slug}&ask=yes`,
  )
  expect(asked.path).toBe(`${questions}?from=kriens/kredit-1100&to=kriens/${area?.slug}`)
  expect(asked.text).toContain('Was tut «Kredit 1100» für')
  expect(asked.text).toContain('«Kredit 1100»')
  expect(asked.text).not.toContain('Kein Weg bekannt')
  expect(choicesOf(asked, 'from')).toEqual(['kriens/kredit-1100', ''])
})

test('a word that finds too much or nothing says so, and nothing is answered before something is chosen', async () => {
  const reader = town.visitor()
  const many = await reader.open(`${questions}?find_from=Projekt&ask=yes`)
  expect(many.text).toContain('Das sind die ersten 20.')
  expect(choicesOf(many, 'from')).toHaveLength(21)
  expect(many.document.querySelector('#answer')).toBeNull()
  // Names are searched, not how they are kept.
  const none = await reader.open(`${questions}?find_to=%22de%22`)
  expect(none.text).toContain('Dazu ist nichts erfasst.')
  const anything = await reader.open(`${questions}?find_from=Projekt&from=&to=kriens/fokusbereich-1&ask=yes`)
  expect(anything.path).toBe(`${questions}?to=kriens/fokusbereich-1`)
  expect(anything.text).toContain('Was hängt an')
})
