import { createServer } from 'node:net'
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core'
import { fixedClock } from '#kernel/clock.ts'
import { openTown, type Town } from '#test/support/town.ts'
import type { Visitor } from '#test/support/visitor.ts'
import { desktop, launchBrowser } from './inspect.ts'

/** How a window is; `as` brings the cookies of somebody who was there without script before. */
type WindowOptions = BrowserContextOptions & { as?: Visitor }

/** The town, where a real browser can come: it listens, and its clock is that of the browser. */
export type Stage = {
  readonly town: Town
  readonly origin: string
  /** A browser window with a tab. */
  open(options?: WindowOptions): Promise<{ page: Page; complaints: string[] }>
  openWindow(options: WindowOptions): Promise<BrowserContext>
  close(): Promise<void>
}

/** With the demo's cases where they are asked for. */
export async function openStage({ isSeeded = false } = {}): Promise<Stage> {
  const port = await freePort()
  const host = `localhost:${port}`
  const origin = `http://${host}`
  const town = await openTown(fixedClock(new Date().toISOString()), host)
  if (isSeeded) await town.house.seedDemo()
  await town.house.app.listen({ port, host: '127.0.0.1' })
  const browser = await launchBrowser()
  return {
    town,
    origin,
    open: async (options = {}) => openTab(await openWindow(browser, origin, options)),
    openWindow: (options) => openWindow(browser, origin, options),
    close: async () => {
      await browser.close()
      await town.close()
    },
  }
}

async function openWindow(
  browser: Browser,
  origin: string,
  { as: visitor, ...options }: WindowOptions,
): Promise<BrowserContext> {
  const context = await browser.newContext({ ...desktop, locale: 'de-CH', baseURL: origin, ...options })
  const pairs = visitor?.cookies().split('; ').filter(Boolean) ?? []
  const cookies = pairs.map((pair) => {
    const [name = '', ...value] = pair.split('=')
    return { name, value: value.join('='), url: origin }
  })
  await context.addCookies(cookies)
  return context
}

/** Another tab of a window, and what the browser complains about in it. */
export async function openTab(window: BrowserContext): Promise<{ page: Page; complaints: string[] }> {
  const page = await window.newPage()
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
