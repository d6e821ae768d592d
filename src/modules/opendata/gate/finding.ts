import { type Static, Type } from 'typebox'
import { type LocalText, languages } from '#kernel/i18n/language.ts'
import { localText } from '#kernel/i18n/local-text.ts'
import type { Translate } from '#kernel/i18n/translate.ts'

const closed = { additionalProperties: false } as const

/** Where something is to be mended: a field of the form, of a distribution or a column where it is theirs, and the row in the data. */
const placeSchema = Type.Object(
  {
    field: Type.Optional(Type.String()),
    /** Its slug. */
    distribution: Type.Optional(Type.String()),
    column: Type.Optional(Type.String()),
    /** Line of the file as it was brought: the heading is line 1. */
    line: Type.Optional(Type.Integer()),
  },
  closed,
)
export type Place = Static<typeof placeSchema>

/** What the gate found: an error keeps from publication, a warning does not. Said as it was on that day, in all languages. */
export const findingSchema = Type.Object(
  {
    severity: Type.Enum(['error', 'warning']),
    /** What it is, for programs. */
    code: Type.String(),
    place: placeSchema,
    text: localText(2_000),
    mend: localText(2_000),
  },
  closed,
)
export type Finding = Static<typeof findingSchema>

/** The codes of findings that functions make; those of the shapes have their names. */
export type Code =
  | 'text_missing_language'
  | 'column_missing_language'
  | 'day_impossible'
  | 'modified_before_issued'
  | 'issued_later'
  | 'slug_twice'
  | 'no_columns'
  | 'no_version'
  | 'no_rows'
  | 'columns_differ'
  | 'column_unclassed'
  | 'column_identifier'
  | 'column_unprotected'
  | 'table_unprotected'
  | 'persons_twice'
  | 'persons_elsewhere'
  | 'persons_beside'
  | 'counts_few'
  | 'protection_nothing'
  | 'protection_much_hidden'
  | 'free_value_rare'
  | 'measure_rare'
  | 'no_key'
  | 'key_twice'
  | 'required_empty'
  | 'code_unknown'
  | 'below_minimum'
  | 'above_maximum'
  | 'too_few_signs'
  | 'too_many_signs'
  | 'not_as_pattern'
  | 'value_twice'
  | 'rows_unchecked'
  | 'link_broken'
  | 'link_dead'
  | 'link_silent'
  | 'link_refused'
  | 'link_unchecked'
  | 'file_missing'

type Values = Readonly<Record<string, string | number>>

/** Makes findings with their texts from the messages; values that are words themselves are given by language. */
export type Say = (
  severity: Finding['severity'],
  code: Code,
  place: Place,
  values?: Values | ((t: Translate) => Values),
) => Finding

export function findingsIn(translators: Readonly<Record<(typeof languages)[number], Translate>>): Say {
  return (severity, code, place, values = {}) => {
    const inAll = (part: 'text' | 'mend'): LocalText => {
      const said = (t: Translate) =>
        t(`opendata.gate.finding.${code}.${part}`, typeof values === 'function' ? values(t) : values)
      const each = languages.map((one) => [one, said(translators[one])] as const)
      return { ...Object.fromEntries(each), de: said(translators.de) }
    }
    return { severity, code, place, text: inAll('text'), mend: inAll('mend') }
  }
}
