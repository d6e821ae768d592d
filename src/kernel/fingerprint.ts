import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Changes when any file of the folders does: reading and checking all content takes more than a second of each start. */
export function fingerprintOf(folders: readonly string[]): string {
  const hash = createHash('sha256')
  for (const folder of folders)
    for (const file of readdirSync(folder).sort())
      hash
        .update(file)
        .update('\0')
        .update(readFileSync(join(folder, file)))
  return hash.digest('hex')
}
