import { gunzipSync } from 'node:zlib'
import { ask, take } from './ask.ts'

export type CatalogueLine = {
  readonly format: string
  readonly dataSets: number
  readonly pages: number
  readonly megabytes: number
  /** Megabytes packed with gzip, as harvesters ask for them. */
  readonly packed: number
  /** Milliseconds until the last byte of all pages, one after the other: never asked for before, right after a start packed, right after a start as they are, and once more. */
  readonly first: number
  readonly coldPacked: number
  readonly cold: number
  readonly warm: number
  readonly errors: readonly string[]
}

const marks: Readonly<Record<string, RegExp>> = {
  rdf: /<dcat:Dataset /g,
  ttl: /a dcat:Dataset/g,
  jsonld: /"@type":\["dcat:Dataset"\]/g,
}

/** All pages of the catalogue as a harvester reads them; `start` gives the program started anew, and stops the one before. */
export async function measureCatalogue(
  start: () => Promise<{ readonly origin: string }>,
  format: string,
  pages: number,
): Promise<CatalogueLine> {
  const errors: string[] = []
  const paths = Array.from({ length: pages }, (_, at) => `/opendata/catalog.${format}?page=${at + 1}`)
  const read = async (origin: string, coding: 'identity' | 'gzip' = 'identity') => {
    const headers = { 'accept-encoding': coding }
    const began = performance.now()
    let total = 0
    for (const path of paths) {
      const { status, bytes } = await take(origin, path, headers)
      if (status !== 200) errors.push(`${status} ${path}`)
      total += bytes
    }
    const milliseconds = performance.now() - began
    const bodies: Buffer[] = []
    for (const path of paths) bodies.push((await ask(origin, path, headers)).body)
    const text = bodies.map((body) => (coding === 'gzip' ? gunzipSync(body) : body).toString('utf8')).join('')
    return { milliseconds, bytes: total, text }
  }
  const first = await read((await start()).origin)
  // Packs what nobody has asked for packed yet: the program does so ahead for the format of the national harvester.
  await read((await start()).origin, 'gzip')
  const packed = await read((await start()).origin, 'gzip')
  const { origin } = await start()
  const [cold, warm] = [await read(origin), await read(origin)]
  if ([packed, cold, warm].some(({ text }) => text !== first.text)) errors.push(`${format} changes by itself`)
  const dataSets = cold.text.match(marks[format] ?? /^$/g)?.length ?? 0
  return {
    ...{ format, dataSets, pages, megabytes: cold.bytes / 1e6, packed: packed.bytes / 1e6, errors },
    ...{ first: first.milliseconds, coldPacked: packed.milliseconds, cold: cold.milliseconds, warm: warm.milliseconds },
  }
}
