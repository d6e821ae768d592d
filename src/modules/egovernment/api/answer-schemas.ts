import { type TSchema, Type } from 'typebox'
import { caseStatuses, outcomes } from '../cases/case.ts'

// What the API answers, as programs may rely on it. More may come; nothing of this goes.

const nullable = <Schema extends TSchema>(schema: Schema) => Type.Union([schema, Type.Null()])
const instant = Type.String({ format: 'date-time' })
const day = Type.String({ format: 'date' })
const address = Type.String({ format: 'uri' })

export const problemSchema = Type.Object({
  type: Type.String(),
  title: Type.String(),
  status: Type.Integer(),
  detail: Type.Optional(Type.String()),
  reference: Type.String({ description: 'Names the request; say it when you ask.' }),
  code: Type.Optional(Type.String()),
  faultCount: Type.Optional(Type.Integer({ description: 'Of rows that are refused; the first hundred are told' })),
  errors: Type.Optional(
    Type.Array(
      Type.Object({
        path: Type.String({
          description:
            'JSON Pointer into the body, or the name of the query parameter, or line and column, after a slash',
        }),
        parameter: Type.Optional(Type.String()),
        message: Type.String(),
        line: Type.Optional(nullable(Type.Integer({ description: 'Of the file with the rows, from 1' }))),
        column: Type.Optional(nullable(Type.String())),
        value: Type.Optional(nullable(Type.String())),
        code: Type.Optional(Type.String()),
      }),
    ),
  ),
})

export const authoritiesSchema = Type.Object({
  items: Type.Array(
    Type.Object({
      id: Type.String(),
      name: Type.String(),
      kind: Type.Enum(['canton', 'municipality']),
      bfsNumber: Type.Integer(),
      url: address,
    }),
  ),
  total: Type.Integer(),
  next: nullable(Type.String()),
})

const summary = {
  id: Type.String(),
  title: Type.String(),
  summary: Type.String(),
  authority: nullable(Type.String()),
  lifeSituations: Type.Array(Type.String()),
  audience: Type.Array(Type.String()),
  url: address,
}

export const servicesSchema = Type.Object({
  items: Type.Array(Type.Object(summary)),
  total: Type.Integer(),
  next: nullable(Type.String()),
})

const statement = { text: Type.String(), source: nullable(Type.Unknown()), isExample: Type.Boolean() }

export const serviceSchema = Type.Object({
  ...summary,
  version: Type.Integer(),
  language: Type.String(),
  forWhom: Type.String(),
  documents: Type.Array(Type.Object(statement)),
  fee: Type.Object({ ...statement, rappen: nullable(Type.Integer()) }),
  duration: Type.Object({ ...statement, days: nullable(Type.Integer()) }),
  deadline: nullable(Type.Object({ ...statement, days: nullable(Type.Integer()) })),
  result: Type.String(),
  alternatives: Type.Array(Type.Object({ kind: Type.String(), text: Type.String(), url: nullable(Type.String()) })),
  legalBasis: Type.Array(Type.Object({ title: Type.String(), url: nullable(Type.String()) })),
  identityLevel: Type.String(),
  signature: Type.String(),
  contact: Type.String(),
  schema: address,
  form: address,
})

const formField = Type.Object({
  id: Type.String({ description: 'The name of the answer.' }),
  type: Type.String({ description: 'text, choice, date, static-text …; /gallery/fields shows each in the demo.' }),
  label: Type.String(),
  hint: nullable(Type.String()),
  required: Type.Union([Type.Boolean(), Type.String()], { description: 'A text is a FEEL rule.' }),
  showIf: nullable(Type.String({ description: 'FEEL; asked only where it is true.' })),
  purpose: nullable(Type.String({ description: 'Why personal data is asked for; see purposes.' })),
  unit: Type.Optional(Type.String()),
  text: Type.Optional(Type.String({ description: 'Of static text, which asks nothing.' })),
  tone: Type.Optional(Type.String()),
  types: Type.Optional(Type.Array(Type.String(), { description: 'Media types of files.' })),
  maxBytes: Type.Optional(Type.Integer()),
  schema: Type.Optional(
    Type.Object(
      {},
      { additionalProperties: true, description: 'JSON Schema of the answer, with its choices in words.' },
    ),
  ),
  fields: Type.Optional(Type.Array(Type.Unknown(), { description: 'What a row of a list asks, each like this one.' })),
})

