import fc from 'fast-check'
import { expect, test } from 'vitest'
import { classAt, classesOf } from './classes.ts'

test('few values have a class each, many about as many in each class', () => {
  expect(classesOf([])).toEqual([])
  expect(classesOf([3, 3])).toEqual([{ from: 3, to: undefined }])
  expect(classesOf([1, 2, 4]).map(({ from }) => from)).toEqual([1, 2, 4])
  const many = Array.from({ length: 100 }, (_, at) => at * 130 + 17)
  const classes = classesOf(many)
  const sizes = classes.map((_, at) => many.filter((value) => classAt(classes, value) === at).length)
  expect(Math.min(...sizes)).toBeGreaterThan(12)
  expect(classes.slice(1).every(({ from }) => from % 100 === 0)).toBe(true)
})

test('every value falls into exactly one class, whatever the values are', () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e12, max: 1e12 }), { minLength: 1 }),
      (values) => {
        const classes = classesOf(values)
        expect(classes.length).toBeLessThanOrEqual(5)
        for (const value of values) {
          const found = classes.filter(({ from, to }) => value >= from && (to === undefined || value < to))
          expect(found).toEqual([classes[classAt(classes, value)]])
        }
      },
    ),
  )
})
