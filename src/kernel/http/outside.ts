import { lookup } from 'node:dns/promises'
import { request as askHttp, type ClientRequest, type IncomingHttpHeaders, type IncomingMessage } from 'node:http'
import { request as askHttps } from 'node:https'
import { isIP } from 'node:net'
import { isPublicAddress } from './outside-address.ts'

/**
 * Why nothing could be had from outside. `refused`: an address that we do not ask (no web address, with a password in it, an odd port, or
 * it leads into a private network); `unknown_host`, `no_answer` and `timeout`: nobody answers; `redirects`: sent on too often or in a circle;
 * `too_large`: more bytes than allowed.
 */
export type OutsideReason = 'refused' | 'unknown_host' | 'no_answer' | 'timeout' | 'redirects' | 'too_large'

export class OutsideError extends Error {
  override name = 'OutsideError'
  readonly reason: OutsideReason
  constructor(reason: OutsideReason, message: string, cause?: unknown) {
    super(message, { cause })
    this.reason = reason
  }
}

export type OutsideRequest = {
  readonly method?: 'GET' | 'HEAD'
  readonly headers?: Readonly<Record<string, string>>
  /** For all of it: finding the host, redirects, and reading the body. */
  readonly milliseconds: number
  /** Of the body at most. */
  readonly bytes: number
  /** How often it may be sent on. */
  readonly redirects?: number
  /** Hosts, with port where it is not the usual one, that may lie in a network of one's own: `WEGWEISER_OUTSIDE_HOSTS`. */
  readonly ownHosts?: ReadonlySet<string>
}

export type OutsideAnswer = {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  /** Where the answer came from in the end. */
  readonly url: string
  /** As it arrives; throws `OutsideError` when there is too much of it or it takes too long. Whoever does not read it calls `close`. */
  readonly body: AsyncIterable<Uint8Array>
  close(): void
}

const usualPorts: Readonly<Record<string, number>> = { 'http:': 80, 'https:': 443 }

/**
 * Asks an address that a stranger gave us (ASVS 5.0 V1.3.6): only http and https, without a password in it, at a port for the web; the host is
 * looked up first, every address found must be one of the public internet, and it is that very address that is asked, so that a second look-up
 * cannot lead elsewhere. Each redirect is looked at anew. Cookies and keys of ours never go along.
 *
 *     const answer = await askOutside('https://daten.example.ch/liste.csv', { milliseconds: 10_000, bytes: 50_000_000 })
 *
 * Throws `OutsideError`.
 */
export async function askOutside(address: string, wanted: OutsideRequest): Promise<OutsideAnswer> {
  const ends = AbortSignal.timeout(wanted.milliseconds)
  let url = readAddress(address)
  for (let hop = 0; hop <= (wanted.redirects ?? 5); hop += 1) {
    const to = await placeOf(url, wanted, ends)
    const { message, request } = await send(url, to, wanted, ends)
    const next = message.headers.location
    if (!isRedirect(message.statusCode) || next === undefined) return answerOf(url, message, request, wanted, ends)
    request.destroy()
    url = readAddress(next, url)
  }
  throw new OutsideError('redirects', `sent on too often: ${address}`)
}

const isRedirect = (status: number | undefined): boolean => [301, 302, 303, 307, 308].includes(status ?? 0)

function readAddress(address: string, base?: URL): URL {
  if (!URL.canParse(address, base)) throw new OutsideError('refused', `no address: ${address.slice(0, 200)}`)
  const url = new URL(address, base)
  const usual = usualPorts[url.protocol]
  if (usual === undefined) throw new OutsideError('refused', `not a web address: ${url.protocol}`)
  if (url.username !== '' || url.password !== '') throw new OutsideError('refused', 'a password in the address')
  const port = Number(url.port || usual)
  // Below 1024 other services live, which must not hear from us.
  if (port < 1_024 && port !== 80 && port !== 443) throw new OutsideError('refused', `port ${port}`)
  return url
}

type Place = { readonly address: string; readonly family: number }

/** The address to ask: of all that the host has, the first; one that is not public closes them all. */
async function placeOf(url: URL, { ownHosts }: OutsideRequest, ends: AbortSignal): Promise<Place> {
  const host = url.hostname.replace(/^\[|\]$/g, '')
  const literal = isIP(host)
  const isLocalhost = /(?:^|\.)localhost\.?$/.test(host)
  // Whatever a resolver says of it (RFC 6761, 6.3).
  if (isLocalhost && !ownHosts?.has(url.host)) throw new OutsideError('refused', `${host} is this machine`)
  const found = literal ? [{ address: host, family: literal }] : await find(host, ends)
  const [first] = found
  if (!first) throw new OutsideError('unknown_host', `nothing at ${host}`)
  if (ownHosts?.has(url.host)) return first
  const closed = found.find(({ address }) => !isPublicAddress(address))
  if (closed) throw new OutsideError('refused', `${host} is at ${closed.address}, which is not public`)
  return first
}

async function find(host: string, ends: AbortSignal): Promise<Place[]> {
  const late = new Promise<never>((_, reject) => {
    if (ends.aborted) reject(new OutsideError('timeout', `too late for ${host}`))
    ends.addEventListener('abort', () => reject(new OutsideError('timeout', `no address of ${host} in time`)), {
      once: true,
    })
  })
  late.catch(() => {})
  try {
    return await Promise.race([lookup(host, { all: true }), late])
  } catch (error) {
    if (error instanceof OutsideError) throw error
    throw new OutsideError('unknown_host', `no address of ${host}`, error)
  }
}

function send(
  url: URL,
  { address, family }: Place,
  { method, headers }: OutsideRequest,
  signal: AbortSignal,
): Promise<{ message: IncomingMessage; request: ClientRequest }> {
  return new Promise((resolve, reject) => {
    const ask = url.protocol === 'https:' ? askHttps : askHttp
    const request = ask(url, {
      method: method ?? 'GET',
      headers: { 'user-agent': 'Wegweiser', accept: '*/*', ...headers, 'accept-encoding': 'identity' },
      agent: false,
      signal,
      maxHeaderSize: 32_768,
      // The address that was looked at is the one that is asked, whatever the name leads to by now.
      lookup: (_host, options, done) => (options.all ? done(null, [{ address, family }]) : done(null, address, family)),
    })
    request.on('response', (message) => resolve({ message, request }))
    request.on('error', (error) => reject(asOutside(error, url, signal)))
    request.end()
  })
}

function answerOf(
  url: URL,
  message: IncomingMessage,
  request: ClientRequest,
  { bytes }: OutsideRequest,
  ends: AbortSignal,
): OutsideAnswer {
  const close = () => {
    message.on('error', () => {})
    request.destroy()
  }
  async function* read() {
    let arrived = 0
    try {
      for await (const chunk of message) {
        arrived += chunk.length
        if (arrived > bytes) throw new OutsideError('too_large', `more than ${bytes} bytes at ${url.host}`)
        yield chunk
      }
    } catch (error) {
      throw error instanceof OutsideError ? error : asOutside(error, url, ends)
    } finally {
      close()
    }
  }
  return { status: message.statusCode ?? 0, headers: message.headers, url: url.href, body: read(), close }
}

function asOutside(error: unknown, url: URL, ends: AbortSignal): OutsideError {
  return ends.aborted
    ? new OutsideError('timeout', `no answer of ${url.host} in time`, error)
    : new OutsideError('no_answer', `no answer of ${url.host}`, error)
}
