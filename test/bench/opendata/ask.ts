import { Agent, get } from 'node:http'

export type Asked = {
  readonly status: number
  readonly body: Buffer
  readonly milliseconds: number
  readonly firstByte: number
}

const agent = new Agent({ keepAlive: true, maxSockets: 64 })

/** Asks once over a connection that is kept, without packing unless the headers want it; the time ends with the last byte as it came. */
export function ask(origin: string, path: string, headers: Readonly<Record<string, string>> = {}): Promise<Asked> {
  const began = performance.now()
  return new Promise((resolve, reject) => {
    get(new URL(path, origin), { agent, headers }, (answer) => {
      const pieces: Buffer[] = []
      let firstByte = 0
      answer.on('data', (piece: Buffer) => {
        if (pieces.length === 0) firstByte = performance.now() - began
        pieces.push(piece)
      })
      answer.on('error', reject)
      answer.on('end', () =>
        resolve({
          status: answer.statusCode ?? 0,
          body: Buffer.concat(pieces),
          milliseconds: performance.now() - began,
          firstByte,
        }),
      )
    }).on('error', reject)
  })
}

/** The same without keeping what comes: 27 MB that are held and copied take a reading program longer than ours takes to send them. */
export function take(
  origin: string,
  path: string,
  headers: Readonly<Record<string, string>>,
): Promise<{ readonly status: number; readonly bytes: number }> {
  return new Promise((resolve, reject) => {
    get(new URL(path, origin), { agent, headers }, (answer) => {
      let bytes = 0
      answer.on('data', (piece: Buffer) => {
        bytes += piece.length
      })
      answer.on('error', reject)
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, bytes }))
    }).on('error', reject)
  })
}

export const hangUp = (): void => agent.destroy()
