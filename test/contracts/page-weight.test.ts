import { brotliDecompressSync } from 'node:zlib'
import { parseHTML } from 'linkedom'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTown, type Town } from '#test/support/town.ts'

const mostBytes = 60 * 1024

let town: Town
/** Of somebody with a firm, who may fill in every form. */
let cookie: string
beforeAll(async () => {
  town = await openTown()
  cookie = (await town.signIn({ name: 'Luca Esempio' })).cookies()
}, 120_000)
afterAll(() => town.close())

type Weighed = { path: string; bytes: number; html: string }

async function fetchCompressed(path: string): Promise<{ bytes: number; text: string; to: string | undefined }> {
  const { statusCode, rawPayload, headers } = await town.house.app.inject({
    url: path,
    headers: {
      ...{ host: town.host, cookie, accept: 'text/html,text/css', 'accept-language': 'de' },
      'accept-encoding': 'gzip, br',
    },
  })
  const location = headers.location
  if (statusCode >= 300 && statusCode < 400) return { bytes: 0, text: '', to: location?.toString() }
  expect([path, statusCode]).toEqual([path, 200])
  expect([path, headers['content-encoding']]).toEqual([path, 'br'])
  return { bytes: rawPayload.length, text: brotliDecompressSync(rawPayload).toString(), to: undefined }
}

const styles = new Map<string, Promise<number>>()

function weighStyle(path: string): Promise<number> {
  const known = styles.get(path) ?? fetchCompressed(path).then(({ bytes }) => bytes)
  styles.set(path, known)
  return known
}

/** A page as a browser without script loads it, in bytes as they are sent: its text and every style sheet it links. */
async function weigh(path: string): Promise<Weighed> {
  let at = path
  for (let step = 0; step < 5; step += 1) {
    const { bytes, text, to } = await fetchCompressed(at)
    if (to === undefined) {
      const { document } = parseHTML(text)
      const sheets = [...document.querySelectorAll('link[rel~="stylesheet"]')].map(
        (link) => link.getAttribute('href') ?? '',
      )
      expect(sheets.length, at).toBeGreaterThan(0)
      const sizes = await Promise.all(sheets.map(weighStyle))
      return { path: at, html: text, bytes: sizes.reduce((sum, size) => sum + size, bytes) }
    }
    const next = new URL(to, `http://${town.host}${at}`)
    at = next.pathname + next.search
  }
  throw new Error(`${path} leads round in circles`)
}

test('every service and the first page of its form come in at most 60 KB, styles included', async () => {
  const offers = await town.query<{ service_id: string; authority_id: string }>(
    'select service_id, min(authority_id) as authority_id from egovernment.service_offers group by service_id order by service_id',
  )
  expect(offers.length).toBeGreaterThanOrEqual(16)
  const weighed: Weighed[] = []
  for (const { service_id, authority_id } of offers) {
    const path = `/de/${authority_id}/services/${service_id}`
    const about = await weigh(path)
    const form = await weigh(`${path}/apply`)
    // What is needed without script is in the page itself: a form that is sent by a button.
    expect(form.html, form.path).toMatch(/<form[^>]*method="post"[\s\S]*<button/)
    weighed.push(about, form)
  }
  const sorted = weighed.toSorted((one, other) => other.bytes - one.bytes)
  const [largest] = sorted
  process.stdout.write(`heaviest of ${sorted.length} pages: ${largest?.path} with ${largest?.bytes} bytes\n`)
  expect(sorted.filter(({ bytes }) => bytes > mostBytes).map(({ path, bytes }) => [path, bytes])).toEqual([])
}, 60_000)
