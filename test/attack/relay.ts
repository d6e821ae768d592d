import { randomUUID } from 'node:crypto'
import { Agent, request as ask, createServer } from 'node:http'

/**
 * Stands between a scanner and the program: counts what the program answers, by status, and gives each request that says
 * `Idempotency-Key: fresh` a key of its own, as a scanner cannot. (With one key, everything after the first would be refused as a repetition.)
 * Addresses that match `closed` are not there for the scanner.
 */
export type Relay = { readonly origin: string; readonly answers: ReadonlyMap<number, number>; close(): Promise<void> }

export async function openRelay(target: string, closed?: RegExp): Promise<Relay> {
  const { hostname, port, host } = new URL(target)
  const agent = new Agent({ keepAlive: true, maxSockets: 8 })
  const answers = new Map<number, number>()
  const server = createServer((incoming, outgoing) => {
    if (closed?.test(incoming.url ?? '')) {
      outgoing.writeHead(404).end()
      return
    }
    const { connection: _, ...heads } = incoming.headers
    const headers = {
      ...heads,
      host,
      ...(heads['idempotency-key'] === 'fresh' ? { 'idempotency-key': randomUUID() } : {}),
    }
    const forward = ask({ hostname, port, agent, method: incoming.method, path: incoming.url, headers }, (answer) => {
      const status = answer.statusCode ?? 0
      answers.set(status, (answers.get(status) ?? 0) + 1)
      outgoing.writeHead(status, answer.headers)
      answer.pipe(outgoing)
    })
    // What node's client refuses to send (a line break in the head) never reaches the program.
    forward.on('error', () => outgoing.headersSent || outgoing.writeHead(400).end())
    incoming.pipe(forward)
  })
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  const address = server.address()
  if (typeof address !== 'object' || address === null) throw new Error('not listening')
  return {
    origin: `http://127.0.0.1:${address.port}`,
    answers,
    close: async () => {
      server.closeAllConnections()
      await new Promise((done) => server.close(done))
      agent.destroy()
    },
  }
}
