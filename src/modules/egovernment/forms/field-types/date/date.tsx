import { date as feelDate } from 'feelin'
import { Type } from 'typebox'
import { formatDate, isIsoDate } from '#kernel/i18n/format.ts'
import { DateField } from '#ui/components/date-field/date-field.tsx'
import { defineFieldType } from '../../field-type.ts'
import { problem } from '../../form-error.ts'
import { inputProps } from '../input-props.ts'
import { typed } from '../one-line.ts'

const [firstYear, lastYear] = [1850, 2150]

/** A day, `YYYY-MM-DD`. Typed as three numbers; a year of two digits is asked for again rather than guessed. */
export const date = defineFieldType({
  name: 'date',
  settings: {
    /** `past`: today or before, such as a birth. `future`: today or after. Finer limits are checks. */
    when: Type.Optional(Type.Enum(['past', 'future'])),
  },
  answer: Type.String(),
  write(answer, _field, name) {
    const [year = '', month = '', day = ''] = answer.split('-')
    return [
      [`${name}.day`, String(Number(day))],
      [`${name}.month`, String(Number(month))],
      [`${name}.year`, year],
    ]
  },
  read({ values }, field, name) {
    const part = (which: string) => typed(values, `${name}.${which}`)
    const [day, month, year] = [part('day'), part('month'), part('year')]
    if (day === undefined && month === undefined && year === undefined) return { problems: [] }
    if (!isDigits(day, 2) || !isDigits(month, 2) || !isDigits(year, 4) || year.length !== 4)
      return { problems: [problem('date_form', { label: field.label })] }
    return { answer: `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`, problems: [] }
  },
  check(answer, field, { today }) {
    const { label } = field
    if (!/^\d{4}-\d{2}-\d{2}$/.test(answer)) return [problem('date_form', { label })]
    if (!isIsoDate(answer)) return [problem('date_not_real', { label, day: formatDate(answer) })]
    const year = Number(answer.slice(0, 4))
    if (year < firstYear || year > lastYear)
      return [problem('date_years', { label, first: `${firstYear}`, last: `${lastYear}` })]
    if (field.when === 'past' && answer > today) return [problem('date_past', { label, today: formatDate(today) })]
    if (field.when === 'future' && answer < today) return [problem('date_future', { label, today: formatDate(today) })]
    return []
  },
  schema: () => ({ type: 'string', format: 'date', pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}$' }),
  feel: (answer) => (answer === undefined || !isIsoDate(answer) ? null : feelDate(answer)),
  feelParts: () => ['year', 'month', 'day', 'weekday'],
  format: (answer) => formatDate(answer),
  View(props) {
    const part = (which: string) => props.values.get(`${props.name}.${which}`) ?? ''
    return (
      <DateField
        {...inputProps(props)}
        value={{ day: part('day'), month: part('month'), year: part('year') }}
        autocomplete={props.field.autocomplete === 'bday' ? 'bday' : undefined}
        t={props.t}
      />
    )
  },
  messages: ['missing', 'date_form', 'date_not_real', 'date_years', 'date_past', 'date_future'],
  examples: [
    {
      settings: { when: 'past' },
      answers: ['1984-02-29', '2000-01-01'],
      refused: [
        {
          entries: [
            ['.day', '1'],
            ['.month', 'Mai'],
            ['.year', '2000'],
          ],
          message: 'date_form',
        },
        {
          entries: [
            ['.day', '1'],
            ['.month', '5'],
            ['.year', '84'],
          ],
          message: 'date_form',
        },
        {
          entries: [
            ['.day', '31'],
            ['.month', '2'],
            ['.year', '2000'],
          ],
          message: 'date_not_real',
        },
        {
          entries: [
            ['.day', '1'],
            ['.month', '1'],
            ['.year', '1492'],
          ],
          message: 'date_years',
        },
        {
          entries: [
            ['.day', '1'],
            ['.month', '1'],
            ['.year', '2149'],
          ],
          message: 'date_past',
        },
      ],
    },
    {
      settings: { when: 'future' },
      answers: ['2149-12-31'],
      refused: [
        {
          entries: [
            ['.day', '1'],
            ['.month', '1'],
            ['.year', '2001'],
          ],
          message: 'date_future',
        },
      ],
    },
  ],
})

function isDigits(text: string | undefined, longest: number): text is string {
  return text !== undefined && text.length <= longest && /^\d+$/.test(text)
}
