import { fileTypeFromBuffer } from 'file-type'
import { extensionOf } from './file-name.ts'
import { claimedType, type FileType } from './file-types.ts'
import { heicSize, type ImageSize, JpegSizeFinder, pixels, pngSize, webpSize } from './image-size.ts'
import type { Refusal } from './upload.ts'
import { endsLikeZip, readZipDirectory, type ZipDirectory } from './zip-directory.ts'

export type Verdict = { ok: true; type: FileType } | { ok: false; reason: Refusal }

const headLength = 65_536
const tailLength = 262_144
const mostPixels = 120_000_000
const zipLimits = { entries: 1_000, unpacked: 100_000_000, ratio: 100 }

/**
 * Looks at a file while it streams by, keeping only its beginning and end: what it is by its content, and whether that agrees with its name
 * and declared type. Nothing is unpacked or decoded.
 */
export class ContentInspector {
  size = 0
  readonly #jpeg = new JpegSizeFinder()
  readonly #text = new TextFinder()
  readonly #tail: Buffer[] = []
  #head = Buffer.alloc(0)
  #tailSize = 0

  push(chunk: Buffer): void {
    this.size += chunk.length
    this.#jpeg.push(chunk)
    this.#text.push(chunk)
    if (this.#head.length < headLength)
      this.#head = Buffer.concat([this.#head, chunk.subarray(0, headLength - this.#head.length)])
    this.#keepTail(chunk)
  }

  #keepTail(chunk: Buffer): void {
    this.#tail.push(chunk)
    this.#tailSize += chunk.length
    for (let [first] = this.#tail; first && this.#tailSize - first.length >= tailLength; [first] = this.#tail) {
      this.#tailSize -= first.length
      this.#tail.shift()
    }
  }

  /** What the file is, once all of it has been pushed. */
  async finish(name: string, declaredType: string): Promise<Verdict> {
    if (this.size === 0) return { ok: false, reason: 'empty' }
    const type = claimedType(extensionOf(name), declaredType)
    if (!type) return { ok: false, reason: 'wrong_type' }
    const reason = await this.#findFault(type)
    return reason ? { ok: false, reason } : { ok: true, type }
  }

