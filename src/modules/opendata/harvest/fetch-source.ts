import { askOutside, OutsideError } from '#kernel/http/outside.ts'
import type { HarvestFinding } from './finding.ts'
import type { Json } from './json-quads.ts'
import { LinkedDataSyntaxError, parseLinkedData } from './parse-linked-data.ts'
import { eachOnce, type HarvestedPage, readCatalogue } from './read-catalogue.ts'
import { type CkanPage, readCkan } from './read-ckan.ts'
import { readDataPackage } from './read-data-package.ts'
import type { HarvestDefaults, HarvestedDataSet } from './read-data-set.ts'
import type { SaidOfSeries } from './read-series.ts'
import type { HarvestSource, RunFault } from './source.ts'

/** A run that cannot go on: what it got so far is not taken over, so that nothing is withdrawn for a page that was missing. */
export class HarvestError extends Error {
  override name = 'HarvestError'
  readonly fault: RunFault
  readonly detail: string
  constructor(fault: RunFault, detail: string, cause?: unknown) {
    super(`${fault}: ${detail}`, { cause })
    this.fault = fault
    this.detail = detail
  }
}

const mostPages = 100
const mostDataSets = 5_000
const ckanRows = 100
const perPage = { milliseconds: 60_000, bytes: 30_000_000 } as const

type Fetching = { readonly defaults: HarvestDefaults; readonly ownHosts?: ReadonlySet<string> | undefined }

/** Of what belongs to no data set, as many are told at most. */
const mostFindings = 500

/** What all pages of a source have in them. */
type Found = {
  readonly dataSets: HarvestedDataSet[]
  readonly series: SaidOfSeries[]
  readonly findings: HarvestFinding[]
}

/** All data sets and series of a source, page after page. Throws `HarvestError`. */
export async function fetchSource(source: Pick<HarvestSource, 'kind' | 'url'>, fetching: Fetching): Promise<Found> {
  const found = source.kind === 'ckan' ? await fetchPortal(source.url, fetching) : await fetchPages(source, fetching)
  if (found.dataSets.length === 0) throw new HarvestError('empty', source.url)
  return { dataSets: eachOnce(found.dataSets), series: found.series, findings: found.findings }
}

/** Keeps what a page has in it. Throws where it is more than a catalogue of ours can be. */
function keep({ dataSets, series, findings }: Found, page: HarvestedPage, url: string): void {
  dataSets.push(...page.dataSets)
  series.push(...page.series)
  // What belongs to no data set may stand on every page.
  const isTold = (one: HarvestFinding) =>
    findings.some(({ subject, value }) => subject === one.subject && value === one.value)
  for (const one of page.findings) if (findings.length < mostFindings && !isTold(one)) findings.push(one)
  if (dataSets.length > mostDataSets || series.length > mostDataSets) throw new HarvestError('too_many', url)
}

async function fetchPages(source: Pick<HarvestSource, 'kind' | 'url'>, fetching: Fetching): Promise<Found> {
  const found: Found = { dataSets: [], series: [], findings: [] }
  let next: string | undefined = source.url
  const seen = new Set<string>()
  while (next !== undefined) {
    if (seen.has(next) || seen.size >= mostPages) throw new HarvestError('too_many', next)
    seen.add(next)
    const page: HarvestedPage = await fetchPage(source, next, fetching)
    keep(found, page, next)
    next = page.next
  }
  return found
}

/**
 * All records of a portal. It may give fewer a page than we ask for, and records move between pages while we read: only when as many different ones
 * came as it says there are is it read to its end.
 */
async function fetchPortal(portal: string, fetching: Fetching): Promise<Found> {
  const found: Found = { dataSets: [], series: [], findings: [] }
  const different = new Set<string>()
  let [start, isEnd, count]: [number, boolean, number | undefined] = [0, false, undefined]
  for (let pages = 0; !isEnd; pages += 1) {
    const url = ckanPage(portal, start)
    if (pages >= mostPages) throw new HarvestError('too_many', url)
    const page = await fetchCkan(url, fetching)
    keep(found, page, url)
    for (const name of page.records) different.add(name)
    count = page.count ?? count
    start += page.records.length
    isEnd = page.records.length === 0 || (count !== undefined && start >= count)
  }
  if (count !== undefined && different.size !== count)
    throw new HarvestError('incomplete', `${different.size} / ${count} ${portal}`)
  return found
}

