import { randomUUID } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { cleanFileName } from '../files/file-name.ts'

/** A file of a form as it came, whatever it is, in a folder that is gone once the answer has left. */
export type LooseFile = {
  readonly field: string
  /** As the person named it; shown escaped, never used as a path. */
  readonly name: string
  readonly path: string
  readonly size: number
  /** It was longer than allowed, and only its beginning is here. */
  readonly isCut: boolean
}

/** Where the files of one request lie until they were read. */
export class LooseFolder {
  readonly #path: string
  #isMade = false

  constructor(dataFolder: string) {
    this.#path = join(dataFolder, 'incoming', randomUUID())
  }

  /** Writes a file as it streams in, `bytes` of it at most. */
  async keep(part: { fieldname: string; filename: string; file: Readable }, bytes: number): Promise<LooseFile> {
    if (!this.#isMade) await mkdir(this.#path, { recursive: true, mode: 0o700 })
    this.#isMade = true
    const path = join(this.#path, randomUUID())
    let size = 0
    let isCut = false
    await pipeline(
      part.file,
      async function* (chunks: AsyncIterable<Uint8Array>) {
        for await (const chunk of chunks) {
          // What is too much is read to its end, so that the rest of the form arrives.
          if (size + chunk.length > bytes) isCut = true
          if (isCut) continue
          size += chunk.length
          yield chunk
        }
      },
      createWriteStream(path, { mode: 0o600 }),
    )
    return { field: part.fieldname, name: cleanFileName(part.filename), path, size, isCut }
  }

  async remove(): Promise<void> {
    if (this.#isMade) await rm(this.#path, { recursive: true, force: true })
  }
}
