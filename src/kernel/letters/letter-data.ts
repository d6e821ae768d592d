import Type, { type Static, type TSchema } from 'typebox'
import { Value } from 'typebox/value'
import { isIsoDate } from '#kernel/i18n/format.ts'

const Line = Type.String({ minLength: 1, maxLength: 300 })
/** Free text of people and clerks; a blank line parts paragraphs, a line break is kept. */
const Text = Type.String({ maxLength: 50_000 })
const Hash = Type.String({ pattern: '^[0-9a-f]{64}$' })
const WebAddress = Type.String({ pattern: '^https?://[\\x21-\\x7e]+$', maxLength: 500 })
const Day = Type.Refine(Type.String(), isIsoDate, () => 'must be a day that exists, YYYY-MM-DD')
const Instant = Type.Refine(
  Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,3})?Z$' }),
  (value) => !Number.isNaN(Date.parse(value)),
  () => 'must be an instant in UTC, such as 2026-11-22T13:30:05Z',
)
const closed = { additionalProperties: false } as const

const Sender = Type.Object(
  {
    name: Line,
    unit: Type.Optional(Line),
    address: Type.Array(Line, { minItems: 1, maxItems: 4 }),
    phone: Type.Optional(Line),
    email: Type.Optional(Line),
    website: Type.Optional(WebAddress),
    /** The authority's colour, `#rrggbb`, for one thin line. */
    accent: Type.Optional(Type.String({ pattern: '^#[0-9a-fA-F]{6}$' })),
  },
  closed,
)

const ReceiptData = Type.Object(
  {
    isDemo: Type.Boolean(),
    authority: Sender,
    caseNumber: Line,
    service: Line,
    /** When the last byte had arrived: UTC, ISO 8601 with `Z`. */
    receivedAt: Instant,
    filedBy: Type.Object(
      {
        name: Line,
        address: Type.Optional(Type.Array(Line, { maxItems: 6 })),
        onBehalfOf: Type.Optional(Line),
      },
      closed,
    ),
    /** SHA-256 of what was sent, 64 lower-case hex digits. */
    hash: Hash,
    checkUrl: WebAddress,
    pages: Type.Array(
      Type.Object(
        {
          title: Line,
          answers: Type.Array(Type.Object({ question: Text, answer: Text }, closed), { maxItems: 500 }),
        },
        closed,
      ),
      { maxItems: 100 },
    ),
    files: Type.Array(Type.Object({ name: Line, size: Type.Integer({ minimum: 0 }), sha256: Hash }, closed), {
      maxItems: 200,
    }),
    /** What happens next, one step per item. */
    next: Type.Array(Text, { maxItems: 20 }),
    caseUrl: WebAddress,
    access: Type.Union([Type.Literal('signed_in'), Type.Literal('code')]),
    /** Printed where a clerk hands the receipt over; nowhere else is the code known. */
    accessCode: Type.Optional(Line),
  },
  closed,
)

const letterFields = {
  isDemo: Type.Boolean(),
  authority: Sender,
  /** The lines in the envelope's window. */
  recipient: Type.Array(Line, { minItems: 1, maxItems: 7 }),
  addressWindow: Type.Union([Type.Literal('right'), Type.Literal('left')]),
  /** Above the recipient, such as «Einschreiben». */
  deliveryNote: Type.Optional(Line),
  caseNumber: Line,
  contact: Type.Optional(Line),
  yourReference: Type.Optional(Line),
  place: Line,
  date: Day,
  subject: Line,
  salutation: Line,
  body: Text,
  signatures: Type.Array(Type.Object({ name: Line, role: Type.Optional(Line) }, closed), { maxItems: 2 }),
  enclosures: Type.Array(Line, { maxItems: 50 }),
}

const MessageData = Type.Object(letterFields, closed)

const DecisionData = Type.Object(
  {
    ...letterFields,
    /** The operative part, one numbered point per item. */
    decision: Type.Array(Text, { minItems: 1, maxItems: 50 }),
    reasons: Text,
    remedies: Type.Object(
      {
        text: Text,
        deadlineDays: Type.Integer({ minimum: 1, maximum: 365 }),
        filedWith: Type.Array(Line, { minItems: 1, maxItems: 6 }),
        legalBasis: Line,
      },
      closed,
    ),
    notifiedOn: Day,
    copies: Type.Array(Line, { maxItems: 50 }),
  },
  closed,
)

