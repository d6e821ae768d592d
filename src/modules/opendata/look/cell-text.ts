import { formatDate, formatInstant, formatNumber } from '#kernel/i18n/format.ts'
import { type Language, textIn } from '#kernel/i18n/language.ts'
import type { Translate } from '#kernel/i18n/translate.ts'
import type { Cell } from '../query/table-reader.ts'
import type { Column } from '../tables/column.ts'

/** Reads the name of a municipality by its number, former ones included. */
export type NameOfMunicipality = (bfsNumber: number) => string | undefined

export type CellWords = {
  readonly language: Language
  readonly t: Translate
  readonly nameOfMunicipality: NameOfMunicipality
  /** Names of municipalities stand without their numbers, as in charts. */
  readonly isShort?: boolean
}

const longest = 240

/** A value as people read it: codes by what they mean, days and numbers the Swiss way; nothing is a dash, or what it stands for. */
export function cellText(cell: Cell, column: Column | undefined, words: CellWords): string {
  if (cell === null || cell === '') return column?.emptyMeans ? textIn(column.emptyMeans, words.language) : '–'
  if (typeof cell === 'boolean') return words.t(cell ? 'opendata.look.yes' : 'opendata.look.no')
  if (typeof cell === 'object') return geometryText(cell, words.t)
  const code = column?.codes?.find((one) => one.code === String(cell))
  if (code) return textIn(code.label, words.language)
  if (column?.reference === 'bfs-municipality') {
    const name = words.nameOfMunicipality(Number(cell))
    if (name !== undefined) return words.isShort ? name : `${cell} ${name}`
    return String(cell)
  }
  if (typeof cell === 'number') return isCounted(column) ? numberText(cell) : String(cell)
  switch (column?.type) {
    case 'date':
      return formatDate(cell)
    case 'datetime':
      return Number.isNaN(Date.parse(cell)) ? cell : formatInstant(new Date(cell), words.language)
    default:
      return cell.length > longest ? `${cell.slice(0, longest)}…` : cell
  }
}

/** A number as people read it, without noise beyond the sixth figure after the point. */
export const numberText = (value: number): string =>
  formatNumber(Number.isInteger(value) ? value : Number(value.toFixed(6)))

/** Numbers that name something, such as years and numbers of municipalities, are not grouped. */
export const isCounted = (column: Column | undefined): boolean =>
  column === undefined ||
  ((column.type === 'integer' || column.type === 'number') &&
    column.reference === undefined &&
    column.codes === undefined &&
    !column.isKey)

function geometryText(geometry: { readonly [key: string]: unknown }, t: Translate): string {
  const { type, coordinates } = geometry
  if (type === 'Point' && Array.isArray(coordinates)) {
    const [longitude, latitude] = coordinates.map(Number)
    if (Number.isFinite(longitude) && Number.isFinite(latitude))
      return `${latitude?.toFixed(5)}, ${longitude?.toFixed(5)}`
  }
  switch (String(type).replace(/^Multi/, '')) {
    case 'Point':
      return t('opendata.look.shape.point')
    case 'LineString':
      return t('opendata.look.shape.line')
    case 'Polygon':
      return t('opendata.look.shape.area')
    default:
      return t('opendata.look.shape.other')
  }
}
