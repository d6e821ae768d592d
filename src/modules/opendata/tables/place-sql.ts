import { quoted } from '../query/quoted.ts'
import type { Column } from './column.ts'
import { rowNumber } from './column-names.ts'
import { degreesCells } from './grid-sql.ts'
import { type Place, timeOf } from './place.ts'

/** Beyond any degree: a row that has no place lies everywhere, so that every box finds it (OGC 17-069r4, requirement 23 C). */
export const everywhere = 1_000_000_000

/** The two first numbers of every position of a GeoJSON text: what begins a list of numbers. */
const position = String.raw`\[\s*(-?[0-9.]+(?:[eE][+-]?[0-9]+)?)\s*,\s*(-?[0-9.]+(?:[eE][+-]?[0-9]+)?)`

/** Eight decimals of a degree are a millimetre. */
const rounded = (sql: string) => `round(${sql}, 8)`

/** A statement over `data` that gives the box around each row, in degrees of WGS 84; undefined where rows lie where their municipality does. */
export function boxesSql(place: Place): string | undefined {
  switch (place.kind) {
    case 'geometry': {
      const all = (group: 1 | 2) =>
        `list_transform(regexp_extract_all(${quoted(place.column.name)}, '${position}', ${group}), lambda one: try_cast(one as double))`
      return boxes('list_min(xs)', 'list_min(ys)', 'list_max(xs)', 'list_max(ys)', `${all(1)} as xs, ${all(2)} as ys`)
    }
    case 'points': {
      const given = `select ${rowNumber}, ${quoted(place.x.name)} as given_x, ${quoted(place.y.name)} as given_y from data`
      const [cells, x, y] =
        place.grid === 'lv95'
          ? [`${degreesCells('given_x', 'given_y')}, `, 'longitude', 'latitude']
          : ['', 'given_x', 'given_y']
      return boxes('x', 'y', 'x', 'y', `${cells}${rounded(x)} as x, ${rounded(y)} as y`, `(${given})`)
    }
    case 'areas':
      return undefined
  }
}

function boxes(west: string, south: string, east: string, north: string, cells: string, from = 'data'): string {
  const known = `${west} is not null and ${south} is not null`
  const side = (sql: string, none: number) => `case when ${known} then ${sql} else ${none}::double end`
  return `select ${rowNumber}, ${side(west, -everywhere)} as west, ${side(south, -everywhere)} as south,
    ${side(east, everywhere)} as east, ${side(north, everywhere)} as north from (select ${rowNumber}, ${cells} from ${from})`
}

/**
 * A statement over `data` and `boxes` that gives one row: `west`, `south`, `east` and `north` of all that has a place, the `first` and the `last`
 * time, and the `numbers` of municipalities between commas; null for what there is not.
 */
export function extentSql(columns: readonly Column[], place: Place): string {
  const time = timeOf(columns)
  const side = (fn: string, name: string) =>
    `${place.kind === 'areas' ? 'null' : `(select ${fn}(${name}) from found)`} as ${name}`
  const sides = [side('min', 'west'), side('min', 'south'), side('max', 'east'), side('max', 'north')]
  const end = (fn: string, name: string) =>
    `${time ? `(select ${fn}(${quoted(time.name)})::varchar from data)` : 'null'} as ${name}`
  const numbers =
    place.kind === 'areas'
      ? `(select string_agg(distinct ${quoted(place.column.name)}::varchar, ',') from data)`
      : 'null'
  const found = place.kind === 'areas' ? '' : `with found as (select * from boxes where west > ${-everywhere}) `
  return `${found}select ${sides.join(', ')}, ${end('min', 'first')}, ${end('max', 'last')}, ${numbers} as numbers`
}
