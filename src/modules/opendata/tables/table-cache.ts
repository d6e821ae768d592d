import { createHash, randomUUID } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { mkdir, open, readdir, rename, rm, stat, utimes } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { NotFoundError } from '#kernel/http/errors.ts'

/** A file that is not what its checksum says: a fault of the store. */
export class TornTableError extends Error {
  override name = 'TornTableError'
}

const touchAfterMs = 60_000
/** Nothing that is still worked on is as old. */
const leftAfterMs = 24 * 3_600_000

/**
 * Files of versions near the processor, wherever the store is: named by the checksum of the version's content, so that they never change. What was not
 * used for longest goes when there are more than `mostBytes`. Several processes may use one folder: a file appears whole or not at all.
 */
export class TableCache {
  /** Where the files are. */
  readonly folder: string
  readonly #mostBytes: number
  readonly #coming = new Map<string, Promise<string>>()

  constructor(folder: string, mostBytes: number) {
    this.folder = folder
    this.#mostBytes = mostBytes
  }

  /** The path of a file, which `make` writes where it is not there yet; who asks meanwhile waits for the same. */
  async get(name: string, make: (temporary: string) => Promise<void>): Promise<string> {
    const path = join(this.folder, name)
    if (await this.#isThere(path)) return path
    const coming = this.#coming.get(name) ?? this.#make(path, make).finally(() => this.#coming.delete(name))
    this.#coming.set(name, coming)
    return coming
  }

  /** The path of a file that is there; undefined where it is not. */
  async find(name: string): Promise<string | undefined> {
    const path = join(this.folder, name)
    return (await this.#isThere(path)) ? path : undefined
  }

  /** Passes a content on and keeps what passed, once all of it did. Where it cannot be kept it is passed on all the same. */
  async *keeping(name: string, content: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    await mkdir(this.folder, { recursive: true, mode: 0o700 })
    const path = join(this.folder, name)
    const temporary = `${path}.${randomUUID()}.part`
    const copy = await open(temporary, 'wx', 0o600).catch(() => undefined)
    let isKept = copy !== undefined
    try {
      for await (const chunk of content) {
        if (isKept)
          isKept =
            (await copy?.writeFile(chunk).then(
              () => true,
              () => false,
            )) ?? false
        yield chunk
      }
      if (!isKept) return
      await copy?.close()
      await rename(temporary, path)
      await this.#trim(path)
    } finally {
      await copy?.close().catch(() => {})
      await rm(temporary, { force: true })
    }
  }

  /** A folder of its own for work on the same disk; whoever makes it removes it. */
  async workFolder(): Promise<string> {
    const folder = join(this.folder, `work-${randomUUID()}`)
    await mkdir(folder, { recursive: true, mode: 0o700 })
    return folder
  }

  /** Takes away folders and half files that a process which ended left behind more than a day ago. */
  async sweep(): Promise<void> {
    for (const name of await readdir(this.folder).catch(() => [])) {
      const path = join(this.folder, name)
      const isLeft = name.startsWith('work-') || name.endsWith('.part')
      if (isLeft && Date.now() - (await stat(path)).mtimeMs > leftAfterMs)
        await rm(path, { recursive: true, force: true })
    }
  }

  async #make(path: string, make: (temporary: string) => Promise<void>): Promise<string> {
    await mkdir(this.folder, { recursive: true, mode: 0o700 })
    const temporary = `${path}.${randomUUID()}.part`
    try {
      await make(temporary)
      await rename(temporary, path)
    } finally {
      await rm(temporary, { force: true })
    }
    await this.#trim(path)
    return path
  }

  async #isThere(path: string): Promise<boolean> {
    try {
      const { mtimeMs } = await stat(path)
      const now = Date.now()
      if (now - mtimeMs > touchAfterMs) await utimes(path, now / 1_000, now / 1_000)
      return true
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return false
      throw error
    }
  }

  async #trim(kept: string): Promise<void> {
    const names = (await readdir(this.folder)).filter((name) => !name.endsWith('.part') && !name.startsWith('work-'))
    const files = await Promise.all(
      names.map(async (name) => {
        const path = join(this.folder, name)
        const found = await stat(path).catch(() => undefined)
        return { path, bytes: found?.size ?? 0, usedAt: found?.mtimeMs ?? 0 }
      }),
    )
    let total = files.reduce((sum, { bytes }) => sum + bytes, 0)
    for (const { path, bytes } of files.toSorted((a, b) => a.usedAt - b.usedAt)) {
      if (total <= this.#mostBytes) return
      if (path === kept) continue
      await rm(path, { force: true })
      total -= bytes
    }
  }
}

/** Writes a content to a path and compares it with its checksum. Throws `TornTableError`. */
export async function writeChecked(content: Readable, path: string, sha256: string): Promise<void> {
  const hash = createHash('sha256')
  await pipeline(
    content,
    async function* (chunks: AsyncIterable<Uint8Array>) {
      for await (const chunk of chunks) {
        hash.update(chunk)
        yield chunk
      }
    },
    createWriteStream(path, { mode: 0o600 }),
  )
  if (hash.digest('hex') !== sha256) throw new TornTableError(`a stored table is not what its checksum ${sha256} says`)
}

/** What is not in the store though a version speaks for it: a fault, and not the sender's. */
export function asTorn(error: unknown, sha256: string): unknown {
  return error instanceof NotFoundError
    ? new TornTableError(`table ${sha256} is not in the store`, { cause: error })
    : error
}
