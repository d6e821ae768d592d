import { bessel, globe, projection, shift } from '#kernel/authorities/lv95.ts'

// What the kernel's `lv95.ts` computes, in SQL: where a line uses what the line before has named, DuckDB knows it by its name.

const { radius, alpha, latitude, longitude, constant } = projection
const [sine, cosine] = [Math.sin(latitude), Math.cos(latitude)]
const e = Math.sqrt(bessel.e2)
/** Beyond it nothing has a place on the map, and powers would run over. */
const mostMetres = 20_000_000

type Ellipsoid = typeof bessel

/** From `phi0` and `lambda0` on one ellipsoid to `phi1` and `lambda1` on the other. */
function moved(from: Ellipsoid, to: Ellipsoid, direction: 1 | -1): string[] {
  const flat = Math.sqrt(1 - to.e2)
  return [
    `${from.a} / sqrt(1 - ${from.e2} * pow(sin(phi0), 2)) as normal`,
    `normal * cos(phi0) * cos(lambda0) + ${direction * shift.x} as x0`,
    `normal * cos(phi0) * sin(lambda0) + ${direction * shift.y} as y0`,
    `normal * ${1 - from.e2} * sin(phi0) + ${direction * shift.z} as z0`,
    'sqrt(x0 * x0 + y0 * y0) as p0',
    `atan2(z0, p0 * ${flat}) as beta`,
    'atan2(y0, x0) as lambda1',
    `atan2(z0 + ${(to.e2 / flat) * to.a} * pow(sin(beta), 3), p0 - ${to.e2 * to.a} * pow(cos(beta), 3)) as phi1`,
  ]
}

/** Numbers that rounding has put beyond what has a sine. */
const inSine = (sql: string) => `least(greatest(${sql}, -0.9999999999999999), 0.9999999999999999)`
const stretched = (phi: string) => `(atanh(${inSine(`sin(${phi})`)}) - ${e} * atanh(${e} * sin(${phi})))`
const metres = (sql: string) =>
  `case when ${sql} is not null then least(greatest((${sql})::double, ${-mostMetres}), ${mostMetres}) end`

/** Cells that end with `longitude` and `latitude` in degrees, from metres of the Swiss grid. Names of the table beside them have to be other ones. */
export function degreesCells(east: string, north: string): string {
  const next = (from: string, to: string) => `atan(sinh(height + ${e} * atanh(${e} * sin(${from})))) as ${to}`
  return [
    `((${metres(east)}) - 2600000) / ${radius} as around`,
    `atan(sinh(((${metres(north)}) - 1200000) / ${radius})) as up`,
    `asin(${inSine(`${cosine} * sin(up) + ${sine} * cos(up) * cos(around)`)}) as b0`,
    `${longitude} + atan2(sin(around), ${cosine} * cos(around) - ${sine} * tan(up)) / ${alpha} as lambda0`,
    `(atanh(${inSine('sin(b0)')}) - ${constant}) / ${alpha} as height`,
    ...[next('b0', 'b1'), next('b1', 'b2'), next('b2', 'b3'), next('b3', 'b4'), next('b4', 'b5'), next('b5', 'phi0')],
    ...moved(bessel, globe, 1),
    'degrees(lambda1) as longitude',
    'degrees(phi1) as latitude',
  ].join(', ')
}

/** Cells that end with `grid_east` and `grid_north` in metres, from degrees. */
export function gridCells(longitudeSql: string, latitudeSql: string): string {
  return [
    `radians(${longitudeSql}) as lambda0`,
    `radians(${latitudeSql}) as phi0`,
    ...moved(globe, bessel, -1),
    `atan(sinh(${alpha} * ${stretched('phi1')} + ${constant})) as b0`,
    `${alpha} * (lambda1 - ${longitude}) as l0`,
    `2600000 + ${radius} * atan2(sin(l0), ${sine} * tan(b0) + ${cosine} * cos(l0)) as grid_east`,
    `1200000 + ${radius} * atanh(${inSine(`${cosine} * sin(b0) - ${sine} * cos(b0) * cos(l0)`)}) as grid_north`,
  ].join(', ')
}
