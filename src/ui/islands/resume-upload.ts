import { fill, make } from './dom.ts'
import { askStand, begin, fingerprint, sendInParts } from './send-in-parts.ts'

type Kept = { url: string; name: string; size: number; print: string }

/**
 * Sends files as soon as they are chosen, in parts: a broken line or a reload costs one part. What has arrived goes along with the form by a
 * token; what cannot be sent this way stays in the field and goes along as it always did.
 */
export function resumeUploads(element: HTMLElement): void {
  if (!(element instanceof HTMLInputElement) || !element.form) return
  new Uploads(element, element.form)
}

class Uploads {
  readonly #input: HTMLInputElement
  readonly #form: HTMLFormElement
  readonly #list = make('ul', { class: 'files upload-list' })
  readonly #status = make('p', { role: 'status', class: 'field-hint' })
  readonly #running = new Set<string>()
  #waiting: HTMLElement | null | undefined

  constructor(input: HTMLInputElement, form: HTMLFormElement) {
    this.#input = input
    this.#form = form
    input.after(this.#list, this.#status)
    input.addEventListener('change', () => this.#take([...(input.files ?? [])]))
    form.addEventListener('submit', (event) => this.#holdBack(event))
    form.addEventListener('formdata', () => this.#forget())
    for (const kept of this.#kept()) void this.#remember(kept)
  }

  /** What the page gives along: where to, and what is said. */
  get #texts(): DOMStringMap {
    return this.#input.dataset
  }

  #take(files: readonly File[]): void {
    this.#input.value = ''
    for (const file of files) void this.#send(file)
  }

  async #send(file: File): Promise<void> {
    const print = await fingerprint(file)
    if (this.#running.has(print)) return
    this.#running.add(print)
    const known = this.#kept().find((kept) => kept.print === print)
    const row = this.#row(file.name)
    const stop = new AbortController()
    try {
      const url = known?.url ?? (await begin(this.#texts.uploads ?? '', this.#input.name, file))
      this.#keep({ url, name: file.name, size: file.size, print })
      row.cancel(() => {
        stop.abort()
        this.#drop(url)
        void fetch(url, { method: 'DELETE' }).catch(() => {})
      })
      const tell = (received: number, isPaused: boolean) =>
        row.show(isPaused ? this.#texts.paused : this.#texts.percent, received, file.size)
      const stand = await sendInParts(url, file, tell, stop.signal)
      if (stand?.isDone) this.#arrived(row, url, file.name)
      else {
        this.#drop(url)
        if (stand?.message === undefined) throw new Error('the upload is gone')
        row.refuse(stand.message)
      }
    } catch {
      if (!stop.signal.aborted) this.#fallBack(row, file)
    } finally {
      this.#running.delete(print)
      this.#goOn()
    }
  }

  #arrived(row: Row, url: string, name: string): void {
    const token = url.split('/').at(-1) ?? ''
    row.done(fill(this.#texts.arrived, { name }), `${this.#input.name}${this.#texts.suffix}`, token)
  }

  /** Back into the field: it goes along with the form. */
  #fallBack(row: Row, file: File): void {
    const files = new DataTransfer()
    for (const one of [...(this.#input.files ?? []), file]) files.items.add(one)
    this.#input.files = files.files
    row.refuse(fill(this.#texts.failed, { name: file.name }))
  }

  /** After a reload: what has arrived goes along, the rest says how far it is. */
  async #remember(kept: Kept): Promise<void> {
    const stand = await askStand(kept.url).catch(() => undefined)
    if (!stand || stand.message !== undefined) return this.#drop(kept.url)
    const row = this.#row(kept.name)
    row.cancel(() => this.#drop(kept.url))
    if (stand.isDone) this.#arrived(row, kept.url, kept.name)
    else row.show(this.#texts.again, stand.received, kept.size)
  }

  /** The row of a file; a new try of the same file takes the place of the old one. */
  #row(name: string): Row {
    for (const old of this.#list.querySelectorAll<HTMLElement>('li')) if (old.dataset.name === name) old.remove()
    const row = new Row(name, this.#texts.cancel ?? '')
    this.#list.append(row.element)
    return row
  }

  /** A form that is sent too early waits, and then goes by itself. */
  #holdBack(event: SubmitEvent): void {
    if (this.#running.size === 0) return
    event.preventDefault()
    event.stopImmediatePropagation()
    this.#waiting = event.submitter
    this.#status.textContent = this.#texts.waiting ?? ''
  }

  #goOn(): void {
    if (this.#running.size > 0 || this.#waiting === undefined) return
    const submitter = this.#waiting
    this.#waiting = undefined
    this.#status.textContent = ''
    this.#form.requestSubmit(submitter)
  }

  get #name(): string {
    return `uploads:${location.pathname}:${this.#input.id}`
  }

  #kept(): Kept[] {
    const text = sessionStorage.getItem(this.#name)
    return text === null ? [] : JSON.parse(text)
  }

  #keep(one: Kept): void {
    const others = this.#kept().filter(({ url }) => url !== one.url)
    sessionStorage.setItem(this.#name, JSON.stringify([...others, one]))
  }

  #drop(url: string): void {
    sessionStorage.setItem(this.#name, JSON.stringify(this.#kept().filter((kept) => kept.url !== url)))
  }

  /** What goes along with the form now belongs to the portal. */
  #forget(): void {
    sessionStorage.removeItem(this.#name)
  }
}

/** One file on its way: its text, a bar, and a button that takes it away. */
class Row {
  readonly element: HTMLLIElement
  readonly #name: string
  readonly #text = make('span', { class: 'files-name' })
  readonly #bar = make('progress', { max: '1', 'aria-hidden': 'true' })
  readonly #button: HTMLButtonElement

  constructor(name: string, cancel: string) {
    this.#name = name
    this.#button = make(
      'button',
      { type: 'button', class: 'ds-button', 'data-variant': 'tertiary', 'data-color': 'danger' },
      cancel,
    )
    this.#button.append(make('span', { class: 'ds-sr-only' }, ` ${name}`))
    this.element = make('li', { 'data-name': name }, this.#text, this.#bar, this.#button)
  }

  cancel(stop: () => void): void {
    this.#button.addEventListener('click', () => {
      stop()
      this.element.remove()
    })
  }

  show(text: string | undefined, received: number, size: number): void {
    this.#text.textContent = fill(text, { name: this.#name, percent: Math.floor((received / size) * 100) })
    this.#bar.value = received / size
  }

  refuse(text: string): void {
    this.#text.textContent = text
    this.#bar.remove()
    this.#text.setAttribute('role', 'alert')
  }

  done(text: string, field: string, token: string): void {
    this.#text.textContent = text
    this.#bar.remove()
    this.element.append(make('input', { type: 'hidden', name: field, value: token }))
  }
}
