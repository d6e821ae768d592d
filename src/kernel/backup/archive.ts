import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { open, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { finished, pipeline } from 'node:stream/promises'
import { createGunzip, createGzip } from 'node:zlib'
import { extract, pack } from 'tar-stream'
import { Type } from 'typebox'
import { Value } from 'typebox/value'

/** Something about an archive that whoever holds it can understand and mend, in a sentence. */
export class ArchiveError extends Error {
  override name = 'ArchiveError'
}

export const archiveVersion = 1

const aboutForm = Type.Object({
  version: Type.Literal(archiveVersion),
  madeAt: Type.String(),
  /** Migrations of the database, in their order. */
  migrations: Type.Array(Type.Object({ name: Type.String(), checksum: Type.String() })),
  /** Which master key wraps the keys of cases (a fingerprint, never the key); several while keys are being changed. */
  masterKeyIds: Type.Array(Type.String()),
  tables: Type.Array(Type.Object({ name: Type.String(), columns: Type.Array(Type.String()) })),
  sequences: Type.Array(Type.Object({ name: Type.String(), value: Type.String(), isCalled: Type.Boolean() })),
})

/** The first entry of an archive: what it holds. */
export type About = ReturnType<typeof readAbout>

const sumsForm = Type.Object({
  /** SHA-256 of each entry before this one, in hexadecimal, by its name. */
  entries: Type.Record(Type.String(), Type.String()),
  /** Rows of each table. */
  rows: Type.Record(Type.String(), Type.Integer()),
  files: Type.Integer(),
  /** Names of files that a row speaks for and that the store no longer had. */
  missingFiles: Type.Array(Type.String()),
})

/** The last entry of an archive: by it one knows that all is there and nothing was changed. */
export type Sums = ReturnType<typeof readSums>

export function readAbout(content: Buffer) {
  return parse(content, (value) => Value.Parse(aboutForm, value))
}

export function readSums(content: Buffer) {
  return parse(content, (value) => Value.Parse(sumsForm, value))
}

function parse<Shape>(content: Buffer, check: (value: unknown) => Shape): Shape {
  try {
    return check(JSON.parse(content.toString('utf8')))
  } catch (error) {
    throw new ArchiveError('This is no archive of Wegweiser, or one that this release cannot read.', { cause: error })
  }
}

export const aboutEntry = 'about.json'
export const sumsEntry = 'sums.json'

/** Writes an archive entry by entry (tar, gzip). It has its name only once it is whole and on the disk. */
export class ArchiveWriter {
  readonly #pack = pack()
  readonly #part: string
  readonly #written: Promise<void>
  readonly #sums: Record<string, string> = {}

  constructor(file: string) {
    this.#part = `${file}.part`
    this.#written = pipeline(
      this.#pack,
      createGzip({ level: 3 }),
      createWriteStream(this.#part, { mode: 0o600, flush: true }),
    )
    // Looked at in `finish`; until then a full disk must not end the process.
    this.#written.catch(() => {})
  }

  async add(name: string, content: Buffer): Promise<void> {
    this.#sums[name] = sha256(content)
    await this.#entry(name, content.length, content)
  }

  /** Adds the sums, and gives the file its name. */
  async finish(file: string, sums: Omit<Sums, 'entries'>): Promise<void> {
    const content = Buffer.from(JSON.stringify({ entries: this.#sums, ...sums }))
    await this.#entry(sumsEntry, content.length, content)
    this.#pack.finalize()
    await this.#written
    await rename(this.#part, file)
    const folder = await open(dirname(file))
    await folder.sync().finally(() => folder.close())
  }

  async abandon(): Promise<void> {
    this.#pack.destroy()
    await this.#written.catch(() => {})
    await rm(this.#part, { force: true })
  }

  async #entry(name: string, size: number, content: Buffer): Promise<void> {
    const entry = this.#pack.entry(header(name, size))
    entry.end(content)
    await Promise.race([finished(entry), this.#written])
  }
}

function header(name: string, size: number): { name: string; size: number; mode: number } {
  return { name, size, mode: 0o600 }
}

export type ArchiveEntry = { readonly name: string; readonly content: AsyncIterable<Uint8Array> }

/** Reads an archive from its beginning, one entry after the other; each must be read before the next one comes. */
export async function* readArchive(file: string): AsyncGenerator<ArchiveEntry> {
  const entries = extract()
  const reading = pipeline(createReadStream(file), createGunzip(), entries)
  reading.catch(() => {})
  try {
    for await (const entry of entries) {
      yield { name: entry.header.name, content: bytesOf(entry, file) }
      entry.resume()
    }
    await reading
  } catch (error) {
    throw torn(file, error)
  }
}

function torn(file: string, cause: unknown): ArchiveError {
  return new ArchiveError(`${file} is not whole: it breaks off or was changed. Take another archive.`, { cause })
}

async function* bytesOf(source: AsyncIterable<unknown>, file: string): AsyncGenerator<Buffer> {
  try {
    for await (const chunk of source) if (chunk instanceof Uint8Array) yield Buffer.from(chunk)
  } catch (error) {
    throw torn(file, error)
  }
}

/** Reads all of an archive and compares it with its own sums. Throws `ArchiveError` where something is missing or was changed. */
export async function checkArchive(file: string): Promise<{ about: About; sums: Sums }> {
  let about: About | undefined
  let sums: Sums | undefined
  const found: Record<string, string> = {}
  for await (const { name, content } of readArchive(file)) {
    if (name === aboutEntry || name === sumsEntry) {
      const whole = await readWhole(content)
      if (name === aboutEntry) about = readAbout(whole)
      else sums = readSums(whole)
      found[name] = sha256(whole)
    } else {
      const hash = createHash('sha256')
      for await (const chunk of content) hash.update(chunk)
      found[name] = hash.digest('hex')
    }
  }
  if (!about || !sums) throw new ArchiveError(`${file} is no archive of Wegweiser, or breaks off before its end.`)
  for (const [name, sum] of Object.entries(sums.entries))
    if (found[name] !== sum) throw new ArchiveError(`${file}: «${name}» is missing or was changed.`)
  const unknown = Object.keys(found).find((name) => name !== sumsEntry && sums.entries[name] === undefined)
  if (unknown !== undefined) throw new ArchiveError(`${file}: «${unknown}» was added to it.`)
  return { about, sums }
}

async function readWhole(content: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of content) chunks.push(Buffer.from(chunk))
  return Buffer.concat(chunks)
}

function sha256(content: Buffer): string {
  return createHash('sha256').update(content).digest('hex')
}
