import { rowNumber } from '../tables/column.ts'
import type { SoughtBox } from '../tables/extent.ts'
import { meets } from '../tables/geometry-box.ts'
import { degreesWithin, geometryInGrid } from '../tables/grid-box.ts'
import { placeOf } from '../tables/place.ts'
import { everywhere } from '../tables/place-sql.ts'
import type { TableVersion } from '../tables/table-version.ts'
import { toCell } from './cell-sql.ts'
import { boxesMeeting, Values } from './filter-sql.ts'
import type { Rows, Statement } from './inside/orders.ts'
import { quoted } from './quoted.ts'

/** Lines and areas that are looked at one by one for one box; where there are more, their own boxes decide. */
const mostLookedAt = 2_000

/** Those rows whose own box meets this one, lies not within it and is more than a point: only of them it is not sure that they meet it themselves. */
export function unsureSql({ columns }: Pick<TableVersion, 'columns'>, box: SoughtBox): Statement | undefined {
  const place = placeOf(columns)
  if (place?.kind !== 'geometry') return undefined
  const values = new Values()
  const side = (value: number) => values.add(String(value), 'double')
  const meeting = boxesMeeting(box, values)
  const sure = box.grid ? degreesWithin(box.grid) : box
  const within =
    sure.west > sure.east
      ? 'false'
      : `(west >= ${side(sure.west)} and east <= ${side(sure.east)} and south >= ${side(sure.south)} and north <= ${side(sure.north)})`
  const unsure = `select ${rowNumber} from ${meeting} and west > ${-everywhere} and (west < east or south < north) and not ${within} limit ${mostLookedAt + 1}`
  return {
    sql: `select ${rowNumber}, ${quoted(place.column.name)} from data where ${rowNumber} in (${unsure})`,
    values: values.list,
  }
}

/** The numbers of those that do not meet the box. */
export function missesAmong(rows: Rows, box: SoughtBox): readonly string[] {
  if (rows.length > mostLookedAt) return []
  return rows.flatMap(([number, raw]) => {
    const geometry = toCell(raw, 'geometry')
    return typeof geometry === 'object' && geometry !== null && meetsBox(geometry, box) ? [] : [String(number)]
  })
}

const meetsBox = (geometry: { readonly [key: string]: unknown }, { grid, ...box }: SoughtBox): boolean =>
  grid ? meets(geometryInGrid(geometry), grid) : meets(geometry, box)
