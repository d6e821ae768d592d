import { fill, make } from './dom.ts'

const pause = 1_000

/** Counts the characters left of a text area; told to screen readers when typing pauses. */
export function countCharacters(element: HTMLElement): void {
  if (!(element instanceof HTMLTextAreaElement)) return
  const limit = Number(element.dataset.maxLength)
  const shown = document.getElementById(`${element.id}-limit`)
  if (!shown || !(limit > 0)) return

  const told = make('p', { class: 'ds-sr-only', role: 'status' })
  shown.after(told)
  let timer = 0

  const count = () => {
    // Line breaks count as one character here and on the server.
    const left = limit - element.value.length
    shown.textContent = fill(left < 0 ? element.dataset.over : element.dataset.left, { n: Math.abs(left) })
    shown.classList.toggle('ds-validation-message', left < 0)
    return shown.textContent
  }
  element.addEventListener('input', () => {
    const text = count()
    clearTimeout(timer)
    timer = window.setTimeout(() => {
      told.textContent = text
    }, pause)
  })
  if (element.value !== '') count()
}
