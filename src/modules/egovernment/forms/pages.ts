import { checkFields } from './fields.ts'
import type { Answers, Form } from './form.ts'
import type { FormContext } from './form-context.ts'
import { type VisiblePage, viewForm } from './view-form.ts'

/** The pages that are asked, given the answers so far. */
export function visiblePages(form: Form, answers: Answers, context: FormContext): readonly VisiblePage[] {
  return viewForm(form, answers, context).pages
}

/** The page of that id; `undefined` when there is none or it is not asked. */
export function pageOf(form: Form, pageId: string, answers: Answers, context: FormContext): VisiblePage | undefined {
  return visiblePages(form, answers, context).find(({ page }) => page.id === pageId)
}

/** The id of the page after this one; `undefined` after the last: then comes the review. */
export function nextPage(form: Form, pageId: string, answers: Answers, context: FormContext): string | undefined {
  return neighbour(form, pageId, answers, context, 1)
}

export function previousPage(form: Form, pageId: string, answers: Answers, context: FormContext): string | undefined {
  return neighbour(form, pageId, answers, context, -1)
}

function neighbour(
  form: Form,
  pageId: string,
  answers: Answers,
  context: FormContext,
  step: number,
): string | undefined {
  const pages = visiblePages(form, answers, context)
  const index = pages.findIndex(({ page }) => page.id === pageId)
  return index === -1 ? undefined : pages[index + step]?.page.id
}

/**
 * The first page that still needs an answer; `undefined` when all are answered and the review may open. No page behind
 * it can be opened: steps cannot be skipped.
 */
export function firstOpenPage(form: Form, answers: Answers, context: FormContext): string | undefined {
  const view = viewForm(form, answers, context)
  const isOpen = ({ fields }: VisiblePage) =>
    checkFields(fields, view.answers, { ...context, scope: view.scope }).length > 0
  return view.pages.find(isOpen)?.page.id
}

/** Whether a page may be opened: it is asked, and every page before it is answered. */
export function mayOpen(form: Form, pageId: string, answers: Answers, context: FormContext): boolean {
  const ids = visiblePages(form, answers, context).map(({ page }) => page.id)
  const open = firstOpenPage(form, answers, context)
  return ids.includes(pageId) && (open === undefined || ids.indexOf(pageId) <= ids.indexOf(open))
}

/** Where a page stands among those that are asked now: `{ step: 3, total: 6 }`. The review counts as the last step. */
export function progress(
  form: Form,
  pageId: string | 'review',
  answers: Answers,
  context: FormContext,
): { step: number; total: number } {
  const pages = visiblePages(form, answers, context)
  const index = pageId === 'review' ? pages.length : pages.findIndex(({ page }) => page.id === pageId)
  return { step: index + 1, total: pages.length + 1 }
}
