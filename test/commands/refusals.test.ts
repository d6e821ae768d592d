import { writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { freePort } from '#kernel/db/embedded-server.ts'
import { type CommandResult, Program } from '#test/support/process.ts'
import { openFolder } from '#test/support/start.ts'

/** Starts the program where it has to refuse, and gives how it ended. */
async function tryToStart(
  environment: Readonly<Record<string, string>> = {},
  dataFolder = openFolder(),
): Promise<CommandResult> {
  const program = new Program({ dataFolder, port: await freePort(), env: environment })
  const ending = await program.end(20_000)
  return { ...ending, output: program.output, errors: program.errors }
}

/** What is said besides the first line «Wegweiser does not start.»; no stack, no name of a class, nothing else. */
function sentences({ code, errors }: CommandResult): string[] {
  expect(code).toBe(1)
  const [first, ...others] = errors.trimEnd().split('\n')
  expect(first).toBe('Wegweiser does not start.')
  for (const line of others) expect(line).not.toMatch(/^\s+at |Error:|node:internal/)
  return others
}

test('a busy port gives one sentence with the way out', async () => {
  const other = createServer()
  const port = await new Promise<number>((done) => {
    other.listen(0, '127.0.0.1', () => {
      const address = other.address()
      done(typeof address === 'object' && address ? address.port : 0)
    })
  })
  onTestFinished(() => void other.close())
  const result = await tryToStart({ PORT: String(port) })
  expect(sentences(result)).toEqual([
    `Port ${port} is in use. Stop the other program, or choose another port: PORT=8081 npm start`,
  ])
  // Nobody waits for the content of a first start to be told so.
  expect(result.output).not.toContain('Migrations')
})

test('a folder that cannot be written gives one sentence with the way out', async () => {
  const file = join(openFolder(), 'file')
  writeFileSync(file, '')
  const folder = join(file, 'data')
  const result = await tryToStart({ WEGWEISER_DATA: folder })
  expect(sentences(result)).toEqual([`The folder ${folder} cannot be written. Set WEGWEISER_DATA to one that can.`])
})

test('a database that does not answer gives one sentence', async () => {
  const port = await freePort()
  const at = (role: string) => `postgresql://${role}:secret-word@127.0.0.1:${port}/wegweiser`
  const result = await tryToStart({ DATABASE_URL: at('wegweiser'), WEGWEISER_OWNER_DATABASE_URL: at('owner') })
  const said = sentences(result)
  expect(said).toHaveLength(1)
  expect(said[0]).toMatch(/DATABASE_URL/)
  expect(result.errors).not.toContain('secret-word')
})

test('a wrong setting gives one sentence', async () => {
  expect(sentences(await tryToStart({ PORT: 'eighty' }))).toEqual([
    'PORT is «eighty»; it must be a whole number from 0 to 65535.',
  ])
})

test('all wrong settings are named together', async () => {
  const said = sentences(await tryToStart({ PORT: '70000', WEGWEISER_DATABASE_POOL: '1', WEGWEISER_PROT: '8081' }))
  const names = ['PORT', 'WEGWEISER_DATABASE_POOL', 'WEGWEISER_PROT']
  expect(said.map((sentence) => sentence.split(' ')[0]).sort()).toEqual(names)
})

test('production without its settings refuses, and names all of them', async () => {
  const said = sentences(await tryToStart({ WEGWEISER_MODE: 'production' }))
  for (const name of ['WEGWEISER_URL', 'DATABASE_URL', 'WEGWEISER_MASTER_KEY']) {
    expect(said.filter((sentence) => sentence.includes(name))).toHaveLength(1)
  }
  expect(said).toHaveLength(3)
})
