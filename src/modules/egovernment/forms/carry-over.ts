import type { LocalText } from '#kernel/i18n/language.ts'
import { type Validator, validatorOf } from '#kernel/validator.ts'
import { typeOf } from './field-types.ts'
import { type Answers, answerOf, type Form, type FormField, isEmpty, isRecord } from './form.ts'
import { allFields } from './view-form.ts'

/** An answer that a new version of the form cannot keep: the question is gone, or takes other answers now. */
export type LostAnswer = { readonly path: string; readonly label: LocalText; readonly reason: 'removed' | 'changed' }

/**
 * Brings a draft's answers into a new version of its form. What fits stays; what does not is named, so that the person
 * can be told and asked again. The declaration never carries over: it was given for other questions.
 */
export function carryOver(
  oldForm: Form,
  newForm: Form,
  answers: Answers,
): { answers: Answers; lost: readonly LostAnswer[] } {
  return carryFields(allFields(oldForm), allFields(newForm), answers, '')
}

function carryFields(oldFields: readonly FormField[], newFields: readonly FormField[], answers: Answers, path: string) {
  const kept: Record<string, unknown> = {}
  const lost: LostAnswer[] = []
  for (const oldField of oldFields) {
    const answer = answerOf(answers, oldField.id)
    if (isEmpty(answer)) continue
    const at = `${path}/${oldField.id}`
    const newField = newFields.find(({ id }) => id === oldField.id)
    const inner = newField && carryRows(oldField, newField, answer, at)
    if (inner) {
      kept[oldField.id] = inner.rows
      lost.push(...inner.lost)
    } else if (newField && newField.type === oldField.type && fits(newField, answer)) kept[oldField.id] = answer
    else lost.push({ path: at, label: oldField.label, reason: newField ? 'changed' : 'removed' })
  }
  return { answers: kept, lost }
}

/** Rows of a group keep what fits, question by question. */
function carryRows(oldField: FormField, newField: FormField, answer: unknown, path: string) {
  if (oldField.type !== newField.type || !Array.isArray(answer)) return undefined
  const [oldInner, newInner] = [typeOf(oldField).innerFields(oldField), typeOf(newField).innerFields(newField)]
  if (newInner.length === 0) return undefined
  const rows = answer.map((row, index) => carryFields(oldInner, newInner, isRecord(row) ? row : {}, `${path}/${index}`))
  return { rows: rows.map((row) => row.answers), lost: rows.flatMap((row) => row.lost) }
}

const validators = new WeakMap<FormField, Validator<unknown>>()

function fits(field: FormField, answer: unknown): boolean {
  const known = validators.get(field)
  if (known) return known(answer)
  const validator = validatorOf(typeOf(field).schema(field))
  validators.set(field, validator)
  return validator(answer)
}
