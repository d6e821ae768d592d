import { checkFields } from './fields.ts'
import { type Answers, answerOf, declarationField, type Form } from './form.ts'
import type { FormContext } from './form-context.ts'
import { below, escapePointer, type FormError, problem } from './form-error.ts'
import { allFields, viewForm } from './view-form.ts'

/**
 * Checks all answers by the same rules as the pages: before submission, and for answers that came over the API. A name
 * that is no field is refused; the answer of a hidden field does not count, whatever it is.
 */
export function checkAnswers(form: Form, answers: Answers, context: FormContext): readonly FormError[] {
  const view = viewForm(form, answers, context)
  const declaration = declarationField(form)
  const fields = [...view.pages.flatMap((page) => page.fields), ...(declaration ? [declaration] : [])]
  const counted = declaration ? { ...view.answers, [declaration.id]: answerOf(answers, declaration.id) } : view.answers
  return [
    ...unknownAnswers(form, answers),
    ...below('', checkFields(fields, counted, { ...context, scope: view.scope })),
  ]
}

/** Names that are no field of the form, each as an error. */
export function unknownAnswers(form: Form, answers: Answers): readonly FormError[] {
  const declaration = declarationField(form)
  const known = new Set([...allFields(form), ...(declaration ? [declaration] : [])].map(({ id }) => id))
  const unknown = Object.keys(answers).filter((name) => !known.has(name))
  return below(
    '',
    unknown.map((name) => problem('unknown_field', { name }, `/${escapePointer(name)}`)),
  )
}

/**
 * The answers that count, in kept form: what is submitted, sealed and shown to the clerk. Hidden answers are left out;
 * files are as the store knows them.
 */
export function answersToSubmit(form: Form, answers: Answers, context: FormContext): Answers {
  const { answers: counted } = viewForm(form, answers, context)
  const declaration = declarationField(form)
  if (!declaration) return counted
  const declared = answerOf(answers, declaration.id)
  return declared === undefined ? counted : { ...counted, [declaration.id]: declared }
}
