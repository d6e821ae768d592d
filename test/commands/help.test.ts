import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { projectFolder, runCommand } from '#test/support/process.ts'

/** Each command and what its help must speak of. */
const commands: Readonly<Record<string, RegExp>> = {
  backup: /archive/i,
  bench: /throughput|requests/i,
  check: /types/i,
  demo: /people/i,
  dev: /source/i,
  'generate-types': /schema\.ts/,
  'invite-admin': /one-time link/i,
  publish: /content/i,
  restore: /--erased/,
  setup: /--reset/,
  start: /http:\/\/localhost:8080/,
  test: /suite/i,
  'verify-audit': /chain/i,
  'write-reference': /reference/i,
}

test('all commands are known here', () => {
  const files = readdirSync(join(projectFolder, 'bin'), { withFileTypes: true })
  expect(files.filter((file) => file.isFile()).map((file) => file.name)).toEqual(Object.keys(commands))
})

test.each(Object.entries(commands))('bin/%s says what it does, and does nothing else', async (name, subject) => {
  for (const flag of ['--help', '-h']) {
    const result = await runCommand(`bin/${name}`, [flag], { bound: 5_000 })
    expect(result).toMatchObject({ code: 0, errors: '' })
    expect(result.output).toMatch(new RegExp(`^bin/${name}`))
    expect(result.output).toMatch(subject)
    expect(result.output.trim().split('\n').length).toBeGreaterThan(1)
  }
})
