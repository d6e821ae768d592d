import type { Translate } from '#kernel/i18n/translate.ts'
import type { ContactDetails } from '#kernel/identity/profile.ts'
import { municipalitiesOf } from '../forms/field-types/postal-address/locate-address.ts'
import { formatFields } from '../forms/fields.ts'
import { type Answers, type Form, type FormField, isRecord } from '../forms/form.ts'
import type { FormBody, FormContext } from '../forms/form-context.ts'
import type { FormError } from '../forms/form-error.ts'
import { viewForm } from '../forms/view-form.ts'
import { readSome, wholeFields } from '../forms/whole-form.ts'

/**
 * What a resident keeps in her account, as a form: the same questions, checked by the same rules, as those that her profile fills in
 * later. Everything is voluntary.
 */
export function profileForm(t: Translate): Form {
  const phone: FormField = {
    id: 'phone',
    type: 'phone',
    label: { de: t('egovernment.profile.phone') },
    hint: { de: t('egovernment.profile.phone_hint') },
    required: false,
  }
  const address: FormField & { municipality: true } = {
    id: 'address',
    type: 'postal-address',
    label: { de: t('egovernment.profile.address') },
    hint: { de: t('egovernment.profile.address_hint') },
    required: false,
    autocomplete: 'street-address',
    municipality: true,
  }
  return { pages: [{ id: 'contact', fields: [phone, address] }] }
}

export type ProfileReading =
  | { readonly ok: true; readonly details: ContactDetails }
  | { readonly ok: false; readonly again: ProfileAgain }

/** What was typed and what is wrong with it. */
export type ProfileAgain = { readonly values: URLSearchParams; readonly errors: readonly FormError[] }

/** Reads and checks what was posted. What was emptied is gone. */
export function readProfile(form: Form, body: FormBody, context: FormContext): ProfileReading {
  const reading = readSome(form, {}, body, context)
  if (!reading.ok) return { ok: false, again: { values: reading.values, errors: reading.errors } }
  const { phone, address } = reading.answers
  return {
    ok: true,
    details: { phone: typeof phone === 'string' ? phone : null, address: isRecord(address) ? address : null },
  }
}

/** What is kept, as answers of the form. */
export function profileAnswers(form: Form, { phone, address }: ContactDetails, context: FormContext): Answers {
  return viewForm(form, { phone, address }, context).answers
}

/** A line of the profile; without `value` nothing is known yet. */
export type ProfileLine = { readonly key: string; readonly value: string | undefined }

/** The profile for people to read: each question with its answer, and the municipality where the address lies in one or more of the canton. */
export function profileLines(details: ContactDetails, context: FormContext, t: Translate): readonly ProfileLine[] {
  const form = profileForm(t)
  const answers = profileAnswers(form, details, context)
  const texts = new Map(formatFields(wholeFields(form), answers, t, context).map(({ field, text }) => [field.id, text]))
  const lines = wholeFields(form).map(({ id, label }) => ({ key: label.de, value: texts.get(id) }))
  const { address } = answers
  if (!isRecord(address) || municipalitiesOf(address, context.localities).length === 0) return lines
  const municipality = context.municipalities.find(({ bfsNumber }) => bfsNumber === address.municipality)
  return [
    ...lines,
    { key: t('egovernment.forms.part.municipality'), value: municipality?.name ?? t('egovernment.profile.open') },
  ]
}
