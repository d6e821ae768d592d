import { expect, test } from 'vitest'
import { readFrancs } from './read-francs.ts'

test.for([
  ["14'381'500", 1_438_150_000],
  ['1.25', 125],
  ['2,5', 250],
  ['0', 0],
  ['1e3', undefined],
  ['-1', undefined],
  ['1.255', undefined],
  ['', undefined],
] as const)('%s is %s Rappen', ([text, rappen]) => {
  expect(readFrancs(text)).toBe(rappen)
})
