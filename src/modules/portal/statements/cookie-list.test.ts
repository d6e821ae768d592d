import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createTranslators } from '#kernel/i18n/catalogue.ts'
import { cookieList } from './cookie-list.ts'

const { de } = createTranslators([{ prefix: 'portal', folder: join(import.meta.dirname, '../messages') }])
const src = join(import.meta.dirname, '../../..')

test('the privacy page names every cookie that the code reads or sets by name', () => {
  const listed = cookieList('http://localhost:8080', de).map(({ name }) => name)
  const files = globSync('**/*.{ts,tsx}', { cwd: src }).filter((file) => !/\.test\.tsx?$/.test(file))
  // Figures with a formula have names and values as well.
  const patterns = [
    /(?:request|message)\.cookies?(?:\.|\(')([\w-]+)/g,
    /\bname: '([\w-]+)', value: (?!.*\bformula\b)/g,
    /\w+Cookie = '([\w-]+)'/g,
  ]
  const read = files
    .map((file) => readFileSync(join(src, file), 'utf8'))
    .flatMap((text) => patterns.flatMap((pattern) => [...text.matchAll(pattern)].map((match) => match[1])))
  expect(read).toContain('language')
  expect(read.filter((name) => name !== undefined && !listed.includes(name))).toEqual([])
})

test('over https the names carry the prefix that ties them to this host', () => {
  expect(cookieList('https://portal.example', de).map(({ name }) => name)).toEqual([
    '__Host-session',
    '__Host-case',
    '__Host-sign-in',
    '__Host-kept',
    'place',
    'language',
  ])
})
