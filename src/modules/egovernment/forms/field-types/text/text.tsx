import { RE2JS } from 're2js'
import { Type } from 'typebox'
import { localText } from '#kernel/i18n/local-text.ts'
import { TextField } from '#ui/components/text-field/text-field.tsx'
import { defineFieldType } from '../../field-type.ts'
import { inputProps } from '../input-props.ts'
import { checkText, keptText, readLine, textMessages } from '../one-line.ts'

const defaultLength = 100

/** One line of text. A pattern runs on an engine whose time grows with the text only. */
export const textType = defineFieldType({
  name: 'text',
  settings: {
    maxLength: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000 })),
    minLength: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000 })),
    /** The whole text must match (RE2 syntax). */
    pattern: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })),
    patternMessage: Type.Optional(localText()),
    width: Type.Optional(Type.Enum(['xs', 's', 'm', 'l', 'full'])),
    spellcheck: Type.Optional(Type.Boolean()),
    /** A number that is no amount, such as a chip's: phones show digits, and what only groups them is not kept. */
    digits: Type.Optional(Type.Boolean()),
  },
  answer: Type.String(),
  settingsProblems(field) {
    if (field.pattern === undefined) return []
    if (!field.patternMessage) return [{ at: '/pattern', message: 'needs a "patternMessage" that says what to enter.' }]
    return compiles(field.pattern) ? [] : [{ at: '/pattern', message: 'is no pattern in RE2 syntax. Correct it.' }]
  },
  write: (answer, _field, name) => [[name, answer]],
  read: ({ values }, field, name) => readLine(values, name, (text) => withoutGroups(text, field)),
  normalise: (value, field) => withoutGroups(keptText(value), field),
  check(answer, field) {
    const problems = checkText(answer, field, {
      maxLength: field.maxLength ?? defaultLength,
      minLength: field.minLength,
    })
    if (problems.length > 0 || field.pattern === undefined || !field.patternMessage) return problems
    return patternOf(field.pattern).matches(answer) ? [] : [{ at: '', message: { text: field.patternMessage } }]
  },
  schema: (field) => ({
    type: 'string',
    minLength: field.minLength ?? 1,
    maxLength: field.maxLength ?? defaultLength,
    ...(field.pattern !== undefined && { $comment: `whole text matches, RE2 syntax: ${field.pattern}` }),
  }),
  format: (answer) => answer,
  View: (props) => (
    <TextField
      {...inputProps(props)}
      value={props.values.get(props.name) ?? ''}
      maxLength={(props.field.maxLength ?? defaultLength) * (props.field.digits ? 2 : 1)}
      inputMode={props.field.digits ? 'numeric' : undefined}
      autocomplete={props.field.autocomplete}
      width={props.field.width}
      spellcheck={props.field.spellcheck}
    />
  ),
  messages: ['missing', ...textMessages],
  examples: [
    {
      settings: { maxLength: 20 },
      answers: ['Müller', 'Z’graggen', '李 小龙'],
      refused: [
        { entries: [['', 'x'.repeat(21)]], message: 'too_long' },
        { entries: [['', 'a\u0000b']], message: 'characters' },
        { entries: [['', 'abc\u202etxt']], message: 'characters' },
        { entries: [['', 'a\nb']], message: 'line_breaks' },
      ],
    },
    { settings: { minLength: 3 }, answers: ['abc'], refused: [{ entries: [['', 'ab']], message: 'too_short' }] },
    {
      settings: { pattern: '[A-Z]{2}[0-9]+', patternMessage: { de: 'Zwei Buchstaben, dann Ziffern.' } },
      answers: ['LU12'],
    },
    {
      settings: { digits: true, maxLength: 15 },
      answers: ['756098100123456'],
      refused: [{ entries: [['', '756 0981 0012 3456 7']], message: 'too_long' }],
    },
  ],
})

/** `756 0981 0012 3456` as `756098100123456`. */
function withoutGroups(value: unknown, { digits }: { readonly digits?: boolean }): unknown {
  return digits && typeof value === 'string' ? value.replace(/[\s.'’-]/g, '') : value
}

const patterns = new Map<string, RE2JS>()

function patternOf(source: string): RE2JS {
  const known = patterns.get(source)
  if (known) return known
  const pattern = RE2JS.compile(source)
  patterns.set(source, pattern)
  return pattern
}

function compiles(source: string): boolean {
  try {
    RE2JS.compile(source)
    return true
  } catch {
    return false
  }
}
