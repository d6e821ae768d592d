import { type ByteReader, UnreadablePictureError } from './byte-reader.ts'
import { readOrientation, writeOrientation } from './orientation.ts'

const needed = new Set(['VP8X', 'VP8 ', 'VP8L', 'ALPH', 'ANIM', 'ANMF', 'ICCP'])
const longestHead = 65_536

/** Overwrites what was written beside the picture, so that the sizes before it stay true; what follows the picture is left out. */
export async function* eraseWebp(reader: ByteReader): AsyncGenerator<Buffer> {
  const head = await reader.need(12)
  if (head.toString('latin1', 0, 4) !== 'RIFF') throw new UnreadablePictureError('no WebP')
  const end = head.readUInt32LE(4) + 8
  yield head
  while (reader.position < end) {
    const start = await reader.read(8)
    if (start.length < 8) return
    const [name, length] = [start.toString('latin1', 0, 4), start.readUInt32LE(4)]
    const padded = length + (length % 2)
    yield start
    if (needed.has(name)) yield* reader.pass(padded)
    else yield* blank(reader, name, padded)
  }
  await reader.drain()
}

async function* blank(reader: ByteReader, name: string, length: number): AsyncGenerator<Buffer> {
  const head = await reader.need(Math.min(length, longestHead))
  const orientation =
    name === 'EXIF' ? readOrientation(head.toString('latin1', 0, 4) === 'Exif' ? head.subarray(6) : head) : undefined
  const blanked = Buffer.alloc(head.length)
  if (orientation) writeOrientation(orientation).copy(blanked)
  yield blanked
  for await (const bytes of reader.pass(length - head.length)) yield Buffer.alloc(bytes.length)
}
