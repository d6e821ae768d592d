import { cleanText, lengthOf } from '../clean-text.ts'
import type { FieldViewProps, Reading } from '../field-type.ts'
import type { FormField } from '../form.ts'
import { type FieldProblem, problem } from '../form-error.ts'

/** What was typed into one input, in its kept form. */
export function typed(values: URLSearchParams, name: string, lines = false): string | undefined {
  const raw = values.get(name) ?? ''
  const clean = cleanText(raw, { lines })
  const text = clean.ok ? clean.text : raw
  return text === '' ? undefined : text
}

/** An answer that is what was typed; `parse` brings it into its kept form, or returns it as it is. */
export function readLine(
  values: URLSearchParams,
  name: string,
  parse: (text: string) => unknown = (text) => text,
): Reading {
  const text = typed(values, name)
  return { answer: text === undefined ? undefined : parse(text), problems: [] }
}

/** The kept form of a text that did not come from a form post: the API sends what it likes. */
export function keptText(value: unknown, lines = false): unknown {
  if (typeof value !== 'string') return value
  const clean = cleanText(value, { lines })
  return clean.ok ? clean.text : value
}

/** Characters and length: what every text is checked for. */
export function checkText(
  text: string,
  field: FormField,
  limits: { maxLength: number; minLength?: number | undefined; lines?: boolean; at?: string },
): readonly FieldProblem[] {
  const { label } = field
  const clean = cleanText(text, { lines: limits.lines ?? false })
  if (!clean.ok) return [problem(clean.key, { label }, limits.at)]
  const length = lengthOf(text)
  if (length > limits.maxLength) return [problem('too_long', { label, max: limits.maxLength, length }, limits.at)]
  if (length < (limits.minLength ?? 0)) return [problem('too_short', { label, min: limits.minLength ?? 0 }, limits.at)]
  return []
}

/** Messages of `checkText`. */
export const textMessages = ['characters', 'line_breaks', 'too_long', 'too_short'] as const

/** The first error at a part of the answer, as text. */
export function errorAt(problems: FieldViewProps['problems'], at = ''): string | undefined {
  return problems.find((one) => one.at === at)?.text
}

/** The errors below a part of the answer, seen from that part. */
export function problemsBelow(problems: FieldViewProps['problems'], at: string): FieldViewProps['problems'] {
  return problems
    .filter((one) => one.at === at || one.at.startsWith(`${at}/`))
    .map((one) => ({ ...one, at: one.at.slice(at.length) }))
}
