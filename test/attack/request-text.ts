/** A request as sqlmap reads it: a star stands after each value that something is put into. */
export type StarredRequest = {
  readonly method: string
  /** Address with its query, from the first slash. */
  readonly path: string
  readonly headers: readonly string[]
  readonly body?: string
  /** Of the body. */
  readonly type?: 'json' | 'form'
}

const types = { json: 'application/json', form: 'application/x-www-form-urlencoded' } as const

export function requestText(
  origin: string,
  { method, path, headers, body = '', type = 'form' }: StarredRequest,
): string {
  const hasBody = method !== 'GET' && method !== 'DELETE'
  const head = [
    `${method} ${path} HTTP/1.1`,
    `Host: ${new URL(origin).host}`,
    'User-Agent: attack',
    'Sec-Fetch-Site: same-origin',
    ...headers,
    ...(hasBody ? [`Content-Type: ${types[type]}`, `Content-Length: ${Buffer.byteLength(body)}`] : []),
  ]
  return `${head.join('\r\n')}\r\n\r\n${body}`
}

/** What the program answers to the request as it is, without stars. */
export async function plainStatus(origin: string, request: StarredRequest): Promise<number> {
  const { method, path, headers, body = '', type = 'form' } = request
  const hasBody = method !== 'GET' && method !== 'DELETE'
  const answer = await fetch(`${origin}${path.replaceAll('*', '')}`, {
    method,
    redirect: 'manual',
    headers: [
      ['sec-fetch-site', 'same-origin'],
      ...(hasBody ? [['content-type', types[type]] as const] : []),
      ...headers.map((line): [string, string] => {
        const at = line.indexOf(':')
        return [
          line.slice(0, at),
          line
            .slice(at + 1)
            .replaceAll('*', '')
            .trim(),
        ]
      }),
    ].map(([name = '', value = '']): [string, string] => [name, value]),
    ...(hasBody ? { body: body.replaceAll('*', '') } : {}),
  })
  await answer.body?.cancel()
  return answer.status
}
