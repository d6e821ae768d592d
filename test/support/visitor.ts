import type { FastifyInstance } from 'fastify'
import { parseHTML } from 'linkedom'

export type Attachment = { name: string; type: string; content: Uint8Array }
export type Answers = Readonly<Record<string, string | boolean | readonly string[] | Attachment>>

/**
 * Somebody with a browser without script: opens pages, follows links by their text, finds fields by label and buttons by name, keeps cookies.
 * Every page that is opened must be well formed enough to be used that way.
 */
export class Visitor {
  readonly #app: FastifyInstance
  readonly #cookies = new Map<string, string>()
  readonly #host: string
  readonly language: string

  constructor(app: FastifyInstance, host: string, language = 'de') {
    this.#app = app
    this.#host = host
    this.language = language
  }

  async open(path: string, headers: Record<string, string> = {}): Promise<Page> {
    return this.#ask('GET', path, headers)
  }

  /** What a program sends: with any method, and the body as it is. */
  async send(
    method: 'POST' | 'PUT' | 'PATCH' | 'DELETE',
    path: string,
    body: string | Buffer,
    headers: Record<string, string>,
  ): Promise<Page> {
    return this.#ask(method, path, headers, body)
  }

  async post(path: string, body: string | Buffer, headers: Record<string, string>): Promise<Page> {
    return this.#ask('POST', path, headers, body)
  }

  cookies(): string {
    return [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  }

  async #ask(
    method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
    path: string,
    headers: Record<string, string>,
    payload?: string | Buffer,
  ): Promise<Page> {
    let target = { method, path, payload, headers }
    for (let hop = 0; hop < 10; hop += 1) {
      const answer = await this.#app.inject({
        method: target.method,
        url: target.path,
        headers: {
          host: this.#host,
          'accept-language': this.language,
          ...(this.#cookies.size > 0 ? { cookie: this.cookies() } : {}),
          ...(target.method !== 'GET' ? { 'sec-fetch-site': 'same-origin' } : {}),
          ...target.headers,
        },
        ...(target.payload === undefined ? {} : { payload: target.payload }),
      })
      this.#keepCookies(answer.headers['set-cookie'])
      const { location } = answer.headers
      if (answer.statusCode < 300 || answer.statusCode >= 400 || typeof location !== 'string') {
        return new Page(this, target.path, answer.statusCode, answer.body, answer.rawPayload, answer.headers)
      }
      const next = new URL(location, `http://${this.#host}${target.path}`)
      if (next.host !== this.#host) throw new Error(`sent away to ${next.host}`)
      target = { method: 'GET', path: next.pathname + next.search, payload: undefined, headers: {} }
    }
    throw new Error(`${path} redirects in a circle`)
  }

  #keepCookies(header: string | string[] | undefined): void {
    for (const line of header === undefined ? [] : [header].flat()) {
      const [pair = '', ...attributes] = line.split(';')
      const equals = pair.indexOf('=')
      const [name, value] = [pair.slice(0, equals), pair.slice(equals + 1)]
      const isGone = attributes.some((attribute) => /^\s*max-age=0$/i.test(attribute)) || value === ''
      if (isGone) this.#cookies.delete(name)
      else this.#cookies.set(name, value)
    }
  }
}

export class Page {
  readonly path: string
  readonly status: number
  readonly html: string
  readonly bytes: Buffer
  readonly headers: Readonly<Record<string, unknown>>
  readonly document: Document
  readonly visitor: Visitor
  #filled: Answers = {}

  constructor(
    visitor: Visitor,
    path: string,
    status: number,
    html: string,
    bytes: Buffer,
    headers: Readonly<Record<string, unknown>>,
  ) {
    this.visitor = visitor
    this.path = path
    this.status = status
    this.html = html
    this.bytes = bytes
    this.headers = headers
    this.document = parseHTML(html).document
  }

  /** All text of the page's main part, with single spaces. */
  get text(): string {
    return squeeze((this.document.querySelector('main') ?? this.document.body)?.textContent ?? '')
  }

