import type { Translate } from '#kernel/i18n/translate.ts'
import type { FieldViewProps } from '../field-type.ts'
import type { FormField } from '../form.ts'
import { local } from '../form-error.ts'
import { errorAt } from './one-line.ts'

/** What the UI kit's inputs ask of every field, filled in from a field of a form. */
export function inputProps({ field, id, name, problems, isRequired, isHeading, t }: FieldViewProps<FormField>) {
  return {
    id,
    name,
    label: local(field.label, t),
    labelIsHeading: isHeading,
    hint: field.hint && local(field.hint, t),
    error: errorAt(problems),
    required: isRequired,
    optionalText: isRequired ? undefined : t('egovernment.forms.optional'),
  }
}

/** Titles of the parts of a composed answer, by name. */
export function partTitles(parts: readonly string[], t: Translate): Readonly<Record<string, { title: string }>> {
  return Object.fromEntries(parts.map((part) => [part, { title: t(`egovernment.forms.part.${part}`) }]))
}

/** Props of one input inside a composed answer. The first part carries the question's own id. */
export function partProps(
  props: FieldViewProps<FormField>,
  part: string,
  options: { isFirst?: boolean; isRequired?: boolean } = {},
) {
  const isRequired = (options.isRequired ?? true) && props.isRequired
  return {
    id: options.isFirst ? props.id : `${props.id}.${part}`,
    name: `${props.name}.${part}`,
    label: props.t(`egovernment.forms.part.${part}`),
    error: errorAt(props.problems, `/${part}`),
    required: isRequired,
    optionalText: options.isRequired === false ? props.t('egovernment.forms.optional') : undefined,
  }
}
