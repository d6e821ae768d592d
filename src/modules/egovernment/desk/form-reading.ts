import { HttpError } from '#kernel/http/errors.ts'
import { FormBody } from '#kernel/http/form-body.ts'
import { type IsoDate, isIsoDate } from '#kernel/i18n/format.ts'
import type { MessageValues, Translate } from '#kernel/i18n/translate.ts'
import type { DatePart } from '#ui/components/date-field/date-field.tsx'
import type { FormError } from '#ui/components/error-summary/error-summary.tsx'
import { readSealable } from '../cases/case-text.ts'

/**
 * What was typed into a form of the desk, and what is wrong with it. The reading methods note an error at their field and give
 * undefined; the page then shows the same form with everything that was typed.
 */
export class FormReading {
  readonly t: Translate
  /** What is wrong with the whole, such as that somebody else was faster. */
  refusal: string | undefined
  readonly #body: Pick<FormBody, 'get' | 'all'>
  readonly #errors = new Map<string, string>()

  constructor(t: Translate, body: Pick<FormBody, 'get' | 'all'>) {
    this.t = t
    this.#body = body
  }

  /** A form as it is first shown. */
  static blank(t: Translate, values: Readonly<Record<string, string>> = {}): FormReading {
    return new FormReading(t, new FormBody(Object.entries(values)))
  }

  /** The same form with another value, its errors kept: such as a text that a text block was added to. */
  with(name: string, value: string): FormReading {
    return this.withAll(name, [value])
  }

  withAll(name: string, values: readonly string[]): FormReading {
    const body = this.#body
    const changed = new FormReading(this.t, {
      get: (one) => (one === name ? values[0] : body.get(one)),
      all: (one) => (one === name ? [...values] : body.all(one)),
    })
    for (const [field, text] of this.#errors) changed.#errors.set(field, text)
    changed.refusal = this.refusal
    return changed
  }

  get isSound(): boolean {
    return this.#errors.size === 0 && this.refusal === undefined
  }

  value(name: string): string {
    return this.#body.get(name) ?? ''
  }

  /** All values of a name, such as of a group of boxes. */
  values(name: string): readonly string[] {
    return this.#body.all(name)
  }

  error(name: string): string | undefined {
    return this.#errors.get(name)
  }

  errors(): readonly FormError[] {
    return [...this.#errors].map(([fieldId, text]) => ({ fieldId, text }))
  }

  fail(name: string, key: string, values?: MessageValues): undefined {
    if (!this.#errors.has(name)) this.#errors.set(name, this.t(key, values))
  }

  /** The same for what a rule refused. */
  failWith(name: string, error: HttpError): undefined {
    return this.fail(name, knownKey(this.t, error), error.values)
  }

  /** A text that must be given. */
  text(name: string): string | undefined {
    try {
      return readSealable(this.value(name))
    } catch (error) {
      if (!(error instanceof HttpError)) throw error
      return this.failWith(name, error)
    }
  }

  /** A text that may be left out: empty then. */
  optionalText(name: string): string | undefined {
    return this.value(name).trim() === '' ? '' : this.text(name)
  }

  choice<Value extends string>(name: string, options: readonly Value[]): Value | undefined {
    return options.find((option) => option === this.value(name)) ?? this.fail(name, 'egovernment.desk.error.choose')
  }

  /** A day of three parts, as `DateField` sends it. */
  day(name: string): IsoDate | undefined {
    const { day, month, year } = this.dayParts(name)
    const text = `${year.padStart(4, '0')}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
    return isIsoDate(text) ? text : this.fail(name, 'egovernment.desk.error.day')
  }

  dayParts(name: string): Record<DatePart, string> {
    const part = (which: DatePart) => this.value(`${name}.${which}`).trim()
    return { day: part('day'), month: part('month'), year: part('year') }
  }

  wholeNumber(name: string, { least, most }: { readonly least: number; readonly most: number }): number | undefined {
    const text = this.value(name).trim()
    const number = /^\d{1,6}$/.test(text) ? Number(text) : Number.NaN
    return number >= least && number <= most
      ? number
      : this.fail(name, 'egovernment.desk.error.number', { least, most })
  }
}

/** A day as the values of a `DateField`. */
export function dayValues(name: string, day: IsoDate): Readonly<Record<string, string>> {
  const [year = '', month = '', date = ''] = day.split('-')
  return { [`${name}.day`]: date, [`${name}.month`]: month, [`${name}.year`]: year }
}

/** The message of a refusal; a general one where a rule says nothing for people. */
export function refusalText(t: Translate, error: HttpError): string {
  return t(knownKey(t, error), error.values)
}

function knownKey(t: Translate, error: HttpError): string {
  return t.has(error.userMessage) ? error.userMessage : 'egovernment.desk.error.refused'
}

/** The error of a field as the components take it. */
export function errorOf(form: FormReading, name: string): { error?: string } {
  const error = form.error(name)
  return error === undefined ? {} : { error }
}
