import { Type } from 'typebox'
import { Fieldset } from '#ui/components/fieldset/fieldset.tsx'
import { SelectField } from '#ui/components/select-field/select-field.tsx'
import { TextField } from '#ui/components/text-field/text-field.tsx'
import { defineFieldType } from '../../field-type.ts'
import { type FormField, isRecord } from '../../form.ts'
import type { FormContext } from '../../form-context.ts'
import { type FieldProblem, problem } from '../../form-error.ts'
import { countryCodes, countryName, countryOptions, countrySchema } from '../country-codes.ts'
import { inputProps, partProps, partTitles } from '../input-props.ts'
import { checkText, keptText, textMessages, typed } from '../one-line.ts'
import { localitiesOf, municipalitiesOf } from './locate-address.ts'

const lengths = { street: 120, number: 12, postcode: 16, locality: 80 } as const
const parts = ['street', 'number', 'postcode', 'locality'] as const
const autocompletes = {
  street: 'address-line1',
  number: undefined,
  postcode: 'postal-code',
  locality: 'address-level2',
}

/**
 * Where someone lives or gets mail. In Switzerland the postcode has four digits and, in the canton, belongs to its
 * locality. With `municipality` the answer names the municipality (BFS number) where the address lies in the canton;
 * where a locality lies in several, the person is asked.
 */