  async #findFault(type: FileType): Promise<Refusal | undefined> {
    const [head, tail] = [this.#head, Buffer.concat(this.#tail)]
    switch (type) {
      case 'text/plain':
      case 'text/csv':
        return this.#text.isText() && !looksLikeMarkup(head) ? undefined : 'wrong_type'
      case 'application/vnd.openxmlformats-officedocument.wordprocessingml.document':
      case 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet':
      case 'application/vnd.oasis.opendocument.text':
        return findArchiveFault(type, head, readZipDirectory(tail, this.size))
      case 'application/pdf':
        if ((await typeByContent(head)) !== type) return 'wrong_type'
        return endsLikeZip(tail) ? 'unsafe' : undefined
      case 'image/jpeg':
      case 'image/png':
      case 'image/webp':
      case 'image/heic':
        if ((await typeByContent(head)) !== type) return 'wrong_type'
        return findImageFault(head, tail, this.#sizeOf(type))
    }
  }

  #sizeOf(type: 'image/jpeg' | 'image/png' | 'image/webp' | 'image/heic'): ImageSize | undefined {
    switch (type) {
      case 'image/jpeg':
        return this.#jpeg.size
      case 'image/png':
        return pngSize(this.#head)
      case 'image/webp':
        return webpSize(this.#head)
      case 'image/heic':
        return heicSize(this.#head)
    }
  }
}

const signs = [
  { at: 0, bytes: Buffer.from('%PDF-') },
  { at: 0, bytes: Buffer.of(0xff, 0xd8, 0xff) },
  { at: 0, bytes: Buffer.of(0x89, 0x50, 0x4e, 0x47) },
  { at: 0, bytes: Buffer.from('RIFF') },
  { at: 4, bytes: Buffer.from('ftyp') },
]

/**
 * The type by magic bytes. HEIF with pictures of a camera is HEIC to us. What begins like nothing we take is not looked at any further: readers
 * of films, archives and the like have no business with it.
 */
async function typeByContent(head: Buffer): Promise<string | undefined> {
  if (!signs.some(({ at, bytes }) => head.subarray(at, at + bytes.length).equals(bytes))) return undefined
  const found = await fileTypeFromBuffer(head)
  return found?.mime === 'image/heif' ? 'image/heic' : found?.mime
}

function findImageFault(head: Buffer, tail: Buffer, size: ImageSize | undefined): Refusal | undefined {
  if (!size || pixels(size) === 0) return 'wrong_type'
  const isTwoFiles = endsLikeZip(tail) || holdsPdf(head) || holdsScript(head) || holdsScript(tail)
  if (isTwoFiles) return 'unsafe'
  return pixels(size) > mostPixels ? 'bomb' : undefined
}

/** Readers take a PDF from wherever its mark stands in the first kilobyte. */
function holdsPdf(head: Buffer): boolean {
  return head.subarray(0, 1_100).includes('%PDF-')
}

function holdsScript(bytes: Buffer): boolean {
  return /<script|<\?php|<!doctype|<html|<svg|javascript:/i.test(bytes.toString('latin1'))
}

// Formats of text that a program would run or show rather than read: none of them is plain text to us.
const markup = /^\uFEFF?\s*(?:%PDF-|%!PS|\{\\rtf|<\?xml|<\?php|<!doctype|<html|<svg|<script|#!)/i

function looksLikeMarkup(head: Buffer): boolean {
  return markup.test(head.toString('utf8', 0, 1_100)) || holdsPdf(head)
}

const mainParts = {
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': /^word\/document\d*\.xml$/,
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': /^xl\/workbook\d*\.xml$/,
  'application/vnd.oasis.opendocument.text': /^content\.xml$/,
} as const

function findArchiveFault(
  type: keyof typeof mainParts,
  head: Buffer,
  directory: ZipDirectory | undefined,
): Refusal | undefined {
  if (head.subarray(0, 4).toString('latin1') !== 'PK\u0003\u0004' || !directory) return 'wrong_type'
  if (!directory.names.some((name) => mainParts[type].test(name))) return 'wrong_type'
  if (type === 'application/vnd.oasis.opendocument.text') {
    if (mimetypeEntry(head) !== type) return 'wrong_type'
  } else if (!directory.names.includes('[Content_Types].xml')) return 'wrong_type'
  return findHarm(directory) ?? (holdsPdf(head) ? 'unsafe' : undefined)
}

/** OpenDocument says its type in a first entry, unpacked, so that the beginning of the file is enough to know it. */
function mimetypeEntry(head: Buffer): string | undefined {
  if (head.length < 38 || head.toString('latin1', 30, 38) !== 'mimetype') return undefined
  const start = 38 + head.readUInt16LE(28)
  return head.toString('latin1', start, start + head.readUInt32LE(18))
}

function findHarm({ names, packed, unpacked, isEncrypted, isWhole }: ZipDirectory): Refusal | undefined {
  const isBomb =
    names.length > zipLimits.entries ||
    unpacked > zipLimits.unpacked ||
    unpacked > Math.max(packed, 1) * zipLimits.ratio
  if (isBomb) return 'bomb'
  const isOdd = new Set(names).size !== names.length || names.some(leadsOut)
  const holdsMacros = names.some((name) => /(?:^|\/)vbaProject\.bin$|^Basic\/|^Scripts\//i.test(name))
  if (isEncrypted) return 'encrypted'
  return isOdd || holdsMacros || !isWhole ? 'unsafe' : undefined
}

function leadsOut(name: string): boolean {
  return name.startsWith('/') || name.includes('\\') || name.split('/').includes('..')
}

/** Whether a stream is text in UTF-8 without control signs. */
class TextFinder {
  readonly #decoder = new TextDecoder('utf-8', { fatal: true })
  #isText = true

  push(chunk: Buffer): void {
    if (!this.#isText) return
    this.#isText = !hasControl(chunk) && this.#decodes(chunk, true)
  }

  isText(): boolean {
    return this.#isText && this.#decodes(Buffer.alloc(0), false)
  }

  #decodes(chunk: Buffer, stream: boolean): boolean {
    try {
      this.#decoder.decode(chunk, { stream })
      return true
    } catch {
      return false
    }
  }
}

const [tab, lineFeed, formFeed, carriageReturn, space, del] = [0x09, 0x0a, 0x0c, 0x0d, 0x20, 0x7f]
const layout: readonly number[] = [tab, lineFeed, formFeed, carriageReturn]

function hasControl(chunk: Buffer): boolean {
  for (const byte of chunk) if ((byte < space && !layout.includes(byte)) || byte === del) return true
  return false
}
