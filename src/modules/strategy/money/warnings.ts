import type { IsoDate } from '#kernel/i18n/format.ts'

/** What supplements of a credit come to, in Rappen: approved with them, and spent, committed and expected on their own accounts. */
export type Supplemented = {
  readonly approved: number
  readonly spent: number
  readonly committed: number
  readonly expected: number
}

export type CreditStanding = {
  readonly approved: number | undefined
  readonly spent: number
  readonly committed: number
  readonly expected: number
  readonly expiresOn: IsoDate | undefined
  readonly supplemented: Supplemented
}

type Amounts = Pick<CreditStanding, 'approved' | 'spent' | 'committed' | 'expected' | 'supplemented'>

/** A credit together with what supplements it: the frame within which one may spend. */
export function wholeOf({ supplemented, ...own }: Amounts): Omit<Amounts, 'supplemented'> {
  return {
    approved: own.approved === undefined ? undefined : own.approved + supplemented.approved,
    spent: own.spent + supplemented.spent,
    committed: own.committed + supplemented.committed,
    expected: own.expected + supplemented.expected,
  }
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

/** What was asked for and not granted, in Rappen; undefined where one of them is not known. */
export const cutOf = ({ requested, approved }: { requested: number | undefined; approved: number | undefined }) =>
  requested === undefined || approved === undefined ? undefined : requested - approved

/** What is left to spend of a credit and its supplements, in Rappen; undefined where nobody has said how much was approved. */
export function remainingOf(credit: Amounts): number | undefined {
  const { approved, spent } = wholeOf(credit)
  return approved === undefined ? undefined : approved - spent
}

/**
 * What a credit warns of on a day, the gravest first: more spent, committed or to be expected than approved with its supplements; more than nine tenths spent; past
 * its last day with money left, or within 90 days of it. An expense without a credit is not allowed (FHGG, SRL 160, § 33).
 */
export function warningsOf(credit: CreditStanding, today: IsoDate): readonly CreditWarning[] {
  const { approved, spent, committed, expected } = wholeOf(credit)
  const { expiresOn } = credit
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
