import { DuckDBInstance } from '@duckdb/node-api'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readPattern } from './pattern.ts'

test('a pattern means the whole text, with signs, sets, groups, choices and repetitions', () => {
  const cases: readonly [string, readonly string[], readonly string[]][] = [
    ['CHE-\\d{3}\\.\\d{3}\\.\\d{3}', ['CHE-123.456.789'], ['CHE-123456789', 'xCHE-123.456.789', '']],
    ['^[A-Z]{2}(?:-[0-9]+)?$', ['LU', 'LU-12'], ['lu', 'LU-', 'LU-12x']],
    ['\\p{L}[\\p{L} .’-]*', ['Müller-Meier', 'Émile'], ['1a', '-a']],
    ['a|bc|', ['a', 'bc', ''], ['ab', 'b']],
    ['[^,;]+\\$', ['3$'], ['3', 'a,$']],
    ['(ab){2,3}', ['abab', 'ababab'], ['ab', 'abababab']],
    ['.', ['ü', '😀'], ['\n', 'ab']],
  ]
  for (const [pattern, good, bad] of cases) {
    const read = readPattern(pattern)
    expect(
      good.map((text) => read?.matches(text)),
      pattern,
    ).toEqual(good.map(() => true))
    expect(
      bad.map((text) => read?.matches(text)),
      pattern,
    ).toEqual(bad.map(() => false))
  }
})

test('what could take long, what is no pattern and what is too large is refused; what is nested takes no longer', () => {
  const refused = ['(?=a)b', '(?<!a)b', '(a)\\1', 'a**', 'a*?', 'a++', '(', ')', '[', '[]', '[z-a]', 'a{3,2}', '\\q']
  for (const pattern of [...refused, 'a^b', '(((a{99}){99}){99})', '\\p{Greek}', `${'('.repeat(60)}a${')'.repeat(60)}`])
    expect(readPattern(pattern), pattern).toBeUndefined()
  const began = process.cpuUsage()
  expect(readPattern('(a+)+(a|aa)*(a*)*b')?.matches('a'.repeat(5_000))).toBe(false)
  expect(process.cpuUsage(began).user).toBeLessThan(2_000_000)
})

test('DuckDB says the same of every pattern and text', async () => {
  const instance = await DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  const leaf = fc.constantFrom('a', 'b', '.', '\\d', '\\W', '[a-c]', '[^b\\s]', '\\p{L}', '\\.', 'ü', '-')
  const { pattern } = fc.letrec<{ pattern: string }>((tie) => ({
    pattern: fc.oneof(
      { maxDepth: 4 },
      leaf,
      fc.tuple(tie('pattern'), tie('pattern')).map(([one, other]) => `${one}${other}`),
      fc.tuple(tie('pattern'), tie('pattern')).map(([one, other]) => `(${one}|${other})`),
      fc
        .tuple(tie('pattern'), fc.constantFrom('*', '+', '?', '{2}', '{0,2}', '{1,}'))
        .map(([one, times]) => `(?:${one})${times}`),
    ),
  }))
  const text = fc.array(fc.constantFrom('a', 'b', 'c', '1', '.', '-', 'ü', ' ', '\n', '😀'), { maxLength: 6 })
  const pairs = fc
    .sample(fc.tuple(pattern, text), { numRuns: 400, seed: 7 })
    .flatMap(([made, signs]) => [readPattern(made)].flatMap((read) => (read ? [{ read, text: signs.join('') }] : [])))
  expect(pairs.length).toBeGreaterThan(300)
  const said: unknown[] = []
  for (const { read, text: value } of pairs) {
    const rows = await connection.runAndReadAll('select regexp_full_match($1::varchar, $2::varchar)', [value, read.re2])
    said.push(rows.getRowsJS()[0]?.[0])
  }
  connection.closeSync()
  instance.closeSync()
  expect(said).toEqual(pairs.map(({ read, text: value }) => read.matches(value)))
  expect(said).toContain(true)
})
