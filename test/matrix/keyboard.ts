import type { Page } from 'playwright-core'

/** More stops than any page has; who needs more is in a trap. */
const mostStops = 400

type Stop = { id: number; name: string; isMarked: boolean; isCovered: boolean }

/**
 * Goes through a page with the Tab key from its beginning until it leaves the page: every stop shows that it has the focus (WCAG 2.4.7), is
 * not hidden behind something else (2.4.11), and none is met twice on the way.
 */
export async function findCoveredOrUnmarked(page: Page): Promise<{ stops: number; faults: string[] }> {
  await page.evaluate(() => {
    window.scrollTo(0, 0)
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur()
  })
  const faults: string[] = []
  const seen = new Set<number>()
  for (let count = 0; count < mostStops; count += 1) {
    await page.keyboard.press('Tab')
    const stop = await stopHere(page)
    if (!stop || seen.has(stop.id)) return { stops: seen.size, faults }
    seen.add(stop.id)
    if (!stop.isMarked) faults.push(`no visible focus: ${stop.name}`)
    if (stop.isCovered) faults.push(`covered while it has the focus: ${stop.name}`)
  }
  return { stops: seen.size, faults: [...faults, `more than ${mostStops} stops`] }
}

function stopHere(page: Page): Promise<Stop | undefined> {
  return page.evaluate(async () => {
    const nextPictures = () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))
    // The browser scrolls to what has the focus with the next picture.
    await nextPictures()
    const element = document.activeElement
    if (!(element instanceof HTMLElement) || element === document.body) return undefined
    const all = [...document.querySelectorAll('*')]
    const box = element.getBoundingClientRect()
    const marked = [
      element,
      element.parentElement,
      element.closest('label, summary'),
      element.closest('li, article, .card-link'),
    ].some((one) => {
      if (!one) return false
      const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(one)
      return (outlineStyle !== 'none' && Number.parseFloat(outlineWidth) > 0) || boxShadow !== 'none'
    })
    const isSeen = () => {
      const { left, top, right, bottom } = element.getBoundingClientRect()
      const points = [
        [(left + right) / 2, (top + bottom) / 2],
        [left + 3, top + 3],
        [right - 3, bottom - 3],
      ]
      return points.some(([x = 0, y = 0]) => {
        const front = document.elementFromPoint(x, y)
        const isOf = (one: Element) =>
          element.contains(one) || one.contains(element) || one.closest('label')?.control === element
        return front !== null && isOf(front)
      })
    }
    // On a busy machine the scrolling comes some pictures later; what is covered stays so.
    for (let pictures = 0; pictures < 20 && !isSeen(); pictures += 1) await nextPictures()
    return {
      id: all.indexOf(element),
      name: element.outerHTML.slice(0, 160),
      isMarked: marked,
      isCovered: !isSeen() && box.width > 1 && box.height > 1,
    }
  })
}
