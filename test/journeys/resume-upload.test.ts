import { randomBytes } from 'node:crypto'
import { request as ask, type ClientRequest } from 'node:http'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { testHost } from '#test/support/furnished.ts'
import { damageReport, readAcknowledgement, submissionHeaders } from '#test/support/submissions.ts'
import { openTown, type Town } from '#test/support/town.ts'
import type { Page } from '#test/support/visitor.ts'
import { brokenLamp } from './applications.ts'
import { pdf, photo } from './attachments.ts'
import { openWithCode, walk } from './walk.ts'

const tus = { host: testHost, 'tus-resumable': '1.0.0' }
let town: Town
let port: number
beforeAll(async () => {
  town = await openTown()
  await town.house.app.listen({ port: 0, host: '127.0.0.1' })
  const address = town.house.app.server.address()
  port = typeof address === 'object' && address !== null ? address.port : 0
}, 60_000)
afterAll(() => town.close())

const base64 = (text: string) => Buffer.from(text).toString('base64')
const inject = (
  method: 'POST' | 'HEAD' | 'GET' | 'PATCH' | 'DELETE',
  url: string,
  headers: Record<string, string> = {},
  payload?: Buffer,
) => town.house.app.inject({ method, url, headers: { ...tus, ...headers }, ...(payload && { payload }) })

/** Begins an upload and gives its address. */
async function begin(
  length: number,
  name: string,
  type: string,
  field = 'photos',
  at = '/en/kriens/uploads',
): Promise<string> {
  const metadata = `field ${base64(field)},filename ${base64(name)},filetype ${base64(type)}`
  const answer = await inject('POST', at, {
    'upload-length': String(length),
    'upload-metadata': metadata,
  })
  expect(answer.statusCode, answer.body).toBe(201)
  return String(answer.headers.location)
}

const part = (url: string, offset: number, content: Buffer) =>
  inject('PATCH', url, { 'content-type': 'application/offset+octet-stream', 'upload-offset': String(offset) }, content)

const offsetOf = async (url: string) => Number((await inject('HEAD', url)).headers['upload-offset'])

/** A request over a real line, for half of what it announces; then the line is cut. */
function sendHalf(url: string, content: Buffer, half: number): Promise<ClientRequest> {
  return new Promise((resolve) => {
    const headers = {
      ...tus,
      'content-type': 'application/offset+octet-stream',
      'upload-offset': '0',
      'content-length': content.length,
    }
    const sending = ask({ port, host: '127.0.0.1', method: 'PATCH', path: url, headers })
    sending.on('error', () => {})
    sending.write(content.subarray(0, half), () => resolve(sending))
  })
}

test('a line that is cut in the middle costs nothing of what had arrived', async () => {
  const content = Buffer.concat([pdf('x').content, randomBytes(3_000_000)])
  const url = await begin(content.length, 'plan.pdf', 'application/pdf')
  const sending = await sendHalf(url, content, 1_500_000)
  sending.destroy()
  await expect.poll(() => offsetOf(url), { timeout: 10_000 }).toBeGreaterThan(500_000)
  const arrived = await offsetOf(url)
  expect(arrived).toBeLessThanOrEqual(1_500_000)
  expect((await part(url, arrived + 1, content.subarray(arrived + 1))).statusCode).toBe(409)
  const middle = arrived + 700_000
  expect((await part(url, arrived, content.subarray(arrived, middle))).headers['upload-offset']).toBe(String(middle))
  expect((await part(url, middle, content.subarray(middle))).headers['upload-offset']).toBe(String(content.length))
  expect((await inject('GET', url)).json()).toMatchObject({ isDone: true, name: 'plan.pdf', received: content.length })
  expect(await town.query(`select 1 from kernel.uploads where cardinality(part_ids) > 0`)).toEqual([])
  const [file] = await town.query<{ size: string }>(
    'select size from kernel.stored_files order by created_at desc limit 1',
  )
  expect(Number(file?.size)).toBe(content.length)
})

test('of two parts that begin at the same place one is kept', async () => {
  const content = Buffer.concat([pdf('x').content, randomBytes(200_000)])
  const url = await begin(content.length, 'a.pdf', 'application/pdf')
  const answers = await Promise.all([
    part(url, 0, content.subarray(0, 100_000)),
    part(url, 0, content.subarray(0, 100_000)),
  ])
  expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([204, 409])
  expect((await part(url, 100_000, content.subarray(100_000))).statusCode).toBe(204)
  expect((await inject('GET', url)).json()).toMatchObject({ isDone: true })
})

test('parts lie sealed, and what was thrown away or forgotten goes', async () => {
  const content = Buffer.concat([pdf('x').content, Buffer.from('Scheidungsurteil'.repeat(9_000))])
  const [gone, forgotten] = [await begin(content.length, 'a.pdf', ''), await begin(content.length, 'b.pdf', '')]
  for (const url of [gone, forgotten]) await part(url, 0, content.subarray(0, 90_000))
  for await (const name of town.house.kernel.files.list('')) {
    const chunks: Buffer[] = []
    for await (const chunk of await town.house.kernel.files.get(name)) chunks.push(chunk)
    expect(Buffer.concat(chunks).includes('Scheidungsurteil')).toBe(false)
  }
  expect((await inject('DELETE', gone)).statusCode).toBe(204)
  expect((await inject('HEAD', gone)).statusCode).toBe(404)
  town.clock.advance(25 * 3_600_000)
  expect((await inject('HEAD', forgotten)).statusCode).toBe(404)
  await town.query(
    `insert into kernel.outbox (id, kind, name, payload, at) values (uuidv7(), 'job', 'kernel.sweep_files', '{}', now())`,
  )
  await town.jobs.drain()
  expect(await town.query('select 1 from kernel.uploads')).toEqual([])
  expect(await town.query('select 1 from kernel.loose_files')).toEqual([])
})

