import type { NdjsonLayout, ParquetLayout } from '../../tables/foreign-reading.ts'
import type { Encoding, FaultKind, IntakeFormat } from './order.ts'

/** A row as the file has it: its line or row from 1, and its cells; null where there is nothing. */
export type RawRow = { readonly line: number; readonly cells: readonly (string | null)[] }

/** A table in a file, before anything is known of its columns. `rows` can be read several times; the heading is not among them. */
export type RawTable = {
  /** Where the file turned out to be of another one than was thought. */
  readonly format?: IntakeFormat
  readonly encoding: Encoding | null
  readonly delimiter: string | null
  /** Of CSV. */
  readonly quote?: string
  readonly sheets: readonly string[]
  readonly sheet: string | null
  /** Of Parquet and large NDJSON; of the latter the headings are those of the first rows, until DuckDB has found no others. */
  readonly layout?: ParquetLayout | NdjsonLayout
  readonly headingLine: number
  readonly headings: readonly string[]
  /** Whether rows may have fewer cells than there are headings, as spreadsheets leave the end away. */
  readonly mayBeShort: boolean
  /** Places of columns where the file itself says that what is in it is text; complete after the rows were read. */
  readonly texts: ReadonlySet<number>
  rows(): AsyncIterable<RawRow>
}

/** What is wrong with a file as a whole, or from a line on. */
export class IntakeError extends Error {
  override name = 'IntakeError'
  readonly kind: FaultKind
  readonly line: number
  readonly value: string | null
  constructor(kind: FaultKind, { line = 0, value = null }: { line?: number; value?: string | null } = {}) {
    super(`${kind} ${line}`)
    this.kind = kind
    this.line = line
    this.value = value
  }
}

/**
 * Which of the first rows has the names of the columns: the first one that is about as wide as the widest. Titles and sources that people write
 * above a table have one cell, or two.
 */
export function findHeading(rows: readonly RawRow[]): RawRow | undefined {
  const filled = ({ cells }: RawRow) => cells.filter((cell) => cell !== null && cell.trim() !== '').length
  const widest = Math.max(0, ...rows.map(filled))
  return rows.find((row) => filled(row) >= Math.max(1, widest > 2 ? widest - 1 : widest))
}

/** Rows among which the heading is looked for. */
export const headingRows = 25

/** Rows of a large file by which DuckDB is told what to look for. */
export const sampleRows = 20_000