export const postalAddress = defineFieldType({
  name: 'postal-address',
  settings: {
    /** Also addresses abroad: asks for the country. */
    country: Type.Optional(Type.Boolean()),
    /** Finds the municipality, for the competence. */
    municipality: Type.Optional(Type.Boolean()),
  },
  answer: Type.Object(
    {
      street: Type.Optional(Type.String()),
      number: Type.Optional(Type.String()),
      postcode: Type.Optional(Type.String()),
      locality: Type.Optional(Type.String()),
      country: Type.Optional(Type.String()),
      municipality: Type.Optional(Type.Integer()),
    },
    { additionalProperties: false },
  ),
  write: (answer, _field, name) =>
    [...parts, 'country' as const, 'municipality' as const].flatMap((part) =>
      answer[part] === undefined ? [] : [[`${name}.${part}`, String(answer[part])] as const],
    ),
  read({ values }, field, name, context) {
    const answer = readParts(values, name)
    if (!parts.some((part) => answer[part] !== undefined)) return { problems: [] }
    return { answer: field.municipality ? withMunicipality(answer, context) : answer, problems: [] }
  },
  normalise(value, field, context) {
    if (!isRecord(value)) return value
    const kept = Object.fromEntries(Object.entries(value).map(([part, text]) => [part, keptText(text)]))
    return field.municipality ? withMunicipality(kept, context) : kept
  },
  check(answer, field, context) {
    const country = answer.country ?? 'CH'
    const { label } = field
    const texts = parts.flatMap((part) => {
      const text = answer[part]
      if (!text)
        return part === 'number' || (part === 'street' && country !== 'CH')
          ? []
          : [problem(`missing_${part}`, { label }, `/${part}`)]
      return checkText(text, field, { maxLength: lengths[part], at: `/${part}` })
    })
    if (answer.country !== undefined && (!field.country || !countryCodes.includes(answer.country)))
      return [...texts, problem('country_unknown', { label }, '/country')]
    if (answer.municipality !== undefined && !field.municipality)
      return [...texts, problem('municipality_unknown', { label }, '/municipality')]
    if (texts.length > 0 || country !== 'CH') return texts
    return checkPlace(answer, field, context)
  },
  fit: (value, field) => (isRecord(value) ? fittingParts(value, field) : value),
  leavesOpen: ['municipality_ambiguous'],
  schema: (field) => ({
    type: 'object',
    properties: {
      ...Object.fromEntries(parts.map((part) => [part, { type: 'string', minLength: 1, maxLength: lengths[part] }])),
      ...(field.country && { country: { enum: countryCodes, default: 'CH' } }),
      ...(field.municipality && { municipality: { type: 'integer', minimum: 1, maximum: 9_999 } }),
    },
    required: field.country ? ['postcode', 'locality'] : ['street', 'postcode', 'locality'],
    additionalProperties: false,
  }),
  words: (field, t) => ({
    properties: {
      ...partTitles(parts, t),
      ...(field.country && {
        country: { ...partTitles(['country'], t).country, oneOf: countrySchema(countryCodes, t.language) },
      }),
      ...(field.municipality && partTitles(['municipality'], t)),
    },
  }),
  feel: (answer) =>
    answer === undefined
      ? null
      : {
          street: answer.street ?? null,
          number: answer.number ?? null,
          postcode: answer.postcode ?? null,
          locality: answer.locality ?? null,
          country: answer.country ?? 'CH',
          municipality: answer.municipality ?? null,
        },
  feelParts: () => [...parts, 'country', 'municipality'],
  format(answer, _field, t) {
    const lines = [
      [answer.street, answer.number],
      [answer.postcode, answer.locality],
      [answer.country && answer.country !== 'CH' ? countryName(answer.country, t.language) : undefined],
    ]
    return lines
      .map((line) => line.filter(Boolean).join(' '))
      .filter(Boolean)
      .join('\n')
  },
  View(props) {
    const { label, labelIsHeading, hint, error, optionalText } = inputProps(props)
    const value = (part: string) => props.values.get(`${props.name}.${part}`) ?? ''
    const candidates = props.field.municipality
      ? municipalitiesOf(readParts(props.values, props.name), props.context.localities)
      : []
    return (
      <Fieldset
        id={props.id}
        legend={label}
        legendIsHeading={labelIsHeading}
        hint={hint}
        error={error}
        optionalText={optionalText}
      >
        {parts.map((part) => (
          <TextField
            key={part}
            {...partProps(props, part, { isFirst: part === 'street', isRequired: part !== 'number' })}
            value={value(part)}
            width={part === 'number' || part === 'postcode' ? 's' : 'l'}
            maxLength={lengths[part]}
            autocomplete={props.field.autocomplete ? autocompletes[part] : undefined}
            inputMode={part === 'postcode' && !props.field.country ? 'numeric' : undefined}
            spellcheck={false}
          />
        ))}
        {props.field.country && (
          <SelectField
            {...partProps(props, 'country')}
            value={value('country') || 'CH'}
            options={countryOptions(props.t.language)}
            autocomplete={props.field.autocomplete && 'country'}
          />
        )}
        {candidates.length > 1 && (
          <SelectField
            {...partProps(props, 'municipality')}
            hint={props.t('egovernment.forms.municipality_several')}
            value={value('municipality')}
            options={props.context.municipalities
              .filter(({ bfsNumber }) => candidates.includes(bfsNumber))
              .map(({ bfsNumber, name }) => ({ value: String(bfsNumber), label: name }))}
            emptyLabel={props.t('egovernment.forms.please_choose')}
          />
        )}
      </Fieldset>
    )
  },
  firstPart: 'street',
  messages: [
    'missing',
    'missing_street',
    'missing_postcode',
    'missing_locality',
    'country_unknown',
    'postcode_form',
    'locality_mismatch',
    'municipality_ambiguous',
    'municipality_unknown',
    ...textMessages.filter((key) => key !== 'too_short'),
  ],
  examples: [
    {
      answers: [
        { street: 'Musterstrasse', number: '12a', postcode: '6003', locality: 'Luzern' },
        { street: 'Weiler Beispiel', postcode: '8001', locality: 'Zürich' },
      ],
      refused: [
        {
          entries: [
            ['.street', 'Musterstrasse'],
            ['.postcode', '600'],
            ['.locality', 'Luzern'],
          ],
          message: 'postcode_form',
        },
        {
          entries: [
            ['.street', 'Musterstrasse'],
            ['.postcode', '6003'],
            ['.locality', 'Kriens'],
          ],
          message: 'locality_mismatch',
        },
        {
          entries: [
            ['.postcode', '6003'],
            ['.locality', 'Luzern'],
          ],
          message: 'missing_street',
        },
        {
          entries: [
            ['.street', 'Musterstrasse'],
            ['.locality', 'Luzern'],
          ],
          message: 'missing_postcode',
        },
        {
          entries: [
            ['.street', 'Musterstrasse'],
            ['.postcode', '6003'],
          ],
          message: 'missing_locality',
        },
        {
          entries: [
            ['.street', 'a\u0000'],
            ['.postcode', '6003'],
            ['.locality', 'Luzern'],
          ],
          message: 'characters',
        },
        {
          entries: [
            ['.street', 'a\nb'],
            ['.postcode', '6003'],
            ['.locality', 'Luzern'],
          ],
          message: 'line_breaks',
        },
        {
          entries: [
            ['.street', 'x'.repeat(121)],
            ['.postcode', '6003'],
            ['.locality', 'Luzern'],
          ],
          message: 'too_long',
        },
      ],
    },
    {
      settings: { municipality: true },
      answers: [
        { street: 'Musterstrasse', number: '1', postcode: '6003', locality: 'Luzern', municipality: 1061 },
        { street: 'Musterstrasse', number: '1', postcode: '6005', locality: 'Luzern', municipality: 1059 },
        { street: 'Musterstrasse', number: '1', postcode: '8001', locality: 'Zürich' },
      ],
      refused: [
        {
          entries: [
            ['.street', 'Musterstrasse'],
            ['.postcode', '6005'],
            ['.locality', 'Luzern'],
          ],
          message: 'municipality_ambiguous',
        },
      ],
    },
    {
      settings: { country: true },
      answers: [{ street: 'Rua Exemplo', number: '3', postcode: '1100-148', locality: 'Lisboa', country: 'PT' }],
      refused: [
        {
          entries: [
            ['.street', 'Rua Exemplo'],
            ['.postcode', '1'],
            ['.locality', 'X'],
            ['.country', 'XX'],
          ],
          message: 'country_unknown',
        },
      ],
    },
  ],
})

