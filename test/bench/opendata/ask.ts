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

export const hangUp = (): void => agent.destroy()
