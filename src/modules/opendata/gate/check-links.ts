import { askOutside, OutsideError } from '#kernel/http/outside.ts'
import type { DataSetMetadata } from '../catalogue/data-set.ts'
import { shortened } from './check-said.ts'
import type { Finding, Place, Say } from './finding.ts'

export type Link = { readonly url: string; readonly place: Place }

/** All addresses that a data set names, each once, with where. */
export function linksOf(metadata: DataSetMetadata): readonly Link[] {
  const many = (field: string, all: readonly { readonly url: string }[] = []) =>
    all.map(({ url }) => ({ url, place: { field } }))
  const links = [
    ...(metadata.landingPage ? [{ url: metadata.landingPage, place: { field: 'landingPage' } }] : []),
    ...metadata.distributions.flatMap(({ slug, url, downloadUrl }) =>
      [url, downloadUrl].flatMap((one) =>
        one === undefined ? [] : [{ url: one, place: { distribution: slug, field: 'url' } }],
      ),
    ),
    ...many('documentation', metadata.documentation),
    ...many('relations', metadata.relations),
    ...many('legalBasis', metadata.legalBasis),
    ...many('sources', metadata.sources),
    ...many(
      'conformsTo',
      metadata.conformsTo?.map((url) => ({ url })),
    ),
  ]
  return [...new Map(links.map((link) => [link.url, link])).values()]
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
 * Asks every address whether it is there: HEAD first, GET where that is not answered well. What answers badly or not at all is a warning, what
 * may not be asked is an error. Addresses of our own need no asking.
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
  { url, place }: Link,
  wish: { ownHosts: ReadonlySet<string>; milliseconds: number },
  say: Say,
): Promise<readonly Finding[]> {
  const found = await lookAtLink(url, wish)
  switch (found.kind) {
    case 'alive':
      return []
    case 'broken':
      return [say('warning', 'link_broken', place, { url, status: found.status })]
    case 'refused':
      return [say('error', 'link_refused', place, { url })]
    case 'silent':
      return [say('warning', 'link_silent', place, { url })]
  }
}

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
