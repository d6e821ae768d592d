import { typeOf } from './field-types.ts'
import { type Answers, answerOf, type Form } from './form.ts'
import type { FormContext } from './form-context.ts'
import { allFields, startScope } from './view-form.ts'

/**
 * First answers from what is known: the profile of a signed-in person, the authority whose portal she is on. Keys are
 * those of the fields' `prefill`, such as `person.name` or `authority.municipality`; what a field would refuse is left out,
 * and nothing that was answered is replaced. An address whose municipality is not known yet stands there with the question.
 */
export function prefilledAnswers(
  form: Form,
  answers: Answers,
  known: Readonly<Record<string, unknown>>,
  context: FormContext,
): Answers {
  const scope = startScope(form, context)
  const found = allFields(form).flatMap((field) => {
    const value = field.prefill === undefined ? undefined : answerOf(known, field.prefill)
    if (value === undefined || Object.hasOwn(answers, field.id)) return []
    const answer = typeOf(field).prefill(value, field, { ...context, scope })
    return answer === undefined ? [] : [[field.id, answer]]
  })
  return { ...Object.fromEntries(found), ...answers }
}