/** A report in finished words: sections with text, tables, and bars that stand for shares. */
const ReportData = Type.Object(
  {
    isDemo: Type.Boolean(),
    authority: Sender,
    /** Beside the authority on every further page, such as the day of which it tells. */
    caseNumber: Line,
    date: Day,
    subject: Line,
    body: Text,
    sections: Type.Array(
      Type.Object(
        {
          title: Line,
          text: Text,
          tables: Type.Array(
            Type.Object(
              {
                caption: Line,
                head: Type.Array(Line, { minItems: 1, maxItems: 8 }),
                rows: Type.Array(Type.Array(Text, { minItems: 1, maxItems: 8 }), { maxItems: 2_000 }),
              },
              closed,
            ),
            { maxItems: 20 },
          ),
          bars: Type.Optional(
            Type.Object(
              {
                caption: Line,
                /** What the picture says, for whoever does not see it. */
                alt: Text,
                /** Shares from 0 to 1000 in thousands. */
                items: Type.Array(
                  Type.Object({ name: Line, share: Type.Integer({ minimum: 0, maximum: 1_000 }), value: Line }, closed),
                  { minItems: 1, maxItems: 60 },
                ),
              },
              closed,
            ),
          ),
        },
        closed,
      ),
      { maxItems: 40 },
    ),
  },
  closed,
)

const Language = Type.Union([Type.Literal('de'), Type.Literal('fr'), Type.Literal('it'), Type.Literal('en')])
const Standard = Type.Union([Type.Literal('ua-1'), Type.Literal('a-2a')])

/** `ua-1` for what people get (accessible), `a-2a` for the archive. A file follows one standard, never both. */
export type LetterStandard = Static<typeof Standard>

const common = {
  standard: Standard,
  language: Language,
  /** The authority's slug: its own template is used where it has one. */
  templateOf: Type.Optional(Type.String({ pattern: '^[a-z0-9]+(-[a-z0-9]+)*$' })),
}

const ReceiptInput = Type.Object({ template: Type.Literal('receipt'), ...common, data: ReceiptData }, closed)
const DecisionInput = Type.Object({ template: Type.Literal('decision'), ...common, data: DecisionData }, closed)
const MessageInput = Type.Object({ template: Type.Literal('message'), ...common, data: MessageData }, closed)
const ReportInput = Type.Object({ template: Type.Literal('report'), ...common, data: ReportData }, closed)
const Head = Type.Object({
  template: Type.Union([
    Type.Literal('receipt'),
    Type.Literal('decision'),
    Type.Literal('message'),
    Type.Literal('report'),
  ]),
})

export type ReceiptData = Static<typeof ReceiptData>
export type DecisionData = Static<typeof DecisionData>
export type MessageData = Static<typeof MessageData>
export type ReportData = Static<typeof ReportData>
export type SenderData = Static<typeof Sender>

/** What a letter is made of: template, standard, language, and the template's own data. Plain JSON. */
export type LetterInput =
  | Static<typeof ReceiptInput>
  | Static<typeof DecisionInput>
  | Static<typeof MessageInput>
  | Static<typeof ReportInput>

export class LetterDataError extends Error {
  override name = 'LetterDataError'
}

/**
 * Checks that a value, for instance a job's stored row, is a letter's input. Unknown fields are refused.
 * Throws `LetterDataError` that names the fields, never their values.
 */
export function parseLetterInput(value: unknown): LetterInput {
  const { template } = checked(Head, value)
  switch (template) {
    case 'receipt':
      return checked(ReceiptInput, value)
    case 'decision':
      return checked(DecisionInput, value)
    case 'message':
      return checked(MessageInput, value)
    case 'report':
      return checked(ReportInput, value)
  }
}

function checked<Schema extends TSchema>(schema: Schema, value: unknown): Static<Schema> {
  if (Value.Check(schema, value)) return value
  const faults = Value.Errors(schema, value).map((fault) => `${fault.instancePath || '/'} ${fault.message}`)
  throw new LetterDataError(`not a letter: ${[...new Set(faults)].slice(0, 20).join('; ')}`)
}
