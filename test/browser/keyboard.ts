import type { Page } from 'playwright-core'
import { expect } from 'vitest'

/** Goes on with Tab until the focus is on such an element; at each stop the focus can be seen. */
export async function tabTo(page: Page, selector: string, text = ''): Promise<void> {
  for (let stop = 0; stop < 60; stop += 1) {
    await page.keyboard.press('Tab')
    const here = await page.evaluate(
      ({ wanted, text }) => {
        const focused = document.activeElement
        if (!focused || focused === document.body) return { isThere: false, isSeen: true, name: 'body' }
        const looks = [focused, ...focused.querySelectorAll('*'), focused.closest('label, .ds-field')].filter(
          (one) => one !== null,
        )
        const isSeen = looks.some((one) => {
          const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(one)
          return (outlineStyle !== 'none' && outlineWidth !== '0px') || boxShadow !== 'none'
        })
        return {
          isThere: focused.matches(wanted) && (text === '' || focused.textContent?.trim() === text),
          isSeen,
          name: focused.outerHTML.slice(0, 120),
        }
      },
      { wanted: selector, text },
    )
    expect(here.isSeen, here.name).toBe(true)
    if (here.isThere) return
  }
  throw new Error(`no way with Tab to ${selector} on ${page.url()}`)
}
