import { expect, test } from 'vitest'
import { isReachedByHand } from './reached-by-gate.ts'

const passed = { gate: 'ms20', reached_on: '2026-06-10', title: 'Start' }
const ahead = { gate: 'ms20', reached_on: null }

test('a milestone with a gate is reached by the decision there, never by hand', () => {
  expect(isReachedByHand({ gate: 'ms20', reached_on: '2026-06-10' }, undefined)).toBe(true)
  expect(isReachedByHand({ gate: 'ms20', reached_on: '2026-06-10' }, ahead)).toBe(true)
  expect(isReachedByHand({ gate: 'ms20', reached_on: null }, undefined)).toBe(false)
})

test('what a decision said stays when anything else of the line is changed', () => {
  expect(isReachedByHand({ ...passed, title: 'Projektstart' }, passed)).toBe(false)
  expect(isReachedByHand({ ...passed, reached_on: '2026-06-11' }, passed)).toBe(true)
  expect(isReachedByHand(ahead, passed)).toBe(true)
  expect(isReachedByHand({ ...passed, gate: 'closure' }, passed)).toBe(true)
})

test('a milestone without a gate is reached when somebody says so', () => {
  expect(isReachedByHand({ gate: null, reached_on: '2026-06-10' }, undefined)).toBe(false)
  expect(isReachedByHand({ gate: null, reached_on: null }, passed)).toBe(false)
})

test('a line reached by hand does not become a passed gate', () => {
  expect(isReachedByHand(passed, { gate: null, reached_on: '2026-06-10' })).toBe(true)
})
