import { chmodSync } from 'node:fs'
import { Client } from 'pg'
import { expect, onTestFinished, test } from 'vitest'
import { freePort, startEmbeddedServer } from '#kernel/db/embedded-server.ts'
import { makeSubmitterKey } from '#test/support/api-key.ts'
import { writeResult } from '#test/support/check-result.ts'
import { openPreparedFolder } from '#test/support/prepared-folder.ts'
import {
  databasePid,
  type Program,
  runCommand,
  startProgram,
  waitUntilGone,
  withoutRateLimits,
} from '#test/support/process.ts'
import { damageReport, readAcknowledgement, submissionHeaders } from '#test/support/submissions.ts'
import { DraftStream } from './draft-stream.ts'
import { MessageStream } from './message-stream.ts'
import { SubmissionStream } from './submission-stream.ts'
import { UploadStream } from './upload-stream.ts'

const betweenFaults = 15
/** The large size takes minutes and is run on a quiet machine; its result is kept. */
const isLarge = process.env.WEGWEISER_LARGE === 'yes'
const rounds = isLarge ? { program: 20, database: 5 } : { program: 2, database: 2 }

test('what was acknowledged survives killed programs and databases, once each', { timeout: 900_000 }, async () => {
  const began = performance.now()
  const stage = await openStage()
  const crowd = await openCrowd(stage)

  let outages = 0
  for (let kills = 1; kills <= rounds.program; kills += 1) {
    await crowd.more()
    await stage.killProgram()
    await stage.startProgram()
    // Every so often the database is killed as well, or stopped without time to tidy up, while the program runs on and brings it back.
    if (kills % (rounds.program / rounds.database) !== 0) continue
    await outage(stage, crowd, outages % 2 === 0 ? 'SIGKILL' : 'SIGQUIT')
    outages += 1
  }
  await crowd.more()
  await crowd.end()
  expect(crowd.streams.flatMap(({ surprises }) => surprises)).toEqual([])
  const { submissions, drafts, messages, uploads } = crowd
  expect(submissions.statuses.get('cut')).toBeGreaterThan(0)
  expect(submissions.statuses.get('503')).toBeGreaterThan(0)

  const numbers = [...submissions.acknowledged.values()].map(({ number }) => number)
  expect(new Set(numbers).size).toBe(numbers.length)
  const rows = await stage.query<{ number: string }>(
    `select number from egovernment.cases where channel = 'api' and received_at >= $1 order by number`,
    [stage.began],
  )
  expect(rows.map(({ number }) => number)).toEqual([...numbers].sort())

  await everyHolderSeesHers(stage, submissions)
  await theSameKeyGivesTheSameAnswer(stage, submissions)
  expect(await drafts.lost()).toEqual([])
  expect(await messages.wrong()).toEqual([])
  expect(uploads.lost).toEqual([])
  expect(uploads.interrupted).toBeLessThanOrEqual(rounds.program + rounds.database)
  await workIsDone(stage)
  const proof = await runCommand('bin/verify-audit', [], { env: stage.environment })
  expect(proof, proof.errors).toMatchObject({ code: 0 })
  if (isLarge) keepResult(crowd, { outages, seconds: Math.round((performance.now() - began) / 1000) })
})

type Crowd = Awaited<ReturnType<typeof openCrowd>>

/** Programs that hand in reports, people who fill in forms, write messages with photos and upload over a bad line: all at once. */
async function openCrowd({ origin, apiKey }: Stage) {
  const submissions = new SubmissionStream({ origin, apiKey, clients: 4 }).start()
  await submissions.more(2)
  const drafts = new DraftStream({ origin, clients: 3 }).start()
  const messages = new MessageStream({ origin, cases: [...submissions.acknowledged.values()].slice(0, 2) }).start()
  const uploads = new UploadStream({ origin }).start()
  const streams = [submissions, drafts, messages, uploads]
  return {
    ...{ submissions, drafts, messages, uploads, streams },
    more: () => Promise.all([submissions.more(betweenFaults), drafts.more(5), messages.more(1), uploads.more(1)]),
    end: () => Promise.all(streams.map((stream) => stream.end())),
  }
}

function keepResult(crowd: Crowd, { outages, seconds }: { outages: number; seconds: number }): void {
  const told = (status: string) => crowd.streams.reduce((sum, { statuses }) => sum + (statuses.get(status) ?? 0), 0)
  const { submissions, drafts, messages, uploads } = crowd
  writeResult(
    `faults-${new Date().toISOString().slice(0, 10)}`,
    [
      ['programs killed (SIGKILL) under load', rounds.program],
      ['databases killed (SIGKILL, and stopped with «immediate» in turn) under load', outages],
      ['submissions acknowledged, each there once, its number and code good', submissions.acknowledged.size],
      ['submissions lost or doubled', 0],
      ['pages of drafts acknowledged, of which none was lost', drafts.saves],
      ['messages with a photo acknowledged, each there once and opening', messages.acknowledged.length],
      ['uploads in parts finished, no acknowledged byte lost', uploads.finished.length],
      ['requests cut, or refused because the program was just starting', told('cut')],
      ['clear refusals (503 with Retry-After)', told('503')],
      ['other refusals or faults', 0],
      ['left in the outbox, jobs that failed', 0],
      ['audit chains', 'proven by bin/verify-audit'],
      ['seconds', seconds],
    ],
    'WEGWEISER_LARGE=yes bin/test test/faults/kill',
  )
}

