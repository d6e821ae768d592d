import { ask } from './ask.ts'

export type CatalogueLine = {
  readonly format: string
  readonly dataSets: number
  readonly pages: number
  readonly megabytes: number
  /** Milliseconds of all pages one after the other: right after a start, and once more. */
  readonly cold: number
  readonly warm: number
  readonly errors: readonly string[]
}

const marks: Readonly<Record<string, RegExp>> = {
  rdf: /<dcat:Dataset /g,
  ttl: /a dcat:Dataset/g,
  jsonld: /"@type":\["dcat:Dataset"\]/g,
}

/** All pages of the catalogue as a harvester reads them, from a program that has just started. */
export async function measureCatalogue(origin: string, format: string, pages: number): Promise<CatalogueLine> {
  const errors: string[] = []
  const read = async () => {
    const began = performance.now()
    let [dataSets, bytes] = [0, 0]
    for (let page = 1; page <= pages; page += 1) {
      const { status, body } = await ask(origin, `/opendata/catalog.${format}?page=${page}`)
      if (status !== 200) errors.push(`${status} page ${page}`)
      dataSets += body.toString('utf8').match(marks[format] ?? /^$/g)?.length ?? 0
      bytes += body.length
    }
    return { milliseconds: performance.now() - began, dataSets, bytes }
  }
  const [cold, warm] = [await read(), await read()]
  return {
    ...{ format, dataSets: cold.dataSets, pages, megabytes: cold.bytes / 1e6, errors },
    ...{ cold: cold.milliseconds, warm: warm.milliseconds },
  }
}
