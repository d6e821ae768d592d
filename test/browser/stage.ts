import { createServer } from 'node:net'
import { AxeBuilder } from '@axe-core/playwright'
import { HtmlValidate } from 'html-validate'
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { fixedClock } from '#kernel/clock.ts'
import { openTown, type Town } from '#test/support/town.ts'
import type { Visitor } from '#test/support/visitor.ts'

/** The town, with its demo cases, where a real browser can come: it listens, and its clock is that of the browser. */
export type Stage = {
  readonly town: Town
  readonly origin: string
  /** A browser window; `as` brings the cookies of somebody who was there without script before. */
  open(options?: BrowserContextOptions & { as?: Visitor }): Promise<{ page: Page; complaints: string[] }>
  close(): Promise<void>
}

export const phone = { viewport: { width: 320, height: 640 }, hasTouch: true, isMobile: true } as const
export const desktop = { viewport: { width: 1280, height: 800 } } as const

export async function openStage(): Promise<Stage> {
  const port = await freePort()
  const host = `localhost:${port}`
  const origin = `http://${host}`
  const town = await openTown(fixedClock(new Date().toISOString()), host)
  await town.house.seedDemo()
  await town.house.app.listen({ port, host: '127.0.0.1' })
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-background-networking', '--enable-unsafe-swiftshader'],
  })
  return {
    town,
    origin,
    open: ({ as: visitor, ...options } = {}) => openWindow(browser, origin, options, visitor),
    close: async () => {
      await browser.close()
      await town.close()
    },
  }
}

async function openWindow(
  browser: Browser,
  origin: string,
  options: BrowserContextOptions,
  visitor: Visitor | undefined,
): Promise<{ page: Page; complaints: string[] }> {
  const context = await browser.newContext({ ...desktop, locale: 'de-CH', baseURL: origin, ...options })
  const pairs = visitor?.cookies().split('; ').filter(Boolean) ?? []
  const cookies = pairs.map((pair) => {
    const [name = '', ...value] = pair.split('=')
    return { name, value: value.join('='), url: origin }
  })
  await context.addCookies(cookies)
  const page = await context.newPage()
  page.setDefaultTimeout(15_000)
  const complaints: string[] = []
  // A page that refuses (4xx) says so itself; that the browser notes it too is no fault.
  const isFault = (text: string) => !/status of 4\d\d/.test(text)
  page.on(
    'console',
    (message) => message.type() === 'error' && isFault(message.text()) && complaints.push(message.text()),
  )
  page.on('pageerror', (error) => complaints.push(error.message))
  return { page, complaints }
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const address = server.address()
  await new Promise((done) => server.close(done))
  if (address === null || typeof address === 'string') throw new Error('no port')
  return address.port
}

/** What axe finds against WCAG 2.2 AA and good practice, with where it is. */
export async function findBarriers(page: Page, without: readonly string[] = []): Promise<string[]> {
  // Legacy mode looks at the page itself, where the other opens a second one each time: four times as quick, and no page has a frame.
  const { violations } = await new AxeBuilder({ page })
    .options({ resultTypes: ['violations'] })
    .setLegacyMode()
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
    .disableRules([...without])
    .analyze()
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 300)}`))
}

/** What does not fit the width of the window. */
export async function findOverflow(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const width = window.innerWidth
    if (document.documentElement.scrollWidth <= width) return []
    const wide = [...document.querySelectorAll('body *')].filter((one) => one.getBoundingClientRect().right > width + 1)
    return wide.slice(0, 5).map((one) => `wider than ${width}: ${one.outerHTML.slice(0, 200)}`)
  })
}

const islands = ['place-map', 'suggest-box', 'form-keeper', 'keyboard-help', 'session-warning']
const validator = new HtmlValidate({
  extends: ['html-validate:recommended'],
  elements: ['html5', Object.fromEntries(islands.map((tag) => [tag, { flow: true, phrasing: false }]))],
  rules: {
    // The renderer writes <br/>, which HTML allows.
    'void-style': 'off',
    // A dot in an id and a title of any length are allowed too.
    'valid-id': ['error', { relaxed: true }],
    'long-title': 'off',
    'form-dup-name': ['error', { shared: ['radio', 'checkbox', 'submit'] }],
  },
})

/** What is wrong with the HTML as it was sent. */
export async function findInvalidHtml(html: string): Promise<string[]> {
  const { results } = await validator.validateString(html)
  // A file may be chosen or taken with the camera: two inputs of one name, which HTML allows.
  const isCamera = ({ ruleId, selector }: { ruleId: string; selector?: string | null }) =>
    ruleId === 'form-dup-name' && selector?.endsWith('-camera') === true
  return results.flatMap(({ messages }) =>
    messages
      .filter((one) => !isCamera(one))
      .map(({ ruleId, message, selector }) => `${ruleId}: ${message} at ${selector}`),
  )
}
