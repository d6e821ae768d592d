import type { Cell } from '../query/table-reader.ts'

/**
 * The public holidays of the canton in a year but for Sundays, by date: `[date, code]`. Source: § 1a of the Ruhetags- und
 * Ladenschlussgesetz (SRL 855, as of 1 May 2020).
 */
export function holidaysOf(year: number): readonly (readonly Cell[])[] {
  const easter = easterSunday(year)
  const after = (days: number) => new Date(easter.getTime() + days * 86_400_000).toISOString().slice(0, 10)
  const days: readonly (readonly [string, string])[] = [
    [`${year}-01-01`, 'new-year'],
    [after(-2), 'good-friday'],
    [after(39), 'ascension'],
    [after(60), 'corpus-christi'],
    [`${year}-08-01`, 'national-day'],
    [`${year}-08-15`, 'assumption'],
    [`${year}-11-01`, 'all-saints'],
    [`${year}-12-08`, 'immaculate-conception'],
    [`${year}-12-25`, 'christmas'],
    [`${year}-12-26`, 'st-stephen'],
  ]
  return days.toSorted(([one], [other]) => (one < other ? -1 : 1))
}

/** Easter Sunday in the Gregorian calendar (Meeus, Jones and Butcher; J. Meeus, Astronomical Algorithms, 1991, chapter 8). */
function easterSunday(year: number): Date {
  const century = Math.floor(year / 100)
  const golden = year % 19
  const epact =
    (19 * golden +
      century -
      Math.floor(century / 4) -
      Math.floor((century - Math.floor((century + 8) / 25) + 1) / 3) +
      15) %
    30
  const rest = year % 100
  const weekday = (32 + 2 * (century % 4) + 2 * Math.floor(rest / 4) - epact - (rest % 4)) % 7
  const shift = Math.floor((golden + 11 * epact + 22 * weekday) / 451)
  const sum = epact + weekday - 7 * shift + 114
  return new Date(Date.UTC(year, Math.floor(sum / 31) - 1, (sum % 31) + 1))
}

/**
 * Sundays reserved for federal votes, 9 June 2024 to 25 November 2035, and whether the National Council is elected: as the Federal Chancellery tells them
 * (https://www.bk.admin.ch/ch/d/pore/va/vab_1_3_3_1.html, as of 5 March 2024, read on 26 November 2026).
 */
export const votingSundays: readonly (readonly Cell[])[] = [
  ...['2024-06-09', '2024-09-22', '2024-11-24', '2025-02-09', '2025-05-18', '2025-09-28', '2025-11-30'],
  ...['2026-03-08', '2026-06-14', '2026-09-27', '2026-11-29', '2027-02-28', '2027-06-06', '2027-10-24', '2027-11-28'],
  ...['2028-02-13', '2028-05-21', '2028-09-24', '2028-11-26', '2029-03-04', '2029-06-10', '2029-09-23', '2029-11-25'],
  ...['2030-02-10', '2030-05-19', '2030-09-22', '2030-11-24', '2031-02-09', '2031-05-18', '2031-10-19', '2031-11-30'],
  ...['2032-02-29', '2032-06-06', '2032-09-26', '2032-11-28', '2033-02-13', '2033-05-15', '2033-09-25', '2033-11-27'],
  ...['2034-03-12', '2034-06-18', '2034-09-24', '2034-11-26', '2035-02-25', '2035-06-03', '2035-10-21', '2035-11-25'],
].map((date) => [date, ['2027-10-24', '2031-10-19', '2035-10-21'].includes(date)])
