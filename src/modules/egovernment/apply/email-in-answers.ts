import { type Answers, answerOf, type Form } from '../forms/form.ts'
import { allFields } from '../forms/view-form.ts'

/** A mail address among the answers, so that nobody types it twice. */
export function emailInAnswers(form: Form, answers: Answers): string | undefined {
  const field = allFields(form).find((one) => one.type === 'email')
  const answer = field && answerOf(answers, field.id)
  return typeof answer === 'string' && answer !== '' ? answer : undefined
}
