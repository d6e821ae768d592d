import { expect, test } from 'vitest'
import { saidStamp } from './records.ts'

test.each([
  ['2018-04-24', undefined, '2018-04-24T00:00:00'],
  ['2018-04-24', '2018-04-24T19:30:57.197374', '2018-04-24T19:30:57.197374'],
  ['2019-01-01', '2018-12-31T23:30:00Z', '2018-12-31T23:30:00.000000'],
  ['2018-07-01', '2018-06-30T23:30:00-05:00', '2018-07-01T04:30:00.000000'],
])('%s, said as %s, is %s for CKAN, which has no zones', (day, instant, expected) =>
  expect(saidStamp(day, instant)).toBe(expected),
)
