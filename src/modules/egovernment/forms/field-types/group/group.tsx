import { Type } from 'typebox'
import { localText } from '#kernel/i18n/local-text.ts'
import { Button } from '#ui/components/button/button.tsx'
import { Fieldset } from '#ui/components/fieldset/fieldset.tsx'
import { addName, removeName } from '../../actions.ts'
import { fieldsSchema } from '../../answers-schema.ts'
import { FieldControl } from '../../field-control.tsx'
import { defineFieldType, type FieldContext } from '../../field-type.ts'
import { typeOf } from '../../field-types.ts'
import {
  checkFields,
  formatFields,
  hiddenEntries,
  readFields,
  unanswered,
  visibleFields,
  writeFields,
} from '../../fields.ts'
import { answerOf, type FormField, fieldSchema, isRecord } from '../../form.ts'
import { escapePointer, type FieldProblem, local, problem } from '../../form-error.ts'
import { inputProps } from '../input-props.ts'
import { problemsBelow } from '../one-line.ts'

const defaultMax = 20

type Row = Readonly<Record<string, unknown>>

/**
 * The same questions several times, such as for each person who moves. Rows are added and removed with buttons of the
 * form, so that it works without script. Rules of an inner field see its own row and the answers around the group.
 */
export const group = defineFieldType({
  name: 'group',
  settings: {
    fields: Type.Array(fieldSchema, { minItems: 1, maxItems: 20 }),
    min: Type.Optional(Type.Integer({ minimum: 0, maximum: 50 })),
    max: Type.Optional(Type.Integer({ minimum: 1, maximum: 50 })),
    /** What one row is, such as `Person`. */
    item: localText(60),
    /** The button that adds a row, such as `Weitere Person hinzufügen`. */
    add: localText(100),
  },
  answer: Type.Array(Type.Record(Type.String(), Type.Unknown()), { maxItems: 100 }),
  settingsProblems: (field) =>
    (field.min ?? 0) > (field.max ?? defaultMax) ? [{ at: '/min', message: 'is greater than "max". Lower it.' }] : [],
  write: (answer, field, name) => [
    [countName(name), String(answer.length)],
    ...answer.flatMap((row, index) => writeFields(field.fields, row, rowPrefix(name, index))),
  ],
  read(body, field, name, context) {
    const rows = Array.from({ length: rowCount(body.values, name, field) }, (_, index) =>
      readFields(field.fields, body, rowPrefix(name, index), rowContext(field.fields, context)),
    )
    return {
      answer: rows.map(({ answers }) => answers),
      problems: rows.flatMap(({ problems }, index) =>
        problems.map(({ at, message }) => ({ at: `/${index}${at}`, message })),
      ),
      revealed: rows.flatMap(({ revealed }) => revealed),
    }
  },
  /** Rows with what counts in them: a hidden field's answer does not, unknown names stay for the check to refuse. */
  normalise(value, field, context) {
    if (!Array.isArray(value)) return value
    return value.map((row) => (isRecord(row) ? countedRow(row, field.fields, context) : row))
  },
  check(answer, field, context) {
    const { label } = field
    const max = field.max ?? defaultMax
    if (answer.length < (field.min ?? 1)) return [problem('group_min', { label, min: field.min ?? 1 })]
    if (answer.length > max) return [problem('group_max', { label, max })]
    return answer.flatMap((row, index) =>
      checkRow(row, field.fields, context).map(({ at, message }) => ({ at: `/${index}${at}`, message })),
    )
  },
  schema: (field) => ({
    type: 'array',
    minItems: field.min ?? 1,
    maxItems: field.max ?? defaultMax,
    items: fieldsSchema(field.fields),
  }),
  words: (field, t) => ({ items: { title: local(field.item, t), ...fieldsSchema(field.fields, t) } }),
  feel: (answer, field) => (answer ?? []).map((row) => feelRow(row, field.fields)),
  format: (answer, field, t, context) =>
    answer
      .map((row, index) => {
        const lines = formatFields(field.fields, row, t, context).map(
          (line) => `${local(line.field.label, t)}: ${line.text.replaceAll('\n', ', ')}`,
        )
        return [`${local(field.item, t)} ${index + 1}`, ...lines].join('\n')
      })
      .join('\n\n'),
  hidden(values, field, name, context) {
    const count = shownRows(values, name, field)
    const rows = Array.from({ length: count }, (_, index) => {
      const prefix = rowPrefix(name, index)
      const row = readFields(field.fields, { values }, prefix, rowContext(field.fields, context))
      return hiddenEntries(row.fields, values, prefix, { ...context, scope: row.scope })
    })
    return [[countName(name), String(count)], ...rows.flat()]
  },
  View(props) {
    const { field, name, t, context } = props
    const { label, labelIsHeading, hint, error, optionalText } = inputProps(props)
    const count = shownRows(props.values, name, field)
    // An error about the whole leads to the button that mends it: add one, or take the last one away.
    const isFull = count >= (field.max ?? defaultMax)
    const item = local(field.item, t)
    return (
      <Fieldset
        id={props.id}
        legend={label}
        legendIsHeading={labelIsHeading}
        hint={hint}
        error={error}
        optionalText={optionalText}
      >
        {Array.from({ length: count }, (_, index) => {
          const prefix = rowPrefix(name, index)
          const row = readFields(field.fields, { values: props.values }, prefix, rowContext(field.fields, context))
          return (
            <Fieldset key={prefix} id={prefix.slice(0, -1)} legend={`${item} ${index + 1}`}>
              {row.fields.map((inner) => (
                <FieldControl
                  key={inner.id}
                  field={inner}
                  prefix={prefix}
                  values={props.values}
                  problems={problemsBelow(props.problems, `/${index}/${inner.id}`)}
                  context={{ ...context, scope: row.scope }}
                  isHeading={false}
                  t={t}
                />
              ))}
              {count > (field.min ?? 1) && (
                <Button
                  variant="tertiary"
                  color="danger"
                  name={removeName(name, index)}
                  value="yes"
                  id={isFull && index === count - 1 ? props.id : undefined}
                >
                  {t('egovernment.forms.remove_row', { item: `${item} ${index + 1}` })}
                </Button>
              )}
            </Fieldset>
          )
        })}
        {!isFull && (
          <Button variant="secondary" name={addName(name)} value="yes" id={props.id}>
            {local(field.add, t)}
          </Button>
        )}
      </Fieldset>
    )
  },
  innerFields: (field) => field.fields,
  messages: ['missing', 'group_min', 'group_max', 'remove_row', 'unknown_field'],
  examples: [],
})

