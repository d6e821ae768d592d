import { mkdir, open, readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { Type } from 'typebox'
import { Value } from 'typebox/value'
import { type AuthorityId, slug } from '../ids.ts'

/**
 * Something that was erased for good, such as a case, or (`kind` set) an access that was taken away, such as a key: only which one, never
 * what it was about.
 */
export type Erasure = {
  readonly module: string
  readonly kind?: string
  readonly authorityId: AuthorityId
  readonly subjectId: string
}

const lineForm = Type.Object({
  module: Type.String(),
  kind: Type.Optional(Type.String()),
  authorityId: Type.String(),
  subjectId: Type.String(),
  at: Type.String(),
})

/** Where what was erased is written down, apart from the database: an older archive that comes back does not know of it. */
export function erasureFolder(dataFolder: string): string {
  return join(dataFolder, 'erased')
}

/** Adds a line to the ledger of the month, flushed to the disk. A copy of the folder belongs beside each archive. */
export async function noteErasure(dataFolder: string, erasure: Erasure, at: Date): Promise<void> {
  const folder = erasureFolder(dataFolder)
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const handle = await open(join(folder, `${at.toISOString().slice(0, 7)}.jsonl`), 'a', 0o600)
  try {
    await handle.writeFile(`${JSON.stringify({ ...erasure, at: at.toISOString() })}\n`)
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** What a ledger says was erased: a folder of them, or one file. A last line that a power cut tore is left out. */
export async function readErasures(path: string): Promise<Erasure[]> {
  const about = await stat(path).catch(() => undefined)
  if (!about) return []
  const names = about.isDirectory() ? (await readdir(path)).filter((name) => name.endsWith('.jsonl')).sort() : undefined
  const files = names ? names.map((name) => join(path, name)) : [path]
  const texts = await Promise.all(files.map((file) => readFile(file, 'utf8')))
  return texts.flatMap((text) => text.split('\n').flatMap(readLine))
}

function readLine(line: string): Erasure[] {
  try {
    const { module, kind, authorityId, subjectId } = Value.Parse(lineForm, JSON.parse(line))
    return [{ module, ...(kind !== undefined && { kind }), authorityId: slug<'authority'>(authorityId), subjectId }]
  } catch {
    return []
  }
}
