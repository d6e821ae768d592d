import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Static, Type } from 'typebox'
import { parse } from 'yaml'
import type { IsoDate } from '#kernel/i18n/format.ts'
import { validatorOf } from '#kernel/validator.ts'
import { localTextSchema } from '../graph/node.ts'
import { gates } from '../projects/hermes.ts'
import { methods, phases, sizes } from '../projects/project.ts'

const strict = { additionalProperties: false }
const text = Type.String({ minLength: 1, maxLength: 1_000 })
const slug = Type.String({ format: 'slug' })
const day = Type.Unsafe<IsoDate>({ type: 'string', format: 'day' })
const francs = Type.Integer({ minimum: 0, maximum: 100_000_000 })
const months = Type.Integer({ minimum: 1, maximum: 60 })
const degree = Type.Integer({ minimum: 1, maximum: 4 })
const enumOf = <const Value extends string>(values: readonly Value[]) => Type.Enum([...values])
/** `authority/id` of something else in the graph. */
const reference = Type.String({ pattern: '^[a-z0-9-]+/[a-z0-9-]+$' })
const many = <Schema extends Parameters<typeof Type.Array>[0]>(item: Schema) =>
  Type.Optional(Type.Array(item, { maxItems: 50 }))
const rating = enumOf(['good', 'watch', 'critical'] as const)

const projectSchema = Type.Object(
  {
    id: slug,
    title: localTextSchema,
    text,
    benefit: text,
    office: text,
    proposedBy: Type.Optional(text),
    /** Who leads it, of the demo's staff. */
    lead: Type.Optional(Type.Object({ id: slug, name: text }, strict)),
    phase: enumOf(phases),
    size: Type.Optional(enumOf(sizes)),
    method: Type.Optional(enumOf(methods)),
    serves: many(reference),
    dependsOn: many(reference),
    services: many(Type.Object({ id: slug, effect: text, since: Type.Optional(day) }, strict)),
    /** The first day of the month in which the initiation begins, and how many months each phase takes. */
    begins: Type.Optional(day),
    phases: Type.Optional(
      Type.Object(
        {
          initiation: Type.Optional(months),
          concept: Type.Optional(months),
          realisation: Type.Optional(months),
          introduction: Type.Optional(months),
          execution: Type.Optional(months),
          closure: Type.Optional(months),
        },
        strict,
      ),
    ),
    /** How many months later than planned what is still to come will be. */
    delay: Type.Optional(Type.Integer({ minimum: 0, maximum: 24 })),
    budget: Type.Optional(francs),
    effortDays: Type.Optional(Type.Integer({ minimum: 0, maximum: 10_000 })),
    account: Type.Optional(enumOf(['investment', 'operating'] as const)),
    /** Spent per month in hundredths of what was planned. */
    pace: Type.Optional(Type.Integer({ minimum: 0, maximum: 300 })),
    credit: Type.Optional(
      Type.Object(
        { kind: enumOf(['special', 'budget'] as const), requested: francs, approved: francs, on: day, expires: day },
        strict,
      ),
    ),
    releases: many(day),
    conditions: many(
      Type.Object({ gate: enumOf(gates), text, owner: text, due: day, met: Type.Optional(day) }, strict),
    ),
    risks: many(
      Type.Object(
        {
          title: text,
          probability: degree,
          impact: degree,
          measure: text,
          owner: text,
          state: enumOf(['open', 'treated', 'occurred', 'closed'] as const),
        },
        strict,
      ),
    ),
    change: many(
      Type.Object(
        {
          kind: enumOf(['stakeholder', 'training', 'communication'] as const),
          title: text,
          text: Type.Optional(text),
          owner: text,
          influence: Type.Optional(degree),
          stance: Type.Optional(enumOf(['supports', 'neutral', 'critical'] as const)),
          due: Type.Optional(day),
          done: Type.Optional(day),
        },
        strict,
      ),
    ),
    contracts: many(
      Type.Object(
        {
          kind: enumOf(['contract', 'contribution'] as const),
          partner: text,
          subject: text,
          procurement: Type.Optional(enumOf(['direct', 'invitation', 'open', 'selective'] as const)),
          amount: francs,
          begins: day,
          ends: Type.Optional(day),
        },
        strict,
      ),
    ),
    scores: Type.Optional(
      Type.Object(
        {
          future: degree,
          internal: degree,
          efficiency: degree,
          risk: degree,
          legislature: degree,
          strategic: Type.Optional(Type.Boolean()),
          urgency: degree,
          degree,
        },
        strict,
      ),
    ),
    reports: many(
      Type.Object(
        {
          on: day,
          status: Type.Optional(Type.Boolean()),
          own: rating,
          ownReason: text,
          independent: rating,
          independentReason: text,
          by: text,
        },
        strict,
      ),
    ),
  },
  strict,
)

const fileSchema = Type.Object({ authority: slug, projects: Type.Array(projectSchema, { minItems: 1 }) }, strict)
export type DemoProject = Readonly<Static<typeof projectSchema>> & { readonly authority: string }

const isFile = validatorOf(fileSchema)

/** Reads the invented projects of a folder, one file per authority. Throws a `TypeError` that names file and place of what is wrong. */
export function readDemoProjects(folder: string): readonly DemoProject[] {
  const files = readdirSync(folder).filter((file) => file.endsWith('.yaml'))
  return files.toSorted().flatMap((file) => {
    const content: unknown = parse(readFileSync(join(folder, file), 'utf8'))
    if (!isFile(content))
      throw new TypeError(
        isFile
          .problems(content)
          .map(({ path, message }) => `${file} ${path} ${message}`)
          .join('; '),
      )
    return content.projects.map((project) => ({ ...project, authority: content.authority }))
  })
}
