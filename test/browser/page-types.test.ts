import type { BrowserContext } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { languages } from '#kernel/i18n/language.ts'
import { modules } from '../../src/app.ts'
import { desktop, findBarriers, findInvalidHtml, findOverflow, phone } from './inspect.ts'
import { type Cast, galleries, leadOn, notPages, pageTypes, prepareCast, type Role, refused } from './page-types.ts'
import { openStage, openTab, type Stage } from './stage.ts'

vi.setConfig({ maxConcurrency: 3, testTimeout: 90_000 })

const places = Object.entries(
  pageTypes({
    untouched: 'UNTOUCHED',
    started: 'STARTED',
    waiting: 'WAITING',
    decided: 'DECIDED',
    correction: 'ENTRY',
    entry: 'ENTRY',
    entered: 'ENTERED',
    block: 'BLOCK',
    batch: 'BATCH',
    dataSet: 'DATASET',
    table: 'TABLE',
    source: 'SOURCE',
    mails: { question: 'QUESTION', followed: '/', subscriptionToConfirm: '/', questionToConfirm: '/' },
  }),
).flatMap(([route, seen]) => seen.map(({ path }, index) => ({ route, index, path })))

let stage: Stage
let cast: Cast
let table: ReturnType<typeof pageTypes>

beforeAll(async () => {
  stage = await openStage({ isSeeded: true })
  const prepared = await prepareCast(stage.town)
  cast = prepared.cast
  table = pageTypes(prepared.cases)
})
afterAll(() => stage?.close())

const windows = new Map<string, Promise<BrowserContext>>()

/** One window for all that somebody looks at, in which the browser keeps styles and scripts. */
function windowOf(as: Role, colorScheme: 'light' | 'dark'): Promise<BrowserContext> {
  const key = `${as} ${colorScheme}`
  const window = windows.get(key) ?? stage.openWindow({ ...phone, as: cast[as], colorScheme })
  windows.set(key, window)
  return window
}

test('every page type of every module is looked at', () => {
  const routes = modules.flatMap((module) => module.routes(stage.town.house.kernel))
  const pages = routes.filter(({ method, path }) => method === 'GET' && !notPages.some((pattern) => pattern.test(path)))
  expect(pages.map(({ path }) => path).filter((path) => table[path] === undefined)).toEqual([])
})

describe.concurrent('is accessible, valid, fits a phone and a desktop, and breaks no rule', () => {
  test.each(places.map((place, turn) => ({ ...place, turn })))('$route $path', async ({ route, index, turn }) => {
    const { path, as } = table[route]?.[index] ?? { path: '/', as: 'guest' }
    const language = languages[turn % languages.length]
    const colorScheme = turn % 4 < 2 ? 'light' : 'dark'
    const { page, complaints } = await openTab(await windowOf(as, colorScheme))
    const answer = await page.goto(`/${language}${path}`, { waitUntil: 'load' })
    const isGallery = galleries.includes(route)
    // Both widths are measured; what a tool looks for rotates with the turn, once for each type: `bin/check --full` looks at every combination.
    const found = [...(await findInvalidHtml((await answer?.text()) ?? '')), ...(await findOverflow(page))]
    const looksOnPhone = isGallery || turn % 2 === 0
    const isFirst = index === 0
    if (isFirst && looksOnPhone) found.push(...(await findBarriers(page, isGallery ? ['landmark-unique'] : [])))
    if (!isGallery) {
      await page.setViewportSize(desktop.viewport)
      found.push(...(await findOverflow(page)))
      if (isFirst && !looksOnPhone) found.push(...(await findBarriers(page)))
    }
    await page.close()
    if (!leadOn.includes(route)) expect(page.url()).toBe(`${stage.origin}/${language}${path}`)
    expect((answer?.status() ?? 0) >= 400, `${answer?.status()}`).toBe(refused.includes(route))
    expect([...found, ...complaints].join('\n')).toBe('')
  })
})
