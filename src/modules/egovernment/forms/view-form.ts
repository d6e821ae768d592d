import { date as feelDate } from 'feelin'
import type { IsoDate } from '#kernel/i18n/format.ts'
import { holds } from './feel/feel.ts'
import type { FieldContext, Scope } from './field-type.ts'
import { unanswered, visibleFields } from './fields.ts'
import type { Answers, Form, FormField, FormPage } from './form.ts'
import type { FormContext } from './form-context.ts'

/** A page that is asked, with the fields that are asked on it. */
export type VisiblePage = { readonly page: FormPage; readonly fields: readonly FormField[] }

/** A form as the answers so far make it. `answers` are those that count, in kept form. */
export type FormView = { readonly pages: readonly VisiblePage[]; readonly answers: Answers; readonly scope: Scope }

const blanks = new WeakMap<Form, Scope>()

/** All fields of a form, page by page. */
export function allFields(form: Form): readonly FormField[] {
  return form.pages.flatMap((page) => page.fields)
}

/** What rules may name before anything is answered: every field as `null`, and the day. */
export function startScope(form: Form, context: FormContext): Scope {
  let blank = blanks.get(form)
  if (!blank) {
    blank = unanswered(allFields(form))
    blanks.set(form, blank)
  }
  return { ...blank, today: dayOf(context.today) }
}

let lastDay: { readonly text: IsoDate; readonly value: unknown } | undefined

/** The day as rules read it; it is the same one for thousands of requests. */
function dayOf(text: IsoDate): unknown {
  if (lastDay?.text !== text) lastDay = { text, value: feelDate(text) }
  return lastDay.value
}

type Viewed = { readonly form: Form; readonly context: FormContext; readonly view: FormView }
const viewed = new WeakMap<Answers, Viewed>()

/**
 * Goes through the form once: which pages and fields are asked, and which answers count. Answers and context are values that do not
 * change, and a page asks for their view several times: the last one is remembered with the answers.
 */
export function viewForm(form: Form, answers: Answers, context: FormContext): FormView {
  const last = viewed.get(answers)
  if (last && last.form === form && last.context === context) return last.view
  const view = walkForm(form, answers, context)
  viewed.set(answers, { form, context, view })
  return view
}

function walkForm(form: Form, answers: Answers, context: FormContext): FormView {
  const pages: VisiblePage[] = []
  let counted: Answers = {}
  let scope = startScope(form, context)
  for (const page of form.pages) {
    if (page.showIf !== undefined && !holds(page.showIf, scope)) continue
    const visible = visibleFields(page.fields, answers, { ...context, scope })
    if (visible.fields.length === 0) continue
    pages.push({ page, fields: visible.fields })
    counted = { ...counted, ...visible.answers }
    scope = visible.scope
  }
  return { pages, answers: counted, scope }
}

/** What rules know while a page is answered: everything on the pages before it. */
export function contextBefore(form: Form, pageId: string, answers: Answers, context: FormContext): FieldContext {
  const index = form.pages.findIndex((page) => page.id === pageId)
  const before = { ...form, pages: form.pages.slice(0, index) }
  return { ...context, scope: { ...startScope(form, context), ...walkForm(before, answers, context).scope } }
}
