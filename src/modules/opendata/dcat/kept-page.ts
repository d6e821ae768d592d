import { createHash } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fingerprintOf } from '#kernel/fingerprint.ts'
import type { Kernel } from '#kernel/kernel.ts'
import { tablesOf } from '../tables/tables.ts'

let code: string | undefined
/** Of what writes and of the words it writes with: another version of the program writes anew. */
const codeOf = () => {
  code ??= fingerprintOf([
    import.meta.dirname,
    ...['../catalogue', '../series'].map((one) => join(import.meta.dirname, one)),
  ])
  return code
}

export type KeptPage = {
  /** The page as bytes: a kept one as it lies, another written, and kept where it can be. */
  read(): Promise<Uint8Array>
  /** Writes and keeps it where it is not kept yet. Rejects where it cannot be kept. */
  keep(): Promise<void>
}

/**
 * A text that takes long to write, kept as a file beside those of tables until it was not asked for longest: so that a harvester need not wait for it
 * after a start either. It goes out as its bytes lie. `says` is all that decides what is in it.
 */
export function keptPage(
  kernel: Kernel,
  { says, ending }: { says: unknown; ending: string },
  write: () => Promise<string>,
): KeptPage {
  const { cache } = tablesOf(kernel)
  const authorities = kernel.authorities.entries()
  const all = JSON.stringify([codeOf(), says, authorities, kernel.settings.origin])
  const name = `catalogue-${createHash('sha256').update(all).digest('hex')}.${ending}`
  const keep = async (text: () => Promise<Uint8Array>) => {
    await cache.get(name, async (temporary) => writeFile(temporary, await text(), { mode: 0o600 }))
  }
  const bytes = async () => Buffer.from(await write())
  return {
    read: async () => {
      const kept = await cache.find(name).catch(() => undefined)
      const known = kept === undefined ? undefined : await readFile(kept).catch(() => undefined)
      if (known !== undefined) return known
      const text = await bytes()
      // Whoever asks gets it all the same; the job that keeps pages ahead fails, and is seen to.
      keep(async () => text).catch(() => {})
      return text
    },
    keep: () => keep(bytes),
  }
}
