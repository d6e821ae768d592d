import { isIsoDate } from '#kernel/i18n/format.ts'
import type { FormReading } from '#modules/egovernment/public.ts'
import type { ProjectStanding } from '../../graph/who-leads.ts'
import { amounts } from '../../money/queries.ts'
import type { Part, PartField } from '../../projects/parts.ts'
import { dayFields, readDay } from '../day-fields.ts'
import type { FieldValues } from '../versions.ts'

/** A line of a list as the fields of its form; days in three parts, money in francs. */
export function partValues(
  fields: readonly PartField[],
  values: Readonly<Record<string, string | number | null>> = {},
): FieldValues {
  return Object.assign({}, ...fields.map((field) => fieldValues(field, values[field.name] ?? null)))
}

function fieldValues({ name, type }: PartField, value: string | number | null): FieldValues {
  switch (type) {
    case 'day':
      return dayFields(name, typeof value === 'string' && isIsoDate(value) ? value : undefined)
    case 'francs':
      return { [name]: typeof value === 'number' ? francsText(value) : '' }
    default:
      return { [name]: value === null ? '' : String(value) }
  }
}

/** What was typed into a line's form, column by column; undefined where something is wrong, which is noted at its field. */
export function readPartForm(
  form: FormReading,
  { fields, spans }: Pick<Part, 'fields' | 'spans'>,
): Readonly<Record<string, string | number | null>> | undefined {
  const entries = fields.map((field) => [field.name, readField(form, field) ?? null] as const)
  const read = new Map<string, string | number | null>(entries)
  for (const [first, last] of spans) {
    const [begins, ends] = [read.get(first), read.get(last)]
    if (typeof begins === 'string' && typeof ends === 'string' && ends < begins)
      form.fail(last, 'strategy.goals.error.order')
  }
  return form.isSound ? Object.fromEntries(entries) : undefined
}

function readField(form: FormReading, field: PartField): string | number | undefined {
  const { name } = field
  const isBlank =
    field.type === 'day'
      ? Object.values(form.dayParts(name)).every((part) => part === '')
      : form.value(name).trim() === ''
  if (isBlank && field.isOptional) return undefined
  switch (field.type) {
    case 'line':
    case 'text':
    case 'service':
      return readLine(form, name, field.most)
    case 'choice':
      return form.choice(name, field.of)
    case 'day':
      return readDay(form, name)
    case 'francs':
      return readFrancs(form, name)
    case 'number':
      return form.wholeNumber(name, field)
  }
}

export function readLine(form: FormReading, name: string, most: number): string | undefined {
  const text = form.value(name).trim()
  if (text === '') return form.fail(name, 'strategy.projects.error.missing')
  return text.length > most ? form.fail(name, 'strategy.goals.error.long', { most }) : text
}

/** Francs with or without centimes and separators, as Rappen. */
export function readFrancs(form: FormReading, name: string): number | undefined {
  const found = /^(\d{1,10})(?:\.(\d{2}))?$/.exec(form.value(name).replaceAll(/['’\s]/g, ''))
  if (!found) return form.fail(name, 'strategy.projects.error.francs')
  return Number(found[1]) * 100 + Number(found[2] ?? 0)
}

export function francsText(rappen: number): string {
  const rest = rappen % 100
  return `${Math.trunc(rappen / 100)}${rest === 0 ? '' : `.${String(rest).padStart(2, '0')}`}`
}

/** What is entered of a month; what was planned says the office that steers alone. */
export const amountsOf = (standing: ProjectStanding) =>
  amounts.filter((name) => standing === 'office' || name !== 'planned')
