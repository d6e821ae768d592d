import { formatDate, type IsoDate, isIsoDate } from '#kernel/i18n/format.ts'

export type AskedSince = {
  /** The day from which something is new: half a year ago where none is asked for. */
  readonly since: IsoDate
  /** As the field shows it: what was written where that is no day. */
  readonly shown: string
  readonly isWrong: boolean
}

/** From which day on somebody asks for news. */
export function readSince(given = '', today: IsoDate): AskedSince {
  const asked = dayOf(given)
  const since = asked ?? halfYearBefore(today)
  const isWrong = given !== '' && asked === undefined
  return { since, shown: isWrong ? given : formatDate(since), isWrong }
}

/** A day as people write it, 24.4.2025, or as an address has it, 2025-04-24; undefined for what is none. */
function dayOf(text: string): IsoDate | undefined {
  const [, day = '', month = '', year = ''] = /^(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})$/.exec(text.trim()) ?? []
  const iso = year === '' ? text.trim() : `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
  return isIsoDate(iso) ? iso : undefined
}

/** The same day half a year earlier, or the last one of that month: 31 August → 28 February. */
export function halfYearBefore(day: IsoDate): IsoDate {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number)
  const months = year * 12 + month - 1 - 6
  const [earlier, inYear] = [Math.floor(months / 12), months % 12]
  const last = new Date(Date.UTC(earlier, inYear + 1, 0)).getUTCDate()
  const text = `${earlier}-${String(inYear + 1).padStart(2, '0')}-${String(Math.min(date, last)).padStart(2, '0')}`
  if (!isIsoDate(text)) throw new TypeError(`${text} is no day`)
  return text
}
