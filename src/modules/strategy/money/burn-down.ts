import type { IsoDate } from '#kernel/i18n/format.ts'
import type { Amounts } from './queries.ts'

export type BurnPoint = {
  readonly month: IsoDate
  /** What was to be left after this month by the plan. */
  readonly planned: number
  /** What is left after what was spent; null for months to come. */
  readonly left: number | null
  /** What will be left if all comes as expected; null for months that are over, but for the last of them. */
  readonly forecast: number | null
}

/** How a credit is used up, in Rappen: by plan, by what was spent until today, and by what is expected from then on. */
export function burnDown(
  approved: number,
  months: readonly (Amounts & { readonly month: IsoDate })[],
  today: IsoDate,
): readonly BurnPoint[] {
  const thisMonth = `${today.slice(0, 7)}-01`
  let [planned, left] = [approved, approved]
  const last = months.findLast(({ month }) => month < thisMonth)?.month
  return months.map((one) => {
    planned -= one.planned
    const isPast = one.month < thisMonth
    left -= isPast ? one.spent : one.expected + one.spent
    return {
      month: one.month,
      planned,
      left: isPast ? left : null,
      forecast: isPast && one.month !== last ? null : left,
    }
  })
}
