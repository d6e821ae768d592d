import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { fontFiles } from './fonts.ts'
import {
  createTypstPool,
  TypesetBusyError,
  TypesetError,
  TypesetTimeoutError,
  type TypstPool,
  type TypstPoolOptions,
} from './typst-pool.ts'

const good = `#set document(title: "Good")
#set text(lang: "de", font: "Atkinson Hyperlegible Next", fallback: false)
= Good
#json(bytes(sys.inputs.letter)).name`
// Far longer than any time-out here; it stays inside the compiler's own code.
const endless = '#let x = 0\n#for i in range(100000000) { x = calc.rem(x + i, 7) }\n#x'

const cleanups: (() => void)[] = []
afterEach(() => {
  for (const cleanup of cleanups.splice(0)) cleanup()
})

function startPool(templates: Record<string, string>, options: Partial<TypstPoolOptions> = {}): TypstPool {
  const folder = mkdtempSync(join(tmpdir(), 'letters-'))
  for (const [name, text] of Object.entries({ 'good.typ': good, ...templates })) writeFileSync(join(folder, name), text)
  const pool = createTypstPool({ folder, fonts: fontFiles, processes: 1, waiting: 10, timeout: 20_000, ...options })
  cleanups.push(() => {
    pool.close()
    rmSync(folder, { recursive: true })
  })
  return pool
}

const order = (template: string, letter: object = { name: 'Erika' }) =>
  ({ template, letter: JSON.stringify(letter), standard: 'ua-1', createdAt: 0 }) as const

const isPdf = (bytes: Uint8Array): boolean => Buffer.from(bytes).toString('latin1', 0, 5) === '%PDF-'

test('documents are set in parallel and in turn, by no more processes than allowed', async () => {
  const pool = startPool({}, { processes: 2 })
  expect(pool.pids()).toEqual([])
  const pdfs = await Promise.all(Array.from({ length: 6 }, () => pool.set(order('good.typ'))))
  expect(pdfs.every(isPdf)).toBe(true)
  expect(pool.pids()).toHaveLength(2)
})

test('a template that does not end is stopped, and the next letter is set', async () => {
  const pool = startPool({ 'endless.typ': endless }, { timeout: 1_500 })
  const stuck = pool.set(order('endless.typ'))
  const after = pool.set(order('good.typ'))
  await expect(stuck).rejects.toThrow(TypesetTimeoutError)
  expect(isPdf(await after)).toBe(true)
})

test('a process that dies takes only its own letter with it', async () => {
  const pool = startPool({ 'endless.typ': endless })
  const doomed = pool.set(order('endless.typ'))
  for (const pid of pool.pids()) process.kill(pid, 'SIGKILL')
  await expect(doomed).rejects.toThrow('the typesetting process ended: SIGKILL')
  expect(isPdf(await pool.set(order('good.typ')))).toBe(true)
})

test('when too many wait, one more is refused at once', async () => {
  const pool = startPool({ 'endless.typ': endless }, { waiting: 1 })
  const [running, waiting] = [pool.set(order('endless.typ')), pool.set(order('good.typ'))]
  await expect(pool.set(order('good.typ'))).rejects.toThrow(TypesetBusyError)
  pool.close()
  await expect(running).rejects.toThrow('closed')
  await expect(waiting).rejects.toThrow('closed')
  await expect(pool.set(order('good.typ'))).rejects.toThrow('closed')
})

test('a fault names the place in the template and quotes nobody', async () => {
  const pool = startPool({
    'panic.typ': '#let letter = json(bytes(sys.inputs.letter))\n\n#panic(letter.name)',
    'key.typ': '#json(bytes(sys.inputs.letter)).nme',
    'sign.typ': '#set document(title: "x")\n#json(bytes(sys.inputs.letter)).name',
  })
  await expect(pool.set(order('panic.typ'))).rejects.toThrow(/^(?!.*Erika)panic\.typ: panic\.typ:3: panicked with/)
  await expect(pool.set(order('key.typ'))).rejects.toThrow('key.typ: key.typ:1: dictionary does not contain key "nme"')
  await expect(pool.set(order('sign.typ', { name: '你' }))).rejects.toThrow(
    /^(?!.*你)sign\.typ: .*could not be displayed/,
  )
  expect(isPdf(await pool.set(order('good.typ')))).toBe(true)
})

test('a template that is not there, or asks for a file outside the folder or a package, is an error', async () => {
  const pool = startPool({
    'outside.typ': '#read("../../etc/hostname")',
    'package.typ': '#import "@preview/cetz:0.4.2": *',
  })
  await expect(pool.set(order('none.typ'))).rejects.toThrow(TypesetError)
  await expect(pool.set(order('outside.typ'))).rejects.toThrow(TypesetError)
  await expect(pool.set(order('package.typ'))).rejects.toThrow('failed to download package')
})
