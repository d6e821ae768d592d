import { gunzipSync } from 'node:zlib'
import { ask } from './ask.ts'

export type CatalogueLine = {
  readonly format: string
  readonly dataSets: number
  readonly pages: number
  readonly megabytes: number
  /** Megabytes packed with gzip, as harvesters ask for them. */
  readonly packed: number
  /** Milliseconds of all pages one after the other: never asked for before, right after a start packed and unpacked again, right after a start as they are, and once more. */
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
  const read = async (origin: string, coding: 'identity' | 'gzip' = 'identity') => {
    const began = performance.now()
    const bodies: Buffer[] = []
    let bytes = 0
    for (let page = 1; page <= pages; page += 1) {
      const headers = { 'accept-encoding': coding }
      const { status, body } = await ask(origin, `/opendata/catalog.${format}?page=${page}`, headers)
      if (status !== 200) errors.push(`${status} page ${page}`)
      bytes += body.length
      bodies.push(coding === 'gzip' ? gunzipSync(body) : body)
    }
    return { milliseconds: performance.now() - began, bytes, text: Buffer.concat(bodies).toString('utf8') }
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