/** The Action API of a portal, whose address may be given with or without its path. */
const ckanPage = (url: string, start: number): string =>
  `${url.replace(/\/+$/, '').replace(/\/api(\/3(\/action)?)?$/, '')}/api/3/action/package_search?sort=id+asc&rows=${ckanRows}&start=${start}`

async function fetchCkan(url: string, { defaults, ownHosts }: Fetching): Promise<CkanPage> {
  const { text, from } = await fetchText(url, ownHosts)
  return readCkan(await readJson(text, from), defaults)
}

async function fetchPage(
  { kind }: Pick<HarvestSource, 'kind'>,
  url: string,
  { defaults, ownHosts }: Fetching,
): Promise<HarvestedPage> {
  const { text, mediaType, from } = await fetchText(url, ownHosts)
  return kind === 'data-package'
    ? readDataPackage(await readJson(text, from), from, defaults)
    : readCatalogue(await parse(text, { mediaType, from }), defaults)
}

const accepted = 'application/rdf+xml, text/turtle;q=0.9, application/ld+json;q=0.8, application/json;q=0.7, */*;q=0.1'

async function fetchText(
  url: string,
  ownHosts: ReadonlySet<string> | undefined,
): Promise<{ text: string; mediaType: string; from: string }> {
  try {
    const answer = await askOutside(url, { ...perPage, headers: { accept: accepted }, ...(ownHosts && { ownHosts }) })
    if (answer.status !== 200) {
      answer.close()
      throw new HarvestError('status', `${answer.status} ${url}`)
    }
    const chunks: Uint8Array[] = []
    for await (const chunk of answer.body) chunks.push(chunk)
    const [mediaType = ''] = (answer.headers['content-type'] ?? '').toLowerCase().split(';')
    return { text: new TextDecoder().decode(Buffer.concat(chunks)), mediaType: mediaType.trim(), from: answer.url }
  } catch (error) {
    if (error instanceof OutsideError) throw new HarvestError('outside', `${error.reason} ${url}`, error)
    throw error
  }
}

async function parse(text: string, { mediaType, from }: { mediaType: string; from: string }) {
  try {
    return await parseLinkedData(text, endingOf(text, mediaType, from), from)
  } catch (error) {
    if (error instanceof LinkedDataSyntaxError)
      throw new HarvestError('syntax', `${placeOf(error)}${error.message}`, error)
    throw error
  }
}

const placeOf = ({ line, column }: LinkedDataSyntaxError): string =>
  line === undefined ? '' : `${line}${column === undefined ? '' : `:${column}`} · `

/** What it says to be; where that says nothing, what it looks like. */
function endingOf(text: string, mediaType: string, from: string): 'rdf' | 'ttl' | 'jsonld' {
  const path = new URL(from).pathname
  if (mediaType === 'text/turtle' || /\.(ttl|n3)$/.test(path)) return 'ttl'
  if (mediaType === 'application/ld+json' || /\.jsonld$/.test(path)) return 'jsonld'
  if (mediaType === 'application/rdf+xml' || /\.(rdf|xml)$/.test(path)) return 'rdf'
  const first = text.trimStart()[0]
  if (first === '{' || first === '[') return 'jsonld'
  return first === '<' && /^\s*<(\?xml|rdf:|!--)/.test(text) ? 'rdf' : 'ttl'
}

/** JSON of a stranger; its faults are named by their line as those of JSON-LD are. */
async function readJson(text: string, from: string): Promise<Json> {
  try {
    return JSON.parse(text)
  } catch {
    await parse(text, { mediaType: 'application/ld+json', from })
    throw new HarvestError('syntax', from)
  }
}
