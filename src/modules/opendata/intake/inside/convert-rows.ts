import { type Breach, breachOf } from '../../tables/bounds.ts'
import type { ColumnType } from '../../tables/column.ts'
import type { FaultKind, IntakeFault, IntakeLimits, SampleCell } from './order.ts'
import { IntakeError, type RawRow, type RawTable } from './raw-table.ts'
import type { Target } from './report.ts'
import { asType, isNothing } from './values.ts'

const kinds: Readonly<Record<ColumnType, FaultKind>> = {
  string: 'unreadable',
  integer: 'not_integer',
  number: 'not_number',
  boolean: 'not_boolean',
  date: 'not_date',
  time: 'not_time',
  datetime: 'not_datetime',
  year: 'not_year',
  geometry: 'not_geometry',
}

const breaches: Readonly<Record<Breach['constraint'], FaultKind>> = {
  minimum: 'below_minimum',
  maximum: 'above_maximum',
  minLength: 'too_few_signs',
  maxLength: 'too_many_signs',
  pattern: 'not_as_pattern',
  isListed: 'not_a_code',
}

const mostKeys = 2_000_000
const longestValue = 60

export type Conversion = {
  readonly rows: number
  readonly sample: readonly (readonly SampleCell[])[]
  readonly faults: readonly IntakeFault[]
  readonly faultCount: number
}

/**
 * Writes the rows of a table as the CSV that versions are made of, with the values as they are stored, and notes what does not fit. Rows with a fault
 * are not written; nobody keeps a version that has one.
 */
export class Converter {
  readonly #targets: readonly Target[]
  readonly #table: RawTable
  readonly #limits: IntakeLimits
  readonly #missing: ReadonlySet<string>
  readonly #sample: SampleCell[][] = []
  readonly #faults: IntakeFault[] = []
  readonly #keyPlaces: readonly number[]
  readonly #breaches: ReadonlyMap<string, NonNullable<ReturnType<typeof breachOf>>>
  /** Values so far of columns that have each of them once. */
  readonly #once: Map<string, Set<string>>
  #keys: Set<string> | undefined
  #faultCount = 0
  #rows = 0

  constructor(
    table: RawTable,
    {
      targets,
      missing = [],
    }: { readonly targets: readonly Target[]; readonly missing?: readonly string[] | undefined },
    limits: IntakeLimits,
  ) {
    this.#table = table
    this.#limits = limits
    this.#missing = new Set(missing)
    this.#targets = targets
    for (const { column, place } of this.#targets)
      if (place < 0) this.#note({ line: table.headingLine, column: column.name, kind: 'no_column', value: null })
    this.#keyPlaces = this.#targets.flatMap(({ column }, at) => (column.isKey ? [at] : []))
    this.#keys = this.#keyPlaces.length > 0 ? new Set() : undefined
    this.#breaches = new Map(
      targets.flatMap(({ column }) => [breachOf(column)].flatMap((one) => (one ? [[column.name, one] as const] : []))),
    )
    this.#once = new Map(
      targets.flatMap(({ column }) =>
        column.constraints?.isUnique ? [[column.name, new Set<string>()] as const] : [],
      ),
    )
  }

  async *lines(): AsyncGenerator<string> {
    yield `${this.#targets.map(({ column }) => column.name).join(',')}\n`
    for await (const row of this.#table.rows()) {
      this.#rows += 1
      if (this.#rows > this.#limits.rows) throw new IntakeError('too_many_rows', { line: row.line })
      const cells = this.#convert(row)
      if (cells) yield `${cells.map(written).join(',')}\n`
    }
  }

  result(): Conversion {
    return { rows: this.#rows, sample: this.#sample, faults: this.#faults, faultCount: this.#faultCount }
  }

  #convert(row: RawRow): readonly (Typed | null)[] | undefined {
    const before = this.#faultCount
    this.#checkWidth(row)
    const cells = this.#targets.map((target) => this.#cell(row, target))
    if (before === this.#faultCount) this.#checkKey(row, cells)
    if (this.#sample.length < this.#limits.sample) this.#sample.push(cells.map((cell) => shortened(cell?.text ?? null)))
    return before === this.#faultCount ? cells : undefined
  }

  #cell({ line, cells }: RawRow, { column, place, habits }: Target): Typed | null {
    const raw = cells[place] ?? null
    const isText = column.type === 'string'
    const text = raw === null || isText ? raw : raw.trim()
    const fault = (kind: FaultKind, limit?: string) => {
      this.#note({
        ...{ line, column: column.name, kind, value: shortened(raw) },
        ...(limit !== undefined && limit !== '' && { limit }),
      })
      return null
    }
    const isMeant = text !== null && (habits.trueValues?.includes(text) || habits.falseValues?.includes(text))
    if (text === null || (!isMeant && (this.#missing.has(text) || (!isText && isNothing(text)))))
      return column.isRequired && place >= 0 ? fault('missing') : null
    if (text.length > this.#limits.cell) return fault('too_long')
    const value = column.type === 'string' ? storable(text) : asType(column.type, text, habits)
    if (value === undefined) return fault(kinds[column.type])
    const breach = this.#breaches.get(column.name)?.(value)
    if (breach) return fault(breaches[breach.constraint], breach.limit)
    if (this.#isAgain(column.name, value)) return fault('value_twice')
    return { text: value, isQuoted: column.type === 'string' || column.type === 'geometry' }
  }

  #isAgain(name: string, value: string): boolean {
    const seen = this.#once.get(name)
    if (!seen) return false
    if (seen.has(value)) return true
    seen.add(value)
    if (seen.size > mostKeys) this.#once.delete(name)
    return false
  }

  #checkWidth({ line, cells }: RawRow): void {
    const { headings, mayBeShort } = this.#table
    const over = cells.slice(headings.length).find((cell) => cell !== null)
    if (over !== undefined) this.#note({ line, column: null, kind: 'too_many_cells', value: shortened(over) })
    else if (!mayBeShort && cells.length < headings.length)
      this.#note({ line, column: null, kind: 'too_few_cells', value: null })
  }

  #checkKey({ line }: RawRow, cells: readonly (Typed | null)[]): void {
    if (!this.#keys) return
    const values = this.#keyPlaces.map((at) => cells[at]?.text ?? null)
    const key = JSON.stringify(values)
    if (this.#keys.has(key)) {
      const name = this.#targets[this.#keyPlaces[0] ?? 0]?.column.name ?? null
      this.#note({ line, column: name, kind: 'duplicate_key', value: shortened(values.join(', ')) })
    } else this.#keys.add(key)
    // Beyond that, memory is worth more than the check.
    if (this.#keys.size > mostKeys) this.#keys = undefined
  }

  #note(fault: IntakeFault): void {
    this.#faultCount += 1
    if (this.#faults.length < this.#limits.faults) this.#faults.push(fault)
  }
}

type Typed = { readonly text: string; readonly isQuoted: boolean }

function written(cell: Typed | null): string {
  if (cell === null) return ''
  return cell.isQuoted ? `"${cell.text.replaceAll('"', '""')}"` : cell.text
}

/** Without what no database keeps. */
function storable(text: string): string {
  return text.replaceAll('\u0000', '').toWellFormed()
}

function shortened(text: string | null): string | null {
  return text !== null && text.length > longestValue ? `${text.slice(0, longestValue).toWellFormed()}…` : text
}
