import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { desktop, findBarriers, launchBrowser } from '#test/browser/inspect.ts'
import { findCoveredOrUnmarked } from '#test/matrix/keyboard.ts'
import { findInvalidHtml } from '#test/support/invalid-html.ts'
import { isLarge } from '#test/support/random.ts'
import { components } from './gallery-page.tsx'
import { type Gallery, startGallery } from './start-gallery.ts'

let gallery: Gallery
let browser: Browser

beforeAll(async () => {
  gallery = await startGallery()
  browser = await launchBrowser()
})

afterAll(async () => {
  await browser?.close()
  await gallery?.close()
})

const names = ['gallery', 'front', 'question', 'map', 'files', 'case', 'desk']
const phone = { viewport: { width: 320, height: 640 } }

/** Opens a page and collects what the browser complains about, such as something the content policy forbids. */
async function open(
  name: string,
  options: BrowserContextOptions = desktop,
): Promise<{ page: Page; complaints: string[] }> {
  return openIn(await browser.newContext(options), name)
}

async function openIn(
  window: BrowserContext,
  name: string,
  colorScheme: 'light' | 'dark' = 'light',
): Promise<{ page: Page; complaints: string[] }> {
  const page = await window.newPage()
  await page.emulateMedia({ colorScheme })
  page.setDefaultTimeout(8_000)
  const complaints: string[] = []
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()))
  page.on('pageerror', (error) => complaints.push(error.message))
  // The map comes by a script of its own, and what it shows by another.
  const drawn = name === 'map' ? page.waitForResponse(/\.geojson$/) : undefined
  await page.goto(`${gallery.origin}/${name}`, { waitUntil: 'load' })
  await drawn
  return { page, complaints }
}

test('every component stands in the gallery', () => {
  const folders = readdirSync(join(import.meta.dirname, '../components'))
  const shownElsewhere = ['field', 'skip-link']
  expect(Object.keys(components).sort()).toEqual(folders.filter((name) => !shownElsewhere.includes(name)).sort())
})

test.each(names)('%s is valid HTML', async (name) => {
  expect(await findInvalidHtml(gallery.pages[name] ?? '')).toEqual([])
})

describe('in one window for all', () => {
  let window: BrowserContext
  beforeAll(async () => {
    window = await browser.newContext(phone)
  })
  afterAll(() => window?.close())

  test.each(names.map((name, turn) => ({ name, turn })))(
    '$name is accessible, fits and breaks no rule of the content policy, on a phone and a desktop, and on a phone with text spacing',
    async ({ name, turn }) => {
      const { page, complaints } = await openIn(window, name, 'dark')
      // What a tool looks for rotates with the page; at full size it looks at both.
      if (isLarge || turn % 2 === 0) expect(await findBarriers(page)).toEqual([])
      expect(await widthOf(page)).toBeLessThanOrEqual(phone.viewport.width)
      await page.setViewportSize(desktop.viewport)
      await page.emulateMedia({ colorScheme: 'light' })
      if (isLarge || turn % 2 === 1) expect(await findBarriers(page)).toEqual([])
      expect(await widthOf(page)).toBeLessThanOrEqual(desktop.viewport.width)
      await page.setViewportSize(phone.viewport)
      await spaceText(page)
      expect(await widthOf(page)).toBeLessThanOrEqual(phone.viewport.width)
      expect(complaints).toEqual([])
      await page.close()
    },
  )
})

const widthOf = (page: Page): Promise<number> => page.evaluate(() => document.documentElement.scrollWidth)

/** The text spacing of WCAG 1.4.12, as a reader may set it. */
async function spaceText(page: Page): Promise<void> {
  await page.evaluate(() => {
    const sheet = new CSSStyleSheet()
    sheet.replaceSync('*{line-height:1.5!important;letter-spacing:.12em!important;word-spacing:.16em!important}')
    document.adoptedStyleSheets = [sheet]
  })
}

test('without script every page still shows its form and its content', async () => {
  const { page } = await open('question', { ...phone, javaScriptEnabled: false })
  await page.getByLabel('Tag').fill('1')
  expect(await page.getByRole('button', { name: 'Weiter', exact: true }).isVisible()).toBe(true)
  expect(await page.getByRole('link', { name: 'Den 31. November gibt es nicht.' }).getAttribute('href')).toBe('#date')
  await page.context().close()
})

test('the errors of a form take the focus, and lead to the field', async () => {
  const { page } = await open('question')
  expect(await page.evaluate(() => document.activeElement?.id)).toBe('error-summary')
  await page.getByRole('link', { name: 'Den 31. November gibt es nicht.' }).click()
  expect(await page.evaluate(() => document.activeElement?.id)).toBe('date')
  await page.context().close()
})

