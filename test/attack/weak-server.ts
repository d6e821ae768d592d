import { createServer, type IncomingMessage } from 'node:http'
import { Pool } from 'pg'

/**
 * A server with the holes that a scanner must find, on the same PostgreSQL: SQL and markup put together from what came, addresses followed,
 * a file read by its name. A scanner that finds nothing here finds nothing elsewhere either. It listens on the loopback only, and touches
 * neither files nor other machines: the «file» is a text of its own, and it fetches only from itself.
 *
 * It also keeps the book of wapiti's SSRF module: who was sent to `/ssrf/SESSION/PATH/PARAMETER/` shows in `/get_ssrf.php?id=SESSION`.
 */
export type WeakServer = { readonly origin: string; close(): Promise<void> }

type Visit = {
  readonly url: string
  readonly date: string
  readonly ip: string
  readonly method: string
  readonly size: number
}
type Reply = { readonly status?: number; readonly headers?: Readonly<Record<string, string>>; readonly text: string }

const passwords = 'root:x:0:0:root:/root:/bin/bash\ndaemon:x:1:1:daemon:/usr/sbin:/usr/sbin/nologin\n'
const page = (text: string): Reply => ({ text: `<!doctype html><title>Weak</title><body>${text}</body>` })

export async function openWeakServer(connectionString: string): Promise<WeakServer> {
  const pool = new Pool({ connectionString, max: 2 })
  const visits = new Map<string, Map<string, Map<string, Visit[]>>>()
  let origin = ''

  const search = async (word: string): Promise<Reply> => {
    try {
      const { rows } = await pool.query<{ id: string }>(`select id from kernel.authorities where id = '${word}'`)
      return page(`<h1>${word}</h1><ul>${rows.map(({ id }) => `<li>${id}</li>`).join('')}</ul>`)
    } catch (error) {
      return { ...page(`ERROR: ${error instanceof Error ? error.message : ''} (PostgreSQL query failed)`), status: 500 }
    }
  }
  const fetchFromHere = async (address: string): Promise<Reply> => {
    if (!address.startsWith(`${origin}/ssrf/`)) return page('not fetched')
    return page(`fetched ${(await fetch(address)).status}`)
  }
  const keepVisit = (url: URL, request: IncomingMessage): Reply => {
    const [session = '', path = '', parameter = ''] = url.pathname.split('/').slice(2)
    const ofSession = visits.get(session) ?? new Map<string, Map<string, Visit[]>>()
    const ofPath = ofSession.get(path) ?? new Map<string, Visit[]>()
    const visit = {
      url: url.href,
      date: new Date().toISOString(),
      ip: '127.0.0.1',
      method: request.method ?? '',
      size: 0,
    }
    visits.set(session, ofSession.set(path, ofPath.set(parameter, [...(ofPath.get(parameter) ?? []), visit])))
    return page('seen')
  }
  const seenOf = (session: string): Reply => ({
    headers: { 'content-type': 'application/json' },
    text: JSON.stringify(
      Object.fromEntries([...(visits.get(session) ?? [])].map(([path, seen]) => [path, Object.fromEntries(seen)])),
    ),
  })
  const answer = (request: IncomingMessage): Reply | Promise<Reply> => {
    const url = new URL(request.url ?? '/', origin)
    const value = (name: string) => url.searchParams.get(name) ?? ''
    if (url.pathname.startsWith('/ssrf/')) return keepVisit(url, request)
    switch (url.pathname) {
      case '/search':
        return search(value('q'))
      case '/go':
        return { status: 302, headers: { location: encodeURI(value('to')) }, text: '' }
      case '/fetch':
        return fetchFromHere(value('address'))
      case '/read':
        return page(/etc\/passwd/.test(value('name')) ? passwords : 'no such file')
      case '/get_ssrf.php':
        return seenOf(value('id'))
      default:
        return page(
          '<a href="/search?q=kriens">1</a> <a href="/go?to=home">2</a> <a href="/fetch?address=a">3</a> <a href="/read?name=a">4</a>',
        )
    }
  }
  const server = createServer((request, response) => {
    Promise.resolve(answer(request)).then(
      ({ status = 200, headers = {}, text }) =>
        response.writeHead(status, { 'content-type': 'text/html; charset=utf-8', ...headers }).end(text),
      () => response.writeHead(500).end('fault'),
    )
  })
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  const address = server.address()
  if (typeof address !== 'object' || address === null) throw new Error('not listening')
  origin = `http://127.0.0.1:${address.port}`
  return {
    origin,
    close: async () => {
      server.closeAllConnections()
      await new Promise((done) => server.close(done))
      await pool.end()
    },
  }
}
