import { type ComponentChildren, type FunctionComponent, isValidElement } from 'preact'
import { formatDate, formatMoney, isIsoDate } from '#kernel/i18n/format.ts'
import type { FormReading } from '#modules/egovernment/public.ts'
import { DateField } from '#ui/components/date-field/date-field.tsx'
import type { FormError } from '#ui/components/error-summary/error-summary.tsx'
import { readFrancs } from './read-francs.ts'
import { type FieldValues, namesOf } from './versions.ts'

type FieldWords = {
  readonly label: string
  /** Choices by what the form sends for them. */
  readonly choices: ReadonlyMap<string, string>
  readonly isMoney: boolean
}
type FormWords = ReadonlyMap<string, FieldWords>

/**
 * What the fields of a form are called and how their values are said, by their names: read off the form itself, so that no form says it twice.
 * Within a group the field's name follows the group's: «Name: Französisch».
 */
export function wordsOf(fields: ComponentChildren): FormWords {
  const found = new Map<string, FieldWords>()
  collect(fields, undefined, found)
  return found
}

function collect(node: ComponentChildren, group: string | undefined, found: Map<string, FieldWords>): void {
  if (Array.isArray(node)) for (const one of node) collect(one, group, found)
  if (!isValidElement(node)) return
  const { type } = node
  const props: object = node.props
  const [name, label, legend] = [textOf(props, 'name'), textOf(props, 'label'), textOf(props, 'legend')]
  if (name !== undefined && label !== undefined) {
    const isMoney = textOf(props, 'prefix') === 'CHF'
    found.set(name, { label: group === undefined ? label : `${group}: ${label}`, choices: choicesOf(props), isMoney })
  } else if (isPlain(type) && type !== DateField && (legend === undefined || node.props.children === undefined))
    collect(type(node.props), group, found)
  else collect(node.props.children, legend ?? legendAmong(node.props.children) ?? group, found)
}

/** The components of the house are functions without state, which can be asked outside a page. */
const isPlain = (type: unknown): type is FunctionComponent => typeof type === 'function'

/** The text of a `legend` among the children of a plain `fieldset`. */
function legendAmong(children: ComponentChildren): string | undefined {
  for (const one of Array.isArray(children) ? children : [children])
    if (isValidElement(one) && one.type === 'legend' && typeof one.props.children === 'string')
      return one.props.children
  return undefined
}

function textOf(props: object, name: string): string | undefined {
  const value: unknown = Reflect.get(props, name)
  return typeof value === 'string' ? value : undefined
}

function choicesOf(props: object): ReadonlyMap<string, string> {
  const options: unknown = Reflect.get(props, 'options')
  if (!Array.isArray(options)) return new Map()
  return new Map(
    options.flatMap((option: unknown): [string, string][] => {
      if (typeof option !== 'object' || option === null) return []
      const [value, label] = [textOf(option, 'value'), textOf(option, 'label')]
      return value === undefined || label === undefined ? [] : [[value, label]]
    }),
  )
}

/** What is wrong with a form, each with the name of its field: «Fill in this field» alone says nothing in a list. */
export function namedErrors(form: Pick<FormReading, 'errors'>, fields: ComponentChildren): readonly FormError[] {
  const words = wordsOf(fields)
  return form.errors().map(({ fieldId, text }) => {
    const label = words.get(fieldId)?.label
    return { fieldId, text: label === undefined ? text : `${label}: ${text}` }
  })
}

/** A value as people write it: days and amounts as everywhere in the house, a choice by its words; empty where there is nothing. */
export function sayValue(words: FormWords, values: FieldValues, field: string): string {
  const [first = field, ...others] = namesOf(field, values)
  const value = values[first] ?? ''
  if (others.length > 0) {
    const [day = '', month = '', year = ''] = [first, ...others].map((name) => (values[name] ?? '').trim())
    const iso = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
    return isIsoDate(iso) ? formatDate(iso) : [day, month, year].filter((part) => part !== '').join('.')
  }
  const known = words.get(field)
  const rappen = known?.isMoney ? readFrancs(value.trim()) : undefined
  return rappen === undefined ? (known?.choices.get(value) ?? value) : formatMoney(rappen)
}
