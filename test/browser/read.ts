import type { Page } from 'playwright-core'

const squeeze = (text: string | null) => (text ?? '').replace(/\s+/g, ' ').trim()

/** All text of the page's main part, with single spaces. */
export async function readMain(page: Page): Promise<string> {
  return squeeze(await page.locator('main').textContent())
}

/** The cells of the first row whose heading says such a name. */
export async function readRow(page: Page, name: string): Promise<string[]> {
  const row = page.locator('main tbody tr', { has: page.locator('th', { hasText: name }) }).first()
  return (await row.locator('th, td').allTextContents()).map(squeeze)
}
