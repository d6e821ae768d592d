import type { PartyId } from '#kernel/ids.ts'
import type { ToSubmit } from './submit-case.ts'

export type NamedParty = { readonly partyId: PartyId; readonly name: string }

/**
 * Who is in a case that is handed in. What is handed in for a firm is the firm's; the person who did it, where there is one, is noted
 * beside, and sees it as long as she has a mandate.
 */
export function caseParties(
  person: Pick<NamedParty, 'partyId'> | undefined,
  firm: Pick<NamedParty, 'partyId'> | undefined,
): ToSubmit['parties'] {
  if (!firm) return person ? [{ partyId: person.partyId, role: 'applicant' }] : []
  return [
    { partyId: firm.partyId, role: 'applicant' },
    ...(person ? [{ partyId: person.partyId, role: 'filed_by' as const }] : []),
  ]
}
