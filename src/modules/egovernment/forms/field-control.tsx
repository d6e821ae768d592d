import type { Translate } from '#kernel/i18n/translate.ts'
import type { Entry, FieldContext, FieldViewProps } from './field-type.ts'
import { typeOf } from './field-types.ts'
import { isRequired } from './fields.ts'
import type { FormField } from './form.ts'

type FieldControlProps = {
  field: FormField
  prefix: string
  values: URLSearchParams
  problems: FieldViewProps['problems']
  context: FieldContext
  isHeading: boolean
  t: Translate
}

/** One field of a form, whatever its type. */
export function FieldControl({ field, prefix, context, ...view }: FieldControlProps) {
  const name = `${prefix}${field.id}`
  return (
    <>{typeOf(field).view({ ...view, field, id: name, name, context, isRequired: isRequired(field, context.scope) })}</>
  )
}

/** The unseen values of a page, at its end: between fields they would come between their spaces. */
export function HiddenValues({ entries }: { entries: readonly Entry[] }) {
  return (
    <div hidden>
      {entries.map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
    </div>
  )
}

/** The id of the input that an error leads to: its path with dots. The first part of an answer carries the question's own id. */
export function controlId(path: string, fields: readonly FormField[]): string {
  const [id = '', ...parts] = path.split('/').slice(1)
  const field = fields.find((one) => one.id === id)
  if (!field || parts.length === 0) return id
  const type = typeOf(field)
  const inner = type.innerFields(field)
  const [index, ...rest] = parts
  if (inner.length > 0)
    return [id, index, ...(rest.length > 0 ? [controlId(`/${rest.join('/')}`, inner)] : [])].join('.')
  return type.firstPart === undefined || parts[0] === type.firstPart ? id : `${id}.${parts.join('.')}`
}
