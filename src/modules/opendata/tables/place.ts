import type { Column } from './column.ts'

/** Where the rows of a table lie: a geometry, two columns of coordinates, or the number of a municipality. */
export type Place =
  | { readonly kind: 'geometry'; readonly column: Column }
  | { readonly kind: 'points'; readonly x: Column; readonly y: Column; readonly grid: 'wgs84' | 'lv95' }
  | { readonly kind: 'areas'; readonly column: Column }

const numberNames = /^(?:bfs|gemeinde|gmd|municipality|commune)_?(?:nr|nummer|number|numero|no|id)?$|^bfs_\w*$/

/** Whether a column holds numbers of municipalities: it says so, or is called so. */
const isMunicipality = ({ reference, type, name }: Column): boolean =>
  reference === 'bfs-municipality' || (reference === undefined && type === 'integer' && numberNames.test(name))

/** The column that says which municipality a row is about, one that is a key first. */
export const municipalityOf = (columns: readonly Column[]): Column | undefined =>
  columns.find((column) => isMunicipality(column) && column.isKey) ?? columns.find(isMunicipality)

const coordinateNames = [
  {
    grid: 'wgs84',
    x: /^(?:lon|lng|long|longitude|laenge|laengengrad|wgs84_lon\w*)$/,
    y: /^(?:lat|latitude|breite|breitengrad|wgs84_lat\w*)$/,
  },
  {
    grid: 'lv95',
    x: /^(?:e|east|ost|easting|e_?koord\w*|x_?lv95|lv95_?e\w*)$/,
    y: /^(?:n|north|nord|northing|n_?koord\w*|y_?lv95|lv95_?n\w*)$/,
  },
] as const

/** Two columns of coordinates, by what they are called. */
export function coordinatesOf(columns: readonly Column[]): (Place & { kind: 'points' }) | undefined {
  const numbers = columns.filter(({ type }) => type === 'number' || type === 'integer')
  for (const { grid, x, y } of coordinateNames) {
    const [across, up] = [numbers.find(({ name }) => x.test(name)), numbers.find(({ name }) => y.test(name))]
    if (across && up) return { kind: 'points', x: across, y: up, grid }
  }
  return undefined
}

/** Where the rows lie, by what says it most exactly; undefined where nothing does. */
export function placeOf(columns: readonly Column[]): Place | undefined {
  const geometry = columns.find(({ type }) => type === 'geometry')
  if (geometry) return { kind: 'geometry', column: geometry }
  const area = municipalityOf(columns)
  return coordinatesOf(columns) ?? (area && { kind: 'areas', column: area })
}

/** The column that says when a row is of: a key first, days and instants before years. */
export function timeOf(columns: readonly Column[]): Column | undefined {
  const exact = columns.filter(({ type }) => type === 'date' || type === 'datetime')
  const times = [...exact, ...columns.filter(({ type }) => type === 'year')]
  return times.find(({ isKey }) => isKey) ?? times[0]
}
