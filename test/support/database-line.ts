import { connect, createServer, type Socket } from 'node:net'
import { onTestFinished } from 'vitest'

/** The line from the program to its database, which a test can cut. */
export type DatabaseLine = {
  /** The database's address through the line. */
  url: string
  cut(): Promise<void>
  mend(): Promise<void>
}

/** Leads to the database of an address with a local socket over a port of its own. */
export async function openDatabaseLine(address: string): Promise<DatabaseLine> {
  const url = new URL(address)
  const path = `${url.searchParams.get('host')}/.s.PGSQL.5432`
  const sockets = new Set<Socket>()
  const server = createServer((near) => {
    const far = connect({ path })
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
  url.searchParams.delete('host')
  url.hostname = '127.0.0.1'
  url.port = String(own.port)
  return { url: url.href, cut, mend: () => listen(own.port) }
}
