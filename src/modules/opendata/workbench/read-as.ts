import type { Request } from '#kernel/http/route.ts'
import { encodings, type IntakeReport, intakeFormats } from '../intake/inside/order.ts'

/** How a file was read by itself or as its steward said. */
export type ReadAs = Pick<IntakeReport, 'format' | 'encoding' | 'delimiter' | 'sheets' | 'sheet' | 'headingLine'>

/** The query of the page that says what was done with a file, and how it was read. */
export function readAsQuery(done: string, { format, sheet, sheets, headingLine, delimiter, encoding }: ReadAs): string {
  return new URLSearchParams({
    ...{ done, format, line: String(headingLine) },
    ...(sheet !== null && { sheet: sheet.slice(0, 100), sheets: sheets.join(', ').slice(0, 500) }),
    ...(delimiter !== null && { delimiter }),
    ...(encoding !== null && { encoding }),
  }).toString()
}

/** What such an address says; undefined where it says nothing. */
export function readAsOf({ query }: Request): ReadAs | undefined {
  const format = intakeFormats.find((one) => one === query.get('format'))
  if (!format) return undefined
  const line = query.get('line') ?? ''
  const sheets = query.get('sheets')
  return {
    format,
    headingLine: /^\d{1,9}$/.test(line) ? Number(line) : 0,
    sheet: query.get('sheet') ?? null,
    sheets: sheets === undefined ? [] : [sheets],
    delimiter: query.get('delimiter')?.slice(0, 1) || null,
    encoding: encodings.find((one) => one === query.get('encoding')) ?? null,
  }
}

/** What a Table Schema said and nobody reads, as the address has it after it was taken over: `column.property`. */
export function leftAsideOf({ query }: Request): readonly string[] {
  return (query.get('aside') ?? '').split(' ').filter((one) => /^[a-z][a-z0-9_]{0,62}\.[A-Za-z]{1,20}$/.test(one))
}
