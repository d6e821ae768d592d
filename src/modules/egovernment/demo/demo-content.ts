import { readFileSync } from 'node:fs'
import { type Static, Type } from 'typebox'
import { parse } from 'yaml'
import { validatorOf } from '#kernel/validator.ts'

const text = Type.String({ minLength: 1 })
const texts = Type.Array(text, { minItems: 1 })
const names = Type.Object({ given: texts, family: texts })

const contentSchema = Type.Object({
  places: Type.Array(
    Type.Object({
      authority: text,
      bfsNumber: Type.Integer(),
      postcode: text,
      locality: text,
      /** How many cases lie there. */
      cases: Type.Integer({ minimum: 0 }),
    }),
    { minItems: 1 },
  ),
  people: Type.Object({ de: names, fr: names, it: names, en: names }),
  streets: texts,
  damages: Type.Array(
    Type.Object({ kind: text, text, place: text, lamp: Type.Optional(text), waste: Type.Optional(text) }),
    { minItems: 1 },
  ),
  messages: Type.Object({ in: texts, out: texts }),
  questions: Type.Array(Type.Object({ question: text, answer: text }), { minItems: 1 }),
  notes: texts,
  decisions: Type.Object({ umzug: text, wohnsitzbestaetigung: text, schadensmeldung: text }),
})

/** What the demo's cases are made of: `content/demo/cases.yaml`. */
export type DemoContent = Static<typeof contentSchema>
export type DemoPlace = DemoContent['places'][number]

const isDemoContent = validatorOf(contentSchema)

/** Reads the file. Throws when it lacks something. */
export function readDemoContent(file: string): DemoContent {
  const content: unknown = parse(readFileSync(file, 'utf8'))
  if (isDemoContent(content)) return content
  const problems = isDemoContent.problems(content).map(({ path, message }) => `${path} ${message}`)
  throw new TypeError(`${file}: ${problems.join('; ')}`)
}
