/**
 * Swiss national coordinates LV95 and WGS 84, by the approximation of swisstopo («Näherungslösungen für die direkte
 * Transformation CH1903+ ⇔ WGS84», 2016): better than one metre in east, one metre in north.
 */

/** Metres. */
export type Lv95 = { east: number; north: number }
/** Degrees. */
export type Wgs84 = { longitude: number; latitude: number }

export function toLv95({ longitude, latitude }: Wgs84): Lv95 {
  const phi = (latitude * 3600 - 169_028.66) / 10_000
  const lambda = (longitude * 3600 - 26_782.5) / 10_000
  return {
    east:
      2_600_072.37 + 211_455.93 * lambda - 10_938.51 * lambda * phi - 0.36 * lambda * phi ** 2 - 44.54 * lambda ** 3,
    north:
      1_200_147.07 +
      308_807.95 * phi +
      3_745.25 * lambda ** 2 +
      76.63 * phi ** 2 -
      194.56 * lambda ** 2 * phi +
      119.79 * phi ** 3,
  }
}

export function toWgs84({ east, north }: Lv95): Wgs84 {
  const y = (east - 2_600_000) / 1_000_000
  const x = (north - 1_200_000) / 1_000_000
  const lambda = 2.6779094 + 4.728982 * y + 0.791484 * y * x + 0.1306 * y * x ** 2 - 0.0436 * y ** 3
  const phi = 16.9023892 + 3.238272 * x - 0.270978 * y ** 2 - 0.002528 * x ** 2 - 0.0447 * y ** 2 * x - 0.014 * x ** 3
  return { longitude: (lambda * 100) / 36, latitude: (phi * 100) / 36 }
}

/** Whether a point can lie in the canton of Lucerne: a frame around it, in LV95. */
export function isNearLucerne({ east, north }: Lv95): boolean {
  return east > 2_629_000 && east < 2_683_000 && north > 1_180_000 && north < 1_238_000
}
