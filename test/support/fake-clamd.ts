import { createServer, type Socket } from 'node:net'

export type FakeClamd = {
  address: { host: string; port: number }
  /** How it behaves from now on. */
  mode: 'well' | 'silent' | 'rude' | 'full'
  /** Bytes of the contents it was sent. */
  scanned: number[]
  close(): Promise<void>
}

/** EICAR's test text, put together here so that no scanner takes this file for it. */
export const eicar = Buffer.from(
  ['X5O!P%@AP[4\\PZX54(P^)7CC)7}$', 'EICAR-STANDARD-ANTIVIRUS-TEST-FILE!', '$H+H*'].join(''),
)
/** A signature of our own. */
export const ownSign = Buffer.from('Wegweiser-Pruefmuster-4711')

/** A server that speaks the part of clamd's protocol that we use: `zPING`, and `zINSTREAM` with two signatures. */
export async function startFakeClamd(port = 0): Promise<FakeClamd> {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    socket.on('error', () => {})
    let received = Buffer.alloc(0)
    let isOver = false
    socket.on('data', (data) => {
      if (isOver) return
      received = Buffer.concat([received, data])
      const answer = answerTo(received, fake)
      if (answer === undefined) return
      isOver = true
      socket.end(answer)
    })
  })
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the scanner listens nowhere')
  const fake: FakeClamd = {
    address: { host: '127.0.0.1', port: address.port },
    mode: 'well',
    scanned: [],
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy()
        server.close(() => resolve())
      }),
  }
  return fake
}

/** Undefined while the question is not over. */
function answerTo(received: Buffer, fake: FakeClamd): string | undefined {
  const end = received.indexOf(0)
  if (end < 0 || fake.mode === 'silent') return undefined
  const command = received.toString('latin1', 0, end)
  if (command === 'zPING') return 'PONG\0'
  if (command !== 'zINSTREAM') return 'UNKNOWN COMMAND\0'
  if (fake.mode === 'full') return 'INSTREAM size limit exceeded. ERROR\0'
  const content = readChunks(received.subarray(end + 1))
  if (!content) return undefined
  if (fake.mode === 'rude') return ''
  fake.scanned.push(content.length)
  if (content.includes(eicar)) return 'stream: Eicar-Test-Signature FOUND\0'
  return content.includes(ownSign) ? 'stream: Wegweiser.Own FOUND\0' : 'stream: OK\0'
}

function readChunks(bytes: Buffer): Buffer | undefined {
  const chunks: Buffer[] = []
  for (let at = 0; at + 4 <= bytes.length; ) {
    const length = bytes.readUInt32BE(at)
    if (length === 0) return Buffer.concat(chunks)
    chunks.push(bytes.subarray(at + 4, at + 4 + length))
    at += 4 + length
  }
  return undefined
}
