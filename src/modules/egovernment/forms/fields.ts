import type { Translate } from '#kernel/i18n/translate.ts'
import { fails, holds } from './feel/feel.ts'
import type { Entry, FieldContext, Scope } from './field-type.ts'
import { typeOf } from './field-types.ts'
import { type Answers, answerOf, type FormField, isEmpty } from './form.ts'
import type { FormBody, FormContext } from './form-context.ts'
import { type FieldProblem, problem } from './form-error.ts'

/** The fields that are asked, their answers in kept form, and all of it as rules read it. */
export type VisibleFields = { readonly fields: readonly FormField[]; readonly answers: Answers; readonly scope: Scope }

/** Every field unanswered, as rules read it: a name is always known, if only as `null`. */
export function unanswered(fields: readonly FormField[]): Scope {
  return Object.fromEntries(fields.map((field) => [field.id, typeOf(field).feel(undefined, field)]))
}

/** Which fields are asked. A condition sees the answers before it; the answer of a hidden field does not count. */
export function visibleFields(fields: readonly FormField[], answers: Answers, context: FieldContext): VisibleFields {
  const shown: FormField[] = []
  const counted: Record<string, unknown> = {}
  const scope: Record<string, unknown> = { ...context.scope }
  for (const field of fields) {
    if (field.showIf !== undefined && !holds(field.showIf, scope)) continue
    shown.push(field)
    const type = typeOf(field)
    if (type.asksNothing) continue
    const answer = type.normalise(answerOf(answers, field.id), field, { ...context, scope })
    if (isEmpty(answer)) continue
    counted[field.id] = answer
    scope[field.id] = type.feel(answer, field)
  }
  return { fields: shown, answers: counted, scope }
}

export function isRequired(field: FormField, scope: Scope): boolean {
  if (typeof field.required === 'string') return holds(field.required, scope)
  return field.required ?? true
}

/** What is wrong with the answers of these fields; paths begin with the field's id. */
export function checkFields(
  fields: readonly FormField[],
  answers: Answers,
  context: FieldContext,
): readonly FieldProblem[] {
  return fields.flatMap((field) =>
    checkField(field, answerOf(answers, field.id), context).map(({ at, message }) => ({
      at: `/${field.id}${at}`,
      message,
    })),
  )
}

function checkField(field: FormField, answer: unknown, context: FieldContext): readonly FieldProblem[] {
  const type = typeOf(field)
  if (type.asksNothing) return []
  if (isEmpty(answer)) return isRequired(field, context.scope) ? [problem(type.missing, { label: field.label })] : []
  const problems = type.check(answer, field, context)
  if (problems.length > 0) return problems
  const broken = field.checks?.find(({ rule }) => fails(rule, context.scope))
  return broken ? [{ at: '', message: { text: broken.message } }] : []
}

/** Begins the name of the mark that a field was on the posted page; a post without any mark showed all. */
export const shownPrefix = '_shown.'

/** Answers of a form post. `revealed`: fields whose condition came true only now, by name; they were not on the page. */
export type FieldsReading = VisibleFields & {
  readonly problems: readonly FieldProblem[]
  readonly revealed: readonly string[]
}

/** Reads the fields of a page (or of a row) out of a form post, in order, so that conditions see what was just entered. */
export function readFields(
  fields: readonly FormField[],
  body: FormBody,
  prefix: string,
  context: FieldContext,
): FieldsReading {
  const shown: FormField[] = []
  const answers: Record<string, unknown> = {}
  const scope: Record<string, unknown> = { ...context.scope }
  const problems: FieldProblem[] = []
  const revealed: string[] = []
  const isMarked = [...body.values.keys()].some((name) => name.startsWith(shownPrefix))
  for (const field of fields) {
    if (field.showIf !== undefined && !holds(field.showIf, scope)) continue
    shown.push(field)
    const name = `${prefix}${field.id}`
    if (isMarked && !body.values.has(`${shownPrefix}${name}`)) {
      revealed.push(name)
      continue
    }
    const reading = typeOf(field).read(body, field, name, { ...context, scope })
    problems.push(...reading.problems.map(({ at, message }) => ({ at: `/${field.id}${at}`, message })))
    revealed.push(...(reading.revealed ?? []))
    if (isEmpty(reading.answer)) continue
    answers[field.id] = reading.answer
    scope[field.id] = typeOf(field).feel(reading.answer, field)
  }
  return { fields: shown, answers, scope, problems, revealed }
}

/** Answers as the values of their inputs. */
export function writeFields(fields: readonly FormField[], answers: Answers, prefix: string): readonly Entry[] {
  return fields.flatMap((field) => {
    const answer = answerOf(answers, field.id)
    return isEmpty(answer) ? [] : typeOf(field).write(answer, field, `${prefix}${field.id}`)
  })
}

/**
 * What a page carries along unseen: a mark for each field that it shows, so that its post can tell an empty answer from a
 * field that was not there, and what the fields themselves add.
 */
export function hiddenEntries(
  fields: readonly FormField[],
  values: URLSearchParams,
  prefix: string,
  context: FieldContext,
): readonly Entry[] {
  return fields.flatMap((field) => {
    const name = `${prefix}${field.id}`
    return [[`${shownPrefix}${name}`, 'yes'] as const, ...typeOf(field).hidden(values, field, name, context)]
  })
}

/** Question and answer of each answered field, for people to read. */
export function formatFields(fields: readonly FormField[], answers: Answers, t: Translate, context: FormContext) {
  return fields.flatMap((field) => {
    const answer = answerOf(answers, field.id)
    return isEmpty(answer) ? [] : [{ field, text: typeOf(field).format(answer, field, t, context) }]
  })
}
