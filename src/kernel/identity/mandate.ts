import type { Actor, Mandate } from '../db/actor.ts'
import type { PartyId, ServiceId } from '../ids.ts'

/** How far a mandate goes, as one chooses it: looking, handing in as well, or also inviting others. */
export const mandateRights = ['read', 'submit', 'manage'] as const
export type MandateRight = (typeof mandateRights)[number]

/** What a mandate is about; `validTo` is the last day. */
export type MandateTerms = {
  /** In words, such as «Geschäftsführung». */
  readonly mandate: string
  readonly services: 'all' | readonly ServiceId[]
  readonly right: MandateRight
  readonly validFrom: string
  readonly validTo: string | null
}

export function covers({ services }: Pick<Mandate, 'services'>, serviceId: ServiceId): boolean {
  return services === 'all' || services.includes(serviceId)
}

/** Those for whom somebody may hand in this service, besides herself. */
export function mayHandInFor(actor: Actor, serviceId: ServiceId): PartyId[] {
  if (actor.kind !== 'person') return []
  return actor.represents.filter((one) => one.maySubmit && covers(one, serviceId)).map(({ partyId }) => partyId)
}

/** Whether somebody hands out, limits and ends the mandates of a firm. */
export function managesMandatesOf(actor: Actor, partyId: string): boolean {
  return actor.kind === 'person' && actor.represents.some((one) => one.mayManage && one.partyId === partyId)
}

export function rightOf({ maySubmit, mayManage }: Pick<Mandate, 'maySubmit' | 'mayManage'>): MandateRight {
  if (mayManage) return 'manage'
  return maySubmit ? 'submit' : 'read'
}

/** The columns of a mandate or an invitation to one. Who manages does everything: nobody hands on more than she has. */
export function columnsOf(terms: Pick<MandateTerms, 'mandate' | 'services' | 'right'>) {
  const isManager = terms.right === 'manage'
  return {
    mandate: terms.mandate,
    service_ids: isManager || terms.services === 'all' ? null : [...terms.services],
    may_submit: terms.right !== 'read',
    may_manage: isManager,
  }
}
