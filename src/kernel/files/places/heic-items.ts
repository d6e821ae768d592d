import { UnreadablePictureError } from './byte-reader.ts'

export type Span = { from: number; to: number }
// A photo has an item for each tile of it, and each lies in one piece. Lists that are longer cost more than their bytes.
const mostExtents = 20_000

export type Box = { name: string; from: number; to: number }

/** The boxes in a stretch of bytes; `from` is where the content begins. */
export function boxesOf(bytes: Buffer, from: number, to: number): Box[] {
  const boxes: Box[] = []
  for (let at = from; at + 8 <= to; ) {
    const size = bytes.readUInt32BE(at) || to - at
    if (size < 8 || at + size > to) throw new UnreadablePictureError('a box does not fit')
    boxes.push({ name: bytes.toString('latin1', at + 4, at + 8), from: at + 8, to: at + size })
    at += size
  }
  return boxes
}

/** Reads numbers of the widths that the format says, one after the other. */
class Cursor {
  readonly #bytes: Buffer
  readonly #end: number
  #at: number
  constructor(bytes: Buffer, { from, to }: Span) {
    this.#bytes = bytes
    this.#at = from
    this.#end = to
  }

  /** A number of 0, 2, 4 or 8 bytes, or one. */
  number(width: number): number {
    const at = this.#at
    this.#at += width
    if (this.#at > this.#end) throw new UnreadablePictureError('a list ends too early')
    if (width === 0) return 0
    if (width > 8 || width === 7) throw new UnreadablePictureError('a number of an odd width')
    return width === 8 ? Number(this.#bytes.readBigUInt64BE(at)) : this.#bytes.readUIntBE(at, width)
  }

  text(length: number): string {
    const at = this.#at
    this.#at += length
    return this.#bytes.toString('latin1', at, at + length)
  }
}

// All that is not a picture: Exif, XMP (`mime`), links.
const metadataTypes = new Set(['Exif', 'mime', 'uri '])

/** Where the items lie that say something about the picture: in the file, or in the box `idat` of the description itself. */
export function findMetadata(boxes: readonly Box[], bytes: Buffer): { inFile: Span[]; inMeta: Span[] } {
  const named = (name: string) => boxes.find((box) => box.name === name)
  const [info, locations, data] = [named('iinf'), named('iloc'), named('idat')]
  const ids = info ? metadataIds(bytes, info) : new Set<number>()
  const found: { inFile: Span[]; inMeta: Span[] } = { inFile: [], inMeta: [] }
  const located = locations ? itemsIn(bytes, locations) : []
  for (const { id, method, extents } of located) {
    if (!ids.delete(id)) continue
    if (method > 1 || (method === 1 && !data)) throw new UnreadablePictureError('an item lies where we cannot look')
    const base = method === 1 ? (data?.from ?? 0) : 0
    const spans = extents.map(({ from, to }) => ({ from: base + from, to: base + to }))
    ;(method === 1 ? found.inMeta : found.inFile).push(...spans)
  }
  if (ids.size > 0) throw new UnreadablePictureError('an item lies nowhere')
  return found
}

function metadataIds(bytes: Buffer, info: Box): Set<number> {
  if (info.from + 6 > info.to) throw new UnreadablePictureError('a list without its head')
  const wide = bytes.readUInt8(info.from) > 0 ? 4 : 2
  const ids = new Set<number>()
  for (const box of boxesOf(bytes, info.from + 4 + wide, info.to)) {
    if (box.name !== 'infe') continue
    if (box.from + 4 > box.to) throw new UnreadablePictureError('an item without its head')
    const version = bytes.readUInt8(box.from)
    if (version < 2) throw new UnreadablePictureError('an item of an old kind')
    const cursor = new Cursor(bytes, { from: box.from + 4, to: box.to })
    const id = cursor.number(version === 2 ? 2 : 4)
    cursor.number(2)
    if (metadataTypes.has(cursor.text(4))) ids.add(id)
  }
  return ids
}

type Located = { id: number; method: number; extents: Span[] }

function itemsIn(bytes: Buffer, locations: Box): Located[] {
  if (locations.from + 4 > locations.to) throw new UnreadablePictureError('a list without its head')
  const version = bytes.readUInt8(locations.from)
  const cursor = new Cursor(bytes, { from: locations.from + 4, to: locations.to })
  const [sizes, bases] = [cursor.number(1), cursor.number(1)]
  const widths = { offset: sizes >> 4, length: sizes & 15, base: bases >> 4, index: version > 0 ? bases & 15 : 0 }
  const idWidth = version < 2 ? 2 : 4
  const count = cursor.number(idWidth)
  const items: Located[] = []
  let total = 0
  for (let index = 0; index < count; index += 1) {
    const id = cursor.number(idWidth)
    const method = version > 0 ? cursor.number(2) & 15 : 0
    cursor.number(2)
    const base = cursor.number(widths.base)
    const extents: Span[] = []
    const parts = cursor.number(2)
    total += parts
    if (total > mostExtents) throw new UnreadablePictureError('the items lie in too many pieces')
    for (let left = parts; left > 0; left -= 1) {
      cursor.number(widths.index)
      const from = base + cursor.number(widths.offset)
      const length = cursor.number(widths.length)
      // Without a length it reaches to the end.
      extents.push({ from, to: length === 0 ? Number.MAX_SAFE_INTEGER : from + length })
    }
    items.push({ id, method, extents })
  }
  return items
}
