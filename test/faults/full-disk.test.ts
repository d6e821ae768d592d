import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { Client } from 'pg'
import { expect, onTestFinished, test } from 'vitest'
import { freePort, startEmbeddedServer } from '#kernel/db/embedded-server.ts'
import { photo } from '#test/journeys/attachments.ts'
import { readCredentials } from '#test/support/credentials.ts'
import { openPreparedFolder } from '#test/support/prepared-folder.ts'
import { makeDataFolder, removeDataFolder, startProgram, withoutRateLimits } from '#test/support/process.ts'
import { openSmallDisk } from '#test/support/small-disk.ts'
import { damageReport, submissionHeaders } from '#test/support/submissions.ts'
import { startTown, type Town } from '#test/support/town.ts'
import { SubmissionStream } from './submission-stream.ts'

const details = '/de/kriens/services/schadensmeldung/apply/kind'
const form = { 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': 'same-origin' }

test('a full disk under load: clear refusals, nothing acknowledged is lost, and it goes on by itself when there is room', {
  timeout: 180_000,
}, async () => {
  const stage = await openStage()
  if (!stage) return
  const { disk, origin, stream } = stage
  await stream.more(20)
  disk.fill()
  await expect.poll(() => stream.statuses.get('503') ?? 0, { timeout: 20_000 }).toBeGreaterThan(5)
  await expectKeptPage(
    await fetch(`${origin}${details}`, { method: 'POST', headers: form, body: 'kind=waste&note=M%C3%BCll' }),
  )
  for (const path of ['/de', '/de/services', '/de/kriens/services/schadensmeldung']) {
    const page = await fetch(`${origin}${path}`)
    expect([200, 503], path).toContain(page.status)
    expect(await page.text(), path).toMatch(/<h1[\s>]/)
  }
  expect((await fetch(`${origin}/healthz`)).status).toBe(200)
  disk.free()
  await stream.more(20)

  // The log of the database cannot grow either: it falls over, and cannot even come back before there is room.
  disk.fill()
  await stage.useUpLog()
  const refused = () => stage.submit('while-down')
  await expect.poll(async () => (await refused()).status, { timeout: 20_000 }).toBe(503)
  expect(Number((await refused()).headers.get('retry-after'))).toBeGreaterThan(0)
  disk.free()
  await stream.more(20)
  await stream.end()
  expect(stream.surprises).toEqual([])

  // The one that was refused goes through now, with the same key.
  expect((await refused()).status).toBe(201)
  const numbers = [...stream.acknowledged.values()].map(({ number }) => number)
  const rows = await stage.query(
    `select number from egovernment.cases where channel = 'api' and received_at >= '${stage.began}'`,
  )
  const kept = new Set(rows)
  expect(numbers.filter((number) => !kept.has(number))).toEqual([])
  expect(rows).toHaveLength(numbers.length + 1)
})

test('a full disk of files alone: the upload is refused in words, what was typed stays, forms without files go on', async () => {
  const town = await startTown()
  const folder = join(town.folder, 'files')
  mkdirSync(folder, { recursive: true })
  const disk = openSmallDisk(folder, 1)
  if (!disk) return
  onTestFinished(() => disk.close())
  disk.fill()
  const start = '/de/kriens/services/schadensmeldung/apply'
  const danger = await (await town.visitor().open(start))
    .fill({ 'Was ist beschädigt?': 'Beleuchtung' })
    .submit('Weiter')
  expect([danger.status, danger.heading]).toEqual([200, 'Kann sich jemand verletzen?'])

  const { number, accessCode } = (await submit(town)).json()
  const own = town.visitor()
  const page = await (await own.open(`/de/cases/${number}`)).fill({ Zugangscode: accessCode }).submit('Geschäft öffnen')
  const written = { 'Ihre Nachricht': 'Hier ist das Foto.', 'Dateien anhängen': photo('loch.png') }
  const refused = await page.fill(written).submit('Nachricht senden')
  expect(refused.status).toBe(503)
  expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0)
  expect(refused.text).toContain('Unser Dateispeicher ist gerade nicht erreichbar.')
  expect(refused.text).toContain('Dateien konnten nicht behalten werden.')
  expect((await own.open('/readyz')).json()).toMatchObject({ parts: { files: false, database: true } })

  disk.free()
  expect((await refused.submit('Nochmals senden')).text).toContain('Hier ist das Foto.')
  expect((await page.fill(written).submit('Nachricht senden')).text).toContain('loch.png')
})

