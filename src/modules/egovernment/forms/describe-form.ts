import type { Translate } from '#kernel/i18n/translate.ts'
import { propertySchema } from './answers-schema.ts'
import { typeOf } from './field-types.ts'
import { declarationField, type Form, type FormField } from './form.ts'
import { local } from './form-error.ts'
import { questionOf } from './form-page.tsx'

/**
 * A form as a program can show it, in the language of `t`: pages in their order, on each its fields and texts. Conditions are FEEL as the form
 * has them; which pages are asked with certain answers, a draft says.
 */
export function describeForm(form: Form, t: Translate) {
  const declaration = declarationField(form)
  return {
    pages: form.pages.map((page) => ({
      id: page.id,
      title: questionOf(page, t),
      hint: page.hint ? local(page.hint, t) : null,
      showIf: page.showIf ?? null,
      fields: page.fields.map((field) => describeField(field, t)),
    })),
    purposes: Object.entries(form.purposes ?? {}).map(([id, text]) => ({ id, text: local(text, t) })),
    declaration: declaration ? describeField(declaration, t) : null,
  }
}

type Described = {
  readonly id: string
  readonly type: string
  readonly label: string
  readonly hint: string | null
  readonly required: boolean | string
  readonly showIf: string | null
  readonly purpose: string | null
  readonly fields?: readonly Described[]
  readonly [more: string]: unknown
}

function describeField(field: FormField, t: Translate): Described {
  const type = typeOf(field)
  const inner = type.innerFields(field)
  return {
    id: field.id,
    type: field.type,
    label: local(field.label, t),
    hint: field.hint ? local(field.hint, t) : null,
    required: type.asksNothing ? false : (field.required ?? true),
    showIf: field.showIf ?? null,
    purpose: typeof field.personalData === 'object' ? field.personalData.purpose : null,
    ...type.alsoShown(field, t),
    ...(!type.asksNothing && { schema: propertySchema(field, t) }),
    ...(inner.length > 0 && { fields: inner.map((one) => describeField(one, t)) }),
  }
}
