import { createServer } from 'node:http'

export type SourceAnswer = {
  readonly status?: number
  readonly type?: string
  readonly text: string
  readonly etag?: string
}

export type SourceServer = { readonly host: string; close(): void }

/** A server of somebody else that the house fetches from: what it answers by path, 404 where there is nothing. */
export async function serveSource(answerTo: (path: string) => SourceAnswer | undefined): Promise<SourceServer> {
  const server = createServer((message, reply) => {
    const answer = answerTo(message.url ?? '')
    if (answer?.etag !== undefined && message.headers['if-none-match'] === answer.etag) {
      reply.writeHead(304).end()
      return
    }
    if (answer?.etag !== undefined) reply.setHeader('etag', answer.etag)
    reply
      .writeHead(answer ? (answer.status ?? 200) : 404, { 'content-type': answer?.type ?? 'text/turtle' })
      .end(answer?.text)
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const address = server.address()
  return {
    host: `127.0.0.1:${typeof address === 'object' ? address?.port : 0}`,
    close: () => {
      server.close()
    },
  }
}