test('what is harmful is refused at the end, in words; more than announced, too large and foreign versions at once', async () => {
  const content = Buffer.concat([
    pdf('x').content,
    Buffer.from('PK\u0005\u0006'),
    Buffer.alloc(6),
    Buffer.from([1, 0, 1, 0]),
    Buffer.alloc(10),
  ])
  const url = await begin(content.length, 'a.pdf', 'application/pdf')
  await part(url, 0, content)
  expect((await inject('GET', url)).json()).toMatchObject({
    isDone: false,
    refused: 'unsafe',
    message: expect.stringContaining('“a.pdf”'),
  })
  const short = await begin(10, 'a.pdf', 'application/pdf')
  expect((await part(short, 0, content)).statusCode).toBe(413)
  expect(await offsetOf(short)).toBe(0)
  const length = { 'upload-length': '200000000' }
  expect((await inject('POST', '/uploads', length)).statusCode).toBe(413)
  expect((await inject('POST', '/uploads', { ...length, 'tus-resumable': '0.2.0' })).statusCode).toBe(412)
  expect((await inject('GET', `/uploads/${'x'.repeat(43)}`)).statusCode).toBe(404)
})

test('nobody begins uploads without end', async () => {
  const answers: number[] = []
  for (let count = 0; count < 45; count += 1)
    answers.push((await inject('POST', '/uploads', { 'upload-length': '1000' })).statusCode)
  expect(answers).toContain(201)
  expect(answers.at(-1)).toBe(429)
  await town.query('delete from kernel.uploads')
})

test('a file that came in parts is handed in with its form, once', async () => {
  const start = '/en/kriens/services/schadensmeldung/apply'
  const before = brokenLamp.slice(0, 7)
  const page = await walk(await town.visitor('en').open(start), before, 'Continue')
  const field = page.document.querySelector('input[type=file]')?.getAttribute('name') ?? ''
  const content = Buffer.from(photo('lamp.png').content)
  const url = await begin(content.length, 'lamp.png', 'image/png', field)
  await part(url, 0, content)
  const token = url.split('/').at(-1) ?? ''
  const body = new URLSearchParams({ [`${field}.uploaded`]: token }).toString()
  const type = { 'content-type': 'application/x-www-form-urlencoded' }
  const next = await page.visitor.post(page.path, body, type)
  expect(next.status).toBe(200)
  expect(next.heading).not.toBe(page.heading)
  expect((await page.visitor.open(page.path)).text).toContain('lamp.png')
  const stranger = await walk(await town.visitor('en').open(start), before, 'Continue')
  expect((await stranger.visitor.post(stranger.path, body, type)).text).not.toContain('lamp.png')
})

/** Sends a photo in parts to where the page says, and then the page with nothing but that. */
async function sendInParts(page: Page, name: string): Promise<Page> {
  const input = page.document.querySelector('input[type=file][data-enhance~="resume-upload"]')
  const [field, at] = [input?.getAttribute('name') ?? '', input?.getAttribute('data-uploads') ?? '']
  const content = Buffer.from(photo(name).content)
  const url = await begin(content.length, name, 'image/png', field, at)
  await part(url, 0, content)
  const body = new URLSearchParams({ [`${field}.uploaded`]: url.split('/').at(-1) ?? '' })
  return page.visitor.post(page.path, body.toString(), { 'content-type': 'application/x-www-form-urlencoded' })
}

test('a file comes in parts to a correction and to an entry at the counter too', async () => {
  const clerk = await town.signIn({ role: 'clerk', authority: 'kriens' })
  const headers = submissionHeaders(town.key('clerk', 'kriens'), 'in-parts')
  const answer = await town.visitor().post('/api/v1/submissions', JSON.stringify(damageReport('p')), headers)
  const { number, accessCode } = readAcknowledgement(answer.json())
  await (await clerk.open(`/desk/cases/${number}/corrections`))
    .fill({ 'Welche Angaben soll die Person korrigieren?': ['Haben Sie Fotos?'], 'Was stimmt nicht?': 'Foto fehlt' })
    .submit('Korrektur verlangen')
  const guest = await openWithCode(town.visitor(), { number, code: accessCode })
  const corrected = await sendInParts(await guest.follow('Angaben korrigieren'), 'lamp.png')
  expect(corrected.text).toContain('Ihre Korrektur ist angekommen.')
  expect((await corrected.follow('lamp.png')).status).toBe(200)

  const counter = await clerk.open('/desk/counter')
  const entry = await counter
    .fill({ 'Wie kommt die Eingabe?': 'Am Telefon', Dienstleistung: 'Schaden melden', 'Sprache der Person': 'Deutsch' })
    .submit('Formular öffnen')
  const missing = await sendInParts(entry, 'loch.png')
  expect(missing.status).toBe(422)
  expect(missing.text).toContain('loch.png')
})

test('where files cannot come in parts no field tries it', async () => {
  const page = await town.visitor().open('/gallery/fields')
  expect(page.status).toBe(200)
  expect(page.document.querySelector('input[type=file]')).not.toBeNull()
  expect(page.document.querySelector('[data-enhance~="resume-upload"]')).toBeNull()
})
