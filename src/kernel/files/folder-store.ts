import { createWriteStream } from 'node:fs'
import { mkdir, open, readdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { NotFoundError } from '../http/errors.ts'
import { type FileStore, refuseForeignName, StoreAwayError } from './file-store.ts'

/**
 * Files in a folder, spread over subfolders by the end of their names. A file is written under a temporary name, flushed to disk and
 * renamed, then its folder is flushed: after a power cut it is there whole or not at all.
 */
export function createFolderStore(folder: string): FileStore {
  const shardOf = (name: string) => join(folder, name.slice(-2))
  const pathOf = (name: string) => {
    refuseForeignName(name)
    return join(shardOf(name), name)
  }

  return {
    async put(name, content) {
      const path = pathOf(name)
      const temporary = temporaryOf(path)
      try {
        await makeFolder(folder, shardOf(name))
        await pipeline(asStream(content), createWriteStream(temporary, { flags: 'w', mode: 0o600, flush: true }))
        await rename(temporary, path)
        await flushFolder(shardOf(name))
      } catch (error) {
        await rm(temporary, { force: true }).catch(() => {})
        throw asAway(error)
      }
    },

    async get(name) {
      try {
        const handle = await open(pathOf(name))
        return handle.createReadStream()
      } catch (error) {
        if (hasCode(error, 'ENOENT')) throw new NotFoundError('no such file in the store', { cause: error })
        throw asAway(error)
      }
    },

    async delete(name) {
      const path = pathOf(name)
      try {
        await rm(path, { force: true })
        // What a process left that ended while it wrote.
        await rm(temporaryOf(path), { force: true })
      } catch (error) {
        throw asAway(error)
      }
    },

    async *list(prefix) {
      for (const shard of await foldersIn(folder)) {
        for (const name of await readdir(join(folder, shard)))
          if (name.startsWith(prefix) && !name.endsWith('.part')) yield name
      }
    },
  }
}

function temporaryOf(path: string): string {
  return `${path}.part`
}

async function makeFolder(folder: string, shard: string): Promise<void> {
  const made = await mkdir(shard, { recursive: true, mode: 0o700 })
  if (made !== undefined) await flushFolder(folder)
}

async function flushFolder(folder: string): Promise<void> {
  const handle = await open(folder)
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

async function foldersIn(folder: string): Promise<string[]> {
  try {
    const entries = await readdir(folder, { withFileTypes: true })
    return entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name)
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return []
    throw asAway(error)
  }
}

function asStream(content: Uint8Array | Readable): Readable {
  return content instanceof Readable ? content : Readable.from([content])
}

const awayCodes = [
  'ENOSPC',
  'EDQUOT',
  'EROFS',
  'EACCES',
  'EPERM',
  'EIO',
  'ENOTDIR',
  'ESTALE',
  'EMFILE',
  'ENFILE',
  'EBUSY',
  'ENOENT',
  'EEXIST',
]

/** Faults of the disk are the store being away; faults of the content stay what they are. */
function asAway(error: unknown): unknown {
  const isDisk = error instanceof Error && 'syscall' in error && awayCodes.some((code) => hasCode(error, code))
  return isDisk ? new StoreAwayError('the folder of files cannot be used', { cause: error }) : error
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code
}
