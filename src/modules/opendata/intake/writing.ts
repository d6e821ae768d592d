import type { ColumnType } from '../tables/column.ts'
import type { Writing } from './inside/order.ts'

/** What Table Schema says of how values are written (https://datapackage.org/standard/table-schema/#field-types). */
type Said = {
  readonly type?: string
  readonly trueValues?: unknown
  readonly falseValues?: unknown
  readonly decimalChar?: unknown
  readonly groupChar?: unknown
  readonly bareNumber?: unknown
  readonly format?: unknown
}

/** How values of a field are written, as far as we can read them so, and which properties are left aside. */
export function readWriting(
  said: Said,
  column: string,
  type: ColumnType,
): { readonly writing: Writing; readonly leftAside: readonly string[] } {
  const [trueValues, falseValues] = type === 'boolean' ? [textsOf(said.trueValues), textsOf(said.falseValues)] : []
  const isFigure = type === 'number' || type === 'integer'
  const decimal: Writing['decimal'] =
    type === 'number' && (said.decimalChar === '.' || said.decimalChar === ',') ? said.decimalChar : undefined
  const group = isFigure && isShort(said.groupChar) ? said.groupChar : undefined
  const order = said.format === undefined ? undefined : dayOrder(said.format, type)
  const leftAside = [
    ...(said.type !== undefined && type === 'string' && said.type !== 'string' ? ['type'] : []),
    ...(said.trueValues !== undefined && !trueValues ? ['trueValues'] : []),
    ...(said.falseValues !== undefined && !falseValues ? ['falseValues'] : []),
    ...(said.decimalChar !== undefined && decimal === undefined ? ['decimalChar'] : []),
    ...(said.groupChar !== undefined && group === undefined ? ['groupChar'] : []),
    ...(said.bareNumber === false ? ['bareNumber'] : []),
    ...(order === 'unknown' ? ['format'] : []),
  ]
  const writing = {
    column,
    ...(trueValues && { trueValues }),
    ...(falseValues && { falseValues }),
    ...(decimal !== undefined && { decimal }),
    ...(group !== undefined && { group }),
    ...((order === 'day' || order === 'month') && { isDayFirst: order === 'day' }),
  }
  return { writing, leftAside }
}

function textsOf(value: unknown): readonly string[] | undefined {
  const isText = (one: unknown): one is string => typeof one === 'string' && one !== '' && one.length <= 40
  return Array.isArray(value) && value.length > 0 && value.length <= 20 && value.every(isText) ? value : undefined
}

const isShort = (value: unknown): value is string => typeof value === 'string' && value.length >= 1 && value.length <= 3

const clock = '%H:%M(?::%S)?'
const day = '(?:%Y-%m-%d|%d[.]%m[.]%Y|%d/%m/%Y|%m/%d/%Y)'
const understood = {
  date: new RegExp(`^${day}$`),
  time: new RegExp(`^${clock}$`),
  datetime: new RegExp(`^${day}[T ]${clock}Z?$`),
} as const

/** What a format adds to what is understood anyway; `usual` where that is nothing. */
function dayOrder(format: unknown, type: ColumnType): 'day' | 'month' | 'usual' | 'unknown' {
  if (format === 'default' || format === 'any') return 'usual'
  if (type !== 'date' && type !== 'time' && type !== 'datetime') return 'unknown'
  if (typeof format !== 'string' || !understood[type].test(format)) return 'unknown'
  return format.startsWith('%d/') ? 'day' : format.startsWith('%m/') ? 'month' : 'usual'
}
