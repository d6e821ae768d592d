import { type TSchema, Type } from 'typebox'
import type { ApiPart, Operation } from '#kernel/http/operation.ts'
import { comparabilities } from '../indicators/comparability.ts'

// What programs may rely on. More may come; nothing of this goes.

export const strategyApiPath = '/api/v1/strategy'

const nullable = <Schema extends TSchema>(schema: Schema) => Type.Union([schema, Type.Null()])
const day = Type.String({ format: 'date' })
const key = { authority: Type.String(), slug: Type.String() }

const source = Type.Object({
  title: Type.String(),
  url: Type.Optional(Type.String()),
  date: Type.Optional(Type.String({ description: 'Year, month or day' })),
  readOn: Type.Optional(day),
  quote: Type.Optional(Type.Object({ text: Type.String(), by: Type.String() })),
})

/** As one source tells it: several of one thing stand side by side and are never added. */
const amount = Type.Object({
  rappen: nullable(Type.Integer()),
  wording: nullable(Type.String()),
  qualifier: nullable(Type.String()),
  about: nullable(Type.String()),
  source,
})

const node = Type.Object({
  ...key,
  kind: Type.String(),
  level: Type.String(),
  standing: Type.String(),
  title: Type.String(),
  text: nullable(Type.String()),
  owner: nullable(Type.String()),
  beginsOn: nullable(day),
  endsOn: nullable(day),
  sources: Type.Array(source),
  amounts: Type.Array(amount),
  url: Type.String({ format: 'uri' }),
})

const end = Type.Object({ ...key, title: Type.String(), kind: Type.String() })
const edge = Type.Object({
  kind: Type.String(),
  from: end,
  to: end,
  since: day,
  /** Whether the source says that day, or it is the one on which the source was read. */
  sinceIs: Type.Enum(['said', 'read']),
  until: nullable(day),
  owner: Type.String(),
  source,
})

const figure = Type.Object({
  series: Type.String(),
  period: Type.String(),
  take: Type.Integer(),
  value: Type.Number(),
  qualifier: nullable(Type.String()),
  definition: Type.Integer(),
  source,
  reason: nullable(Type.String()),
})

const definition = Type.Object({
  version: Type.Integer(),
  definition: Type.String(),
  unit: Type.String(),
  direction: Type.String(),
  baseline: nullable(Type.Object({ value: Type.Number(), period: Type.String() })),
  target: nullable(Type.Object({ value: Type.Number(), on: day })),
  rhythm: Type.String(),
  owner: Type.String(),
  counted: Type.Boolean(),
  source: nullable(source),
  validFrom: nullable(day),
  comparability: nullable(Type.Enum([...comparabilities])),
  limits: nullable(Type.String()),
})

const common = { thing: 'strategy', method: 'GET', access: 'open' } as const

const operations: readonly Operation[] = [
  {
    ...common,
    id: 'strategy_nodes',
    path: `${strategyApiPath}/nodes`,
    query: ['kind', 'authority', 'limit', 'after', 'lang'],
    answer: { status: 200, schema: Type.Object({ items: Type.Array(node), next: nullable(Type.String()) }) },
    refusals: [400, 429],
  },
  {
    ...common,
    id: 'strategy_edges',
    path: `${strategyApiPath}/nodes/:authority/:slug/edges`,
    query: ['lang'],
    answer: { status: 200, schema: Type.Object({ items: Type.Array(edge) }) },
    refusals: [400, 404, 429],
  },
  {
    ...common,
    id: 'strategy_paths',
    path: `${strategyApiPath}/paths`,
    query: ['from', 'to', 'on', 'lang'],
    answer: { status: 200, schema: Type.Object({ on: day, paths: Type.Array(Type.Array(edge)) }) },
    refusals: [400, 404, 429],
  },
  {
    ...common,
    id: 'strategy_indicator',
    path: `${strategyApiPath}/indicators/:authority/:slug`,
    query: ['series', 'lang'],
    answer: {
      status: 200,
      schema: Type.Object({
        ...key,
        title: Type.String(),
        standing: Type.String(),
        definitions: Type.Array(definition),
        figures: Type.Array(figure),
      }),
    },
    refusals: [400, 404, 429],
  },
]

/** What programs can do with the strategy: read what is public of it. */
export const strategyApi: ApiPart = {
  things: ['strategy'],
  operations,
  text: (t, part, name) => t(`strategy.api_reference.${part}.${name}`),
}
