import { fill, make } from './dom.ts'

/** A box that marks every row of the page, and says how many are marked. */
export function markAll(element: HTMLElement): void {
  const { for: form, text, count } = element.dataset
  const boxes = [...document.querySelectorAll<HTMLInputElement>(`input[type="checkbox"][form="${form}"]`)]
  if (boxes.length === 0) return
  const all = make('input', { type: 'checkbox', class: 'ds-input' })
  const said = make('span', { role: 'status' })
  element.append(make('label', {}, all, text ?? ''), said)

  const show = () => {
    const marked = boxes.filter((box) => box.checked).length
    all.checked = marked === boxes.length
    all.indeterminate = marked > 0 && marked < boxes.length
    said.textContent = marked === 0 ? '' : fill(count, { n: marked })
  }
  all.addEventListener('change', () => {
    for (const box of boxes) box.checked = all.checked
    show()
  })
  for (const box of boxes) box.addEventListener('change', show)
  show()
}
