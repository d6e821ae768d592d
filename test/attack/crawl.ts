import { parseHTML } from 'linkedom'
import { type ListedRoute, patternOf } from './route-table.ts'
import type { Player } from './stage.ts'

/** Names of parameters with the values that a browser would send. */
export type Parameters = Readonly<Record<string, string>>

/** A true address of a route, who reaches it, and what its links and forms send there. */
export type Found = { readonly path: string; readonly player: Player; readonly parameters: Parameters }

const visitsPerRoute = 2

/** Follows links as each player, a few addresses for each route, and gives by `METHOD path` of the route what was found. */
export async function crawl(
  origin: string,
  routes: readonly ListedRoute[],
  players: readonly Player[],
  starts: readonly string[],
): Promise<Map<string, Found>> {
  const known = routes
    .map((route) => ({ ...route, pattern: patternOf(route.path) }))
    // Words before parameters, as the program itself decides.
    .sort((one, other) => one.path.split(':').length - other.path.split(':').length)
  const routeOf = (method: string, path: string) =>
    known.find((route) => route.method === method && route.pattern.test(path))
  const found = new Map<string, Found>()
  const keep = (method: string, path: string, player: Player, parameters: Parameters) => {
    const route = routeOf(method, path)
    if (!route) return
    const key = `${method} ${route.path}`
    const earlier = found.get(key)
    found.set(
      key,
      earlier ? { ...earlier, parameters: { ...parameters, ...earlier.parameters } } : { path, player, parameters },
    )
  }
  for (const player of players) {
    const visits = new Map<string, number>()
    const open = [...starts]
    const seen = new Set(open)
    for (let next = open.shift(); next !== undefined; next = open.shift()) {
      const route = routeOf('GET', new URL(next, origin).pathname)
      const count = visits.get(route?.path ?? '') ?? 0
      if (!route || count >= visitsPerRoute) continue
      visits.set(route.path, count + 1)
      const answer = await fetch(`${origin}${next}`, { headers: { cookie: player.cookie }, redirect: 'manual' })
      const isPage = answer.headers.get('content-type')?.startsWith('text/html') === true
      const body = await answer.text()
      if (answer.status !== 200 || !isPage) continue
      keep('GET', new URL(next, origin).pathname, player, {})
      for (const { method, url, parameters } of ways(body, `${origin}${next}`)) {
        if (url.origin !== origin) continue
        keep(method, url.pathname, player, parameters)
        const address = `${url.pathname}${url.search}`
        if (method === 'GET' && !seen.has(address)) {
          seen.add(address)
          open.push(address)
        }
      }
    }
  }
  return found
}

type Way = { readonly method: string; readonly url: URL; readonly parameters: Parameters }

/** Where links and forms of a page lead, with what they send. */
function ways(html: string, base: string): Way[] {
  const { document } = parseHTML(html)
  const links = [...document.querySelectorAll('a[href]')].map((link): Way => {
    const url = new URL(link.getAttribute('href') ?? '', base)
    return { method: 'GET', url, parameters: Object.fromEntries(url.searchParams) }
  })
  const forms = [...document.querySelectorAll('form')].map((form): Way => {
    const url = new URL(form.getAttribute('action') ?? base, base)
    const method = (form.getAttribute('method') ?? 'GET').toUpperCase()
    const fields = [...form.querySelectorAll('input[name], select[name], textarea[name], button[name]')].map(
      (field) => [field.getAttribute('name') ?? '', field.getAttribute('value') ?? '1'] as const,
    )
    return { method, url, parameters: { ...Object.fromEntries(url.searchParams), ...Object.fromEntries(fields) } }
  })
  return [...links, ...forms]
}
