import type { IntakeFormat, IntakeOptions } from './order.ts'
import { findHeading, headingRows, IntakeError, type RawRow, type RawTable } from './raw-table.ts'
import { after } from './read-csv.ts'

/** Beyond this nobody has columns; what is there all the same is not lost but too much. */
const lastPlace = 1_000

/** Sets the cell at a place of a row, from 0. */
export function setCell(cells: (string | null)[], place: number, value: string | null): void {
  const at = Math.min(place, lastPlace)
  if (value === null) return
  while (cells.length < at) cells.push(null)
  cells[at] = value
}

/** A table out of the rows of one sheet, whose first lines may be titles. */
export async function sheetTable(
  rows: () => AsyncIterable<RawRow>,
  {
    format,
    sheets,
    sheet,
    options,
  }: { format: IntakeFormat; sheets: readonly string[]; sheet: string; options: IntakeOptions },
): Promise<RawTable> {
  const { headingLine } = options
  const first: RawRow[] = []
  for await (const row of rows()) {
    first.push(row)
    if (first.length >= headingRows && row.line >= (headingLine ?? 0)) break
  }
  const heading = headingLine === undefined ? findHeading(first) : first.find(({ line }) => line >= headingLine)
  if (!heading) throw new IntakeError('empty')
  return {
    ...{ format, encoding: null, delimiter: null, sheets, sheet, headingLine: heading.line, mayBeShort: true },
    headings: heading.cells.map((cell) => cell ?? ''),
    texts: new Set(),
    rows: () => after(rows(), heading.line),
  }
}

/** The sheet that was asked for, else the first one. */
export function chooseSheet(sheets: readonly string[], wanted: string | undefined): string {
  const chosen = wanted ?? sheets[0]
  if (chosen === undefined) throw new IntakeError('empty')
  if (!sheets.includes(chosen)) throw new IntakeError('no_sheet', { value: chosen.slice(0, 100) })
  return chosen
}
