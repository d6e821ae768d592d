import { fill, make } from './dom.ts'

/** Says what is being uploaded and how much it is, from the moment the form is sent until the next page comes. */
export function showUpload(element: HTMLElement): void {
  if (!(element instanceof HTMLInputElement) || !element.form) return
  const status = make('div', { class: 'upload-status', role: 'status' })
  element.after(status)
  element.form.addEventListener('formdata', () => {
    const files = [...(element.files ?? [])]
    if (files.length === 0) return
    const bytes = files.reduce((sum, file) => sum + file.size, 0)
    status.replaceChildren(
      make('p', {}, fill(element.dataset.uploading, { n: (bytes / 1_000_000).toFixed(1) })),
      make('progress', { 'aria-hidden': 'true' }),
    )
  })
}
