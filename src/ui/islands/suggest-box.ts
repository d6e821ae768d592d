import { fill, make } from './dom.ts'

type Suggestion = { title: string; href: string; summary: string }

const pause = 150
const shortest = 2

/** Suggestions below a search while typing: the combobox pattern of the ARIA Authoring Practices. */
export function suggest(box: HTMLElement): void {
  const input = box.querySelector('input')
  const url = box.dataset.suggestUrl
  if (!input || !url) return
  const listId = `${input.id}-suggestions`
  const list = make('ul', {
    class: 'suggestions',
    role: 'listbox',
    id: listId,
    'aria-label': box.dataset.listLabel ?? '',
  })
  const status = make('p', { class: 'ds-sr-only', role: 'status' })
  list.hidden = true
  box.append(list)
  box.after(status)
  set(input, { role: 'combobox', 'aria-expanded': 'false', 'aria-controls': listId, 'aria-autocomplete': 'list' })

  let found: readonly Suggestion[] = []
  let current = -1
  let timer = 0
  let asked = new AbortController()

  const close = () => {
    list.hidden = true
    current = -1
    input.setAttribute('aria-expanded', 'false')
    input.removeAttribute('aria-activedescendant')
  }
  const show = (suggestions: readonly Suggestion[]) => {
    found = suggestions
    list.replaceChildren(...suggestions.map((each, index) => option(each, `${listId}-${index}`)))
    close()
    list.hidden = suggestions.length === 0
    input.setAttribute('aria-expanded', String(!list.hidden))
    status.textContent = list.hidden ? (box.dataset.none ?? '') : fill(box.dataset.found, { n: suggestions.length })
  }
  const choose = (index: number) => {
    current = (index + found.length) % found.length
    list.querySelectorAll('[role="option"]').forEach((each, position) => {
      each.setAttribute('aria-selected', String(position === current))
      if (position === current) each.scrollIntoView({ block: 'nearest' })
    })
    input.setAttribute('aria-activedescendant', `${listId}-${current}`)
  }
  const ask = async () => {
    asked.abort()
    asked = new AbortController()
    const words = input.value.trim()
    if (words.length < shortest) return close()
    const suggestions = await fetchSuggestions(url, input.name, words, asked.signal)
    if (suggestions) show(suggestions)
  }

  input.addEventListener('input', () => {
    clearTimeout(timer)
    timer = window.setTimeout(ask, pause)
  })
  input.addEventListener('keydown', (event) => {
    if (list.hidden) return
    switch (event.key) {
      case 'ArrowDown':
        event.preventDefault()
        return choose(current + 1)
      case 'ArrowUp':
        event.preventDefault()
        return choose(current < 0 ? found.length - 1 : current - 1)
      case 'Escape':
        event.preventDefault()
        return close()
      case 'Enter': {
        const chosen = found[current]
        if (!chosen) return
        event.preventDefault()
        return location.assign(chosen.href)
      }
    }
  })
  input.addEventListener('blur', close)
  // The mouse must not take the focus from the input, or the list would close before the click.
  list.addEventListener('mousedown', (event) => event.preventDefault())
  list.addEventListener('click', (event) => {
    const index = event.target instanceof Element ? [...list.children].indexOf(closestOption(event.target)) : -1
    const chosen = found[index]
    if (chosen) location.assign(chosen.href)
  })
}

function closestOption(target: Element): Element {
  return target.closest('[role="option"]') ?? target
}

function option(suggestion: Suggestion, id: string): HTMLElement {
  return make(
    'li',
    { role: 'option', id, 'aria-selected': 'false' },
    make('strong', {}, suggestion.title),
    make('span', {}, suggestion.summary),
  )
}

/** The suggestions for some words; `undefined` when the answer did not come or is no longer wanted. */
async function fetchSuggestions(
  url: string,
  name: string,
  words: string,
  signal: AbortSignal,
): Promise<readonly Suggestion[] | undefined> {
  try {
    const address = new URL(url, location.href)
    address.searchParams.set(name, words)
    const answer = await fetch(address, { signal, headers: { accept: 'application/json' } })
    const body: unknown = answer.ok ? await answer.json() : []
    return Array.isArray(body) ? body.filter(isSuggestion) : []
  } catch {
    return undefined
  }
}

/** Only own paths are followed: a suggestion is never a way to another site. */
function isSuggestion(value: unknown): value is Suggestion {
  return (
    typeof value === 'object' &&
    value !== null &&
    'title' in value &&
    'summary' in value &&
    'href' in value &&
    typeof value.title === 'string' &&
    typeof value.summary === 'string' &&
    typeof value.href === 'string' &&
    /^\/(?![/\\])/.test(value.href)
  )
}

function set(element: Element, attributes: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value)
}
