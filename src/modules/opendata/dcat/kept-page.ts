import { createHash } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fingerprintOf } from '#kernel/fingerprint.ts'
import type { Kernel } from '#kernel/kernel.ts'
import { tablesOf } from '../tables/tables.ts'

let code: string | undefined
/** Of what writes and of the words it writes with: another version of the program writes anew. */
const codeOf = () => {
  code ??= fingerprintOf([import.meta.dirname, join(import.meta.dirname, '../catalogue')])
  return code
}

/**
 * A text that takes long to write, kept as a file beside those of tables until it was not asked for longest: so that a harvester need not wait for it
 * after a start either. It goes out as its bytes lie. `says` is all that decides what is in it. Where it cannot be kept it is written each time.
 */
export async function keptPage(
  kernel: Kernel,
  { says, ending }: { says: unknown; ending: string },
  write: () => Promise<string>,
): Promise<Uint8Array> {
  const { cache } = tablesOf(kernel)
  const authorities = kernel.authorities.entries()
  const all = JSON.stringify([codeOf(), says, authorities, kernel.settings.origin])
  const name = `catalogue-${createHash('sha256').update(all).digest('hex')}.${ending}`
  const kept = await cache.find(name).catch(() => undefined)
  const known = kept === undefined ? undefined : await readFile(kept).catch(() => undefined)
  if (known !== undefined) return known
  const text = Buffer.from(await write())
  cache.get(name, (temporary) => writeFile(temporary, text, { mode: 0o600 })).catch(() => {})
  return text
}
