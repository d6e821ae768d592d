/** Width and height of pictures, read from their headers before anything decodes them. */
export type ImageSize = { width: number; height: number }

/** From the 24 bytes that every PNG begins with. */
export function pngSize(head: Buffer): ImageSize | undefined {
  if (head.length < 24 || ascii(head, 12, 16) !== 'IHDR') return undefined
  return { width: head.readUInt32BE(16), height: head.readUInt32BE(20) }
}

/** From the first chunk of a WebP: lossy, lossless or extended. */
export function webpSize(head: Buffer): ImageSize | undefined {
  if (head.length < 30) return undefined
  switch (ascii(head, 12, 16)) {
    case 'VP8X':
      return { width: head.readUIntLE(24, 3) + 1, height: head.readUIntLE(27, 3) + 1 }
    case 'VP8L': {
      const bits = head.readUInt32LE(21)
      return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 }
    }
    case 'VP8 ':
      return { width: head.readUInt16LE(26) & 0x3fff, height: head.readUInt16LE(28) & 0x3fff }
    default:
      return undefined
  }
}

/** The largest of the pictures that a HEIC file describes (tiles, thumbnails and the whole). */
export function heicSize(head: Buffer): ImageSize | undefined {
  let largest: ImageSize | undefined
  for (let at = head.indexOf('ispe'); at >= 0 && at + 16 <= head.length; at = head.indexOf('ispe', at + 4)) {
    const size = { width: head.readUInt32BE(at + 8), height: head.readUInt32BE(at + 12) }
    if (!largest || pixels(size) > pixels(largest)) largest = size
  }
  return largest
}

export function pixels({ width, height }: ImageSize): number {
  return width * height
}

function ascii(bytes: Buffer, from: number, to: number): string {
  return bytes.toString('latin1', from, to)
}

const frameHeaderLength = 9
const [fill, frameFirst, frameLast, startOfScan, endOfImage] = [0xff, 0xc0, 0xcf, 0xda, 0xd9]
const noFrames: readonly number[] = [0xc4, 0xc8, 0xcc]

/**
 * Finds the frame header of a JPEG while the file streams by: cameras put megabytes of their own before it, so the beginning of the file is
 * not enough. Segments are skipped by their length, so that the size of an embedded preview is not taken for the picture's.
 */
export class JpegSizeFinder {
  size: ImageSize | undefined
  #skip = 2
  #header = Buffer.alloc(0)
  #isOver = false

  push(chunk: Buffer): void {
    let rest = chunk
    while (!this.#isOver && rest.length > 0) {
      if (this.#skip > 0) {
        const skipped = Math.min(this.#skip, rest.length)
        this.#skip -= skipped
        rest = rest.subarray(skipped)
        continue
      }
      const wanted = frameHeaderLength - this.#header.length
      this.#header = Buffer.concat([this.#header, rest.subarray(0, wanted)])
      rest = rest.subarray(wanted)
      if (this.#header.length < frameHeaderLength) return
      rest = Buffer.concat([this.#readHeader(this.#header), rest])
      this.#header = Buffer.alloc(0)
    }
  }

  /** Looks at one segment; gives back what was read beyond its end. */
  #readHeader(header: Buffer): Buffer {
    const marker = header.readUInt8(1)
    if (header.readUInt8(0) !== fill) return this.#end()
    if (marker === fill) return header.subarray(1)
    if (marker === startOfScan || marker === endOfImage) return this.#end()
    if (marker >= frameFirst && marker <= frameLast && !noFrames.includes(marker)) {
      this.size = { width: header.readUInt16BE(7), height: header.readUInt16BE(5) }
      return this.#end()
    }
    const length = header.readUInt16BE(2) + 2
    this.#skip = Math.max(0, length - frameHeaderLength)
    return header.subarray(Math.min(length, frameHeaderLength))
  }

  #end(): Buffer {
    this.#isOver = true
    return Buffer.alloc(0)
  }
}
