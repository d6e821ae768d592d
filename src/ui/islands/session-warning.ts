import { fill, make } from './dom.ts'

const warnBefore = 5 * 60_000
const oneMinute = 60_000

/**
 * Warns before a session ends and offers to stay. The address of `data-keep` answers a POST with `{ endsAt }`, the new
 * end as an ISO instant.
 */
export function warnOfSessionEnd(element: HTMLElement): void {
  const { keep, soon, stay, stayed, over } = element.dataset
  let endsAt = Date.parse(element.dataset.endsAt ?? '')
  if (Number.isNaN(endsAt) || !keep) return

  const text = make('p', { role: 'status' })
  const button = make('button', { class: 'ds-button', type: 'button' }, stay ?? '')
  const bar = make('div', { class: 'session-warning' }, text, button)
  bar.hidden = true
  element.append(bar)

  const look = () => {
    const left = endsAt - Date.now()
    bar.hidden = left > warnBefore
    if (bar.hidden) return
    button.hidden = left <= 0
    text.textContent = left <= 0 ? (over ?? '') : fill(soon, { n: Math.ceil(left / oneMinute) })
  }
  button.addEventListener('click', async () => {
    const end = await askToStay(keep)
    if (end === undefined) return
    endsAt = end
    text.textContent = stayed ?? ''
    button.hidden = true
  })
  // What is at the lower edge stands above the bar, and what gets the focus is scrolled to above it.
  new ResizeObserver(() =>
    document.documentElement.style.setProperty('--warning-height', `${bar.offsetHeight}px`),
  ).observe(bar)
  look()
  setInterval(look, oneMinute)
}

async function askToStay(address: string): Promise<number | undefined> {
  try {
    const answer = await fetch(address, { method: 'POST', headers: { accept: 'application/json' } })
    const body: unknown = answer.ok ? await answer.json() : undefined
    const end = isRecord(body) && typeof body.endsAt === 'string' ? Date.parse(body.endsAt) : Number.NaN
    return Number.isNaN(end) ? undefined : end
  } catch {
    return undefined
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
