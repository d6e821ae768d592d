import { AxeBuilder } from '@axe-core/playwright'
import { type Browser, chromium, type Page } from 'playwright-core'

export const phone = { viewport: { width: 320, height: 640 }, hasTouch: true, isMobile: true } as const
export const desktop = { viewport: { width: 1280, height: 800 } } as const

/** Pages of one site share a process, and graphics take none of their own: half of what the tests take is the browser's processes beginning. */
const frugal = ['--process-per-site', '--renderer-process-limit=2', '--in-process-gpu']

export function launchBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-background-networking', '--enable-unsafe-swiftshader', ...frugal],
  })
}

/** What axe finds against WCAG 2.2 AA and good practice, with where it is. */
export async function findBarriers(page: Page, without: readonly string[] = []): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page })
    // Our pages have no frames; otherwise the results would be put together in a second window, opened for each page.
    .setLegacyMode()
    // What is in order need not be described: that takes as long as finding it.
    // No rule of these reads style sheets; fetching and reading them once more for each page is saved.
    .options({ resultTypes: ['violations'], preload: { assets: ['media'] } })
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
