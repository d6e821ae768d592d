import { crc32 } from 'node:zlib'
import { type ByteReader, UnreadablePictureError } from './byte-reader.ts'
import { readOrientation, writeOrientation } from './orientation.ts'

/** What a PNG needs to look as it should; texts, times, Exif and private chunks are left out. */
const needed = new Set(
  'IHDR PLTE IDAT IEND tRNS gAMA cHRM sRGB iCCP cICP mDCV cLLI sBIT bKGD pHYs hIST sPLT acTL fcTL fdAT'.split(' '),
)
const [signLength, longest, longestExif] = [8, 0x7fffffff, 1_000_000]

/** Leaves out what was written beside the picture, and whatever follows it. */
export async function* erasePng(reader: ByteReader): AsyncGenerator<Buffer> {
  yield await reader.need(signLength)
  for (;;) {
    const head = await reader.read(8)
    if (head.length === 0) return
    if (head.length < 8) throw new UnreadablePictureError('a chunk is cut off')
    const [length, name] = [head.readUInt32BE(0), head.toString('latin1', 4, 8)]
    if (length > longest) throw new UnreadablePictureError('a chunk is too long')
    if (needed.has(name)) {
      yield head
      yield* reader.pass(length + 4)
      if (name === 'IEND') return reader.drain()
    } else if (name === 'eXIf' && length < longestExif) {
      const orientation = readOrientation(await reader.need(length))
      await reader.need(4)
      if (orientation) yield chunk(name, writeOrientation(orientation))
    } else {
      for await (const _left of reader.pass(length + 4));
    }
  }
}

function chunk(name: string, content: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), content])
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)]
  length.writeUInt32BE(content.length)
  sum.writeUInt32BE(crc32(body))
  return Buffer.concat([length, body, sum])
}
