import { expect, test } from 'vitest'
import { mayFollow, stepTaken, synergyStates } from './life-cycle.ts'

const parties = ['kriens', 'luzern'] as const
const checked = { state: 'checked', agreedBy: [], parties } as const

test('to agree takes both', () => {
  const first = stepTaken(checked, 'agreed', 'kriens')
  expect(first).toEqual({ state: 'checked', agreedBy: ['kriens'] })
  expect(stepTaken({ ...checked, agreedBy: ['kriens'] }, 'agreed', 'kriens')?.state).toBe('checked')
  expect(stepTaken({ ...checked, agreedBy: ['kriens'] }, 'agreed', 'luzern')?.state).toBe('agreed')
  expect(stepTaken({ ...checked, parties: ['luzern', 'luzern'] }, 'agreed', 'luzern')?.state).toBe('agreed')
})

test('nobody else takes a step, and none is left out', () => {
  expect(stepTaken(checked, 'agreed', 'horw')).toBeUndefined()
  expect(stepTaken(checked, 'realised', 'luzern')).toBeUndefined()
  expect(synergyStates.filter((to) => mayFollow('agreed', to))).toEqual(['realised'])
})

test('what was rejected can be proposed again, and then both agree anew', () => {
  expect(stepTaken({ ...checked, state: 'rejected', agreedBy: ['kriens'] }, 'proposed', 'luzern')).toEqual({
    state: 'proposed',
    agreedBy: [],
  })
})
