import type { Scope } from './field-type.ts'
import { unanswered, writeFields } from './fields.ts'
import { type Answers, declarationField, type Form, type FormField } from './form.ts'
import type { FormBody, FormContext } from './form-context.ts'
import { type PageReading, readInto } from './read-page.ts'
import { startScope, viewForm } from './view-form.ts'

/** Some questions of a form on one page, by the rules of the whole. */
export type SomeFields = {
  readonly fields: readonly FormField[]
  /** What the rules of these questions know of all others. */
  readonly scope: Scope
}

const wholes = new WeakMap<Form, readonly FormField[]>()

/** All questions of a form in one row; the condition of a page is that of each of its questions too. */
export function wholeFields(form: Form): readonly FormField[] {
  const known = wholes.get(form)
  if (known) return known
  const fields = form.pages.flatMap((page) =>
    page.fields.map((field) => {
      if (page.showIf === undefined) return field
      return { ...field, showIf: field.showIf === undefined ? page.showIf : `(${page.showIf}) and (${field.showIf})` }
    }),
  )
  wholes.set(form, fields)
  return fields
}

/** The questions of a form with these ids (all without any), and what is known besides: the answers to the others. */
export function someFields(form: Form, previous: Answers, context: FormContext, ids?: ReadonlySet<string>): SomeFields {
  const whole = wholeFields(form)
  const fields = ids ? whole.filter(({ id }) => ids.has(id)) : whole
  if (!ids) return { fields, scope: startScope(form, context) }
  // What is asked again counts as unanswered until it is read.
  const scope = { ...startScope(form, context), ...viewForm(form, previous, context).scope, ...unanswered(fields) }
  return { fields, scope }
}

/** Reads and checks what was posted for some questions; the declaration is one more where `withDeclaration`. */
export function readSome(
  form: Form,
  previous: Answers,
  body: FormBody,
  context: FormContext,
  { ids, withDeclaration = false }: { ids?: ReadonlySet<string>; withDeclaration?: boolean } = {},
): PageReading {
  const { fields, scope } = someFields(form, previous, context, ids)
  const declaration = withDeclaration ? declarationField(form) : undefined
  return readInto(declaration ? [...fields, declaration] : fields, previous, body, { ...context, scope })
}

/** Answers as the values of the inputs that ask for them. */
export function valuesOf(fields: readonly FormField[], answers: Answers): URLSearchParams {
  return new URLSearchParams(writeFields(fields, answers, '').map(([name, value]) => [name, value]))
}