  get heading(): string {
    return squeeze(this.document.querySelector('h1')?.textContent ?? '')
  }

  json<Value>(): Value {
    return JSON.parse(this.html)
  }

  follow(text: string): Promise<Page> {
    const link = [...this.document.querySelectorAll('a[href]')].find((candidate) =>
      squeeze(candidate.textContent ?? '').includes(text),
    )
    if (!link) throw new Error(`no link «${text}» on ${this.path}: ${this.#names('a[href]')}`)
    return this.visitor.open(
      new URL(link.getAttribute('href') ?? '', `http://x${this.path}`).href.slice('http://x'.length),
    )
  }

  /**
   * Values by label; a date as `2026-11-22`, a choice by the text of its option, several as a list, a box as true or false. Where a label
   * is there several times, the legend of its group stands before it: `Person 2 › Vornamen`.
   */
  fill(answers: Answers): Page {
    this.#filled = { ...this.#filled, ...answers }
    return this
  }

  async submit(button: string): Promise<Page> {
    const form = [...this.document.querySelectorAll('form')].find((candidate) =>
      [...candidate.querySelectorAll('button')].some((one) => squeeze(one.textContent ?? '') === button),
    )
    if (!form) throw new Error(`no button «${button}» on ${this.path} (${this.status}): ${this.#names('button')}`)
    const pressed = [...form.querySelectorAll('button')].find((one) => squeeze(one.textContent ?? '') === button)
    const controls = new FormControls(form, this.#filled, this.path)
    const entries = controls.entries()
    const name = pressed?.getAttribute('name')
    if (name) entries.push([name, pressed?.getAttribute('value') ?? ''])
    const action = new URL(form.getAttribute('action') ?? this.path, `http://x${this.path}`).href.slice(
      'http://x'.length,
    )
    if ((form.getAttribute('method') ?? 'get').toLowerCase() === 'get') {
      return this.visitor.open(`${action.split(/[?#]/)[0]}?${encode(entries)}`)
    }
    if (form.getAttribute('enctype') !== 'multipart/form-data') {
      return this.visitor.post(action, encode(entries), { 'content-type': 'application/x-www-form-urlencoded' })
    }
    const body = new Response(multipart(entries, controls.files()))
    return this.visitor.post(action, Buffer.from(await body.arrayBuffer()), {
      'content-type': body.headers.get('content-type') ?? '',
    })
  }

  #names(selector: string): string {
    return [...this.document.querySelectorAll(selector)].map((one) => `«${squeeze(one.textContent ?? '')}»`).join(' ')
  }
}

type Entry = [name: string, value: string]

/** The controls of a form with what was filled in, as a browser would send them. */
class FormControls {
  readonly #form: Element
  readonly #values = new Map<Element, string | boolean | Attachment>()

