/** Often enough to see that something happens, seldom enough for a slow connection. */
const betweenLooks = 2_000

/**
 * Shows how far work is without anybody asking: fetches the page again and takes over the part with the same id, in which nothing can have the focus.
 * Once the new page has no such part the work is over, and the whole page is loaded. A hidden tab does not ask; a faulty answer is asked for again.
 */
export function followProgress(element: HTMLElement): void {
  let shown = element
  const timer = setInterval(async () => {
    if (document.hidden) return
    const next = await fetchPart(element.id)
    if (next === 'gone') {
      clearInterval(timer)
      location.reload()
    } else if (next && next.innerHTML !== shown.innerHTML) {
      shown.replaceWith(next)
      shown = next
    }
  }, betweenLooks)
}

async function fetchPart(id: string): Promise<HTMLElement | 'gone' | undefined> {
  try {
    const answer = await fetch(location.href, { headers: { accept: 'text/html' } })
    if (!answer.ok) return undefined
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html')
    return page.getElementById(id) ?? 'gone'
  } catch {
    return undefined
  }
}
