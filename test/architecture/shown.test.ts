import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { projectFolder } from '#test/support/process.ts'

const page = readFileSync(join(projectFolder, 'docs/reference/checks/services-and-desk.md'), 'utf8')
const named = [...page.matchAll(/`([^`\s]+\.test\.tsx?)`(?: «([^»]+)»)?/g)].map(([, file = '', title]) => ({
  file,
  title,
}))

test('what shows each part of services and desk is there, and says so', () => {
  expect(named.length).toBeGreaterThan(60)
  const missing = named.filter(({ file, title }) => {
    const path = join(projectFolder, file)
    return !existsSync(path) || (title !== undefined && !readFileSync(path, 'utf8').includes(title))
  })
  expect(missing).toEqual([])
})

test('every address it names is a page that there is', () => {
  const routes = readFileSync(join(projectFolder, 'docs/reference/routes.md'), 'utf8')
  const there = [...routes.matchAll(/`(\/[^`\s]*)`/g)].map(
    ([, path = '']) => new RegExp(`^${path.replace(/:\w+/g, '[^/]+')}$`),
  )
  const addresses = [...page.matchAll(/`(?:\/de)?(\/[a-z0-9/.-]+)(?:\?[^`]*)?`/g)].map(([, path = '']) => path)
  expect(addresses.length).toBeGreaterThan(15)
  expect(addresses.filter((path) => !there.some((route) => route.test(path.replace('/kriens', ''))))).toEqual([])
})

test('no row of that page is without a test', () => {
  const rows = page.split('\n').filter((line) => /^\| (?!what|---)/.test(line))
  expect(rows.length).toBeGreaterThan(35)
  expect(rows.filter((row) => !row.includes('.test.ts'))).toEqual([])
})
