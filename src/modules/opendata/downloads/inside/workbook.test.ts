import { buffer } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import { unzip } from '#test/support/unzip.ts'
import { longestText, workbook } from './workbook.ts'

const columns = [
  { name: 'nr', type: 'integer' },
  { name: 'wort', type: 'string' },
  { name: 'ort', type: 'geometry' },
] as const

async function* chunk(...rows: unknown[][]): AsyncGenerator<unknown[][]> {
  yield rows
}
const partsOf = async (...rows: unknown[][]) => {
  const parts = unzip(await buffer(workbook(chunk(...rows), columns)))
  return {
    sheets: [...(parts.get('xl/workbook.xml') ?? '').toString().matchAll(/<sheet name="([^"]+)"/g)].map(
      ([, one]) => one,
    ),
    text: (name: string) => parts.get(`xl/worksheets/${name}.xml`)?.toString() ?? '',
  }
}
const line = `{"type":"LineString","coordinates":[${'[8.25,47.05],'.repeat(3_000)}[8.25,47.05]]}`

test('a geometry that is longer than a cell may be is left out, a text is shortened, and both are said in a sheet of their own', async () => {
  const { sheets, text } = await partsOf(
    [1, 'kurz', '{"type":"Point","coordinates":[8.25,47.05]}'],
    [2, 'x'.repeat(longestText + 1), line],
    [3, 'y'.repeat(longestText), line],
  )
  expect(sheets).toEqual(['data', 'notes'])
  const data = text('sheet1')
  expect(data).not.toContain('LineString')
  expect(data).toContain('"Point"')
  expect(data).toContain(`>${'x'.repeat(longestText)}<`)
  expect(data).toContain(`>${'y'.repeat(longestText)}<`)
  const notes = text('sheet2')
  expect(notes).toMatch(
    />wort<.*?<c><v>1<\/v><\/c>.*hier gekürzt.*ort<.*<c><v>2<\/v><\/c>.*fehlen hier.*are missing here/,
  )
})

test('where every cell has room, there is no other sheet', async () => {
  expect((await partsOf([1, 'x'.repeat(longestText), null])).sheets).toEqual(['data'])
})

test('no text is a formula, and what only begins with a sign stays as it is', async () => {
  const { text } = await partsOf([1, '=1+1', null], [2, '+41 41 228 51 11', null], [3, '-', null])
  expect([...text('sheet1').matchAll(/<t xml:space="preserve">([^<]*)<\/t>/g)].map(([, one]) => one)).toEqual([
    ...['nr', 'wort', 'ort', "'=1+1", '+41 41 228 51 11', '-'],
  ])
})
