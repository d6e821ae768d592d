import { BadRequestError, TooLargeError } from './errors.ts'

const maxFields = 1_000
const maxNameLength = 200
const maxValueLength = 100_000

/** What a form or a query string sent: every name with its values in order. Names are data, never properties of an object. */
export class FormBody {
  readonly #values: ReadonlyMap<string, readonly string[]>

  constructor(pairs: Iterable<readonly [string, string]> = []) {
    const values = new Map<string, string[]>()
    let count = 0
    for (const [name, value] of pairs) {
      count += 1
      if (count > maxFields) throw new TooLargeError('too many fields')
      if (name.length > maxNameLength || value.length > maxValueLength) throw new TooLargeError('a field is too long')
      const list = values.get(name)
      if (list) list.push(value)
      else values.set(name, [value])
    }
    this.#values = values
  }

  /** The first value of a name. */
  get(name: string): string | undefined {
    return this.#values.get(name)?.[0]
  }

  all(name: string): readonly string[] {
    return this.#values.get(name) ?? []
  }

  has(name: string): boolean {
    return this.#values.has(name)
  }

  names(): string[] {
    return [...this.#values.keys()]
  }
}

/**
 * Reads `application/x-www-form-urlencoded` text (also a query string): the one place where it happens. Broken escapes and text
 * that is not UTF-8 are refused rather than guessed.
 */
export function parseForm(text: string): FormBody {
  return new FormBody(pairsOf(text))
}

function* pairsOf(text: string): Generator<[string, string]> {
  if (text === '') return
  for (const part of text.split('&')) {
    if (part === '') continue
    const equals = part.indexOf('=')
    const name = equals < 0 ? part : part.slice(0, equals)
    const value = equals < 0 ? '' : part.slice(equals + 1)
    yield [decode(name), decode(value)]
  }
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch (error) {
    throw new BadRequestError('a form field is not readable', { cause: error })
  }
}
