/** From suggested by the finder to what it brought in the end; `rejected` at any time before it is agreed. */
export const synergyStates = ['proposed', 'checked', 'agreed', 'realised', 'measured', 'rejected'] as const
export type SynergyState = (typeof synergyStates)[number]

/** What savings were expected, what both agreed on, and what came of it: three figures that are never mixed. */
export const savingKinds = ['planned', 'agreed', 'realised'] as const
export type SavingKind = (typeof savingKinds)[number]

const nextStates: Readonly<Record<SynergyState, readonly SynergyState[]>> = {
  proposed: ['checked', 'rejected'],
  checked: ['agreed', 'rejected'],
  agreed: ['realised'],
  realised: ['measured'],
  measured: [],
  rejected: ['proposed'],
}

export const mayFollow = (from: SynergyState, to: SynergyState) => nextStates[from].includes(to)

/** What is to be done next, where anything is. */
export const nextStateOf = (state: SynergyState): SynergyState | undefined =>
  state === 'rejected' ? undefined : nextStates[state].find((next) => next !== 'rejected')

/**
 * What a step leads to when one of two authorities takes it. To agree takes both: the first to say so leaves it `checked`, and the other makes
 * it `agreed`. Where one authority has both projects, it agrees with itself. Undefined where the step does not follow.
 */
export function stepTaken(
  {
    state,
    agreedBy,
    parties,
  }: { state: SynergyState; agreedBy: readonly string[]; parties: readonly [string, string] },
  to: SynergyState,
  by: string,
): { readonly state: SynergyState; readonly agreedBy: readonly string[] } | undefined {
  if (!mayFollow(state, to) || !parties.includes(by)) return undefined
  if (to !== 'agreed') return { state: to, agreedBy: to === 'rejected' || to === 'proposed' ? [] : agreedBy }
  const agreed = [...new Set([...agreedBy, by])]
  return { state: parties.every((party) => agreed.includes(party)) ? 'agreed' : 'checked', agreedBy: agreed }
}
