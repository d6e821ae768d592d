import { connect, createServer, type Socket } from 'node:net'
import { onTestFinished } from 'vitest'

/** A line to a part that the program stands on, which a test can cut. */
export type Line = { readonly port: number; cut(): Promise<void>; mend(): Promise<void> }

/** The database behind an address with a local socket, over a line; `url` leads over it. */
export async function openDatabaseLine(address: string): Promise<Line & { url: string }> {
  const url = new URL(address)
  const line = await openLine({ path: `${url.searchParams.get('host')}/.s.PGSQL.5432` })
  url.searchParams.delete('host')
  url.hostname = '127.0.0.1'
  url.port = String(line.port)
  return { ...line, url: url.href }
}

/** Leads to a socket over a port of its own until the running test ends. */
export async function openLine(to: { path: string } | { host: string; port: number }): Promise<Line> {
  const sockets = new Set<Socket>()
  const server = createServer((near) => {
    const far = connect(to)
    for (const socket of [near, far]) {
      sockets.add(socket)
      socket.on('error', () => {})
      socket.on('close', () => {
        sockets.delete(socket)
        near.destroy()
        far.destroy()
      })
    }
    near.pipe(far).pipe(near)
  })
  const listen = (port: number) => new Promise<void>((done) => server.listen(port, '127.0.0.1', done))
  await listen(0)
  const own = server.address()
  if (own === null || typeof own === 'string') throw new Error('the line listens nowhere')
  const cut = async () => {
    const closed = new Promise((done) => server.close(done))
    for (const socket of sockets) socket.destroy()
    await closed
  }
  onTestFinished(async () => {
    if (server.listening) await cut()
  })
  return { port: own.port, cut, mend: () => listen(own.port) }
}
