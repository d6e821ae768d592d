import { mkdtemp, open, rm, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { expect, onTestFinished, test, vi } from 'vitest'
import { runFileProcess } from './file-process.ts'

const program = join(import.meta.dirname, '../../..')

/** What a process finds when it is turned against us: it tries all it can think of, and says what came of it. */
const attack = `
const part = (name) => process.getBuiltinModule('node:' + name)
const { fs, child_process, worker_threads, inspector } = { fs: part('fs'), child_process: part('child_process'), worker_threads: part('worker_threads'), inspector: part('inspector') }
const attempt = (work) => { try { work(); return 'done' } catch (error) { return error.code ?? error.name } }
const paths = process.argv.slice(1)
const open = []
for (let fd = 3; fd < 200; fd += 1) {
  try { const stat = fs.fstatSync(fd); if (stat.isFile() || stat.isSocket() || stat.isDirectory()) open.push(fd) } catch {}
}
process.stdout.write(JSON.stringify({
  read: Object.fromEntries(paths.map((path) => [path, attempt(() => fs.readFileSync(path))])),
  environment: Object.keys(process.env),
  open,
  folder: process.cwd().split('/').slice(-2).join('/'),
  list: attempt(() => fs.readdirSync('/')),
  write: attempt(() => fs.writeFileSync('left-behind', '')),
  link: attempt(() => fs.symlinkSync('/etc', 'left-behind')),
  start: attempt(() => child_process.execFileSync('/bin/true')),
  thread: attempt(() => new worker_threads.Worker('', { eval: true })),
  debug: attempt(() => inspector.open(0)),
  inner: attempt(() => process.binding('fs')),
  native: attempt(() => process.dlopen({ exports: {} }, '/nothing.node')),
  code: attempt(() => new Function('return 1')()),
  report: attempt(() => process.report.writeReport()),
}))`

const limits = { milliseconds: 20_000, bytes: 700_000_000, said: 100_000, work: { isUrgent: true } }

test('a process that looks into a file cannot come to our keys, whatever the file makes of it', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'wegweiser-keys-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  const masterKey = join(folder, 'master.key')
  await writeFile(masterKey, 'f'.repeat(64))
  vi.stubEnv('WEGWEISER_MASTER_KEY', 'a'.repeat(64))
  vi.stubEnv('DATABASE_URL', 'postgres://geheim')
  onTestFinished(() => {
    vi.unstubAllEnvs()
  })
  const held = await open(masterKey)
  const server: Server = createServer().listen(0, '127.0.0.1')
  onTestFinished(async () => {
    await held.close()
    server.close()
  })
  const secrets = [
    masterKey,
    join(program, 'var/master.key'),
    join(program, 'README.md'),
    join(program, 'src/main.ts'),
    join(program, '.git'),
    `/proc/${process.pid}/environ`,
    `/proc/${process.pid}/fd/${held.fd}`,
    '/proc/self/environ',
    '/proc/self/mem',
    '/etc/passwd',
  ]
  const result = await runFileProcess('--eval', [attack, ...secrets], Readable.from([]), limits)
  const denied = 'ERR_ACCESS_DENIED'
  expect(result).toEqual({
    ok: true,
    said: {
      read: Object.fromEntries(secrets.map((path) => [path, denied])),
      environment: [],
      open: [],
      folder: 'files/inside',
      ...{ list: denied, write: denied, link: denied, start: denied, thread: denied, debug: denied, inner: denied },
      native: 'ERR_DLOPEN_DISABLED',
      code: 'EvalError',
      report: denied,
    },
  })
})

test('a process that says too much, or nothing that makes sense, said nothing', async () => {
  const run = (code: string) => runFileProcess('--eval', [code], Readable.from([]), { ...limits, said: 1_000 })
  expect(await run(`process.stdout.write(JSON.stringify('a'.repeat(900)))`)).toEqual({
    ok: true,
    said: 'a'.repeat(900),
  })
  expect(await run(`process.stdout.write(JSON.stringify('a'.repeat(1_000)))`)).toEqual({ ok: false, why: 'memory' })
  expect(await run(`process.stdout.write('{"pages":')`)).toEqual({ ok: false, why: 'ended' })
  expect(await run(`process.stdout.write('"fine"', () => process.exit(3))`)).toEqual({ ok: false, why: 'ended' })
})
