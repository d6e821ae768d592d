import type { Translate } from '#kernel/i18n/translate.ts'
import { formatFields } from './fields.ts'
import type { Answers, Form } from './form.ts'
import type { FormContext } from './form-context.ts'
import { local } from './form-error.ts'
import { viewForm } from './view-form.ts'

/** A question with its answer as plain text (lines separated by `\n`), and the page that asks it. */
export type ReviewRow = {
  readonly fieldId: string
  readonly pageId: string
  readonly question: string
  readonly answer: string
}

/** All answers that count, in the order of the form: for the review, the desk, the receipt and letters. */
export function reviewRows(form: Form, answers: Answers, t: Translate, context: FormContext): readonly ReviewRow[] {
  const view = viewForm(form, answers, context)
  return view.pages.flatMap(({ page, fields }) =>
    formatFields(fields, view.answers, t, context).map(({ field, text }) => ({
      fieldId: field.id,
      pageId: page.id,
      question: local(field.label, t),
      answer: text,
    })),
  )
}
