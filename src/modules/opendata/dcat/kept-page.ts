import { createHash } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
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

/** As it is, or packed with gzip for whoever takes that: a catalogue packed is a twentieth. */
export type Coding = 'identity' | 'gzip'

export type KeptPage = {
  /** The page as bytes: a kept one as it lies, another written, and kept where it can be. */
  read(coding: Coding): Promise<Uint8Array>
  /** Writes and keeps it in both codings where it is not kept yet. Rejects where it cannot be kept. */
  keep(): Promise<void>
}

const pack = promisify(gzip)

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
  const names: Readonly<Record<Coding, string>> = { identity: name, gzip: `${name}.gz` }
  const keep = async (coding: Coding, bytes: () => Promise<Uint8Array>) => {
    await cache.get(names[coding], async (temporary) => writeFile(temporary, await bytes(), { mode: 0o600 }))
  }
  const find = async (coding: Coding) => {
    const kept = await cache.find(names[coding]).catch(() => undefined)
    return kept === undefined ? undefined : await readFile(kept).catch(() => undefined)
  }
  const plain = async () => (await find('identity')) ?? Buffer.from(await write())
  const make: Readonly<Record<Coding, () => Promise<Uint8Array>>> = {
    identity: plain,
    gzip: async () => pack(await plain()),
  }
  return {
    read: async (coding) => {
      const known = await find(coding)
      if (known !== undefined) return known
      const bytes = await make[coding]()
      // Whoever asks gets it all the same; the job that keeps pages ahead fails, and is seen to.
      keep(coding, async () => bytes).catch(() => {})
      return bytes
    },
    keep: async () => {
      await keep('identity', make.identity)
      await keep('gzip', make.gzip)
    },
  }
}
