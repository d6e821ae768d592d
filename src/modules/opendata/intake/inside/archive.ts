import { openSync } from 'node:fs'
import { promisify } from 'node:util'
import { type Entry, fromFd, type ZipFile } from 'yauzl'
import type { IntakeLimits } from './order.ts'
import { IntakeError } from './raw-table.ts'

const encryptedBit = 1

/**
 * The parts of a ZIP archive, unpacked as they are read. What really comes out of all of them together counts, whatever the archive says: too many parts
 * or too much of it throws `IntakeError`.
 */
export class Archive {
  readonly #zip: ZipFile
  readonly #entries: ReadonlyMap<string, Entry>
  readonly #most: number
  /** The most that was read of each part, for parts are read several times. */
  readonly #read = new Map<string, number>()
  #unpacked = 0

  private constructor(zip: ZipFile, entries: ReadonlyMap<string, Entry>, most: number) {
    this.#zip = zip
    this.#entries = entries
    this.#most = most
  }

  static async open(path: string, limits: IntakeLimits): Promise<Archive> {
    const zip = await new Promise<ZipFile>((resolve, reject) =>
      fromFd(openSync(path, 'r'), { lazyEntries: true, autoClose: false }, (error, opened) =>
        error || !opened ? reject(error ?? new Error('no archive')) : resolve(opened),
      ),
    )
    if (zip.entryCount > limits.entries) throw new IntakeError('bomb')
    const entries = new Map<string, Entry>()
    await new Promise<void>((resolve, reject) => {
      zip.on('entry', (entry: Entry) => {
        entries.set(entry.fileName, entry)
        zip.readEntry()
      })
      zip.on('end', resolve)
      zip.on('error', reject)
      zip.readEntry()
    })
    // A short text of one letter packs better than any ratio; a megabyte of it harms nobody.
    const byRatio = Math.max(1_000_000, zip.fileSize * limits.ratio)
    return new Archive(zip, entries, Math.min(limits.unpacked, byRatio))
  }

  has(name: string): boolean {
    return this.#entries.has(name)
  }

  /** The bytes of a part; nothing where there is none. */
  async *bytes(name: string): AsyncGenerator<Buffer> {
    const entry = this.#entries.get(name)
    if (!entry) return
    if (entry.generalPurposeBitFlag & encryptedBit) throw new IntakeError('encrypted')
    const open = promisify(this.#zip.openReadStream.bind(this.#zip))
    const stream: AsyncIterable<Buffer> = await open(entry)
    let length = 0
    for await (const piece of stream) {
      length += piece.length
      const known = this.#read.get(name) ?? 0
      if (length > known) {
        this.#unpacked += length - known
        this.#read.set(name, length)
      }
      if (this.#unpacked > this.#most) throw new IntakeError('bomb')
      yield piece
    }
  }
}
