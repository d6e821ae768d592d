import { chownSync, mkdirSync, rmSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { openPreparedFolder } from '#test/support/prepared-folder.ts'
import { cloneProgram, type Program, within } from '#test/support/process.ts'
import { expectPortal, openFolder, start } from '#test/support/start.ts'

const isRoot = process.getuid?.() === 0

test('a request that is under way when the program is asked to stop gets its answer', async () => {
  const program = await start({ dataFolder: await openPreparedFolder() })
  const request = await slowRequest(program)
  program.ask('SIGTERM')
  await program.said(/finishing what is under way/)
  await expect(fetch(program.origin)).rejects.toThrow()
  expect(await request.finish()).toMatch(/^HTTP\/1\.1 [234]\d\d /)
  expect(await program.end(20_000)).toEqual({ code: 0, signal: null })
})

type SlowRequest = { finish(): Promise<string> }

/** A post whose head and half of whose body have arrived; the program is reading and cannot answer yet. */
async function slowRequest({ origin }: Program): Promise<SlowRequest> {
  const { hostname, port, host } = new URL(origin)
  const body = 'text=half-and-half'
  const socket = connect(Number(port), hostname)
  const answer = collect(socket)
  socket.write(
    `POST /accessibility/feedback HTTP/1.1\r\nHost: ${host}\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: ${body.length}\r\nExpect: 100-continue\r\n\r\n`,
  )
  // The interim answer proves that the request has begun.
  await answer.until(/^HTTP\/1\.1 100 /)
  socket.write(body.slice(0, 9))
  return {
    finish: async () => {
      socket.write(body.slice(9))
      const text = await answer.whole
      return text.slice(text.indexOf('\r\n\r\n') + 4)
    },
  }
}

function collect(socket: Socket): { until(pattern: RegExp): Promise<void>; whole: Promise<string> } {
  let text = ''
  const bound = 20_000
  socket.setEncoding('utf8').on('data', (part: string) => {
    text += part
  })
  const ended = new Promise<string>((done, fail) => {
    socket.once('error', fail)
    socket.once('end', () => done(text))
  })
  const until = (pattern: RegExp) =>
    new Promise<void>((done, fail) => {
      const look = () => {
        if (pattern.test(text)) done()
      }
      socket.on('data', look)
      ended.then(() => fail(new Error(`ended before ${pattern}: ${text}`)), fail)
    })
  const late = () => `no answer within ${bound} ms: ${text}`
  return { until: (pattern) => within(bound, late, until(pattern)), whole: within(bound, late, ended) }
}

test('an ordinary user starts it on a folder of hers, again and again', { timeout: 120_000 }, async () => {
  const user = isRoot ? { uid: 65534, gid: 65534 } : undefined
  const dataFolder = openFolder(0o700)
  if (user) chownSync(dataFolder, user.uid, user.gid)
  // The project itself may lie where only root can look.
  const folder = join(openFolder(), 'wegweiser')
  cloneProgram(folder)
  for (let round = 0; round < 2; round += 1) {
    const program = await start({ dataFolder, folder, env: { HOME: dataFolder }, ...(user ? { user } : {}) })
    await expectPortal(program)
    expect(await program.stop()).toEqual({ code: 0, signal: null })
  }
})

test('it starts in a folder that nobody else may enter; root is told where the database lies instead', {
  timeout: 120_000,
}, async () => {
  const folder = join(openFolder(0o700), 'wegweiser')
  cloneProgram(folder)
  const dataFolder = join(folder, 'var')
  mkdirSync(dataFolder)
  const program = await start({ dataFolder, folder })
  const place = /its data is in (\/var\/lib\/wegweiser\/[0-9a-f]+)/.exec(program.output)?.[1]
  onTestFinished(() => {
    if (place) rmSync(place, { recursive: true, force: true })
  })
  expect(place !== undefined).toBe(isRoot)
  await expectPortal(program)
  expect(await program.stop()).toEqual({ code: 0, signal: null })
})
