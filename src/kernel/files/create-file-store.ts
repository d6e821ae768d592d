import { join } from 'node:path'
import { v7 } from 'uuid'
import type { Settings } from '../config/settings.ts'
import type { FileStore } from './file-store.ts'
import { createFolderStore } from './folder-store.ts'
import { createS3Store } from './s3-store.ts'

/** The store that the settings name: an S3 bucket, or a folder beside the data. */
export function createFileStore(settings: Pick<Settings, 's3' | 'dataFolder'>): FileStore {
  return settings.s3 ? createS3Store(settings.s3) : createFolderStore(join(settings.dataFolder, 'files'))
}

/** Whether the store takes and gives up a file, for `/readyz`. */
export async function isWritable(store: FileStore): Promise<boolean> {
  const name = v7()
  try {
    await store.put(name, Buffer.from('ready'))
    await store.delete(name)
    return true
  } catch {
    return false
  }
}
