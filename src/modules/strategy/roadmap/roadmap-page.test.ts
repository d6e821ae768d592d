import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTown, type Town } from '#test/support/town.ts'

let town: Town
beforeAll(async () => {
  town = await openTown()
})
afterAll(() => town?.close())

const search = 'by=focus_area&zoom=year&from=2020-01&to=2032-12&authority=luzern&state=running'

test('everybody sees the roadmap as a picture, and the same projects as a table, with what was chosen', async () => {
  const reader = town.visitor()
  const picture = await reader.open(`/de/strategy/roadmap?${search}`)
  const namesIn = (html: string) => new Set(html.match(/strategy\/projects\/luzern\/[a-z0-9-]+/g))
  expect(picture.html).toContain('<svg class="roadmap-picture"')
  expect(picture.html).not.toContain('<table')
  expect(namesIn(picture.html).size).toBeGreaterThan(1)
  const table = await picture.follow('Als Tabelle lesen')
  expect(table.html).not.toContain('<svg class="roadmap-picture"')
  expect(namesIn(table.html)).toEqual(namesIn(picture.html))
  expect(table.text).toContain('Meilensteine')
  const hidden = /<input type="hidden" name="as" value="table"/
  expect(table.html).toMatch(hidden)
  const back = await table.follow('Als Bild ansehen')
  expect(back.html).not.toMatch(hidden)
  expect(namesIn(back.html)).toEqual(namesIn(picture.html))
})
