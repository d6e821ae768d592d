import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import S3rver from 's3rver'
import { expect, onTestFinished, test } from 'vitest'
import { photo } from '#test/journeys/attachments.ts'
import { openWithCode } from '#test/journeys/walk.ts'
import { openLine } from '#test/support/line-to.ts'
import { damageReport, readAcknowledgement, submissionHeaders } from '#test/support/submissions.ts'
import { openTown, type Town } from '#test/support/town.ts'

/** A bucket that can go away and come back with what is in it. */
async function openBucket() {
  const directory = await mkdtemp(join(tmpdir(), 'wegweiser-bucket-'))
  const server = new S3rver({
    ...{ port: 0, address: '127.0.0.1', silent: true, directory },
    configureBuckets: [{ name: 'akten', configs: [] }],
  })
  const { port } = await server.run()
  onTestFinished(async () => {
    await server.close()
    await rm(directory, { recursive: true, force: true })
  })
  const line = await openLine({ host: '127.0.0.1', port })
  return { line, url: `http://S3RVER:S3RVER@127.0.0.1:${line.port}/akten?region=us-east-1` }
}

/** Takes calls and says nothing. */
async function openSilence(port: number): Promise<() => Promise<void>> {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => {})
  })
  await new Promise<void>((done) => server.listen(port, '127.0.0.1', done))
  return () =>
    new Promise<void>((done) => {
      server.close(() => done())
      for (const socket of sockets) socket.destroy()
    })
}

const submit = (town: Town, key: string) =>
  town.house.app.inject({
    method: 'POST',
    url: '/api/v1/submissions',
    headers: { ...submissionHeaders(town.key('submitter'), key), host: town.host },
    payload: JSON.stringify(damageReport(key)),
  })

test('without the object store uploads and downloads wait, in words; forms go on, nothing is lost, and it comes back by itself', {
  // A silent server is waited for as long as the program does.
  timeout: 60_000,
}, async () => {
  const bucket = await openBucket()
  const town = await openTown(undefined, undefined, { WEGWEISER_S3_URL: bucket.url })
  onTestFinished(() => town.close())
  const { number, accessCode } = readAcknowledgement((await submit(town, 'before')).json())
  const page = await openWithCode(town.visitor(), { number, code: accessCode })
  const write = (text: string) =>
    page.fill({ 'Ihre Nachricht': text, 'Dateien anhängen': photo(`${text}.png`) }).submit('Nachricht senden')
  const kept = await write('Erstes')
  const { visitor } = page
  expect(kept.text).toContain('Erstes.png')

  await bucket.line.cut()
  const refused = await write('Zweites')
  expect([refused.status, Number(refused.headers['retry-after']) > 0]).toEqual([503, true])
  expect(refused.text).toContain('Unser Dateispeicher ist gerade nicht erreichbar.')
  expect(refused.document.querySelector('main input[name=text]')?.getAttribute('value')).toBe('Zweites')
  const download = await kept.follow('Erstes.png')
  expect([download.status, Number(download.headers['retry-after']) > 0]).toEqual([503, true])
  expect((await submit(town, 'while-away')).statusCode).toBe(201)
  expect((await visitor.open(`/de/cases/${number}`)).text).not.toContain('Zweites')
  expect((await visitor.open('/readyz')).json()).toMatchObject({ parts: { database: true, files: false } })

  const speak = await openSilence(bucket.line.port)
  const asked = performance.now()
  expect((await kept.follow('Erstes.png')).status).toBe(503)
  expect(performance.now() - asked).toBeLessThan(20_000)
  await speak()

  await bucket.line.mend()
  town.clock.advance(11_000)
  expect((await visitor.open('/readyz')).status).toBe(200)
  expect((await kept.follow('Erstes.png')).bytes).toEqual(Buffer.from(photo('x').content))
  expect((await write('Drittes')).text).toContain('Drittes.png')
})
