/** A point in the Swiss grid CH1903+ / LV95 (EPSG:2056), in metres: `{ east: 2666000, north: 1211000 }` is in the city of Luzern. */
export type Lv95 = { readonly east: number; readonly north: number }

/** A point on the globe as GPS and web maps give it, in degrees. */
export type Wgs84 = { readonly longitude: number; readonly latitude: number }

/** Longitude and latitude in radians on an ellipsoid. */
type OnEllipsoid = { readonly lambda: number; readonly phi: number }

const degree = Math.PI / 180

/** Half the longer axis in metres, and the square of the eccentricity. */
export const bessel = { a: 6_377_397.155, e2: 0.006_674_372_230_614 }
export const globe = { a: 6_378_137, e2: 0.006_694_379_990_14 }

/** From the centre of the Bessel ellipsoid of CH1903+ to that of the globe (CHTRS95, ETRS89), in metres; fixed, without a turn. */
export const shift = { x: 674.374, y: 15.056, z: 405.346 }

/** The old observatory in Bern, where the grid begins: 7° 26' 22.50" E, 46° 57' 08.66" N on the Bessel ellipsoid. */
const bern = { lambda: (7 + 26 / 60 + 22.5 / 3600) * degree, phi: (46 + 57 / 60 + 8.66 / 3600) * degree }

/** What the projection is made of: the radius of the sphere, its scale, the latitude of Bern on it, and the constant between the two latitudes. */
export const projection = constantsOf()

function constantsOf() {
  const { a, e2 } = bessel
  const sine = Math.sin(bern.phi)
  const radius = (a * Math.sqrt(1 - e2)) / (1 - e2 * sine ** 2)
  const alpha = Math.sqrt(1 + (e2 / (1 - e2)) * Math.cos(bern.phi) ** 4)
  const latitude = Math.asin(sine / alpha)
  return {
    radius,
    alpha,
    latitude,
    longitude: bern.lambda,
    constant: stretched(latitude, 0) - alpha * stretched(bern.phi, e2),
  }
}

/** The latitude of a conformal map (Mercator's), of an ellipsoid or of a sphere, which has no eccentricity. */
function stretched(phi: number, e2: number): number {
  const e = Math.sqrt(e2)
  return Math.atanh(Math.sin(phi)) - e * Math.atanh(e * Math.sin(phi))
}

/**
 * From the globe to the Swiss grid and back, to two millimetres. Heights are taken for zero, as GIS programs do where positions have none: at 1000 m
 * above sea a place lies 2 to 3 cm beside.
 * Source: swisstopo, «Formeln und Konstanten für die Berechnung der Schweizerischen schiefachsigen Zylinderprojektion und für die Transformation zwischen
 * Koordinatensystemen», December 2016, the strict formulas. `tables/grid-sql.ts` of open data says the same in SQL.
 */
export function toLv95({ longitude, latitude }: Wgs84): Lv95 {
  return project(moved({ lambda: longitude * degree, phi: latitude * degree }, globe, bessel, -1))
}

/** From the Swiss grid to the globe; exactness and source as of `toLv95`, which it is the reverse of. */
export function toWgs84(point: Lv95): Wgs84 {
  const { lambda, phi } = moved(unproject(point), bessel, globe, 1)
  return { longitude: lambda / degree, latitude: phi / degree }
}

/** A point of one ellipsoid on another, along the shift between their centres; back to angles by Bowring's formula (Survey Review 23, 1976). */
function moved({ lambda, phi }: OnEllipsoid, from: typeof bessel, to: typeof bessel, direction: 1 | -1): OnEllipsoid {
  const normal = from.a / Math.sqrt(1 - from.e2 * Math.sin(phi) ** 2)
  const x = normal * Math.cos(phi) * Math.cos(lambda) + direction * shift.x
  const y = normal * Math.cos(phi) * Math.sin(lambda) + direction * shift.y
  const z = normal * (1 - from.e2) * Math.sin(phi) + direction * shift.z
  const flat = Math.sqrt(1 - to.e2)
  const p = Math.hypot(x, y)
  const beta = Math.atan2(z, p * flat)
  const rise = z + (to.e2 / flat) * to.a * Math.sin(beta) ** 3
  return { lambda: Math.atan2(y, x), phi: Math.atan2(rise, p - to.e2 * to.a * Math.cos(beta) ** 3) }
}

/** From the Bessel ellipsoid over the sphere into the plane. */
export function project({ lambda, phi }: OnEllipsoid): Lv95 {
  const { radius, alpha, latitude, longitude, constant } = projection
  const b = Math.atan(Math.sinh(alpha * stretched(phi, bessel.e2) + constant))
  const l = alpha * (lambda - longitude)
  const around = Math.atan2(Math.sin(l), Math.sin(latitude) * Math.tan(b) + Math.cos(latitude) * Math.cos(l))
  const up = Math.cos(latitude) * Math.sin(b) - Math.sin(latitude) * Math.cos(b) * Math.cos(l)
  return { east: 2_600_000 + radius * around, north: 1_200_000 + radius * Math.atanh(up) }
}

/** Steps until the latitude on the ellipsoid stands still; each leaves a two-hundredth of the error. */
const steps = 6

/** From the plane over the sphere onto the Bessel ellipsoid. */
export function unproject({ east, north }: Lv95): OnEllipsoid {
  const { radius, alpha, latitude, longitude, constant } = projection
  const around = (east - 2_600_000) / radius
  const up = Math.atan(Math.sinh((north - 1_200_000) / radius))
  const b = Math.asin(
    Math.max(-1, Math.min(1, Math.cos(latitude) * Math.sin(up) + Math.sin(latitude) * Math.cos(up) * Math.cos(around))),
  )
  const l = Math.atan2(Math.sin(around), Math.cos(latitude) * Math.cos(around) - Math.sin(latitude) * Math.tan(up))
  const height = (stretched(b, 0) - constant) / alpha
  const e = Math.sqrt(bessel.e2)
  let phi = b
  for (let step = 0; step < steps; step += 1) phi = Math.atan(Math.sinh(height + e * Math.atanh(e * Math.sin(phi))))
  return { lambda: longitude + l / alpha, phi }
}
