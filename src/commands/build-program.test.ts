import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, test } from 'vitest'
import { inSources } from '#kernel/source-places.ts'

const root = join(import.meta.dirname, '../..')

test('a place of the built program is named as the line of the source it comes from, one of a package as none of ours', () => {
  execFileSync(process.execPath, ['--import', 'tsx', 'src/commands/build-program.ts'], { cwd: root })
  const program = join(root, 'built/program.js')
  const code = readFileSync(program, 'utf8')
  const stackAt = (sign: string) => {
    const before = code.slice(0, code.indexOf(sign)).split('\n')
    return `    at here (${pathToFileURL(program)}:${before.length}:${(before.at(-1) ?? '').length + 1})`
  }
  const source = readFileSync(join(root, 'src/main.ts'), 'utf8').split('\n')
  const line = source.findIndex((text) => text.includes('function isExpected(')) + 1
  expect(inSources(stackAt('function isExpected('))).toBe(`    at here (${join(root, 'src/main.ts')}:${line}:1)`)
  const ofPackage = stackAt('function buildRouting')
  expect(inSources(ofPackage)).toBe(ofPackage)
})
