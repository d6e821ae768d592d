import { execFile } from 'node:child_process'
import { cp, mkdir, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { fixedClock } from '#kernel/clock.ts'
import { freePort } from '#kernel/db/embedded-server.ts'
import { testNow } from '#test/support/test-database.ts'
import { openTown, type Town } from '#test/support/town.ts'
import { modules } from '../../src/app.ts'

const root = join(import.meta.dirname, '../..')
const run = promisify(execFile)

let town: Town
let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wegweiser-guide-'))
  const port = await freePort()
  town = await openTown(fixedClock(testNow), `localhost:${port}`)
  await town.house.app.listen({ port, host: '127.0.0.1' })
})
afterAll(async () => {
  await town.close()
  await rm(folder, { recursive: true, force: true })
})

test('the five commands of the guide work as they are written', async () => {
  const guide = await readFile(join(root, 'docs/guides/api.md'), 'utf8')
  const commands = [...guide.matchAll(/```sh\n([\s\S]*?)```/g)].map(([, text = '']) => text)
  expect(commands).toHaveLength(6)
  await mkdir(join(folder, 'var'))
  await cp(join(town.folder, 'demo'), join(folder, 'var/demo'), { recursive: true })
  await cp(join(root, 'docs/pictures'), join(folder, 'docs/pictures'), { recursive: true })
  const script = commands.join('echo\n').replace('http://localhost:8080', `http://${town.host}`)
  const { stdout } = await run('sh', ['-eu', '-c', script], { cwd: folder })
  const [services = '', schema = '', accepted = '', followed = ''] = stdout.split('\n').filter((line) => line !== '')
  expect(JSON.parse(services)).toMatchObject({ items: [{ id: 'schadensmeldung', authority: 'kriens' }] })
  expect(JSON.parse(schema)).toMatchObject({ type: 'object', properties: { kind: { title: expect.any(String) } } })
  const { number } = JSON.parse(accepted)
  expect(number).toMatch(/^KRI-/)
  expect(JSON.parse(followed)).toMatchObject({
    number,
    status: 'received',
    documents: [{ name: 'home-phone.png', type: 'image/png' }],
  })
})

test('what the guide names is there', async () => {
  const guide = await readFile(join(root, 'docs/guides/api.md'), 'utf8')
  const operations = modules.flatMap(({ api }) => api?.operations ?? [])
  const there = operations.map(({ method, path }) => `${method} ${path.replace(/:\w+/g, '*')}`)
  const named = [...guide.matchAll(/`(GET|POST|PUT|DELETE) ([^`?]+)/g)]
  expect(named.length).toBeGreaterThanOrEqual(10)
  for (const [text, method = '', path = ''] of named) {
    const end = path.replace('…', '').replace(/\{\w+\}/g, '*')
    expect(
      there.some((one) => one.startsWith(method) && one.endsWith(end)),
      text,
    ).toBe(true)
  }
})
