import { ask } from './ask.ts'

export type CatalogueLine = {
  readonly format: string
  readonly dataSets: number
  readonly pages: number
  readonly megabytes: number
  /** Milliseconds of all pages one after the other: never asked for before, right after a start, and once more. */
  readonly first: number
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
  const read = async (origin: string) => {
    const began = performance.now()
    const bodies: Buffer[] = []
    for (let page = 1; page <= pages; page += 1) {
      const { status, body } = await ask(origin, `/opendata/catalog.${format}?page=${page}`)
      if (status !== 200) errors.push(`${status} page ${page}`)
      bodies.push(body)
    }
    return { milliseconds: performance.now() - began, text: Buffer.concat(bodies).toString('utf8') }
  }
  const first = await read((await start()).origin)
  const { origin } = await start()
  const [cold, warm] = [await read(origin), await read(origin)]
  if (first.text !== cold.text || cold.text !== warm.text) errors.push(`${format} changes by itself`)
  const dataSets = cold.text.match(marks[format] ?? /^$/g)?.length ?? 0
  return {
    ...{ format, dataSets, pages, megabytes: Buffer.byteLength(cold.text) / 1e6, errors },
    ...{ first: first.milliseconds, cold: cold.milliseconds, warm: warm.milliseconds },
  }
}
