import type { Route } from '#kernel/http/route.ts'
import type { Ask } from './attack.ts'

/** What stands in the address of a route: a case, and any other record. */
export type Names = { readonly number: string; readonly id: string }

const nothing: Names = { number: 'KRI-8765-4321-017', id: '01a20414-f1b7-7353-8e68-5b41049328b4' }

/** A record that does not exist, with names of the same shape: an id of a draft has its authority before it. */
export function nothingLike({ id }: Names): Names {
  return id.startsWith('kriens.') ? { ...nothing, id: `kriens.${nothing.id}` } : nothing
}

/** Ways to put the same thing another way: language and authority before it, how ids are written, what is asked besides. */
export const ways = ['plain', 'of Luzern', 'in French, of Kriens', 'written otherwise', 'with filters'] as const
export type Way = (typeof ways)[number]

const text = {
  text: 'Angriff',
  reason: 'Angriff',
  title: 'Angriff',
  name: 'Angriff',
  'texts.de': 'Angriff',
  outcome: 'approved',
  authority: 'luzern',
  whom: 'authority',
  to: 'nobody',
}
const head = { 'sec-fetch-site': 'same-origin', 'if-match': '*' }

/** The request of a route at a record of somebody. */
export function foreignRequest({ method, path, options }: Route, names: Names, way: Way): Ask {
  const { number, id } = way === 'written otherwise' ? otherwise(names) : names
  const values: Readonly<Record<string, string>> = { number, page: '1', ...(path.includes('/strategy/') ? kept : {}) }
  const own = path.replace(/:(\w+)/g, (_, name: string) => values[name] ?? id)
  const isApi = path.startsWith('/api/')
  const prefix = way === 'of Luzern' ? '/luzern' : way === 'in French, of Kriens' ? '/fr/kriens' : ''
  const query = way === 'with filters' ? '?authority=kriens&tab=all&unit=&after=&limit=100&q=' : ''
  const address = `${isApi ? '' : prefix}${own}${query}`
  if (method === 'GET' || method === 'DELETE' || method === 'PATCH') return { method, path: address, headers: head }
  return options.body === 'json' || isApi
    ? { method, path: address, headers: head, json: { text: 'Angriff', outcome: 'approved', answers: {} } }
    : { method, path: address, headers: head, form: text }
}

/** Whose the records of the strategy are, where an address says it. */
const kept = { authority: 'kriens', owner: 'kriens', keeper: 'kriens' }

function otherwise({ number, id }: Names): Names {
  return { number: number.toLowerCase().replaceAll('-', '%2D'), id: id.toUpperCase() }
}

/** Every way in which a name can stand in an answer. */
export function spellings(names: Names): string[] {
  return [names, otherwise(names)].flatMap(({ number, id }) => [number, number.toLowerCase(), id, id.toLowerCase()])
}
