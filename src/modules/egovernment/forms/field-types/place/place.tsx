import { Type } from 'typebox'
import { formatNumber } from '#kernel/i18n/format.ts'
import { PlaceField } from '#ui/components/place-field/place-field.tsx'
import { defineFieldType } from '../../field-type.ts'
import { isRecord } from '../../form.ts'
import { problem } from '../../form-error.ts'
import { inputProps } from '../input-props.ts'
import { parseDecimal } from '../number/parse-decimal.ts'
import { checkText, keptText, typed } from '../one-line.ts'

/** The rectangle around Switzerland in the national coordinates LV95, metres. */
const bounds = { east: [2_485_000, 2_834_000], north: [1_075_000, 1_296_000] } as const
const maxLength = 300

/** A place: a point in LV95 (whole metres), words that describe it, or both. Without a map the words are enough. */
export const place = defineFieldType({
  name: 'place',
  settings: {},
  answer: Type.Object(
    { east: Type.Optional(Type.Number()), north: Type.Optional(Type.Number()), text: Type.Optional(Type.String()) },
    { additionalProperties: false },
  ),
  write: (answer, _field, name) =>
    (['east', 'north', 'text'] as const).flatMap((part) =>
      answer[part] === undefined ? [] : [[`${name}.${part}`, String(answer[part])] as const],
    ),
  read({ values }, field, name) {
    const [east, north, text] = ['east', 'north', 'text'].map((part) => typed(values, `${name}.${part}`))
    if (east === undefined && north === undefined && text === undefined) return { problems: [] }
    const point = { east: east && parseDecimal(east), north: north && parseDecimal(north) }
    if ((east && point.east === undefined) || (north && point.north === undefined))
      return { problems: [problem('place_point', { label: field.label })] }
    return { answer: inMetres({ ...point, text }), problems: [] }
  },
  normalise: (value) => (isRecord(value) ? inMetres({ ...value, text: keptText(value.text) }) : value),
  check(answer, field) {
    const { label } = field
    const text = answer.text === undefined ? [] : checkText(answer.text, field, { maxLength, lines: true, at: '/text' })
    if ((answer.east === undefined) !== (answer.north === undefined))
      return [problem('place_point', { label }), ...text]
    if (answer.east === undefined || answer.north === undefined) return text
    return within(bounds.east, answer.east) && within(bounds.north, answer.north)
      ? text
      : [problem('place_outside', { label }), ...text]
  },
  schema: () => ({
    type: 'object',
    properties: {
      east: { type: 'number', minimum: bounds.east[0], maximum: bounds.east[1], $comment: 'LV95, metres' },
      north: { type: 'number', minimum: bounds.north[0], maximum: bounds.north[1], $comment: 'LV95, metres' },
      text: { type: 'string', minLength: 1, maxLength },
    },
    dependentRequired: { east: ['north'], north: ['east'] },
    minProperties: 1,
    additionalProperties: false,
  }),
  words: (_field, t) => ({
    properties: Object.fromEntries(
      ['east', 'north', 'text'].map((part) => [part, { title: t(`ui.place_field.${part}`) }]),
    ),
  }),
  feel: (answer) => answer && { east: answer.east ?? null, north: answer.north ?? null, text: answer.text ?? null },
  feelParts: () => ['east', 'north', 'text'],
  format(answer) {
    const { east, north } = answer
    const point =
      east === undefined || north === undefined ? [] : [`${formatNumber(east)} / ${formatNumber(north)} (LV95)`]
    return [...(answer.text ? [answer.text] : []), ...point].join('\n')
  },
  View(props) {
    const value = (part: string) => props.values.get(`${props.name}.${part}`) ?? ''
    return (
      <PlaceField
        {...inputProps(props)}
        error={props.problems[0]?.text}
        value={{ east: value('east'), north: value('north'), text: value('text') }}
        t={props.t}
      />
    )
  },
  missing: 'missing_place',
  messages: ['missing_place', 'place_point', 'place_outside', 'too_long', 'characters'],
  examples: [
    {
      answers: [{ east: 2_666_000, north: 1_211_500, text: 'Beim Brunnen' }, { text: 'Kreuzung beim Schulhaus' }],
      refused: [
        {
          entries: [
            ['.east', '2666000'],
            ['.north', ''],
          ],
          message: 'place_point',
        },
        {
          entries: [
            ['.east', 'hier'],
            ['.north', '1211500'],
          ],
          message: 'place_point',
        },
        {
          entries: [
            ['.east', '666000'],
            ['.north', '211500'],
          ],
          message: 'place_outside',
        },
        { entries: [['.text', 'x'.repeat(301)]], message: 'too_long' },
        { entries: [['.text', 'a\u0000']], message: 'characters' },
      ],
    },
  ],
})

/** Whole metres: a finger on a map is no more exact, and less says less about where someone stood. */
function inMetres(parts: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const given = Object.entries(parts).filter(([, value]) => value !== undefined && value !== '')
  return Object.fromEntries(given.map(([part, value]) => [part, typeof value === 'number' ? Math.round(value) : value]))
}

function within([least, most]: readonly [number, number], value: number): boolean {
  return value >= least && value <= most
}
