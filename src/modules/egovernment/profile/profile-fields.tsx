import type { Translate } from '#kernel/i18n/translate.ts'
import type { ContactDetails } from '#kernel/identity/profile.ts'
import { ErrorSummary } from '#ui/components/error-summary/error-summary.tsx'
import { controlId } from '../forms/field-control.tsx'
import type { Form } from '../forms/form.ts'
import type { FormContext } from '../forms/form-context.ts'
import { messageText } from '../forms/form-error.ts'
import { SomeFields } from '../forms/some-fields.tsx'
import { wholeFields } from '../forms/whole-form.ts'
import { type ProfileAgain, profileAnswers } from './profile-form.ts'

export type ProfileFieldsProps = {
  readonly form: Form
  readonly details: ContactDetails
  readonly again?: ProfileAgain | undefined
  readonly context: FormContext
  readonly t: Translate
}

/** The questions of the profile, filled in with what is kept or, where it comes back, with what was typed. */
export function ProfileFields({ form, details, again, context, t }: ProfileFieldsProps) {
  return (
    <SomeFields form={form} answers={profileAnswers(form, details, context)} again={again} context={context} t={t} />
  )
}

/** All that is wrong, above the heading, each with the way to its input. */
export function ProfileErrors({ form, again, t }: Pick<ProfileFieldsProps, 'form' | 'again' | 't'>) {
  const errors = (again?.errors ?? []).map(({ path, message }) => ({
    fieldId: controlId(path, wholeFields(form)),
    text: messageText(message, t),
  }))
  return <ErrorSummary t={t} errors={errors} />
}
