import type { PartyId } from '#kernel/ids.ts'

/**
 * What becomes of the access code when somebody is taken out of a case. The earlier codes never open it again: `none` leaves it at that,
 * `mail` sends a link to a new one to the address of the case, `show` tells the new one to the clerk once, who hands it over.
 */
export const codeWays = ['none', 'mail', 'show'] as const
export type CodeWay = (typeof codeWays)[number]

export type PartyRow = {
  readonly id: string
  /** Null for a guest. */
  readonly partyId: PartyId | null
  readonly role: string
  /** Whether the case's mail goes there. */
  readonly hasContact: boolean
}

/** Whether a link to a new code can be mailed to somebody who stays. A firm's case has none: it would outlive the mandate of who gets it. */
export function canMailCode(parties: readonly PartyRow[], removedId: string): boolean {
  const isFirms = parties.some(({ role, partyId }) => role === 'filed_by' && partyId !== null)
  return !isFirms && parties.some(({ id, hasContact }) => id !== removedId && hasContact)
}

/** Why somebody cannot be taken out of a case in this way; undefined: she can. */
export function findObstacle(
  parties: readonly PartyRow[],
  removedId: string,
  way: CodeWay,
): 'unknown' | 'no_address' | 'nobody_left' | undefined {
  const removed = parties.find(({ id }) => id === removedId)
  if (!removed || removed.partyId === null || removed.role === 'filed_by') return 'unknown'
  if (way === 'mail' && !canMailCode(parties, removedId)) return 'no_address'
  const others = parties.filter(({ id, role }) => id !== removedId && role !== 'filed_by')
  // A guest with an address asks for a new code herself.
  const isLeft = others.some(({ partyId, hasContact }) => partyId !== null || hasContact)
  return way === 'none' && !isLeft ? 'nobody_left' : undefined
}
