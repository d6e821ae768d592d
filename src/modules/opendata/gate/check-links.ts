import { askOutside, OutsideError } from '#kernel/http/outside.ts'
import type { DataSetMetadata, Distribution } from '../catalogue/data-set.ts'
import { shortened } from './check-said.ts'
import type { Finding, Place, Say } from './finding.ts'

/** `isData`: the data itself is to be there. */
export type Link = { readonly url: string; readonly place: Place; readonly isData?: boolean }

/** All addresses that a data set names, each once, with where; one that data is at is that first of all. */
export function linksOf(metadata: DataSetMetadata): readonly Link[] {
  const many = (field: string, all: readonly { readonly url: string }[] = []) =>
    all.map(({ url }) => ({ url, place: { field } }))
  const links = [
    ...(metadata.landingPage ? [{ url: metadata.landingPage, place: { field: 'landingPage' } }] : []),
    ...many('documentation', metadata.documentation),
    ...many('relations', metadata.relations),
    ...many('legalBasis', metadata.legalBasis),
    ...many('sources', metadata.sources),
    ...many(
      'conformsTo',
      metadata.conformsTo?.map((url) => ({ url })),
    ),
    ...metadata.distributions.flatMap(dataLinks),
  ]
  return [...new Map(links.map((link) => [link.url, link])).values()]
}

/** The root of an interface may answer nothing: what is asked of it stands below. */
function dataLinks({ slug, kind, url, downloadUrl }: Distribution): readonly Link[] {
  const place = { distribution: slug, field: 'url' }
  return [
    ...(url === undefined ? [] : [{ url, place, isData: kind !== 'service' }]),
    ...(downloadUrl === undefined ? [] : [{ url: downloadUrl, place, isData: true }]),
  ]
}

type Limits = {
  /** For one address, and for all of them. */
  readonly each: number
  readonly all: number
  readonly atOnce: number
}
const usual: Limits = { each: 6_000, all: 20_000, atOnce: 8 }

type Wish = { readonly ownHosts: ReadonlySet<string>; readonly origin: string; readonly limits?: Limits }

/**
 * Asks every address whether it is there: HEAD first, GET where that is not answered well. Where data is to be and is not (404, 410) is an error, as is
 * what may not be asked; what answers badly otherwise or not at all is a warning. Addresses of our own need no asking.
 */
export async function checkLinks(
  links: readonly Link[],
  { ownHosts, origin, limits = usual }: Wish,
  say: Say,
): Promise<readonly Finding[]> {
  const waiting = links.filter(({ url }) => url !== origin && !url.startsWith(`${origin}/`))
  const ends = Date.now() + limits.all
  const found: Finding[] = []
  const unchecked: string[] = []
  const work = async () => {
    for (let link = waiting.shift(); link; link = waiting.shift()) {
      const left = ends - Date.now()
      if (left <= 0) unchecked.push(link.url)
      else found.push(...(await checkLink(link, { ownHosts, milliseconds: Math.min(limits.each, left) }, say)))
    }
  }
  await Promise.all(Array.from({ length: limits.atOnce }, work))
  if (unchecked.length > 0) found.push(say('warning', 'link_unchecked', {}, { urls: shortened(unchecked, 3) }))
  return found
}

async function checkLink(
  { url, place, isData = false }: Link,
  wish: { ownHosts: ReadonlySet<string>; milliseconds: number },
  say: Say,
): Promise<readonly Finding[]> {
  const found = await lookAtLink(url, wish)
  switch (found.kind) {
    case 'alive':
      return []
    case 'broken':
      return [
        isData && isGone(found.status)
          ? say('error', 'link_dead', place, { url, status: found.status })
          : say('warning', 'link_broken', place, { url, status: found.status }),
      ]
    case 'refused':
      return [say('error', 'link_refused', place, { url })]
    case 'silent':
      return [say('warning', 'link_silent', place, { url })]
  }
}

/** Not there, or not any more (RFC 9110, 15.5.5 and 15.5.11). */
const isGone = (status: number): boolean => status === 404 || status === 410

/** `broken`: answered with a fault; `silent`: nobody answers; `refused`: an address that we do not ask. */
export type LinkState =
  | { readonly kind: 'alive' | 'silent' | 'refused' }
  | { readonly kind: 'broken'; readonly status: number }

/** Whether something is at an address. */
export async function lookAtLink(
  url: string,
  wish: { ownHosts: ReadonlySet<string>; milliseconds: number },
): Promise<LinkState> {
  try {
    const head = await statusOf(url, 'HEAD', wish)
    // Many servers know no HEAD, or answer it with anything.
    const status = head < 400 ? head : await statusOf(url, 'GET', wish)
    return status < 400 ? { kind: 'alive' } : { kind: 'broken', status }
  } catch (error) {
    if (!(error instanceof OutsideError)) throw error
    return { kind: error.reason === 'refused' ? 'refused' : 'silent' }
  }
}

async function statusOf(
  url: string,
  method: 'HEAD' | 'GET',
  wish: { ownHosts: ReadonlySet<string>; milliseconds: number },
): Promise<number> {
  const answer = await askOutside(url, { ...wish, method, bytes: 0 })
  answer.close()
  return answer.status
}
