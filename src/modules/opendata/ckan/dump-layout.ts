import type { Language } from '#kernel/i18n/language.ts'
import { xmlText } from '../dcat/xml-text.ts'
import { jsonCell, type Layout } from '../downloads/line-sql.ts'
import { type Column, rowNumber } from '../tables/column.ts'
import { fieldOf } from './datastore-fields.ts'
import { isObject } from './parameters.ts'

/** Rows as lists after a description of their columns, as CKAN dumps them (https://github.com/ckan/ckan, ckanext/datastore/writer.py, `json_writer`). */
export const dumpedJson =
  (language: Language) =>
  (columns: readonly Column[]): Layout => ({
    shape: {
      kind: 'lines',
      head: `{\n  "fields": ${JSON.stringify(columns.map((one) => fieldOf(one, language)))},\n  "records": [\n    `,
      between: ',\n    ',
      foot: '\n]}\n',
    },
    line: (shown) => `concat('[', concat_ws(',', ${shown.map(jsonCell).join(', ')}), ']')`,
  })

/**
 * Rows of NDJSON as the XML of CKAN's dump (`xml_writer` in the same place): an element for each column, its number as attribute of a row, what is
 * nothing as `xsi:nil`, and what has parts as elements `value` with their `key`.
 */
export async function* dumpedXml(rows: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield Buffer.from('<data xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">\n')
  for await (const lines of wholeLines(rows))
    yield Buffer.from(lines.map((line) => `${rowElement(JSON.parse(line))}\n`).join(''))
  yield Buffer.from('</data>\n')
}

/** The lines that each piece completes. Only a line feed ends one: U+2028 and U+0085 may stand in the texts of NDJSON as they are. */
async function* wholeLines(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<string[]> {
  const decoder = new TextDecoder()
  let rest = ''
  for await (const piece of pieces) {
    const lines = (rest + decoder.decode(piece, { stream: true })).split('\n')
    rest = lines.pop() ?? ''
    if (lines.length > 0) yield lines
  }
}

function rowElement(row: unknown): string {
  if (!isObject(row)) return '<row />'
  const { [rowNumber]: number, ...cells } = row
  const open = number === undefined ? 'row' : `row _id="${number}"`
  return `<${open}>${Object.entries(cells)
    .map(([name, value]) => element(name, value))
    .join('')}</row>`
}

function element(name: string, value: unknown, key?: string): string {
  const open = key === undefined ? name : `${name} key="${xmlText(key)}"`
  if (value === null)
    return `<${key === undefined ? `${name} xsi:nil="true"` : `${name} xsi:nil="true" key="${xmlText(key)}"`} />`
  const inside =
    typeof value === 'object'
      ? Object.entries(value)
          .map(([part, one]) => element('value', one, part))
          .join('')
      : xmlText(textOf(value))
  return inside === '' ? `<${open} />` : `<${open}>${inside}</${name}>`
}

/** Truth is written as Python writes it, in which CKAN is. */
function textOf(value: unknown): string {
  if (typeof value === 'boolean') return value ? 'True' : 'False'
  return String(value)
}
