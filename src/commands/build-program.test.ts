import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { SourceMap } from 'node:module'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const root = join(import.meta.dirname, '../..')

test('a line of the built program is named as the line of the source it comes from, one of a package as none of ours', () => {
  execFileSync(process.execPath, ['--import', 'tsx', 'src/commands/build-program.ts'], { cwd: root })
  const [code = '', map = ''] = readFileSync(join(root, 'built/program.js'), 'utf8').split(
    '\n//# sourceMappingURL=data:application/json;base64,',
  )
  const lines = code.split('\n')
  const sources = new SourceMap(JSON.parse(Buffer.from(map, 'base64').toString()))
  const originOf = (sign: string) => {
    const entry = sources.findEntry(
      lines.findIndex((line) => line.includes(sign)),
      20,
    )
    return 'originalSource' in entry && entry.originalSource ? entry : undefined
  }
  const ours = originOf('function isExpected(')
  const source = readFileSync(join(root, 'src/main.ts'), 'utf8').split('\n')
  expect(ours?.originalSource).toBe('../src/main.ts')
  expect(source[ours?.originalLine ?? -1]).toContain('function isExpected(')
  expect(originOf('function buildRouting')).toBeUndefined()
})
