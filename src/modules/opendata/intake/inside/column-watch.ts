import type { ColumnType } from '../../tables/column.ts'
import {
  asBoolean,
  asDate,
  asDatetime,
  asGeometry,
  asInteger,
  asTime,
  asYear,
  type Habits,
  isNothing,
  numberBy,
  slashOrders,
  usualHabits,
} from './values.ts'

/** Values that may be no number or date and yet leave a long column one: each is a fault that whoever brought it sees. */
const mostOdd = 0.01
const enough = 200

/** Types that a value is tried for, in this order; what is none of them is text. */
const tried = ['boolean', 'integer', 'number', 'date', 'datetime', 'time', 'geometry'] as const
type Tried = (typeof tried)[number]

/** Looks at the values of one column, all of them, to tell its type and how they are written. */
export class ColumnWatch {
  filled = 0
  empty = 0
  /** Signs that there is nothing, in a column of figures. */
  marks = 0
  #read = 0
  #years = 0
  readonly #fits: Record<Tried, number> = {
    boolean: 0,
    integer: 0,
    number: 0,
    date: 0,
    datetime: 0,
    time: 0,
    geometry: 0,
  }
  #pointOnly = 0
  #commaOnly = 0
  #eitherPoint = 0
  #eitherComma = 0
  #dayFirst = 0
  #monthFirst = 0

  /** `times`: how many cells hold it. */
  see(cell: string | null, times = 1): void {
    const text = cell?.trim() ?? ''
    if (text === '') {
      this.empty += times
      return
    }
    this.filled += times
    if (isNothing(text)) {
      this.marks += times
      return
    }
    this.#read += times
    const first = text.charCodeAt(0)
    if ((first >= 97 && first <= 123) || (first >= 65 && first <= 90)) {
      if (asBoolean(text) !== undefined) this.#fits.boolean += times
      this.#seeGeometry(text, times)
    } else {
      this.#seeNumber(text, times)
      this.#seeDate(text, times)
    }
  }

  #seeGeometry(text: string, times: number): void {
    if (asGeometry(text) !== undefined) this.#fits.geometry += times
  }

  #seeNumber(text: string, times: number): void {
    if (text.length > 40) return
    if (asInteger(text) !== undefined) this.#fits.integer += times
    if (asYear(text) !== undefined) this.#years += times
    const { point, comma } = numberBy(text)
    if (!point && !comma) return
    this.#fits.number += times
    if (point && comma) {
      if (text.includes('.')) this.#eitherPoint += times
      else if (text.includes(',')) this.#eitherComma += times
    } else if (point) this.#pointOnly += times
    else this.#commaOnly += times
  }

  #seeDate(text: string, times: number): void {
    if (text.length > 40) return
    const orders = slashOrders(text)
    if (orders && orders.day !== orders.month) {
      if (orders.day) this.#dayFirst += times
      else this.#monthFirst += times
    }
    const habits = orders && !orders.day ? { ...usualHabits, isDayFirst: false } : usualHabits
    if (asDate(text, habits) !== undefined) this.#fits.date += times
    else if (asDatetime(text, habits) !== undefined) this.#fits.datetime += times
    else if (asTime(text) !== undefined) this.#fits.time += times
  }

  /** How values are written that can be read in two ways: as the others of the column are. */
  habits(): Habits {
    const isComma =
      this.#commaOnly > 0
        ? this.#pointOnly === 0
        : this.#pointOnly === 0 && this.#eitherPoint === 0 && this.#eitherComma > 0
    return { decimal: isComma ? ',' : '.', isDayFirst: this.#monthFirst === 0 || this.#dayFirst > 0 }
  }

  /** `isText`: the file itself says that numbers in it are text. */
  type(isText: boolean): ColumnType {
    const fits = this.#fits
    const allowed = tried.filter((type) => !(isText && ['integer', 'number', 'boolean'].includes(type)))
    const isDate = (type: Tried) => type === 'date' || type === 'datetime'
    const mixed = { ...fits, datetime: fits.datetime > 0 ? fits.datetime + fits.date : 0 }
    if (this.#read === 0) return 'string'
    const possible = allowed.filter(
      (type) =>
        mixed[type] > 0 &&
        !(isDate(type) && this.#dayFirst > 0 && this.#monthFirst > 0) &&
        !(type === 'number' && this.#isMixed()),
    )
    const exact = possible.find((type) => mixed[type] === this.#read)
    if (exact) return exact
    const [best] = possible.toSorted((one, other) => mixed[other] - mixed[one])
    const isNear = best !== undefined && this.#read >= enough && this.#read - mixed[best] <= this.#read * mostOdd
    return isNear ? best : 'string'
  }

  /** Whether all numbers in it could be years. */
  get areYears(): boolean {
    return this.#years > 0 && this.#years === this.#fits.integer && this.#fits.integer === this.#read
  }

  /** Decimal points and decimal commas in one column: nobody can tell which is which. */
  #isMixed(): boolean {
    return (
      (this.#pointOnly > 0 && this.#commaOnly > 0) ||
      (this.#eitherPoint > 0 && this.#eitherComma > 0 && this.#pointOnly + this.#commaOnly === 0)
    )
  }
}
