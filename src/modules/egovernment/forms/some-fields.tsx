import { Fragment } from 'preact'
import type { Translate } from '#kernel/i18n/translate.ts'
import { FieldControl, HiddenValues } from './field-control.tsx'
import { problemsBelow } from './field-types/one-line.ts'
import { hiddenEntries, readFields } from './fields.ts'
import { type Answers, declarationField, type Form, type FormField } from './form.ts'
import type { FormContext } from './form-context.ts'
import { type FormError, local, messageText } from './form-error.ts'
import { someFields, valuesOf } from './whole-form.ts'

export type SomeFieldsProps = {
  readonly form: Form
  /** Answers so far, which fill the inputs in. */
  readonly answers: Answers
  /** What was posted, where the page is shown again. */
  readonly again?: { readonly values: URLSearchParams; readonly errors: readonly FormError[] } | undefined
  /** Only these questions; all without. */
  readonly ids?: ReadonlySet<string> | undefined
  readonly withDeclaration?: boolean
  readonly context: FormContext
  readonly t: Translate
}

/**
 * Many questions of a form on one page, each page of the form under its heading: for who types quickly, and for corrections. Only what is
 * asked by the answers so far stands there; whatever an answer opens appears when the page comes back.
 */
export function SomeFields({ form, answers, again, ids, withDeclaration, context, t }: SomeFieldsProps) {
  const { fields: all, scope: before } = someFields(form, answers, context, ids)
  const values = again?.values ?? valuesOf(all, answers)
  const { fields, scope } = readFields(all, { values }, '', { ...context, scope: before })
  const shown = new Set(fields.map(({ id }) => id))
  const own = new Map(fields.map((field) => [field.id, field]))
  const errors = (again?.errors ?? []).map(({ path, message }) => ({ at: path, text: messageText(message, t) }))
  const declaration = withDeclaration ? declarationField(form) : undefined
  const control = (field: FormField) => (
    <FieldControl
      key={field.id}
      field={own.get(field.id) ?? field}
      prefix=""
      values={values}
      problems={problemsBelow(errors, `/${field.id}`)}
      context={{ ...context, scope }}
      isHeading={false}
      t={t}
    />
  )
  return (
    <>
      {form.pages.map((page) => {
        const asked = page.fields.filter(({ id }) => shown.has(id))
        if (asked.length === 0) return null
        return (
          <Fragment key={page.id}>
            {page.title && <h2>{local(page.title, t)}</h2>}
            {asked.map(control)}
          </Fragment>
        )
      })}
      {declaration && control(declaration)}
      <HiddenValues
        entries={hiddenEntries(declaration ? [...fields, declaration] : fields, values, '', { ...context, scope })}
      />
    </>
  )
}
