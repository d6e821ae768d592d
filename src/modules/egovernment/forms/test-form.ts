import { join } from 'node:path'
import { createTranslators } from '#kernel/i18n/catalogue.ts'
import type { Entry } from './field-type.ts'
import type { Answers, Form, FormField } from './form.ts'
import type { Upload } from './form-context.ts'
import type { FormError } from './form-error.ts'

export const translators = createTranslators([
  { prefix: 'egovernment', folder: join(import.meta.dirname, '../messages') },
  { prefix: 'ui', folder: join(import.meta.dirname, '../../../ui/messages') },
])

// A small form with everything that the rules of forms are tested with: conditions, a group, dates that depend on each other, files.
export const none = { personalData: 'none' } as const
export const label = (de: string) => ({ label: { de } })
const option = (value: string) => ({ value, label: { de: value } })

export const group: FormField & Record<string, unknown> = {
  id: 'persons',
  type: 'group',
  ...label('Personen'),
  item: { de: 'Person' },
  add: { de: 'Mehr' },
  max: 3,
  fields: [
    { id: 'first_name', type: 'text', ...label('Name'), ...none },
    { id: 'nation', type: 'country', ...label('Land'), ...none },
    { id: 'permit', type: 'text', ...label('Ausweis'), showIf: 'nation != "CH" and nation != null', ...none },
  ],
}

export function choiceField(id: string, values: readonly string[]): FormField {
  return Object.assign({ id, type: 'choice', ...label(id), ...none }, { options: values.map(option) })
}

export const form: Form = {
  declaration: { de: 'Alles wahr.' },
  pages: [
    { id: 'kind', fields: [choiceField('kind', ['street', 'light', 'other'])] },
    {
      id: 'light',
      showIf: 'kind = "light"',
      title: { de: 'Laterne' },
      fields: [
        { id: 'is_dark', type: 'yes-no', ...label('Dunkel?'), ...none },
        { id: 'lamp', type: 'text', ...label('Nummer'), showIf: 'is_dark = true', ...none },
      ],
    },
    { id: 'persons', fields: [group] },
    {
      id: 'days',
      title: { de: 'Tage' },
      fields: [
        { id: 'first_day', type: 'date', ...label('Von'), ...none },
        {
          id: 'last_day',
          type: 'date',
          ...label('Bis'),
          ...none,
          required: 'kind = "other"',
          checks: [{ rule: 'last_day >= first_day', message: { de: 'Das Ende liegt vor dem Anfang.' } }],
        },
      ],
    },
    { id: 'photos', fields: [{ id: 'photos', type: 'file', ...label('Fotos'), ...none, required: false }] },
  ],
}

export const complete: Answers = {
  kind: 'street',
  persons: [{ first_name: 'Mira', nation: 'CH' }],
  first_day: '2026-11-22',
  declaration: true,
}

export function post(entries: Iterable<Entry>, uploads?: ReadonlyMap<string, readonly Upload[]>) {
  return {
    values: new URLSearchParams([...entries].map(([name, value]) => [name, value])),
    ...(uploads && { uploads }),
  }
}

export function told(errors: readonly FormError[]): readonly string[] {
  return errors.map(
    ({ path, message }) =>
      `${path} ${'key' in message ? message.key.replace('egovernment.forms.', '') : message.text.de}`,
  )
}
