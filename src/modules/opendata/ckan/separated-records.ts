import type { Cell } from '../query/table-reader.ts'

/** Rows as lines without a heading (RFC 4180 in UTF-8) that say exactly what is stored: they stand within JSON, which no spreadsheet opens. */
export function separatedRecords(rows: readonly (readonly Cell[])[], mark: ',' | '\t'): string {
  return rows.map((row) => `${row.map((cell) => separatedCell(cell, mark)).join(mark)}\r\n`).join('')
}

function separatedCell(cell: Cell, mark: ',' | '\t'): string {
  if (cell === null) return ''
  if (typeof cell !== 'string') return quoted(typeof cell === 'object' ? JSON.stringify(cell) : String(cell), mark)
  return cell === '' ? '""' : quoted(cell, mark)
}

function quoted(text: string, mark: ',' | '\t'): string {
  return text.includes(mark) || /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
