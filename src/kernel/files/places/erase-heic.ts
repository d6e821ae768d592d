import { type ByteReader, UnreadablePictureError } from './byte-reader.ts'
import { boxesOf, findMetadata, type Span } from './heic-items.ts'

const longestMeta = 8_000_000
const passed = new Set(['ftyp', 'mdat'])

/**
 * Overwrites what a camera wrote beside the picture, so that all offsets stay true: Exif and XMP are items whose bytes lie among those of the
 * picture, and the box `meta` says where. It has to come before them, as cameras write it.
 */
export async function* eraseHeic(reader: ByteReader): AsyncGenerator<Buffer> {
  let spans: readonly Span[] | undefined
  for (;;) {
    const start = reader.position
    const head = await reader.read(8)
    if (head.length === 0) break
    if (head.length < 8) throw new UnreadablePictureError('a box is cut off')
    const name = head.toString('latin1', 4, 8)
    const long = head.readUInt32BE(0) === 1 ? await reader.need(8) : undefined
    const size = long ? Number(long.readBigUInt64BE(0)) : head.readUInt32BE(0)
    const headLength = long ? 16 : 8
    if (size !== 0 && size < headLength) throw new UnreadablePictureError('a box is shorter than its head')
    const left = size === 0 ? Number.MAX_SAFE_INTEGER : size - headLength
    if (name === 'meta') {
      if (spans || left > longestMeta) throw new UnreadablePictureError('the description is too long or twice')
      const whole = Buffer.concat([head, ...(long ? [long] : []), await reader.need(left)])
      const found = findMetadata(boxesOf(whole, headLength + 4, whole.length), whole)
      for (const { from, to } of found.inMeta) whole.fill(0, from, to)
      spans = found.inFile
      if (spans.some(({ from }) => from < reader.position))
        throw new UnreadablePictureError('an item lies before its description')
      yield whole
    } else if (passed.has(name)) {
      if (name === 'mdat' && !spans) throw new UnreadablePictureError('the picture comes before its description')
      yield Buffer.concat([head, ...(long ? [long] : [])])
      yield* blanked(reader, left, spans ?? [])
    } else {
      // Films, private boxes and the like: nothing a still picture needs.
      head.write('free', 4, 'latin1')
      yield Buffer.concat([head, ...(long ? [long] : [])])
      yield* blanked(reader, left, [{ from: start, to: Number.MAX_SAFE_INTEGER }])
    }
  }
  if (!spans) throw new UnreadablePictureError('no description of the picture')
}

async function* blanked(reader: ByteReader, length: number, spans: readonly Span[]): AsyncGenerator<Buffer> {
  let start = reader.position
  for await (const bytes of reader.pass(length)) {
    const copy = Buffer.from(bytes)
    for (const { from, to } of spans)
      if (from < start + copy.length && to > start)
        copy.fill(0, Math.max(0, from - start), Math.min(copy.length, to - start))
    start += copy.length
    yield copy
  }
}