test('suggestions are reached by keyboard, and none leads to another site', async () => {
  const { page } = await open('front')
  const search = page.getByRole('combobox', { name: 'Dienstleistung suchen' })
  await search.fill('zü')
  await page.getByRole('option').first().waitFor()
  expect(await page.getByRole('option').allTextContents()).toHaveLength(2)
  await search.press('Escape')
  expect(await search.getAttribute('aria-expanded')).toBe('false')
  await search.fill('züg')
  await page.getByRole('option').first().waitFor()
  await search.press('ArrowDown')
  expect(await search.getAttribute('aria-activedescendant')).toBe('search-suggestions-0')
  await search.press('Enter')
  await page.waitForURL('**/question')
  await page.context().close()
})

test('when the portal does not answer, what was entered stays in the page and it says so', async () => {
  const { page } = await open('question')
  await page.getByLabel('Tag').fill('30')
  await page.getByRole('button', { name: 'Weiter', exact: true }).click()
  await page.getByText('Ihre Angaben konnten nicht gesendet werden').waitFor()
  expect(await page.getByLabel('Tag').inputValue()).toBe('30')
  await page.context().close()
})

test('when it answers, the form is sent once with the button that was pressed', async () => {
  const { page } = await open('question')
  await page.route('**/readyz', (route) => route.fulfill({ status: 200 }))
  const posts: string[] = []
  page.on('request', (request) => request.method() === 'POST' && posts.push(request.postData() ?? ''))
  const answered = page.waitForResponse((response) => response.request().method() === 'POST')
  await page.getByRole('button', { name: 'Speichern' }).dblclick()
  await answered
  await page.waitForLoadState('networkidle')
  expect(posts).toEqual(['date.day=31&date.month=11&date.year=2026&do=save'])
  await page.context().close()
})

test('characters are counted down while typing', async () => {
  const { page } = await open('gallery')
  await page.getByLabel('Was ist geschehen?').fill('x'.repeat(501))
  expect(await page.locator('#ta-what-limit').textContent()).toBe('1 Zeichen zu viel')
  await page.context().close()
})

test('a place is set on the map by click and by keyboard', async () => {
  const { page, complaints } = await open('map')
  const map = page.getByRole('region', { name: /Karte des Kantons/ })
  await map.press('Enter')
  await page.getByText('Ort gesetzt').waitFor()
  const east = page.locator('#place-east')
  const byKeyboard = await east.inputValue()
  expect(Number(byKeyboard)).toBeGreaterThan(2_629_000)
  await map.click({ position: { x: 300, y: 250 } })
  await expect.poll(() => east.inputValue()).not.toBe(byKeyboard)
  expect(complaints).toEqual([])
  await page.context().close()
})

test('staff find all keys with ?, use them, and can switch them off', async () => {
  const { page } = await open('desk')
  await page.keyboard.press('?')
  const help = page.getByRole('dialog', { name: 'Tastenkürzel' })
  expect(await help.locator('dd').allTextContents()).toEqual([
    'Eingang',
    'Meine Geschäfte',
    'Fällig',
    'Übernehmen',
    'Rückfrage stellen',
    'Diese Übersicht zeigen',
  ])
  await help.getByLabel('Tastenkürzel verwenden').uncheck()
  await help.getByRole('button', { name: 'Schliessen' }).click()
  await page.keyboard.press('f')
  expect(page.url()).toMatch(/\/desk$/)
  await page.keyboard.press('?')
  await help.getByLabel('Tastenkürzel verwenden').check()
  await page.keyboard.press('Escape')
  await help.waitFor({ state: 'hidden' })
  await page.keyboard.press('f')
  await page.waitForURL('**/desk/due')
  await page.context().close()
})

test('while a file is on its way the page says how much it is', async () => {
  const { page } = await open('files')
  await page.route('**/readyz', (route) => route.fulfill({ status: 200 }))
  // The upload is called off before an answer comes, so that the page stays and what it said can be read.
  await page.route('**/files', (route) =>
    route.request().method() === 'POST' ? route.abort('aborted') : route.continue(),
  )
  await page.getByLabel('Mietvertrag').setInputFiles({
    name: 'vertrag.pdf',
    mimeType: 'application/pdf',
    buffer: Buffer.alloc(2_400_000),
  })
  await page.getByRole('button', { name: 'Weiter', exact: true }).click()
  await page.getByText('2.4 MB werden hochgeladen').waitFor()
  await page.context().close()
})

test.each(['files', 'desk'])(
  'who is about to be signed out sees what has the focus above the warning, on %s',
  async (name) => {
    for (const size of [phone, desktop]) {
      const { page } = await open(name, size)
      await page.getByText(/in [23] Minuten abgemeldet/).waitFor()
      const { stops, faults } = await findCoveredOrUnmarked(page)
      expect(stops).toBeGreaterThan(5)
      expect(faults).toEqual([])
      await page.context().close()
    }
  },
)

test('who is about to be signed out is told and can stay', async () => {
  const { page } = await open('files')
  await page.route('**/session', (route) => route.fulfill({ json: { endsAt: new Date(Date.now() + 3_600_000) } }))
  await page.getByText(/in [23] Minuten abgemeldet/).waitFor()
  await page.getByRole('button', { name: 'Angemeldet bleiben' }).click()
  await page.getByText('Sie bleiben angemeldet.').waitFor()
  await page.context().close()
})
