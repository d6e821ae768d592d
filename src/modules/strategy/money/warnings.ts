import type { IsoDate } from '#kernel/i18n/format.ts'

export type CreditStanding = {
  readonly approved: number | undefined
  readonly spent: number
  readonly committed: number
  readonly expected: number
  readonly expiresOn: IsoDate | undefined
}

export const creditWarnings = [
  'overspent',
  'overcommitted',
  'will_overspend',
  'near_limit',
  'expired',
  'expires_soon',
] as const
export type CreditWarning = (typeof creditWarnings)[number]

/** What is left to spend, in Rappen; undefined where nobody has said how much was approved. */
export const remainingOf = ({ approved, spent }: Pick<CreditStanding, 'approved' | 'spent'>): number | undefined =>
  approved === undefined ? undefined : approved - spent

/**
 * What a credit warns of on a day, the gravest first: more spent, committed or to be expected than approved; more than nine tenths spent; past
 * its last day with money left, or within 90 days of it. An expense without a credit is not allowed (FHGG, SRL 160, § 33).
 */
export function warningsOf(credit: CreditStanding, today: IsoDate): readonly CreditWarning[] {
  const { approved, spent, committed, expected, expiresOn } = credit
  const found: Partial<Record<CreditWarning, boolean>> = {}
  if (approved !== undefined) {
    found.overspent = spent > approved
    found.overcommitted = !found.overspent && committed > approved
    found.will_overspend = !found.overspent && spent + expected > approved
    found.near_limit = !found.overspent && spent * 10 > approved * 9
  }
  if (expiresOn !== undefined && (approved === undefined || spent < approved)) {
    found.expired = expiresOn < today
    found.expires_soon = !found.expired && Date.parse(expiresOn) - Date.parse(today) <= 90 * 86_400_000
  }
  return creditWarnings.filter((name) => found[name])
}
