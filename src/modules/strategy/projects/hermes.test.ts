import { expect, test } from 'vitest'
import {
  type Kind,
  leavesPath,
  nextStep,
  obstacleTo,
  openSteps,
  pathOf,
  phaseAfter,
  phaseOnPath,
  type Step,
} from './hermes.ts'
import { methods, type Phase, phases, sizes } from './project.ts'
import { benefitOf, criteria, priorityOf } from './score-idea.ts'

const large: Kind = { size: 'large', method: 'classic' }

/** The gates from the idea to the end. */
function gatesOf(kind: Kind): string {
  const passed: string[] = []
  for (let phase: Phase = 'idea'; ; ) {
    const step = nextStep(phase, kind)
    if (!step) return passed.join(' ')
    passed.push(step.gate)
    phase = phaseAfter(step, 'approved')
  }
}

test.for([
  [large, 'is10 is15 ms20 realisation introduction closure end'],
  [{ size: 'medium', method: 'classic' }, 'is10 is15 ms20 execution closure end'],
  [{ size: 'small', method: 'classic' }, 'is10 is15 ms20 closure end'],
  [{ size: 'large', method: 'agile' }, 'is10 is15 ms20 closure end'],
] as const)('%o passes %s', ([kind, gates]) => {
  expect(gatesOf(kind)).toBe(gates)
})

test('small, medium and agile projects join phases to one', () => {
  expect(pathOf(large)).toEqual([
    'idea',
    'impulse',
    'initiation',
    'concept',
    'realisation',
    'introduction',
    'closure',
    'closed',
  ])
  expect(pathOf({ size: 'medium', method: 'classic' }).slice(3, 6)).toEqual(['concept', 'execution', 'closure'])
  expect(pathOf({ size: 'small', method: 'classic' }).slice(3, 5)).toEqual(['execution', 'closure'])
})

test('nothing follows once a project is closed or stopped', () => {
  for (const phase of ['closed', 'stopped'] as const) expect(nextStep(phase, large)).toBeUndefined()
})

test('whatever its phase, size and method are, a project that is not over has a gate ahead of it', () => {
  const open = phases.filter((phase) => phase !== 'closed' && phase !== 'stopped')
  for (const size of [undefined, ...sizes])
    for (const method of [undefined, ...methods])
      for (const phase of open) expect(nextStep(phase, { size, method }), `${size} ${method} ${phase}`).toBeDefined()
})

test('a phase that is not on its path goes on as the nearest that is, and is only left by a decision', () => {
  const medium: Kind = { size: 'medium', method: 'classic' }
  expect(nextStep('execution', large)).toEqual({ gate: 'introduction', from: 'execution', to: 'introduction' })
  expect(nextStep('introduction', medium)).toEqual({ gate: 'closure', from: 'introduction', to: 'closure' })
  const agile: Kind = { size: 'large', method: 'agile' }
  const [release] = openSteps('realisation', agile)
  expect(release).toEqual({ gate: 'release', from: 'realisation', to: 'realisation' })
  expect(phaseOnPath('concept', agile)).toBe('execution')
  expect(phaseOnPath('stopped', large)).toBe('stopped')
})

test('size and method stay where the phase would not be on the new path; before the start and for the first time they are free', () => {
  const small: Kind = { size: 'small', method: 'classic' }
  const open: Kind = { size: undefined, method: 'classic' }
  expect(leavesPath('execution', small, large)).toBe(true)
  expect(leavesPath('execution', small, open)).toBe(true)
  expect(leavesPath('realisation', large, small)).toBe(true)
  expect(leavesPath('concept', large, { ...large, size: 'medium' })).toBe(false)
  expect(leavesPath('initiation', large, small)).toBe(false)
  expect(leavesPath('realisation', open, small)).toBe(false)
  expect(leavesPath('execution', large, small)).toBe(false)
})

test('an agile project releases as often as it likes and stays where it is', () => {
  const [release, closure] = openSteps('execution', { size: 'large', method: 'agile' })
  expect([release?.gate, closure?.gate]).toEqual(['release', 'closure'])
  expect(release && phaseAfter(release, 'approved')).toBe('execution')
  expect(openSteps('realisation', large).map(({ gate }) => gate)).toEqual(['introduction'])
})

const step: Step = { gate: 'ms20', from: 'initiation', to: 'concept' }
const done = [{ text: 'Projektauftrag', isDone: true }]
const open = [...done, { text: 'Schutzbedarf', isDone: false }]
const facts = { checks: done, conditions: 0, overdueConditions: 0, kind: large }

test('a gate opens with a full check list or under conditions, and never over overdue ones', () => {
  expect(obstacleTo(step, 'approved', facts)).toBeUndefined()
  expect(obstacleTo(step, 'approved', { ...facts, checks: open })).toBe('checks_open')
  expect(obstacleTo(step, 'with_conditions', { ...facts, checks: open })).toBe('conditions_missing')
  expect(obstacleTo(step, 'with_conditions', { ...facts, checks: open, conditions: 1 })).toBeUndefined()
  expect(obstacleTo(step, 'approved', { ...facts, overdueConditions: 1 })).toBe('conditions_overdue')
  expect(obstacleTo(step, 'approved', { ...facts, kind: { size: undefined, method: 'agile' } })).toBe('kind_missing')
  for (const outcome of ['refused', 'deferred', 'stopped'] as const)
    expect(obstacleTo(step, outcome, { ...facts, checks: open, overdueConditions: 1 })).toBeUndefined()
})

test('refused and put off, a project stays where it is; stopped, it ends', () => {
  expect((['refused', 'deferred', 'stopped'] as const).map((one) => phaseAfter(step, one))).toEqual([
    'initiation',
    'initiation',
    'stopped',
  ])
})

test('the priority shows how it was computed, and none is told while something is missing', () => {
  const scores = {
    future_value: 4,
    internal_benefit: 3,
    resource_efficiency: 2,
    risk_reduction: 3,
    legislature: 3,
    urgency: 4,
    riskDegree: 2,
  }
  expect(priorityOf(scores)).toEqual({
    value: 330,
    formula: '0.5 × (4 + 3 + 2 + 3 + 3) / 5 + 0.3 × 4 + 0.2 × (5 − 2) = 3.30',
    class: undefined,
  })
  expect(priorityOf({ ...scores, isStrategic: true })?.class).toBe('A')
  expect(priorityOf({ ...scores, urgency: undefined })).toBeUndefined()
  expect(priorityOf({ urgency: 1, riskDegree: 1 })).toBeUndefined()
  // One criterion that is very good is no better than all of them with one less so: what is missing is not scored.
  expect(priorityOf({ future_value: 4, urgency: 4, riskDegree: 2 })).toBeUndefined()
  for (const name of criteria) expect(benefitOf({ ...scores, [name]: undefined }), name).toBeUndefined()
})
