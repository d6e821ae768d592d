import type { FormBody } from '#kernel/http/form-body.ts'
import { parseForm } from '#kernel/http/form-body.ts'
import { parseJson } from '#kernel/http/read-body.ts'
import type { Request } from '#kernel/http/route.ts'
import { BadActionRequestError, invalid } from './action-error.ts'

type JsonObject = { readonly [name: string]: unknown }

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** What is said of the answer's form alone: JSONP, and what keeps caches away. */
const aboutForm = ['callback', '_']
const truths = ['true', 'yes', 't', 'y', 'on', '1']

/** What an action is asked with: texts from an address or form, lists where a name came several times, any value from JSON. */
export class Parameters {
  readonly #values: ReadonlyMap<string, unknown>

  constructor(values: Iterable<readonly [string, unknown]>) {
    this.#values = new Map([...values].filter(([name]) => !aboutForm.includes(name)))
  }

  names(): string[] {
    return [...this.#values.keys()]
  }

  raw(name: string): unknown {
    return this.#values.get(name) ?? undefined
  }

  /** Undefined where nothing is said. Throws 409 for what is no text. */
  text(name: string): string | undefined {
    const value = this.raw(name)
    if (value === undefined || value === '') return undefined
    if (typeof value === 'string') return value
    if (typeof value === 'number' || typeof value === 'boolean') return String(value)
    throw invalid({ [name]: ['Must be a Unicode string value'] })
  }

  /** Throws 409 where nothing is said. */
  required(name: string): string {
    const text = this.text(name)
    if (text === undefined) throw invalid({ [name]: ['Missing value'] })
    return text
  }

  /** A whole number from 0, at most `most`. Throws 409 for what is none. */
  natural(name: string, fallback: number, most: number): number {
    const text = this.text(name)
    if (text === undefined) return fallback
    if (/^-\d+$/.test(text)) throw invalid({ [name]: ['Must be a natural number'] })
    if (!/^\d{1,15}$/.test(text)) throw invalid({ [name]: ['Invalid integer'] })
    return Math.min(Number(text), most)
  }

  flag(name: string, fallback: boolean): boolean {
    const text = this.text(name)
    return text === undefined ? fallback : truths.includes(text.toLowerCase())
  }

  /** A list of texts: as one, between commas, or as JSON. Throws 409 for anything else. */
  list(name: string): string[] | undefined {
    const value = this.raw(name)
    if (value === undefined || value === '') return undefined
    if (typeof value === 'string') {
      if (value.trimStart().startsWith('[')) return new Parameters([[name, this.json(name)]]).list(name)
      return value
        .split(',')
        .map((part) => part.trim())
        .filter((part) => part !== '')
    }
    if (Array.isArray(value) && value.every((one) => typeof one === 'string')) return value
    throw invalid({ [name]: ['Not a list'] })
  }

  /** A value of JSON, also where it came as text. Throws 409 for text that is none. */
  json(name: string): unknown {
    const value = this.raw(name)
    if (typeof value !== 'string' || value === '') return value === '' ? undefined : value
    try {
      return parseJson(value)
    } catch {
      throw invalid({ [name]: ['Cannot parse JSON'] })
    }
  }
}

/**
 * Reads them where CKAN does: from the address; from a body that is JSON, a form, or JSON that `curl -d` calls a form. Throws
 * `BadActionRequestError` for what is none of it.
 */
export function readParameters(request: Request): Parameters {
  if (request.method !== 'POST' || request.text.trim() === '') return new Parameters(valuesOf(request.query))
  const isForm = (request.header('content-type') ?? '').startsWith('application/x-www-form-urlencoded')
  if (!isForm) return fromJson(request.text)
  const disguised = /^\s*(?:\{|%7B)/i.test(request.text) && disguisedJson(request.text)
  return disguised ? fromJson(disguised) : new Parameters(valuesOf(parseForm(request.text)))
}

function valuesOf(form: FormBody): [string, unknown][] {
  return form.names().map((name) => {
    const all = form.all(name)
    return [name, all.length === 1 ? all[0] : [...all]]
  })
}

/** JSON that was sent as the name of a form field, with nothing or 1 as its value. */
function disguisedJson(text: string): string | undefined {
  try {
    return decodeURIComponent(text.replaceAll('+', ' ')).replace(/=1?\s*$/, '')
  } catch {
    return undefined
  }
}

function fromJson(text: string): Parameters {
  let value: unknown
  try {
    value = parseJson(text)
  } catch {
    throw new BadActionRequestError('JSON Error: Error decoding JSON data.')
  }
  if (!isObject(value)) throw new BadActionRequestError('JSON Error: Request data needs to be a dictionary.')
  return new Parameters(Object.entries(value))
}
