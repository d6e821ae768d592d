import { type Static, Type } from 'typebox'
import type { IsoDate } from '#kernel/i18n/format.ts'
import { edgeKinds } from '../graph/edge.ts'
import { amountFields, plainFields, qualifiers, statementFields } from '../graph/facts.ts'
import { audiences, levels, localTextSchema, nodeKinds, sourceSchema, standings } from '../graph/node.ts'
import { counters, directions, rhythms } from '../indicators/indicator.ts'
import { methods, phases, sizes } from '../projects/project.ts'
import { togetherFields } from './together.ts'

const strict = { additionalProperties: false }
const slug = Type.String({ format: 'slug' })
const day = Type.Unsafe<IsoDate>({ type: 'string', format: 'day' })
const owner = Type.String({ minLength: 1, maxLength: 200 })
const enumOf = <const Value extends string>(values: readonly Value[]) => Type.Enum([...values])

const projectSchema = Type.Object(
  {
    phase: enumOf(phases),
    size: Type.Optional(enumOf(sizes)),
    method: Type.Optional(enumOf(methods)),
    beginsOn: Type.Optional(day),
    endsOn: Type.Optional(day),
  },
  strict,
)

/** As `factsSchema`, but that a source has its name here; it may be left away where the node has only one. */
const fileFactsSchema = Type.Object(
  {
    ...plainFields,
    amounts: Type.Optional(Type.Array(Type.Object({ ...amountFields, source: Type.Optional(slug) }, strict))),
    statements: Type.Optional(Type.Array(Type.Object({ ...statementFields, source: Type.Optional(slug) }, strict))),
  },
  strict,
)

const period = Type.String({ pattern: '^\\d{4}(-\\d{2}(-\\d{2})?)?$' })

/** What an indicator measures, and figures of public sources. Without a source nobody measures it yet. */
const indicatorSchema = Type.Object(
  {
    definition: localTextSchema,
    unit: localTextSchema,
    direction: enumOf(directions),
    baseline: Type.Optional(Type.Object({ value: Type.Number(), period }, strict)),
    target: Type.Optional(Type.Object({ value: Type.Number(), on: day }, strict)),
    source: Type.Optional(slug),
    rhythm: enumOf(rhythms),
    uncertainty: Type.Optional(localTextSchema),
    owner,
    counter: Type.Optional(enumOf(counters)),
    validFrom: Type.Optional(day),
    observations: Type.Optional(
      Type.Array(
        Type.Object(
          { period, value: Type.Number(), qualifier: Type.Optional(enumOf(qualifiers)), source: slug },
          strict,
        ),
      ),
    ),
  },
  strict,
)

const nodeSchema = Type.Object(
  {
    id: slug,
    kind: enumOf(nodeKinds),
    authority: Type.Optional(slug),
    level: Type.Optional(enumOf(levels)),
    audience: Type.Optional(enumOf(audiences)),
    standing: Type.Optional(enumOf(standings)),
    title: localTextSchema,
    text: Type.Optional(localTextSchema),
    owner: Type.Optional(owner),
    beginsOn: Type.Optional(day),
    endsOn: Type.Optional(day),
    sources: Type.Array(slug, { minItems: 1, maxItems: 50 }),
    facts: Type.Optional(fileFactsSchema),
    project: Type.Optional(projectSchema),
    ...togetherFields,
    indicator: Type.Optional(indicatorSchema),
  },
  strict,
)

const edgeSchema = Type.Object(
  {
    kind: enumOf(edgeKinds),
    from: slug,
    to: slug,
    since: day,
    until: Type.Optional(day),
    owner: Type.Optional(owner),
    source: slug,
    note: Type.Optional(localTextSchema),
  },
  strict,
)

/**
 * A file of `content/strategies` or `content/demo/strategy`. `authority` keeps the records; `level`, `audience`, `standing` and `owner` hold for
 * whatever does not say otherwise. Sources have names, which nodes and edges use; ids are slugs, unique over all files of the folder. `since` of
 * an edge is the day of its source, or the day it was read where the source bears none.
 */
export const strategyFileSchema = Type.Object(
  {
    authority: slug,
    level: enumOf(levels),
    audience: Type.Optional(enumOf(audiences)),
    standing: enumOf(standings),
    owner,
    sources: Type.Record(Type.String({ pattern: '^[a-z0-9]+(-[a-z0-9]+)*$' }), sourceSchema),
    nodes: Type.Array(nodeSchema),
    edges: Type.Optional(Type.Array(edgeSchema)),
  },
  strict,
)
export type StrategyFile = Readonly<Static<typeof strategyFileSchema>>