  constructor(form: Element, answers: Answers, path: string) {
    this.#form = form
    for (const [label, value] of Object.entries(answers)) {
      if (!this.#set(label, value)) throw new Error(`no field «${label}» on ${path}: ${this.#labels()}`)
    }
  }

  #labels(): string {
    return [...this.#form.querySelectorAll('label, legend')]
      .map((label) => `«${squeeze(label.textContent ?? '')}»`)
      .join(' ')
  }

  #set(path: string, value: Answers[string]): boolean {
    const labels = path.split(' › ')
    const label = labels.at(-1) ?? ''
    const within = labels
      .slice(0, -1)
      .reduce<Element | undefined>((root, legend) => root && groupOf(root, legend), this.#form)
    if (!within) return false
    const group = groupOf(within, label)
    if (group) return this.#setGroup(group, value)
    const control = this.#labelled(within, label)
    if (!control) return false
    if (control.tagName === 'SELECT') {
      const option = [...control.querySelectorAll('option')].find((one) => matches(one.textContent, String(value)))
      if (!option) throw new Error(`«${label}» has no option «${value}»`)
      this.#values.set(control, option.getAttribute('value') ?? '')
    } else if (typeof value === 'object' && 'content' in value) this.#values.set(control, value)
    else if (typeof value === 'boolean' || typeof value === 'string') this.#values.set(control, value)
    return true
  }

  #setGroup(group: Element, value: Answers[string]): boolean {
    const date = typeof value === 'string' ? /^(\d{4})-(\d{2})-(\d{2})$/.exec(value) : null
    const parts = ['day', 'month', 'year'].map((part) => group.querySelector(`input[name$=".${part}"]`))
    if (date && parts.every((part) => part !== null)) {
      for (const [index, text] of [date[3], date[2], date[1]].entries()) {
        const part = parts[index]
        if (part) this.#values.set(part, text ?? '')
      }
      return true
    }
    const wanted = typeof value === 'string' ? [value] : isList(value) ? value : []
    for (const box of group.querySelectorAll('input[type=checkbox], input[type=radio]')) this.#values.set(box, false)
    for (const text of wanted) {
      const box = this.#labelled(group, text)
      if (!box) throw new Error(`no choice «${text}»: ${this.#labels()}`)
      this.#values.set(box, true)
    }
    return true
  }

  #labelled(root: Element, text: string): Element | undefined {
    const label = [...root.querySelectorAll('label')].find((one) => matches(one.textContent, text))
    if (!label) return undefined
    const target = label.getAttribute('for')
    return (
      [...this.#form.querySelectorAll('input, textarea, select')].find((one) => one.getAttribute('id') === target) ??
      undefined
    )
  }

  entries(): Entry[] {
    return [...this.#form.querySelectorAll('input, textarea, select')].flatMap((control): Entry[] => {
      const name = control.getAttribute('name')
      const type = control.getAttribute('type') ?? ''
      if (!name || control.hasAttribute('disabled') || type === 'file' || type === 'submit') return []
      const value = this.#values.get(control)
      if (type === 'checkbox' || type === 'radio') {
        return (value ?? control.hasAttribute('checked')) ? [[name, control.getAttribute('value') ?? 'on']] : []
      }
      return [[name, typeof value === 'string' ? value : currentValue(control)]]
    })
  }

  files(): [name: string, file: Attachment][] {
    return [...this.#values].flatMap(([control, value]): [string, Attachment][] =>
      typeof value === 'object' ? [[control.getAttribute('name') ?? '', value]] : [],
    )
  }
}

function currentValue(control: Element): string {
  if (control.tagName === 'TEXTAREA') return (control.textContent ?? '').replace(/^\n/, '')
  if (control.tagName !== 'SELECT') return control.getAttribute('value') ?? ''
  const options = [...control.querySelectorAll('option')]
  return (options.find((option) => option.hasAttribute('selected')) ?? options[0])?.getAttribute('value') ?? ''
}

function encode(entries: readonly Entry[]): string {
  return new URLSearchParams(entries.map(([name, value]) => [name, value])).toString()
}

function multipart(entries: readonly Entry[], files: readonly [string, Attachment][]): FormData {
  const data = new FormData()
  for (const [name, value] of entries) data.append(name, value)
  for (const [name, file] of files)
    data.append(name, new File([Buffer.from(file.content)], file.name, { type: file.type }))
  return data
}

function groupOf(root: Element, legend: string): Element | undefined {
  return [...root.querySelectorAll('fieldset')].find((one) => matches(one.querySelector('legend')?.textContent, legend))
}

function isList(value: Answers[string]): value is readonly string[] {
  return Array.isArray(value)
}

function squeeze(text: string): string {
  return text.replace(/\s+/g, ' ').trim()
}

/** A label says its text, perhaps followed by «(freiwillig)» and the like. */
function matches(found: string | null | undefined, wanted: string): boolean {
  const text = squeeze(found ?? '')
  return text === wanted || text.startsWith(`${wanted} (`)
}
