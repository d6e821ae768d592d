import type { IsoDate } from '#kernel/i18n/format.ts'
import type { Method, Phase, Size } from './project.ts'

/**
 * Where somebody decides whether a project goes on: the checkpoints of the City of Lucerne before the start (IS10, IS15, MS20) and the
 * releases of HERMES 2022 afterwards. `release` is agile: it releases a part of the work and leaves the phase as it is.
 * Sources: Projekt-Governance der Stadt Luzern, «Phasen und Meilensteine» (https://stadtluzern-v-2-2.profipm.ch/framework/pm-governance/phasen-und-meilensteine,
 * read on 2026-11-22); HERMES 2022 (https://www.hermes.admin.ch).
 */
export const gates = [
  'is10',
  'is15',
  'ms20',
  'realisation',
  'introduction',
  'execution',
  'release',
  'closure',
  'end',
] as const
export type Gate = (typeof gates)[number]

/** How many points each gate's check list has; their texts are messages (`strategy.projects.check.<gate>_<number>`). */
const checkCounts: Readonly<Record<Gate, number>> = {
  is10: 3,
  is15: 4,
  ms20: 4,
  realisation: 3,
  introduction: 4,
  execution: 3,
  release: 3,
  closure: 3,
  end: 4,
}

/** Of a project before its start size and method may still be open. */
export type Kind = { readonly size: Size | undefined; readonly method: Method | undefined }

const before = ['idea', 'impulse', 'initiation'] as const
const after = ['closure', 'closed'] as const

/**
 * The phases that a project goes through, in their order. Small ones and agile ones join all the work to one «Umsetzung», medium ones join
 * realisation and introduction; large ones have each phase by itself.
 */
export function pathOf({ size, method }: Kind): readonly Phase[] {
  if (method === 'agile' || size === 'small') return [...before, 'execution', ...after]
  if (size === 'medium') return [...before, 'concept', 'execution', ...after]
  return [...before, 'concept', 'realisation', 'introduction', ...after]
}

/**
 * The phase of its own path in which a project is: its phase, or where that is not on the path, the one of the same work. «Umsetzung» stands for
 * concept, realisation and introduction where these are joined; of a project that has each by itself it is the realisation, so that the gate into the introduction
 * is still ahead.
 */
export function phaseOnPath(phase: Phase, kind: Kind): Phase {
  if (phase === 'stopped' || pathOf(kind).includes(phase)) return phase
  return phase === 'execution' ? 'realisation' : 'execution'
}

/**
 * Whether another size or method would take a project under way off its path: it would have no gate of its own any more. To choose both for
 * the first time is always possible.
 */
export function leavesPath(phase: Phase, before: Kind, after: Kind): boolean {
  const isChosen = before.size !== undefined && before.method !== undefined
  const isOn = (kind: Kind) => phaseOnPath(phase, kind) === phase
  return isChosen && isOn(before) && !isOn(after)
}

const gateInto: Readonly<Record<Phase, Gate | undefined>> = {
  idea: undefined,
  impulse: 'is10',
  initiation: 'is15',
  concept: 'ms20',
  realisation: 'realisation',
  introduction: 'introduction',
  execution: 'execution',
  closure: 'closure',
  closed: 'end',
  stopped: undefined,
}

export type Step = { readonly gate: Gate; readonly from: Phase; readonly to: Phase }

/**
 * Where the way of a project leads next, and through which gate; undefined once it is closed or stopped. A phase that is not on its path, such
 * as one that came from another tool, goes on as the nearest one that is.
 */
export function nextStep(phase: Phase, kind: Kind): Step | undefined {
  if (phase === 'stopped') return undefined
  const path = pathOf(kind)
  const to = path[path.indexOf(phaseOnPath(phase, kind)) + 1]
  if (to === undefined) return undefined
  // The start is one gate, whatever the first phase after it is called.
  const gate = phase === 'initiation' ? 'ms20' : gateInto[to]
  return gate && { gate, from: phase, to }
}

/** The gates that may be decided now: the next one, and in an agile project under way a release. */
export function openSteps(phase: Phase, kind: Kind): readonly Step[] {
  const next = nextStep(phase, kind)
  const release: Step = { gate: 'release', from: phase, to: phase }
  const isExecuting = phaseOnPath(phase, kind) === 'execution'
  return [...(kind.method === 'agile' && isExecuting ? [release] : []), ...(next ? [next] : [])]
}

export const outcomes = ['approved', 'with_conditions', 'refused', 'deferred', 'stopped'] as const
export type Outcome = (typeof outcomes)[number]

/** The phase after a decision: on where it was approved, also under conditions; where it was where it was refused or put off. */
export function phaseAfter({ from, to }: Step, outcome: Outcome): Phase {
  switch (outcome) {
    case 'approved':
    case 'with_conditions':
      return to
    case 'refused':
    case 'deferred':
      return from
    case 'stopped':
      return 'stopped'
  }
}

/** A point of a check list: one of the standard ones by its key, or one that somebody wrote; and of one that is ticked, when and by whom. */
export type Check = {
  readonly isDone: boolean
  readonly doneOn?: IsoDate | undefined
  readonly doneBy?: string | undefined
} & ({ readonly key: string } | { readonly text: string })

/** The check list with which a gate begins. */
export function standardChecks(gate: Gate): readonly Check[] {
  return Array.from({ length: checkCounts[gate] }, (_, index) => ({ key: `${gate}_${index + 1}`, isDone: false }))
}

/** What keeps an outcome from being decided; undefined where nothing does. */
export type Obstacle = 'checks_open' | 'conditions_missing' | 'conditions_overdue' | 'kind_missing'

/**
 * A gate is passed only with a full check list, or under conditions that say what is still to be done until when; never while conditions of
 * earlier gates are overdue; and from IS15 on size and method are chosen. To refuse, put off or stop is always possible.
 */
export function obstacleTo(
  step: Step,
  outcome: Outcome,
  facts: {
    readonly checks: readonly Check[]
    readonly conditions: number
    readonly overdueConditions: number
    readonly kind: Kind
  },
): Obstacle | undefined {
  if (outcome !== 'approved' && outcome !== 'with_conditions') return undefined
  if (facts.overdueConditions > 0) return 'conditions_overdue'
  if (step.gate !== 'is10' && (!facts.kind.size || !facts.kind.method)) return 'kind_missing'
  if (outcome === 'with_conditions' && facts.conditions === 0) return 'conditions_missing'
  if (outcome === 'approved' && facts.checks.some(({ isDone }) => !isDone)) return 'checks_open'
  return undefined
}
