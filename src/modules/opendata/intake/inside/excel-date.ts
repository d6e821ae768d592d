/** What the format of a cell in a spreadsheet makes of its number. */
export type NumberKind = 'number' | 'date' | 'time' | 'datetime'

const builtin: Readonly<Record<number, NumberKind>> = {
  ...{ 14: 'date', 15: 'date', 16: 'date', 17: 'date', 18: 'time', 19: 'time', 20: 'time', 21: 'time', 22: 'datetime' },
  ...{ 45: 'time', 46: 'time', 47: 'time' },
}

/** By the number of the format and its code, where it is an own one (ECMA-376 part 1, sections 18.8.30 and 18.8.31). */
export function kindOfFormat(id: number, code: string | undefined): NumberKind {
  if (code === undefined) return builtin[id] ?? 'number'
  const [positive = ''] = code.split(';')
  const bare = positive
    .replace(/"[^"]*"|\\.|_.|\*./g, '')
    .replace(/\[(?!h+\]|m+\]|s+\])[^\]]*\]/gi, '')
    .toLowerCase()
  if (/general|standard/.test(bare)) return 'number'
  const hasTime = /[hs]/.test(bare)
  const hasDay = /[yd]/.test(bare) || (/m/.test(bare) && !hasTime)
  return hasDay ? (hasTime ? 'datetime' : 'date') : hasTime ? 'time' : 'number'
}

const dayMs = 86_400_000
const [epoch1900, epoch1904] = [Date.UTC(1899, 11, 30), Date.UTC(1904, 0, 1)]

/**
 * The number of a cell as text: days, times and both as people write them, figures with the fifteen digits that spreadsheets keep. Days count from
 * the end of 1899, with a 29 February 1900 that never was, or from 1904 (ECMA-376 part 1, section 18.17.4).
 */
export function textOfNumber(text: string, kind: NumberKind, is1904: boolean): string {
  const value = Number(text)
  if (text.trim() === '' || !Number.isFinite(value)) return text
  if (kind === 'number') return String(Number(value.toPrecision(15)))
  if (value < 0 || value > 2_958_466) return text
  const shift = !is1904 && value < 60 ? 1 : 0
  const instant = new Date(Math.round(((is1904 ? epoch1904 : epoch1900) + (value + shift) * dayMs) / 1_000) * 1_000)
  const [day = '', rest = ''] = instant.toISOString().split('T')
  const time = rest.slice(0, 8)
  if (kind === 'time') return value < 1 ? time : `${day} ${time}`
  return kind === 'date' ? day : `${day} ${time}`
}
