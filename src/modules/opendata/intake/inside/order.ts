import type { Column, ColumnType } from '../../tables/column.ts'
import type { ForeignReading } from '../../tables/foreign-reading.ts'

export const intakeFormats = ['csv', 'tsv', 'xlsx', 'ods', 'json', 'ndjson', 'geojson', 'topojson', 'parquet'] as const
export type IntakeFormat = (typeof intakeFormats)[number]

/** Encodings of texts: the first ones are told apart by themselves (`cp850` is that of DOS), the others are said by whoever brings the file. */
export const encodings = [
  ...(['utf-8', 'utf-16le', 'utf-16be', 'windows-1252', 'macintosh', 'cp850'] as const),
  ...(['iso-8859-2', 'iso-8859-15', 'windows-1250'] as const),
] as const
export type Encoding = (typeof encodings)[number]

/** What usually stands between cells; whoever brings a file may name any other sign. */
export const delimiters = [';', ',', '\t', '|', ':'] as const

/** A sign that can stand between cells: no quote, no end of a line, no half of one. */
export const delimiterPattern = '^[^"\'\\r\\n\\u0000\\ud800-\\udfff]$'

/** How the values of a column are written in the files that its rows come in, as the schema of whoever writes them says. */
export type Writing = {
  readonly column: string
  readonly trueValues?: readonly string[]
  readonly falseValues?: readonly string[]
  readonly decimal?: '.' | ','
  /** What divides groups of digits. */
  readonly group?: string
  /** Of days with slashes. */
  readonly isDayFirst?: boolean
}

/** What whoever brings a file may say of it, where it was read wrongly by itself. */
export type IntakeOptions = {
  readonly format?: IntakeFormat
  readonly encoding?: Encoding
  /** One character. */
  readonly delimiter?: string
  readonly quote?: '"' | "'"
  /** Name of the sheet, or of the object in TopoJSON. */
  readonly sheet?: string
  /** The line or row with the names of the columns, from 1. */
  readonly headingLine?: number
  /** What stands for nothing, besides an empty cell. */
  readonly missing?: readonly string[]
  readonly writing?: readonly Writing[]
}

/** Why a file, a row or a cell cannot be taken over. */
export const faultKinds = [
  'not_integer',
  'not_number',
  'not_boolean',
  'not_date',
  'not_time',
  'not_datetime',
  'not_year',
  'not_geometry',
  'missing',
  'too_long',
  'too_many_cells',
  'too_few_cells',
  'duplicate_key',
  'below_minimum',
  'above_maximum',
  'too_few_signs',
  'too_many_signs',
  'not_as_pattern',
  'not_a_code',
  'value_twice',
  'open_quote',
  'no_column',
  'unknown_column',
  'not_json',
  'not_a_row',
  'unreadable',
  'wrong_encoding',
  'old_excel',
  'encrypted',
  'bomb',
  'empty',
  'no_sheet',
  'no_table',
  'too_many_columns',
  'too_many_rows',
  'too_large',
  'too_slow',
] as const
export type FaultKind = (typeof faultKinds)[number]

/** One thing that is wrong: in which line or row of the file (from 1; 0 is the file as a whole), in which column, and with what value. */
export type IntakeFault = {
  readonly line: number
  readonly column: string | null
  readonly kind: FaultKind
  readonly value: string | null
  /** What the value should keep to: a bound, or a pattern. */
  readonly limit?: string
}

/** A column as it was found in the file. */
export type FoundColumn = {
  readonly heading: string
  readonly name: string
  readonly type: ColumnType
  readonly isKey: boolean
  readonly isRequired: boolean
  readonly reference?: 'bfs-municipality'
}

export type WantedColumn = Pick<Column, 'name' | 'type' | 'isKey' | 'isRequired' | 'constraints' | 'codes'> & {
  /** What the file may call it. */
  readonly headings: readonly string[]
}

export type IntakeOrder = {
  readonly path: string
  readonly format: IntakeFormat
  readonly options: IntakeOptions
  readonly columns?: readonly WantedColumn[]
  readonly limits: IntakeLimits
  /** A file of which DuckDB may read what it can: of NDJSON, only the first rows are read to open it. */
  readonly isLarge?: boolean
}

export type IntakeLimits = {
  readonly rows: number
  readonly columns: number
  /** Characters of one cell. */
  readonly cell: number
  /** Faults and rows that are told. */
  readonly faults: number
  readonly sample: number
  /** Bytes that an archive may unpack to, and how many times its size. */
  readonly unpacked: number
  readonly ratio: number
  readonly entries: number
  /** Bytes of a file that must be held as a whole. */
  readonly whole: number
}

/** A cell of the sample, as it is stored; null where there is nothing. */
export type SampleCell = string | null

export type IntakeReport = {
  readonly format: IntakeFormat
  readonly encoding: Encoding | null
  readonly delimiter: string | null
  readonly sheets: readonly string[]
  readonly sheet: string | null
  readonly headingLine: number
  readonly found: readonly FoundColumn[]
  /** What the file calls each column, by its name. */
  readonly headings: Readonly<Record<string, string>>
  /** Headings of the file that no wanted column is for. */
  readonly unused: readonly string[]
  readonly rows: number
  readonly sample: readonly (readonly SampleCell[])[]
  readonly faults: readonly IntakeFault[]
  readonly faultCount: number
  /** Where the rows are taken from the file itself. */
  readonly reading?: ForeignReading
}

export type IntakeOutcome =
  | { readonly kind: 'read'; readonly report: IntakeReport }
  | { readonly kind: 'fault'; readonly fault: IntakeFault }