type AddressParts = { [part in (typeof parts)[number] | 'country']?: string } & { municipality?: number }

function readParts(values: URLSearchParams, name: string): AddressParts {
  const read = (part: string) => typed(values, `${name}.${part}`)
  const municipality = read('municipality')
  const found = Object.fromEntries(
    [...parts, 'country'].map((part) => [part, read(part)]).filter(([, text]) => text !== undefined),
  )
  return {
    ...found,
    ...(municipality !== undefined && /^\d{1,4}$/.test(municipality) && { municipality: Number(municipality) }),
  }
}

/** A known address without what this field does not ask for: the country, where it is Switzerland, and the municipality. */
function fittingParts(
  { municipality, country, ...rest }: Readonly<Record<string, unknown>>,
  field: { readonly country?: boolean; readonly municipality?: boolean },
): Readonly<Record<string, unknown>> {
  const isOwn = country === undefined || (country === 'CH' && !field.country)
  return {
    ...rest,
    ...(isOwn ? {} : { country }),
    ...(municipality !== undefined && field.municipality && { municipality }),
  }
}

/** The address with the one municipality it can lie in; with the given one where it can lie in several; without where in none. */
function withMunicipality(
  address: Readonly<Record<string, unknown>>,
  { localities }: FormContext,
): Readonly<Record<string, unknown>> {
  const { municipality, ...rest } = address
  const candidates = municipalitiesOf(rest, localities)
  const given = candidates.find((candidate) => candidate === municipality)
  const found = candidates.length === 1 ? candidates[0] : given
  return found === undefined ? rest : { ...rest, municipality: found }
}

/** Whether a Swiss postcode and locality belong together, and lie in one known municipality where that is asked. */
function checkPlace(
  answer: AddressParts,
  field: FormField & { municipality?: boolean },
  context: FormContext,
): FieldProblem[] {
  const { label } = field
  const { postcode = '', locality = '' } = answer
  if (!/^[1-9]\d{3}$/.test(postcode)) return [problem('postcode_form', { label }, '/postcode')]
  const known = localitiesOf(postcode, context.localities)
  if (known.length > 0 && municipalitiesOf(answer, context.localities).length === 0)
    return [problem('locality_mismatch', { label, postcode, locality, localities: known.join(', ') }, '/locality')]
  const isOpen =
    field.municipality && municipalitiesOf(answer, context.localities).length > 1 && answer.municipality === undefined
  return isOpen ? [problem('municipality_ambiguous', { label, locality }, '/municipality')] : []
}
