import { make } from './dom.ts'

const storageKey = 'wegweiser.shortcuts'
const takesText = 'input:not([type=checkbox], [type=radio], [type=file]), select, textarea'

/**
 * Single keys for staff: whatever carries `data-shortcut` is opened, pressed or focused by its key; `?` lists them.
 * They rest while someone types, and can be switched off for good (WCAG 2.1.4).
 */
export function helpWithKeyboard(element: HTMLElement): void {
  const dialog = make('dialog', { class: 'keyboard-help', 'aria-labelledby': 'keyboard-help-title' })
  element.append(dialog)

  document.addEventListener('keydown', (event) => {
    if (isForText(event)) return
    if (event.key === '?') {
      fillDialog(dialog, element.dataset)
      dialog.showModal()
      // The focus goes to its end; one reads from its beginning.
      dialog.scrollTop = 0
    } else if (areOn()) {
      run(event)
    }
  })
}

/** Whether a key is a shortcut now: nobody types, no dialog is open, and shortcuts are not switched off. */
export function isShortcut(event: KeyboardEvent): boolean {
  return !isForText(event) && areOn()
}

function isForText(event: KeyboardEvent): boolean {
  const isOurs = event.ctrlKey || event.metaKey || event.altKey
  return isOurs || isTyping(event.target) || document.querySelector('dialog[open]') !== null
}

/** The keys of an element; `n j` are two for the same. */
function keysOf(target: HTMLElement): string[] {
  return (target.dataset.shortcut ?? '').split(' ')
}

function targets(): HTMLElement[] {
  return [...document.querySelectorAll<HTMLElement>('[data-shortcut]')]
}

function run(event: KeyboardEvent): void {
  const target = targets().find((each) => keysOf(each).includes(event.key))
  if (!target) return
  event.preventDefault()
  if (target.matches('input, select, textarea')) target.focus()
  else target.click()
}

function fillDialog(dialog: HTMLDialogElement, texts: DOMStringMap): void {
  const rows = [
    ...[...document.querySelectorAll('[data-keys] > div')].map((listed) => listed.cloneNode(true)),
    ...targets().map((target) => row(keysOf(target), nameOf(target))),
    row(['?'], texts.open ?? ''),
  ]
  const toggle = make('input', { type: 'checkbox', id: 'keyboard-help-on', class: 'ds-input' })
  toggle.checked = areOn()
  toggle.addEventListener('change', () => localStorage.setItem(storageKey, toggle.checked ? 'on' : 'off'))
  dialog.replaceChildren(
    make('h2', { id: 'keyboard-help-title' }, texts.title ?? ''),
    make('dl', {}, ...rows),
    make(
      'div',
      { class: 'ds-field choice' },
      toggle,
      make('label', { class: 'ds-label', for: 'keyboard-help-on' }, texts.use ?? ''),
    ),
    make(
      'form',
      { method: 'dialog' },
      make('button', { class: 'ds-button', 'data-variant': 'secondary' }, texts.close ?? ''),
    ),
  )
}

function row(keys: readonly string[], name: string): HTMLElement {
  const drawn = keys.map((key) => make('kbd', {}, key))
  return make('div', {}, make('dt', {}, ...drawn), make('dd', {}, name))
}

function nameOf(target: HTMLElement): string {
  const named = target.querySelector('.desk-nav-text') ?? target
  const label = target instanceof HTMLInputElement ? target.labels?.[0]?.textContent : named.textContent
  return (target.getAttribute('aria-label') ?? label ?? '').trim()
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || target.matches(takesText))
}

function areOn(): boolean {
  return localStorage.getItem(storageKey) !== 'off'
}
