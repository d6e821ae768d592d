import { connect, createServer, type Socket } from 'node:net'
import { Transform } from 'node:stream'
import { onTestFinished } from 'vitest'

/**
 * A line to a part that the program stands on, which a test can cut, or hush: then connections are still taken and nothing is carried any
 * more, either way; with `open`, only on those that are open already, and what is opened later works.
 */
export type Line = {
  readonly port: number
  cut(): Promise<void>
  mend(): Promise<void>
  hush(which?: 'open'): void
  /** Carries again, also what was said meanwhile. */
  speak(): void
}

/** The database behind an address with a local socket, over a line; `url` leads over it. `split` as for `openLine`. */
export async function openDatabaseLine(address: string, split?: Split): Promise<Line & { url: string }> {
  const url = new URL(address)
  const line = await openLine({ path: `${url.searchParams.get('host')}/.s.PGSQL.5432` }, split)
  url.searchParams.delete('host')
  url.hostname = '127.0.0.1'
  url.port = String(line.port)
  return { ...line, url: url.href }
}

/** Where what comes in one piece is cut, counted from its beginning: as a network may do. */
export type Split = (piece: Buffer) => readonly number[]

/** Leads to a socket over a port of its own until the running test ends. `split`: what the other end sends arrives in the parts that it says. */
export async function openLine(to: { path: string } | { host: string; port: number }, split?: Split): Promise<Line> {
  const sockets = new Set<Socket>()
  const pairs = new Map<Socket, Socket>()
  let isHushed = false
  const carry = (near: Socket, far: Socket) => {
    near.setNoDelay(true).pipe(far)
    if (split) far.pipe(inParts(split)).pipe(near)
    else far.pipe(near)
  }
  const server = createServer((near) => {
    const far = connect(to)
    pairs.set(near, far)
    for (const socket of [near, far]) {
      sockets.add(socket)
      socket.on('error', () => {})
      socket.on('close', () => {
        sockets.delete(socket)
        pairs.delete(near)
        near.destroy()
        far.destroy()
      })
    }
    if (!isHushed) carry(near, far)
  })
  const hush = (which?: 'open') => {
    isHushed = which !== 'open'
    for (const [near, far] of pairs) {
      near.unpipe(far).pause()
      far.unpipe(near).pause()
    }
  }
  const speak = () => {
    isHushed = false
    for (const [near, far] of pairs) carry(near, far)
  }
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
  return { port: own.port, cut, mend: () => listen(own.port), hush, speak }
}

/** Each part leaves in a turn of its own, so that it arrives by itself. */
function inParts(split: Split): Transform {
  return new Transform({
    async transform(piece: Buffer, _encoding, done) {
      let begin = 0
      for (const end of [...split(piece), piece.length]) {
        this.push(piece.subarray(begin, end))
        begin = end
        await new Promise((next) => setTimeout(next, 2))
      }
      done()
    },
  })
}
