/** Gives the focus to the errors of a form, so that they are what is read first. */
export function focusErrorSummary(summary: HTMLElement): void {
  summary.focus()
}
