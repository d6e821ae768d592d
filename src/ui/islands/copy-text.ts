import { make } from './dom.ts'

const shownFor = 2_000

/** A button in the line above code that copies it, and says so. */
export function copyText(element: HTMLElement): void {
  const code = element.querySelector('pre')
  const line = element.querySelector('.copy-line')
  const { copy = '', copied = '' } = element.dataset
  // Browsers give the clipboard to secure pages only.
  if (!code || !line || !navigator.clipboard) return
  const button = make('button', { type: 'button', class: 'ds-button', 'data-variant': 'tertiary' }, copy)
  const said = make('span', { role: 'status' })
  let timer = 0
  button.addEventListener('click', async () => {
    await navigator.clipboard.writeText(code.textContent ?? '')
    said.textContent = copied
    clearTimeout(timer)
    timer = window.setTimeout(() => {
      said.textContent = ''
    }, shownFor)
  })
  line.append(button, said)
}
