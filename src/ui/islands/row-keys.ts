import { isShortcut } from './keyboard-help.ts'

/**
 * A list of rows by single keys: `j` and `k` move, `o` opens, `x` marks, `a` goes to what happens to the marked rows. The row is the one
 * that has the focus, so Tab and Enter do the same.
 */
export function walkRows(list: HTMLElement): void {
  document.addEventListener('keydown', (event) => {
    if (isShortcut(event) && press(list, event.key)) event.preventDefault()
  })
}

function press(list: HTMLElement, key: string): boolean {
  const rows = [...list.querySelectorAll<HTMLElement>(':scope > li')]
  const at = rows.findIndex((row) => row.contains(document.activeElement))
  const row = rows[Math.max(at, 0)]
  switch (key) {
    case 'j':
      return focusLink(rows[Math.min(at + 1, rows.length - 1)])
    case 'k':
      return focusLink(rows[Math.max(at - 1, 0)])
    case 'o':
      row?.querySelector('a')?.click()
      return row !== undefined
    case 'x':
      boxOf(row)?.click()
      return focusLink(row)
    case 'a':
      return chooseTarget(rows, row)
    default:
      return false
  }
}

function focusLink(row: HTMLElement | undefined): boolean {
  row?.querySelector('a')?.focus()
  return row !== undefined
}

function boxOf(row: HTMLElement | undefined): HTMLInputElement | undefined {
  return row?.querySelector<HTMLInputElement>('input[type="checkbox"]') ?? undefined
}

/** Marks the row at hand where none is marked, and leads to the choice. */
function chooseTarget(rows: readonly HTMLElement[], row: HTMLElement | undefined): boolean {
  if (!rows.some((one) => boxOf(one)?.checked)) boxOf(row)?.click()
  const choice = boxOf(row)?.form?.querySelector('select')
  choice?.focus()
  return choice !== undefined
}
