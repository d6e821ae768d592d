import type { Translate } from '#kernel/i18n/translate.ts'
import { typeOf } from '../forms/field-types.ts'
import { visibleFields } from '../forms/fields.ts'
import { type Answers, answerOf, type Form, type FormField, isEmpty, isRecord } from '../forms/form.ts'
import type { FormContext } from '../forms/form-context.ts'
import { local } from '../forms/form-error.ts'
import { viewForm } from '../forms/view-form.ts'

/** A question with its answer as plain text; null: hidden until somebody says why she needs it. */
export type AnswerRow = { readonly fieldId: string; readonly question: string; readonly answer: string | null }

/** What some pages of the form asked, or one item of a list such as a person. Without a title where the questions say it all. */
export type AnswerSection = { readonly title: string; readonly rows: readonly AnswerRow[] }

/**
 * The answers in the clerk's language, page by page as the form asked them. Data particularly worthy of protection and AHV numbers
 * are left out unless `showsProtected`.
 */
export function answerSections(
  form: Form,
  answers: Answers,
  t: Translate,
  context: FormContext,
  { showsProtected }: { readonly showsProtected: boolean },
): readonly AnswerSection[] {
  const view = viewForm(form, answers, context)
  const rowsOf = (fields: readonly FormField[], given: Answers): AnswerRow[] =>
    fields.flatMap((field) => {
      const answer = answerOf(given, field.id)
      if (isEmpty(answer)) return []
      const isHidden = isProtected(field) && !showsProtected
      const text = isHidden ? null : typeOf(field).format(answer, field, t, context)
      return [{ fieldId: field.id, question: local(field.label, t), answer: text }]
    })
  const sections = view.pages.flatMap(({ page, fields }) => {
    const isList = (field: FormField) => typeOf(field).innerFields(field).length > 0
    const items = fields.filter(isList).flatMap((field) =>
      itemsOf(answerOf(view.answers, field.id)).map((item, index) => {
        const inner = visibleFields(typeOf(field).innerFields(field), item, { ...context, scope: view.scope })
        return { title: `${local(field.label, t)}, ${index + 1}`, rows: rowsOf(inner.fields, inner.answers) }
      }),
    )
    const single = rowsOf(
      fields.filter((field) => !isList(field)),
      view.answers,
    )
    return [{ title: page.title ? local(page.title, t) : '', rows: single }, ...items]
  })
  return joined(sections.filter(({ rows }) => rows.length > 0))
}

/** Pages that ask one thing each, without a title of their own, stand together. */
function joined(sections: readonly AnswerSection[]): readonly AnswerSection[] {
  const done: { title: string; rows: AnswerRow[] }[] = []
  for (const { title, rows } of sections) {
    const last = done.at(-1)
    if (last?.title === '' && title === '') last.rows.push(...rows)
    else done.push({ title, rows: [...rows] })
  }
  return done
}

/** Whether a form was answered with anything that is hidden at first. */
export function hasProtected(sections: readonly AnswerSection[]): boolean {
  return sections.some(({ rows }) => rows.some(({ answer }) => answer === null))
}

/** Data particularly worthy of protection (KDSG § 2), and the AHV number, which few need for their work. */
export function isProtected(field: FormField): boolean {
  if (field.type === 'ahv-number') return true
  return typeof field.personalData === 'object' && field.personalData.class === 'special'
}

/** The ids of the questions of a form whose answers are protected, those inside lists too. */
export function protectedFields(form: Form): ReadonlySet<string> {
  const all = form.pages.flatMap(({ fields }) =>
    fields.flatMap((field) => [field, ...typeOf(field).innerFields(field)]),
  )
  return new Set(all.filter(isProtected).map(({ id }) => id))
}

/** The lines of the applicant's postal address, for a letter: what a profile fills in goes before any other address. */
export function addressLines(form: Form, answers: Answers, t: Translate, context: FormContext): readonly string[] {
  const view = viewForm(form, answers, context)
  const addresses = view.pages
    .flatMap(({ fields }) => fields)
    .filter((field) => field.type === 'postal-address' && !isEmpty(answerOf(view.answers, field.id)))
  const chosen = addresses.find(({ prefill }) => prefill === 'person.address') ?? addresses.at(-1)
  if (!chosen) return []
  return typeOf(chosen).format(answerOf(view.answers, chosen.id), chosen, t, context).split('\n').slice(0, 5)
}

function itemsOf(answer: unknown): readonly Answers[] {
  return Array.isArray(answer) ? answer.filter(isRecord) : []
}
