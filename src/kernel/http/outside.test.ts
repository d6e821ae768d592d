import { createServer, type Server } from 'node:http'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { askOutside, OutsideError } from './outside.ts'
import { isPublicAddress } from './outside-address.ts'

let server: Server
let host: string
let away: string

beforeAll(async () => {
  server = createServer((message, reply) => {
    const path = message.url ?? '/'
    if (path === '/slow') return
    if (path === '/to-metadata') reply.writeHead(302, { location: 'http://169.254.169.254/latest/' }).end()
    else if (path === '/to-file') reply.writeHead(302, { location: 'file:///etc/passwd' }).end()
    else if (path === '/round') reply.writeHead(307, { location: '/round' }).end()
    else if (path === '/once') reply.writeHead(301, { location: '/data' }).end()
    else if (path === '/large') reply.writeHead(200).end(Buffer.alloc(100_000))
    else reply.writeHead(path === '/data' ? 200 : 404).end(`${message.method} ${message.headers.host}`)
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const address = server.address()
  const port = typeof address === 'object' ? (address?.port ?? 0) : 0
  host = `localhost:${port}`
  away = `127.0.0.1:${port}`
})
afterAll(() => server.close())

const limits = { milliseconds: 3_000, bytes: 50_000 }
const ask = (path: string, more: object = {}) =>
  askOutside(`http://${host}${path}`, { ...limits, ownHosts: new Set([host]), ...more })
const reason = (asked: Promise<unknown>) =>
  asked.then(
    () => 'answered',
    (error: unknown) => (error instanceof OutsideError ? error.reason : String(error)),
  )
const text = async (answer: Awaited<ReturnType<typeof ask>>) => (await buffer(Readable.from(answer.body))).toString()

test('what is outside is read, redirects are followed, and a host of our own answers where it is allowed', async () => {
  const answer = await ask('/once')
  expect([answer.status, answer.url, await text(answer)]).toEqual([200, `http://${host}/data`, `GET ${host}`])
  const missing = await ask('/nothing', { method: 'HEAD' })
  missing.close()
  expect(missing.status).toBe(404)
})

test('a host that is not allowed is refused before anything is sent to it', async () => {
  expect(await reason(askOutside(`http://${host}/data`, limits))).toBe('refused')
  expect(await reason(askOutside(`http://${away}/data`, { ...limits, ownHosts: new Set([host]) }))).toBe('refused')
})

test('a redirect into a private network, or to no web address, is refused', async () => {
  expect(await reason(ask('/to-metadata'))).toBe('refused')
  expect(await reason(ask('/to-file'))).toBe('refused')
})

test('who sends us round, keeps us waiting or never ends is left', async () => {
  expect(await reason(ask('/round'))).toBe('redirects')
  expect(await reason(ask('/slow', { milliseconds: 100 }))).toBe('timeout')
  expect(await reason(ask('/large').then(text))).toBe('too_large')
  expect(await reason(askOutside(`http://${'a'.repeat(64)}.example/`, limits))).toBe('unknown_host')
})

test.each([
  'http://2130706433/',
  'http://0x7f.1/',
  'http://0177.0.0.1/',
  'http://127.1/',
  'http://localhost./',
  'http://[::1]/',
  'http://[::]/',
  'http://[::ffff:127.0.0.1]/',
  'http://[::ffff:a9fe:a9fe]/',
  'http://[64:ff9b::10.0.0.1]/',
  'http://[fe80::1]/',
  'http://[fd00::1]/',
  'http://[2002:7f00:1::]/',
  'http://0/',
  'http://169.254.169.254/',
  'http://100.100.100.200/',
  'https://user:secret@example.org/',
  'http://192.0.43.7:25/',
  'ftp://192.0.43.7/',
  'gopher://127.0.0.1:6379/_flushall',
  'javascript:alert(1)',
  'nonsense',
])('%s is refused', async (address) => {
  expect(await reason(askOutside(address, limits))).toBe('refused')
})

describe('addresses of the public internet', () => {
  const number = (from: number, to: number) => fc.integer({ min: from, max: to })
  const written = ([a, b, c, d]: number[]) => {
    const whole = (((a ?? 0) * 256 + (b ?? 0)) * 256 + (c ?? 0)) * 256 + (d ?? 0)
    const hex = whole.toString(16).padStart(8, '0')
    const short = `${hex.slice(0, 4)}:${hex.slice(4)}`
    return {
      plain: `${a}.${b}.${c}.${d}`,
      forms: [`::ffff:${a}.${b}.${c}.${d}`, `::ffff:${short}`, `0:0:0:0:0:ffff:${short}`],
    }
  }
  const closed = fc.oneof(
    fc.tuple(fc.constantFrom(0, 10, 127), number(0, 255), number(0, 255), number(0, 255)),
    fc.tuple(fc.constant(172), number(16, 31), number(0, 255), number(0, 255)),
    fc.tuple(fc.constant(100), number(64, 127), number(0, 255), number(0, 255)),
    fc.tuple(fc.constantFrom(192), fc.constant(168), number(0, 255), number(0, 255)),
    fc.tuple(fc.constantFrom(169), fc.constant(254), number(0, 255), number(0, 255)),
    fc.tuple(number(224, 255), number(0, 255), number(0, 255), number(0, 255)),
  )

  test('none of a private network is one, however it is written, also by the URL of another form', () => {
    fc.assert(
      fc.property(closed, (bytes) => {
        const { plain, forms } = written(bytes)
        const [a = 0, b = 0, c = 0, d = 0] = bytes
        const decimal = new URL(`http://${((a * 256 + b) * 256 + c) * 256 + d}/`).hostname
        const hexadecimal = new URL(`http://0x${a.toString(16)}.${b}.0${c.toString(8)}.${d}/`).hostname
        return [plain, decimal, hexadecimal, ...forms].every((one) => !isPublicAddress(one))
      }),
    )
  })

  test('those between the closed ones are', () => {
    const open = fc.tuple(
      fc.constantFrom(1, 8, 11, 80, 126, 128, 185, 193, 223),
      number(0, 255),
      number(0, 255),
      number(0, 255),
    )
    fc.assert(
      fc.property(open, (bytes) => {
        const { plain, forms } = written(bytes)
        return [plain, ...forms].every(isPublicAddress)
      }),
    )
    expect(['2a00:1450:4001::1', '2606:4700::1111', '172.15.0.1', '172.32.0.1'].every(isPublicAddress)).toBe(true)
  })

  test('no IPv6 address outside what is given out is one', () => {
    const part = number(0, 0xffff).map((one) => one.toString(16))
    const first = number(0, 0xffff).filter((one) => one < 0x2000 || one > 0x3fff)
    fc.assert(
      fc.property(first, fc.array(part, { minLength: 7, maxLength: 7 }), (start, rest) => {
        const address = [start.toString(16), ...rest].join(':')
        return address.startsWith('0:0:0:0:0:ffff:') || !isPublicAddress(address)
      }),
    )
    for (const one of ['fe80::1%eth0', '::1', '', 'example.org', '1.2.3', '2001:db8::1', '2001::1', '3fff::1'])
      expect([one, isPublicAddress(one)]).toEqual([one, false])
  })
})
