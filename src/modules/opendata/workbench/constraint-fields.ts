import type { FormReading } from '#modules/egovernment/public.ts'
import { asLength, asPattern, bound } from '../intake/constraints.ts'
import { comesBefore, constraintsFor } from '../tables/bounds.ts'
import type { Column, ColumnType, Constraints } from '../tables/column.ts'

/** The constraints of a column as the fields of its form. */
export function constraintValues({ name, constraints = {} }: Column): readonly [string, string][] {
  const texts = ['minimum', 'maximum', 'minLength', 'maxLength', 'pattern'] as const
  return [
    ...texts.map((one): [string, string] => [`${name}.${one}`, String(constraints[one] ?? '')]),
    ...(['isUnique', 'isListed'] as const).flatMap((one): [string, string][] =>
      constraints[one] ? [[`${name}.${one}`, 'yes']] : [],
    ),
  ]
}

/** What is asked of the values of a column; undefined where nothing is. What cannot be asked of its type, or not be read, is noted at its field. */
export function readConstraintFields(
  form: FormReading,
  name: string,
  { type, codes }: { readonly type: ColumnType; readonly codes: readonly unknown[] },
): Constraints | undefined {
  const allowed = constraintsFor(type)
  const read = <Value>(field: keyof Constraints, error: string, reader: (text: string) => Value | undefined) => {
    const text = form.value(`${name}.${field}`).trim()
    if (text === '') return undefined
    const value = allowed.includes(field) ? reader(text) : undefined
    if (value === undefined)
      form.fail(`${name}.${field}`, `opendata.desk.error.${allowed.includes(field) ? error : 'constraint_type'}`)
    return value
  }
  const [minimum, maximum] = [read('minimum', 'bound', bound(type)), read('maximum', 'bound', bound(type))]
  const [minLength, maxLength] = [read('minLength', 'length', asLength), read('maxLength', 'length', asLength)]
  const pattern = read('pattern', 'pattern', asPattern)
  const isTicked = (field: 'isUnique' | 'isListed') =>
    form.value(`${name}.${field}`) === 'yes' && allowed.includes(field)
  if (minimum !== undefined && maximum !== undefined && comesBefore(type, maximum, minimum))
    form.fail(`${name}.maximum`, 'opendata.desk.error.bounds_crossed')
  if (minLength !== undefined && maxLength !== undefined && maxLength < minLength)
    form.fail(`${name}.maxLength`, 'opendata.desk.error.bounds_crossed')
  if (isTicked('isListed') && codes.length === 0) form.fail(`${name}.codes`, 'opendata.desk.error.listed_codes')
  const constraints = {
    ...(minimum !== undefined && { minimum }),
    ...(maximum !== undefined && { maximum }),
    ...(minLength !== undefined && { minLength }),
    ...(maxLength !== undefined && { maxLength }),
    ...(pattern !== undefined && { pattern }),
    ...(isTicked('isUnique') && { isUnique: true }),
    ...(isTicked('isListed') && { isListed: true }),
  }
  return Object.keys(constraints).length > 0 ? constraints : undefined
}
