/** A point in the Swiss grid CH1903+ / LV95, in metres: `{ east: 2666000, north: 1211000 }` is in the city of Luzern. */
export type Lv95 = { readonly east: number; readonly north: number }

/** A point on the globe as GPS and web maps give it, in degrees. */
export type Wgs84 = { readonly longitude: number; readonly latitude: number }

/**
 * From the globe to the Swiss grid, exact to about a metre.
 * Source: swisstopo, «Näherungsformeln für die Transformation zwischen Schweizer Projektionskoordinaten und WGS84», 2016, section 2.
 */
export function toLv95({ longitude, latitude }: Wgs84): Lv95 {
  const phi = (latitude * 3600 - 169028.66) / 10000
  const lambda = (longitude * 3600 - 26782.5) / 10000
  return {
    east: 2600072.37 + 211455.93 * lambda - 10938.51 * lambda * phi - 0.36 * lambda * phi ** 2 - 44.54 * lambda ** 3,
    north:
      1200147.07 +
      308807.95 * phi +
      3745.25 * lambda ** 2 +
      76.63 * phi ** 2 -
      194.56 * lambda ** 2 * phi +
      119.79 * phi ** 3,
  }
}

/**
 * From the Swiss grid to the globe, exact to about a metre.
 * Source: swisstopo, «Näherungsformeln für die Transformation zwischen Schweizer Projektionskoordinaten und WGS84», 2016, section 1.
 */
export function toWgs84({ east, north }: Lv95): Wgs84 {
  const y = (east - 2600000) / 1000000
  const x = (north - 1200000) / 1000000
  const lambda = 2.6779094 + 4.728982 * y + 0.791484 * y * x + 0.1306 * y * x ** 2 - 0.0436 * y ** 3
  const phi = 16.9023892 + 3.238272 * x - 0.270978 * y ** 2 - 0.002528 * x ** 2 - 0.0447 * y ** 2 * x - 0.014 * x ** 3
  return { longitude: (lambda * 100) / 36, latitude: (phi * 100) / 36 }
}
