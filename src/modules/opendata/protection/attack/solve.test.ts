import { expect, test } from 'vitest'
import { attack } from './solve.ts'

test('a single hidden cell of a row is what the total leaves', () => {
  const equations = [
    { pieces: [0, 1, 2], value: 23 },
    { pieces: [0], value: 9 },
    { pieces: [1], value: 11 },
  ]
  expect(attack(3, equations, [{ name: 'c', pieces: [2], truth: 3 }], 5)).toEqual([{ name: 'c', low: 3, high: 3 }])
})

test('two hidden cells with a small sum are bounded, with a large one they are not', () => {
  const target = [{ name: 'b', pieces: [1], truth: 2 }]
  const rowOf = (left: number) => [
    { pieces: [0, 1, 2], value: 20 + left },
    { pieces: [0], value: 20 },
  ]
  expect(attack(3, rowOf(4), target, 5)).toEqual([{ name: 'b', low: 0, high: 4 }])
  expect(attack(3, rowOf(9), target, 5)).toEqual([])
})

test('an old municipality is the merged one without the other old one', () => {
  // Two of 30 and 3 persons merge: the first was public, the second was not, the merged one is.
  const equations = [
    { pieces: [0], value: 30 },
    { pieces: [0, 1], value: 33 },
  ]
  expect(attack(2, equations, [{ name: 'small', pieces: [1], truth: 3 }], 5)).toHaveLength(1)
})

test('a version with one person more shows the one', () => {
  const equations = [
    { pieces: [0], value: 12 },
    { pieces: [0, 1], value: 13 },
  ]
  expect(attack(2, equations, [{ name: 'came', pieces: [1], truth: 1 }], 5)).toEqual([
    { name: 'came', low: 1, high: 1 },
  ])
})

test('rows and columns together solve what neither does alone', () => {
  // 0 1 | row, 2 3 | row: three of the corners follow from the fourth.
  const equations = [
    { pieces: [0, 1], value: 12 },
    { pieces: [2, 3], value: 14 },
    { pieces: [0, 2], value: 22 },
    { pieces: [3], value: 1 },
  ]
  expect(attack(4, equations, [{ name: 'corner', pieces: [1], truth: 3 }], 5)).toEqual([
    { name: 'corner', low: 3, high: 3 },
  ])
})
