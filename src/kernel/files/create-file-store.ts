import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { v7 } from 'uuid'
import type { Settings } from '../config/settings.ts'
import type { FileStore } from './file-store.ts'
import { createFolderStore } from './folder-store.ts'
import { createS3Store } from './s3-store.ts'

/** The store that the settings name: an S3 bucket, or a folder beside the data. */
export function createFileStore(settings: Pick<Settings, 's3' | 'dataFolder'>): FileStore {
  return settings.s3 ? createS3Store(settings.s3) : createFolderStore(join(settings.dataFolder, 'files'))
}

/** Whether the store takes and gives up a file, for `/readyz`: one that is silent for five seconds does not. */
export async function isWritable(store: FileStore): Promise<boolean> {
  const name = v7()
  const tried = store.put(name, Buffer.from('ready')).then(() => store.delete(name))
  const answer = tried.then(
    () => true,
    () => false,
  )
  const waiting = new AbortController()
  const late = delay(longestTry, false, { signal: waiting.signal, ref: false }).catch(() => false)
  try {
    return await Promise.race([answer, late])
  } finally {
    waiting.abort()
  }
}

const longestTry = 5_000