function countName(name: string): string {
  return `${name}.count`
}

function rowPrefix(name: string, index: number): string {
  return `${name}.${index}.`
}

/** How many rows a post says it has; never more than one above what is allowed, whatever it says. */
function rowCount(values: URLSearchParams, name: string, field: { max?: number }): number {
  const text = values.get(countName(name)) ?? ''
  return /^\d{1,3}$/.test(text) ? Math.min(Number(text), (field.max ?? defaultMax) + 1) : 0
}

/** A group shows as many rows as it has, and never fewer than it needs. */
function shownRows(values: URLSearchParams, name: string, field: { min?: number; max?: number }): number {
  return Math.max(rowCount(values, name, field), field.min ?? 1)
}

function rowContext(fields: readonly FormField[], context: FieldContext): FieldContext {
  return { ...context, scope: { ...context.scope, ...unanswered(fields) } }
}

function countedRow(row: Row, fields: readonly FormField[], context: FieldContext): Row {
  const { answers } = visibleFields(fields, row, rowContext(fields, context))
  const unknown = Object.entries(row).filter(([id]) => !fields.some((field) => field.id === id))
  return { ...answers, ...Object.fromEntries(unknown) }
}

function checkRow(row: Row, fields: readonly FormField[], context: FieldContext): readonly FieldProblem[] {
  const visible = visibleFields(fields, row, rowContext(fields, context))
  const unknown = Object.keys(row).filter((id) => !fields.some((field) => field.id === id))
  return [
    ...unknown.map((name) => problem('unknown_field', { name }, `/${escapePointer(name)}`)),
    ...checkFields(visible.fields, visible.answers, { ...context, scope: visible.scope }),
  ]
}

function feelRow(row: Row, fields: readonly FormField[]): Row {
  return Object.fromEntries(fields.map((field) => [field.id, typeOf(field).feel(answerOf(row, field.id), field)]))
}