type Stage = Awaited<ReturnType<typeof openStage>>

/** The program on a database of its own that writes through, and a key that outlives its restarts. */
async function openStage() {
  const dataFolder = await openPreparedFolder()
  const port = await freePort()
  const began = new Date()
  let program: Program = await startProgram({ dataFolder, port, env: withoutRateLimits })
  onTestFinished(() => program.kill())
  const folder = `${dataFolder}/postgres`
  const server = await startEmbeddedServer({ folder })
  expect(server.isAdopted).toBe(true)
  return {
    began,
    dataFolder,
    environment: { WEGWEISER_DATA: dataFolder, PORT: String(port) },
    origin: program.origin,
    apiKey: await makeSubmitterKey(server.appUrl),
    killProgram: () => program.kill(),
    startProgram: async () => {
      program = await startProgram({ dataFolder, port, env: withoutRateLimits })
    },
    databaseIsBack: () => program.said(/the embedded database is back/),
    query: <Row extends Record<string, unknown>>(text: string, values: unknown[] = []) =>
      query<Row>(server.ownerUrl, text, values),
  }
}

async function endDatabase({ dataFolder }: Stage, signal: NodeJS.Signals): Promise<void> {
  const pid = databasePid(dataFolder)
  if (pid === undefined) throw new Error('no database is running')
  process.kill(pid, signal)
  waitUntilGone(pid)
}

/** While the database is away everybody is told so, kindly and with a time to come back; then it goes on by itself. */
async function outage(stage: Stage, crowd: Crowd, signal: 'SIGKILL' | 'SIGQUIT'): Promise<void> {
  await crowd.more()
  // PostgreSQL refuses a data folder that others may write to: so it stays away until everything below was looked at.
  const data = `${stage.dataFolder}/postgres/data`
  chmodSync(data, 0o777)
  await endDatabase(stage, signal)
  const refused = await fetch(`${stage.origin}/api/v1/submissions`, {
    method: 'POST',
    headers: submissionHeaders(stage.apiKey, 'while-away'),
    body: JSON.stringify(damageReport('while-away')),
  })
  expect(refused.status).toBe(503)
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
  expect(refused.headers.get('content-type')).toContain('application/problem+json')
  for (const path of ['/', '/services', '/fr/services/schadensmeldung', '/cases']) {
    const page = await fetch(`${stage.origin}${path}`, { headers: { 'accept-language': 'de' } })
    const html = await page.text()
    expect([200, 503], path).toContain(page.status)
    if (page.status === 503) expect(Number(page.headers.get('retry-after'))).toBeGreaterThan(0)
    expect(html, path).toMatch(/<html lang="(de|fr)"[\s\S]*<h1[\s>]/)
  }
  chmodSync(data, 0o700)
  await stage.databaseIsBack()
}

async function everyHolderSeesHers({ origin }: Stage, { acknowledged }: SubmissionStream): Promise<void> {
  const refused: string[] = []
  const holders = [...acknowledged.values()]
  // A few at once, as people come: hundreds in one moment are another test.
  const look = async () => {
    for (let one = holders.pop(); one; one = holders.pop()) {
      const { number, accessCode } = one
      const answer = await fetch(`${origin}/api/v1/cases/${number}`, { headers: { 'x-access-code': accessCode } })
      const text = await answer.text()
      if (answer.status !== 200 || !text.includes(`"number":"${number}"`))
        refused.push(`${number}: ${answer.status} ${text}`)
    }
  }
  await Promise.all(Array.from({ length: 8 }, look))
  expect(refused).toEqual([])
}

async function theSameKeyGivesTheSameAnswer(stage: Stage, { acknowledged }: SubmissionStream): Promise<void> {
  for (const [key, before] of [...acknowledged].slice(0, 10)) {
    const answer = await fetch(`${stage.origin}/api/v1/submissions`, {
      method: 'POST',
      headers: submissionHeaders(stage.apiKey, key),
      body: JSON.stringify(damageReport(key)),
    })
    expect(answer.status).toBe(201)
    expect(readAcknowledgement(await answer.json())).toEqual(before)
  }
}

/** What was announced reaches its handlers, what a dead database broke off is tried again, and every audit entry finds its place in the chain. */
async function workIsDone(stage: Stage): Promise<void> {
  const left = () =>
    stage.query<{ outbox: number; unlinked: number; again: number }>(
      `select (select count(*)::int from kernel.outbox) as outbox, (select count(*)::int from kernel.audit_queue) as unlinked,
         (select count(*)::int from jobs.job where state = 'retry') as again`,
    )
  await expect.poll(left, { timeout: 90_000 }).toEqual([{ outbox: 0, unlinked: 0, again: 0 }])
  const failed = await stage.query(`select name, output from jobs.job where state = 'failed'`)
  expect(failed).toEqual([])
}

async function query<Row extends Record<string, unknown>>(
  connectionString: string,
  text: string,
  values: unknown[],
): Promise<Row[]> {
  const client = new Client({ connectionString })
  await client.connect()
  try {
    return (await client.query<Row>(text, values)).rows
  } finally {
    await client.end()
  }
}