test('a database that says that its disk is full is no fault of the program: a clear refusal, and the same key goes through later', async () => {
  const town = await startTown()
  await town.query(`create function egovernment.full_disk() returns trigger language plpgsql as
    $$ begin raise exception 'could not extend file' using errcode = '53100'; end $$`)
  await town.query(
    'create trigger full_disk before insert on egovernment.cases for each row execute function egovernment.full_disk()',
  )
  const refused = await submit(town)
  expect([refused.statusCode, Number(refused.headers['retry-after']) > 0]).toEqual([503, true])
  expect(refused.body).toContain('Wir können im Moment nichts Neues aufnehmen.')
  await town.query('drop trigger full_disk on egovernment.cases')
  expect((await submit(town)).statusCode).toBe(201)
})

async function openStage() {
  const dataFolder = makeDataFolder()
  onTestFinished(() => removeDataFolder(dataFolder))
  const disk = openSmallDisk(dataFolder, 420)
  if (!disk) return undefined
  onTestFinished(() => disk.close())
  return { disk, ...(await startOn(await openPreparedFolder(dataFolder))) }
}

async function startOn(dataFolder: string) {
  const program = await startProgram({ dataFolder, port: await freePort(), env: withoutRateLimits })
  onTestFinished(async () => {
    await program.kill()
  })
  const server = await startEmbeddedServer({ folder: `${dataFolder}/postgres` })
  onTestFinished(() => server.stop('immediate'))
  const apiKey = readCredentials(dataFolder).apiKeys.find(({ role }) => role === 'submitter')?.key ?? ''
  const { origin } = program
  return {
    origin,
    began: new Date().toISOString(),
    stream: new SubmissionStream({ origin, apiKey, clients: 3 }).start(),
    submit: (key: string) =>
      fetch(`${origin}/api/v1/submissions`, {
        method: 'POST',
        headers: submissionHeaders(apiKey, key),
        body: JSON.stringify(damageReport(key)),
      }),
    /** Asks for new files of the log until the database falls over for want of one. */
    useUpLog: async () => {
      for (let segment = 0; segment < 40; segment += 1) {
        const isUp = await ask(server.adminUrl, `select pg_switch_wal(), pg_logical_emit_message(true, 'fill', 'x')`)
        if (!isUp) return
      }
      throw new Error('the log of the database found room')
    },
    query: async (text: string) => (await ask(server.ownerUrl, text))?.map(({ number }) => number) ?? [],
  }
}

/** Rows, or undefined when the database is away. */
async function ask(connectionString: string, text: string): Promise<{ number: string }[] | undefined> {
  const client = new Client({ connectionString })
  client.on('error', () => {})
  try {
    await client.connect()
    return (await client.query<{ number: string }>(text)).rows
  } catch {
    return undefined
  } finally {
    await client.end().catch(() => {})
  }
}

/** The page says that it can be sent again, and holds what was typed. */
async function expectKeptPage(answer: Response): Promise<void> {
  const html = await answer.text()
  expect(answer.status, html).toBe(503)
  expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0)
  expect(html).toContain('name="note" value="Müll"')
}

function submit(town: Town) {
  return town.house.app.inject({
    method: 'POST',
    url: '/api/v1/submissions',
    headers: { ...submissionHeaders(town.key('submitter'), 'full-disk'), host: town.host, 'accept-language': 'de' },
    payload: JSON.stringify(damageReport('full-disk')),
  })
}