export const formSchema = Type.Object({
  service: Type.String(),
  version: Type.Integer(),
  language: Type.String(),
  title: Type.String(),
  pages: Type.Array(
    Type.Object({
      id: Type.String(),
      title: Type.String(),
      hint: nullable(Type.String()),
      showIf: nullable(Type.String()),
      fields: Type.Array(formField),
    }),
  ),
  purposes: Type.Array(Type.Object({ id: Type.String(), text: Type.String() })),
  declaration: nullable(formField),
})

export const fileSchema = Type.Object({
  id: Type.String({ format: 'uuid' }),
  name: Type.String(),
  size: Type.Integer({ description: 'Bytes' }),
  type: Type.String(),
})

export const acceptedSchema = Type.Object({
  number: Type.String(),
  accessCode: nullable(
    Type.String({ description: 'null for the case of a firm: its people see it by their mandates.' }),
  ),
  url: address,
  receivedAt: instant,
})

const draft = {
  id: Type.String(),
  service: Type.String(),
  authority: Type.String(),
  language: Type.Enum(['de', 'fr', 'it', 'en']),
  state: Type.Enum(['open', 'submitted']),
  version: Type.Integer({ description: 'The number in the ETag.' }),
  answers: Type.Record(Type.String(), Type.Unknown()),
  contact: nullable(Type.Object({ email: Type.String(), language: Type.String() })),
  firm: nullable(Type.Object({ uid: nullable(Type.String()), name: Type.String() })),
  errors: Type.Array(Type.Object({ path: Type.String({ description: 'JSON Pointer' }), message: Type.String() }), {
    description: 'What is still missing or wrong.',
  }),
  lost: Type.Array(Type.Object({ path: Type.String(), reason: Type.Enum(['removed', 'changed']) }), {
    description: 'Answers that a new version of the form cannot take.',
  }),
  pages: Type.Array(
    Type.Object({
      id: Type.String(),
      title: Type.String(),
      fields: Type.Array(Type.String()),
      isComplete: Type.Boolean(),
    }),
  ),
  savedAt: instant,
  expiresAt: instant,
}

export const draftSchema = Type.Object(draft)

const token = Type.String({ description: 'For the header X-Draft-Token; shown only here.' })
const link = { url: address, urlExpiresAt: instant }

export const draftStartedSchema = Type.Object({ ...draft, token, ...link })

export const draftTakenSchema = Type.Object({ ...draft, token })

export const draftLinkSchema = Type.Object(link)

const status = Type.Enum([...caseStatuses])

export const caseSchema = Type.Object({
  number: Type.String(),
  service: Type.String(),
  authority: Type.String(),
  status,
  nextStep: Type.String(),
  expectedOn: day,
  receivedAt: instant,
  events: Type.Array(Type.Object({ at: instant, type: Type.String(), text: Type.String() })),
  messages: Type.Array(
    Type.Object({
      id: Type.String(),
      at: instant,
      from: Type.Enum(['applicant', 'authority']),
      text: Type.String(),
    }),
  ),
  documents: Type.Array(
    Type.Object({
      id: Type.String(),
      name: Type.String(),
      size: Type.Integer(),
      type: Type.String(),
      sha256: Type.String(),
    }),
  ),
  decisions: Type.Array(Type.Object({ outcome: Type.Enum([...outcomes]), text: Type.String(), notifiedOn: day })),
})

export const casesSchema = Type.Object({
  items: Type.Array(
    Type.Object({
      number: Type.String(),
      service: Type.String(),
      authority: Type.String(),
      unit: nullable(Type.String()),
      status,
      applicant: Type.String(),
      channel: Type.String(),
      receivedAt: instant,
      dueOn: day,
      assignedTo: nullable(Type.String()),
    }),
  ),
  next: nullable(Type.String()),
})

export const sentMessageSchema = Type.Object({ id: Type.String(), at: instant, text: Type.String() })

export const workSchema = Type.Object({ number: Type.String(), status })

export const decidedSchema = Type.Object({
  id: Type.String(),
  number: Type.String(),
  outcome: Type.Enum([...outcomes]),
  status: Type.Literal('decided'),
})
