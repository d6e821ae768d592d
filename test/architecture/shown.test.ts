import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { projectFolder } from '#test/support/process.ts'

const read = (path: string) => readFileSync(join(projectFolder, path), 'utf8')

/** The pages that name what shows each point, and how many rows they have at least. */
const pages = [
  ['services-and-desk.md', 35],
  ['open-data.md', 28],
  ['steering.md', 20],
] as const

test.each(pages)('what %s names as shown by a test is there, and says so', (page) => {
  const named = [...read(`docs/reference/checks/${page}`).matchAll(/`([^`\s]+\.test\.tsx?)`(?: «([^»]+)»)?/g)]
  const missing = named.filter(
    ([, file = '', title]) =>
      !existsSync(join(projectFolder, file)) || (title !== undefined && !read(file).includes(title)),
  )
  expect(missing.map(([text]) => text)).toEqual([])
})

test.each(pages)('every address that %s names is one that there is', (page) => {
  const there = [...read('docs/reference/routes.md').matchAll(/`(\/[^`\s]*)`/g)].map(
    ([, path = '']) => new RegExp(`^${path.replace(/:\w+/g, '[^/]+')}$`),
  )
  const addresses = [...read(`docs/reference/checks/${page}`).matchAll(/`(?:\/de)?(\/[a-z0-9/._-]+)(?:\?[^`]*)?`/g)]
  expect(addresses.length).toBeGreaterThan(10)
  const paths = addresses.map(([, path = '']) => path.replace(/^\/(kriens|luzern)/, ''))
  expect(paths.filter((path) => !there.some((route) => route.test(path)))).toEqual([])
})

test.each(pages)('no row of %s is without a test', (page, least) => {
  const rows = read(`docs/reference/checks/${page}`)
    .split('\n')
    .filter((line) => /^\| (?!what|---)/.test(line))
  expect(rows.length).toBeGreaterThan(least)
  expect(rows.filter((row) => !row.includes('.test.ts'))).toEqual([])
})
