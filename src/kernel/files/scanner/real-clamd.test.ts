import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { expect, onTestFinished, test } from 'vitest'
import { eicar, ownSign } from '#test/support/fake-clamd.ts'
import { pdf } from '../example-files.ts'
import { createClamd, type Scanner, ScannerAwayError } from './clamd.ts'

const program = '/usr/sbin/clamd'
const startMs = 20_000

/** A real clamd with two signatures of our own, on a socket of its own; no database is fetched. */
async function startClamd(): Promise<Scanner> {
  const folder = await mkdtemp(join(tmpdir(), 'wegweiser-clamd-'))
  const [socket, database] = [join(folder, 'clamd.socket'), join(folder, 'signatures')]
  await mkdir(database)
  await chmod(folder, 0o755)
  const lines = [`Eicar-Test-Signature:0:*:${eicar.toString('hex')}`, `Wegweiser.Own:0:*:${ownSign.toString('hex')}`]
  await writeFile(join(database, 'own.ndb'), `${lines.join('\n')}\n`)
  const settings = [
    `LocalSocket ${socket}`,
    `DatabaseDirectory ${database}`,
    'Foreground yes',
    'User root',
    'StreamMaxLength 1M',
  ]
  await writeFile(join(folder, 'clamd.conf'), `${settings.join('\n')}\n`)
  const child = spawn(program, ['--config-file', join(folder, 'clamd.conf')], { stdio: 'ignore' })
  const ended = new Promise((resolve) => child.once('exit', resolve))
  onTestFinished(async () => {
    child.kill('SIGTERM')
    await ended
    await rm(folder, { recursive: true, force: true })
  })
  const scanner = createClamd({ path: socket })
  await expect.poll(() => scanner.isThere(), { timeout: startMs, interval: 100 }).toBe(true)
  return scanner
}

const scan = (scanner: Scanner, ...parts: Buffer[]) => scanner.scan(Readable.from(parts))

test('the real clamd says what we take it to say', { timeout: 40_000 }, async () => {
  if (!existsSync(program)) {
    process.stdout.write(
      'clamd is not installed (apt-get install clamav-daemon): only our own speaks its protocol here.\n',
    )
    return
  }
  const scanner = await startClamd()
  expect(await scan(scanner, pdf())).toEqual({ isClean: true })
  expect(await scan(scanner, eicar)).toMatchObject({ isClean: false, signature: expect.stringContaining('Eicar-Test') })
  expect(await scan(scanner, pdf(), ownSign)).toMatchObject({
    isClean: false,
    signature: expect.stringContaining('Wegweiser.Own'),
  })
  // The sign lies on both sides of a chunk's end.
  expect(await scan(scanner, pdf(), ownSign.subarray(0, 9), ownSign.subarray(9))).toMatchObject({ isClean: false })
  // It hangs up in the middle, with or without a word that still reaches us: either way there is no verdict.
  await expect(scan(scanner, Buffer.alloc(3_000_000, 1))).rejects.toBeInstanceOf(ScannerAwayError)
})
