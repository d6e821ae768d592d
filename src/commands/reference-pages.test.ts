import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { modules } from '../app.ts'
import { settingList } from '../kernel/config/settings.ts'
import { referencePages } from './reference-pages.ts'

const pages = referencePages()

/** The lines of a page's tables, without the blanks that even out the columns. */
const lines = (page: string) => (pages[page] ?? '').split('\n').map((line) => line.replace(/ +\|/g, ' |'))
const hasLine = (page: string, start: string) => lines(page).some((line) => line.startsWith(start))
const reference = join(import.meta.dirname, '../../docs/reference')
const src = join(import.meta.dirname, '..')

const code = globSync('**/*.{ts,tsx}', { cwd: src })
  .filter((file) => !/\.test\.tsx?$/.test(file))
  .map((file) => readFileSync(join(src, file), 'utf8'))
  .join('\n')

test.each(Object.keys(pages))('docs/reference/%s is up to date (else run bin/write-reference)', (name) => {
  expect(readFileSync(join(reference, name), 'utf8') === pages[name]).toBe(true)
})

test('every setting and every permission has its line', () => {
  for (const { name, about } of settingList) {
    expect(lines('settings.md').find((line) => line.startsWith(`| \`${name}\` |`))).toContain(about)
  }
  for (const permission of modules.flatMap((module) => Object.keys(module.permissions))) {
    expect(hasLine('permissions.md', `| \`${permission}\` |`), permission).toBe(true)
  }
})

test('every event that is announced and every job that is asked for has its line', () => {
  const announced = [...code.matchAll(/\.announce\(\s*'([^']+)'/g)].map((match) => match[1])
  const asked = [...code.matchAll(/\.enqueue\(\s*'([^']+)'/g)].map((match) => match[1])
  expect(announced.filter((name) => !hasLine('events.md', `| \`${name}\` |`))).toEqual([])
  expect(asked.filter((name) => !hasLine('jobs.md', `| \`${name}\` |`))).toEqual([])
})

test('every permission that a route names is in a manifest, and every one of a manifest is named by a route', () => {
  const named = lines('routes.md').flatMap((line) => /^\| `[^`]+` \| [A-Z]+ \| `([^`]+)`/.exec(line)?.[1] ?? [])
  const granted = modules.flatMap((module) => Object.keys(module.permissions))
  expect(named.length).toBeGreaterThan(5)
  expect(named.filter((name) => !granted.includes(name))).toEqual([])
  expect(granted.filter((name) => !named.includes(name))).toEqual([])
})

test('errors have the status of the class they come from', () => {
  expect(hasLine('errors.md', '| `NotFoundError` | 404 |')).toBe(true)
  expect(hasLine('errors.md', '| `StoreAwayError` | 503 |')).toBe(true)
  expect(hasLine('errors.md', '| `SettingsError` |')).toBe(false)
})
