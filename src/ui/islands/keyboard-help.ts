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
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target) || dialog.open) return
    if (event.key === '?') {
      fillDialog(dialog, element.dataset)
      dialog.showModal()
    } else if (areOn()) {
      run(event)
    }
  })
}

function targets(): HTMLElement[] {
  return [...document.querySelectorAll<HTMLElement>('[data-shortcut]')]
}

function run(event: KeyboardEvent): void {
  const target = targets().find((each) => each.dataset.shortcut === event.key)
  if (!target) return
  event.preventDefault()
  if (target.matches('input, select, textarea')) target.focus()
  else target.click()
}

function fillDialog(dialog: HTMLDialogElement, texts: DOMStringMap): void {
  const rows = [
    ...targets().map((target) => row(target.dataset.shortcut ?? '', nameOf(target))),
    row('?', texts.open ?? ''),
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

function row(key: string, name: string): HTMLElement {
  return make('div', {}, make('dt', {}, make('kbd', {}, key)), make('dd', {}, name))
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
