import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { languages } from '#kernel/i18n/language.ts'
import { findInvalidHtml } from '#test/support/invalid-html.ts'
import { modules } from '../../src/app.ts'
import { desktop, findBarriers, findOverflow, phone } from './inspect.ts'
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
}, 90_000)
afterAll(() => stage?.close())

type Tab = { readonly page: Page; readonly complaints: string[]; width: 'phone' | 'desktop' }

const windows = new Map<Role, Promise<BrowserContext>>()
const idle = new Map<Role, Tab[]>()

/** One window for all that somebody looks at, in which the browser keeps styles and scripts. */
function windowOf(as: Role): Promise<BrowserContext> {
  const window = windows.get(as) ?? stage.openWindow({ ...phone, as: cast[as] })
  windows.set(as, window)
  return window
}

/** A tab that somebody looked at before goes on to the next page: a new one would cost as much as the page. */
async function tabOf(as: Role): Promise<Tab> {
  return idle.get(as)?.pop() ?? { ...(await openTab(await windowOf(as))), width: 'phone' }
}
function giveBack(as: Role, tab: Tab): void {
  tab.complaints.length = 0
  idle.set(as, [...(idle.get(as) ?? []), tab])
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
    const tab = await tabOf(as)
    const { page, complaints } = tab
    await page.emulateMedia({ colorScheme: turn % 4 < 2 ? 'light' : 'dark' })
    const answer = await page.goto(`/${language}${path}`, { waitUntil: 'load' })
    const isGallery = galleries.includes(route)
    const found = await findInvalidHtml((await answer?.text()) ?? '')
    // Both widths are measured, first the one that the tab has. What a tool looks for rotates with the turn, once for each type:
    // `bin/check --full` looks at every combination.
    const looksAt: Tab['width'] = isGallery || turn % 2 === 0 ? 'phone' : 'desktop'
    const widths = isGallery
      ? [looksAt]
      : tab.width === 'phone'
        ? (['phone', 'desktop'] as const)
        : (['desktop', 'phone'] as const)
    for (const width of widths) {
      if (width !== tab.width) await page.setViewportSize((width === 'phone' ? phone : desktop).viewport)
      tab.width = width
      found.push(...(await findOverflow(page)))
      if (index === 0 && width === looksAt)
        found.push(...(await findBarriers(page, isGallery ? ['landmark-unique'] : [])))
    }
    if (!leadOn.includes(route)) expect(page.url()).toBe(`${stage.origin}/${language}${path}`)
    expect((answer?.status() ?? 0) >= 400, `${answer?.status()}`).toBe(refused.includes(route))
    expect([...found, ...complaints].join('\n')).toBe('')
    giveBack(as, tab)
  })
})
