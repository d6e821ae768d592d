import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Settings } from '../config/settings.ts'

/** Where the demo keeps the master key that it makes. */
export function masterKeyFile({ dataFolder }: Pick<Settings, 'dataFolder'>): string {
  return join(dataFolder, 'master.key')
}

/** The master key: as set, or as the demo made it; undefined where there is none yet. */
export async function readMasterKey(settings: Pick<Settings, 'masterKey' | 'dataFolder'>): Promise<Buffer | undefined> {
  if (settings.masterKey !== undefined) return Buffer.from(settings.masterKey, 'base64url')
  const file = masterKeyFile(settings)
  return existsSync(file) ? Buffer.from((await readFile(file, 'utf8')).trim(), 'base64url') : undefined
}
