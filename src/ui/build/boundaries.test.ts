import { expect, test } from 'vitest'
import { lucerneBoundaries } from './boundaries.ts'

test('the map holds the 79 municipalities with their names, lakes beside them, and stays small', () => {
  const map = lucerneBoundaries(new Map([[1061, 'Luzern']]))
  const municipalities = map.features.filter(({ properties }) => properties.kind === 'municipality')
  expect(municipalities).toHaveLength(79)
  expect(municipalities.find(({ properties }) => properties.bfsNumber === 1061)?.properties.name).toBe('Luzern')
  expect(map.features.length).toBeGreaterThan(79)
  expect(JSON.stringify(map).length).toBeLessThan(150_000)
})
