import { type ByteReader, UnreadablePictureError } from './byte-reader.ts'
import { readOrientation, writeOrientation } from './orientation.ts'

const [startOfImage, endOfImage, startOfScan, comment] = [0xd8, 0xd9, 0xda, 0xfe]
const exifSign = 'Exif\0\0'

/**
 * Leaves out what a camera wrote beside the picture: Exif with place and serial numbers, XMP, comments, and whatever follows the picture (the
 * film of a moving photo carries its place as well). The picture itself is not touched; colours and orientation stay.
 */
export async function* eraseJpeg(reader: ByteReader): AsyncGenerator<Buffer> {
  const start = await reader.need(2)
  if (start.readUInt8(1) !== startOfImage) throw new UnreadablePictureError('no JPEG')
  yield start
  for (;;) {
    const marker = await readMarker(reader)
    if (marker === undefined) return
    if (isAlone(marker)) {
      yield Buffer.from([0xff, marker])
      if (marker !== endOfImage) continue
      return reader.drain()
    }
    const length = await reader.need(2)
    const size = length.readUInt16BE(0)
    if (size < 2) throw new UnreadablePictureError('a segment without a length')
    const content = await reader.need(size - 2)
    const kept = keep(marker, content)
    if (kept) yield segment(marker, kept)
    if (marker === startOfScan) yield* reader.passUntil(findMarker)
  }
}

/** Undefined at the end of the file. */
async function readMarker(reader: ByteReader): Promise<number | undefined> {
  const [first] = await reader.read(1)
  if (first === undefined) return undefined
  if (first !== 0xff) throw new UnreadablePictureError('a segment does not begin where it should')
  for (;;) {
    const [marker] = await reader.read(1)
    if (marker !== 0xff) return marker
  }
}

function isAlone(marker: number): boolean {
  return marker === 1 || (marker >= 0xd0 && marker <= endOfImage)
}

/** What of a segment stays: all of it, less, or nothing. */
function keep(marker: number, content: Buffer): Buffer | undefined {
  const begins = (sign: string) => content.toString('latin1', 0, sign.length) === sign
  if (marker === comment) return undefined
  if (marker < 0xe0 || marker > 0xef) return content
  if (marker === 0xe1 && begins(exifSign)) {
    const orientation = readOrientation(content.subarray(exifSign.length))
    return orientation === undefined
      ? undefined
      : Buffer.concat([Buffer.from(exifSign, 'latin1'), writeOrientation(orientation)])
  }
  const isNeeded =
    (marker === 0xe0 && begins('JFIF\0')) ||
    (marker === 0xe2 && begins('ICC_PROFILE\0')) ||
    (marker === 0xee && begins('Adobe'))
  return isNeeded ? content : undefined
}

function segment(marker: number, content: Buffer): Buffer {
  const head = Buffer.from([0xff, marker, 0, 0])
  head.writeUInt16BE(content.length + 2, 2)
  return Buffer.concat([head, content])
}

/** Where the packed picture ends: at a marker that is no restart and no escaped byte. */
function findMarker(bytes: Buffer): { pass: number; isFound: boolean } {
  let at = bytes.indexOf(0xff)
  while (at >= 0 && at + 1 < bytes.length) {
    const next = bytes.readUInt8(at + 1)
    const isData = next === 0 || next === 0xff || (next >= 0xd0 && next <= 0xd7)
    if (!isData) return { pass: at, isFound: true }
    at = bytes.indexOf(0xff, next === 0xff ? at + 1 : at + 2)
  }
  return { pass: at < 0 ? bytes.length : at, isFound: false }
}
