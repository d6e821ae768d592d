import { Type } from 'typebox'
import { Fieldset } from '#ui/components/fieldset/fieldset.tsx'
import { TextField } from '#ui/components/text-field/text-field.tsx'
import { defineFieldType } from '../../field-type.ts'
import { isRecord } from '../../form.ts'
import { problem } from '../../form-error.ts'
import { inputProps, partProps, partTitles } from '../input-props.ts'
import { checkText, keptText, textMessages, typed } from '../one-line.ts'

const parts = ['given', 'family'] as const
const maxLength = 100

/** A person's official given names and family name. */
export const personName = defineFieldType({
  name: 'person-name',
  settings: {},
  answer: Type.Object(
    { given: Type.Optional(Type.String()), family: Type.Optional(Type.String()) },
    { additionalProperties: false },
  ),
  write: (answer, _field, name) => parts.map((part) => [`${name}.${part}`, answer[part] ?? ''] as const),
  read({ values }, _field, name) {
    const [given, family] = parts.map((part) => typed(values, `${name}.${part}`))
    if (given === undefined && family === undefined) return { problems: [] }
    return { answer: { ...(given && { given }), ...(family && { family }) }, problems: [] }
  },
  normalise: (value) =>
    isRecord(value) ? Object.fromEntries(Object.entries(value).map(([part, text]) => [part, keptText(text)])) : value,
  check: (answer, field) =>
    parts.flatMap((part) => {
      const text = answer[part]
      if (!text) return [problem(`missing_${part}`, { label: field.label }, `/${part}`)]
      return checkText(text, field, { maxLength, at: `/${part}` })
    }),
  schema: () => ({
    type: 'object',
    properties: {
      given: { type: 'string', minLength: 1, maxLength },
      family: { type: 'string', minLength: 1, maxLength },
    },
    required: [...parts],
    additionalProperties: false,
  }),
  words: (_field, t) => ({ properties: partTitles(parts, t) }),
  feelParts: () => parts,
  format: (answer) => [answer.given, answer.family].filter(Boolean).join(' '),
  View(props) {
    const { label, labelIsHeading, hint, error, optionalText } = inputProps(props)
    return (
      <Fieldset
        id={props.id}
        legend={label}
        legendIsHeading={labelIsHeading}
        hint={hint}
        error={error}
        optionalText={optionalText}
      >
        {parts.map((part, index) => (
          <TextField
            key={part}
            {...partProps(props, part, { isFirst: index === 0 })}
            value={props.values.get(`${props.name}.${part}`) ?? ''}
            autocomplete={props.field.autocomplete === 'name' ? `${part}-name` : undefined}
            maxLength={maxLength}
            spellcheck={false}
          />
        ))}
      </Fieldset>
    )
  },
  firstPart: 'given',
  messages: ['missing', 'missing_given', 'missing_family', ...textMessages.filter((key) => key !== 'too_short')],
  examples: [
    {
      answers: [{ given: 'Mira', family: 'Muster-Beispiel' }],
      refused: [
        {
          entries: [
            ['.given', 'Mira'],
            ['.family', ''],
          ],
          message: 'missing_family',
        },
        {
          entries: [
            ['.given', ''],
            ['.family', 'Muster'],
          ],
          message: 'missing_given',
        },
        {
          entries: [
            ['.given', 'x'.repeat(101)],
            ['.family', 'Muster'],
          ],
          message: 'too_long',
        },
        {
          entries: [
            ['.given', 'Mi\u0000ra'],
            ['.family', 'Muster'],
          ],
          message: 'characters',
        },
        {
          entries: [
            ['.given', 'Mi\nra'],
            ['.family', 'Muster'],
          ],
          message: 'line_breaks',
        },
      ],
    },
  ],
})
