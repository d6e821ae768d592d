import { make } from './dom.ts'

/** Adds the chosen text to a text area at once, at the end of what was typed; without script the form comes back with it. */
export function insertText(box: HTMLElement): void {
  const select = box.querySelector('select')
  const button = box.querySelector('button')
  const area = document.getElementById(box.dataset.into ?? '')
  const url = box.dataset.url
  if (!select || !button || !url || !(area instanceof HTMLTextAreaElement)) return
  const told = make('p', { class: 'ds-sr-only', role: 'status' })
  box.append(told)

  button.addEventListener('click', async (event) => {
    // With nothing chosen the form says so itself.
    if (select.value === '') return
    event.preventDefault()
    const text = await fetchText(url, select.value)
    if (text === undefined) {
      told.textContent = box.dataset.failed ?? ''
      told.classList.remove('ds-sr-only')
      return
    }
    const typed = area.value.trimEnd()
    area.value = typed === '' ? text : `${typed}\n\n${text}`
    area.dispatchEvent(new Event('input', { bubbles: true }))
    area.focus()
    area.setSelectionRange(area.value.length, area.value.length)
    told.classList.add('ds-sr-only')
    told.textContent = box.dataset.done ?? ''
  })
}

async function fetchText(url: string, id: string): Promise<string | undefined> {
  const address = new URL(url, location.href)
  address.pathname += `/${id}`
  try {
    const answer = await fetch(address, { headers: { accept: 'text/plain' } })
    return answer.ok && answer.headers.get('content-type')?.startsWith('text/plain') ? await answer.text() : undefined
  } catch {
    return undefined
  }
}
