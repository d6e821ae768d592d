/** Whether a font has a glyph for a code point. */
export type Covers = (codePoint: number) => boolean

/**
 * Reads from a TrueType or OpenType font which code points it can show: the `cmap` table in its formats 4 and 12,
 * as in the OpenType specification, chapter «cmap». Throws when the font has neither.
 */
export function readFontCoverage(font: Uint8Array): Covers {
  const view = new DataView(font.buffer, font.byteOffset, font.byteLength)
  const cmap = findTable(view, 'cmap')
  const covered = new Set<number>()
  let found = false
  for (let record = 0; record < view.getUint16(cmap + 2); record++) {
    const subtable = cmap + view.getUint32(cmap + 4 + record * 8 + 4)
    const format = view.getUint16(subtable)
    if (format === 4) addSegments(view, subtable, covered)
    if (format === 12) addGroups(view, subtable, covered)
    found ||= format === 4 || format === 12
  }
  if (!found) throw new Error('the font has no Unicode cmap')
  return (codePoint) => covered.has(codePoint)
}

function findTable(view: DataView, tag: string): number {
  for (let index = 0; index < view.getUint16(4); index++) {
    const record = 12 + index * 16
    const name = String.fromCharCode(...[0, 1, 2, 3].map((offset) => view.getUint8(record + offset)))
    if (name === tag) return view.getUint32(record + 8)
  }
  throw new Error(`the font has no table ${tag}`)
}

function addSegments(view: DataView, subtable: number, covered: Set<number>): void {
  const size = view.getUint16(subtable + 6)
  const ends = subtable + 14
  const starts = ends + size + 2
  const deltas = starts + size
  const ranges = deltas + size
  for (let offset = 0; offset < size; offset += 2) {
    const [start, end] = [view.getUint16(starts + offset), view.getUint16(ends + offset)]
    const [delta, range] = [view.getUint16(deltas + offset), view.getUint16(ranges + offset)]
    for (let code = start; code <= end && code < 0xffff; code++) {
      const stored = range === 0 ? code : view.getUint16(ranges + offset + range + (code - start) * 2)
      const missing = (range !== 0 && stored === 0) || ((stored + delta) & 0xffff) === 0
      if (!missing) covered.add(code)
    }
  }
}

function addGroups(view: DataView, subtable: number, covered: Set<number>): void {
  for (let index = 0; index < view.getUint32(subtable + 12); index++) {
    const group = subtable + 16 + index * 12
    const [start, end] = [view.getUint32(group), view.getUint32(group + 4)]
    for (let code = start; code <= end; code++) covered.add(code)
  }
}
