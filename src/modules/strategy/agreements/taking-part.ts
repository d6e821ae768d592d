import type { IsoDate } from '#kernel/i18n/format.ts'
import { type CostKey, type Payer, type Shares, shareCosts } from '../sharing/cost-key.ts'

/** When somebody takes part in a project: from a day, and until one where notice has been given. */
export type Part = { readonly id: string; readonly since: IsoDate; readonly until: IsoDate | undefined }

/** The first day on which somebody is out who gives notice today: the first of a month after as many whole months as the agreement asks for. */
export function endsAfterNotice(today: IsoDate, noticeMonths: number, onDay: (text: string) => IsoDate): IsoDate {
  const months = Number(today.slice(0, 4)) * 12 + Number(today.slice(5, 7)) - 1 + 1 + noticeMonths
  return onDay(`${Math.floor(months / 12)}-${String((months % 12) + 1).padStart(2, '0')}-01`)
}

export const takesPartOn = (parts: readonly Part[], day: IsoDate): ReadonlySet<string> =>
  new Set(parts.filter(({ since, until }) => since <= day && (until === undefined || day < until)).map(({ id }) => id))

export type Consequence = {
  readonly id: string
  /** In Rappen; undefined for who does not take part before or after. */
  readonly before: number | undefined
  readonly after: number | undefined
}

/** Who pays what before and after some join or leave; or whose figure the key lacks. */
export function consequencesOf(
  rappen: number,
  payers: readonly Payer[],
  key: CostKey,
  { before, after }: { readonly before: ReadonlySet<string>; readonly after: ReadonlySet<string> },
): { readonly ok: true; readonly lines: readonly Consequence[] } | Extract<Shares, { ok: false }> {
  const sharesOf = (ids: ReadonlySet<string>) =>
    shareCosts(
      rappen,
      payers.filter(({ id }) => ids.has(id)),
      key,
    )
  const [then, later] = [sharesOf(before), sharesOf(after)]
  if (!then.ok) return then
  if (!later.ok) return later
  const touched = payers.filter(({ id }) => before.has(id) || after.has(id))
  return {
    ok: true,
    lines: touched.map(({ id }) => ({ id, before: then.rappen.get(id), after: later.rappen.get(id) })),
  }
}
