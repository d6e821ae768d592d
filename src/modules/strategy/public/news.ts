import { type RawBuilder, sql } from 'kysely'
import type { JsonValue } from '#kernel/db/jsonb.ts'
import type { Scope } from '#kernel/db/scope.ts'
import type { IsoDate } from '#kernel/i18n/format.ts'
import type { LocalText } from '#kernel/i18n/language.ts'
import { type AuthorityId, slug } from '#kernel/ids.ts'
import { listNodesById } from '../graph/edge-queries.ts'
import type { Node, NodeKind } from '../graph/node.ts'
import { oneOf, readText } from '../graph/queries.ts'
import { type ItemState, itemStates } from '../parliament/item.ts'
import { type Gate, gates, type Outcome, outcomes } from '../projects/hermes.ts'
import { theDay } from '../roadmap/roadmap-details.ts'

/** Something public that happened on a day. */
export type NewsItem = { readonly day: IsoDate } & (
  | { readonly what: 'decision'; readonly node: Node; readonly gate: Gate; readonly outcome: Outcome }
  | { readonly what: 'milestone'; readonly node: Node; readonly title: LocalText }
  | { readonly what: 'state'; readonly node: Node; readonly state: ItemState }
  | { readonly what: 'credit'; readonly node: Node; readonly approved: number | undefined }
  | { readonly what: 'definition' | 'answer' | 'project' | 'thing'; readonly node: Node }
  | { readonly what: 'half_year'; readonly authorityId: AuthorityId; readonly asOf: IsoDate }
)

export type NewsWish = {
  readonly since: IsoDate
  readonly authorityId: AuthorityId | undefined
  readonly limit: number
}

/** What else has a day of its own from which it holds. */
const things = [
  'project',
  'measure',
  'credit',
  'decision',
  'result',
  'agreement',
  'parliament_item',
] as const satisfies readonly NodeKind[]

type Row = {
  day: string
  what: string
  authority_id: string
  node_id: string | null
  one: string | null
  other: string | null
  title: JsonValue | null
}

type Source = {
  readonly what: 'decision' | 'milestone' | 'definition' | 'answer' | 'state' | 'credit' | 'project'
  readonly table: string
  readonly day: string
  readonly only?: RawBuilder<unknown>
  readonly one?: RawBuilder<unknown>
  readonly other?: RawBuilder<unknown>
  readonly title?: RawBuilder<unknown>
}

const sources: readonly Source[] = [
  { what: 'decision', table: 'gate_decisions', day: 'decided_on', one: sql`gate`, other: sql`outcome` },
  // Whoever passes a gate reaches its milestone: the decision says it.
  { what: 'milestone', table: 'milestones', day: 'reached_on', only: sql`gate is null`, title: sql`title` },
  { what: 'definition', table: 'indicator_definitions', day: 'valid_from', only: sql`version > 1` },
  { what: 'answer', table: 'parliament_items', day: 'answered_on' },
  { what: 'state', table: 'parliament_items', day: 'state_since', only: sql`state is not null`, one: sql`state` },
  { what: 'credit', table: 'credits', day: 'decided_on', one: sql`approved::text` },
  { what: 'project', table: 'projects', day: 'begins_on', only: sql`phase not in ('idea', 'impulse')` },
]

/**
 * What happened from a day until today, the newest first, of one authority or of all; only what everybody sees, whoever asks. Each kind of it is
 * found by its index and cut before anything is looked up for it.
 */
export async function listNews(scope: Scope, wish: NewsWish): Promise<readonly NewsItem[]> {
  const parts = [...sources.map((source) => dated(scope, source, wish)), begun(scope, wish), frozen(scope, wish)]
  const { rows } = await sql<Row>`
    select news.day::text as day, news.what, news.authority_id, news.node_id, news.one, news.other, news.title
    from (${sql.join(parts, sql` union all `)}) news
    order by news.day desc, news.what, news.authority_id, news.node_id limit ${wish.limit}`.execute(scope.db)
  const nodes = await listNodesById(
    scope,
    rows.flatMap(({ node_id }) => node_id ?? []),
  )
  const byId = new Map<string, Node>(nodes.map((node) => [node.id, node]))
  return onceEach(rows.flatMap((row) => readItem(row, byId.get(row.node_id ?? ''))))
}

const ofAuthority = ({ authorityId }: NewsWish) => (authorityId ? sql`and authority_id = ${authorityId}` : sql``)

function dated(scope: Scope, { what, table, day, ...source }: Source, wish: NewsWish) {
  const on = sql.ref(day)
  return sql`(
    select ${on} as day, ${what}::text as what, authority_id, node_id, ${source.one ?? sql`null`}::text as one,
      ${source.other ?? sql`null`}::text as other, ${source.title ?? sql`null`}::jsonb as title
    from ${sql.table(`strategy.${table}`)}
    where audience = 'public' and ${on} >= ${wish.since}::date and ${on} <= ${scope.today()}::date
      ${source.only ? sql`and ${source.only}` : sql``} ${ofAuthority(wish)}
    order by ${on} desc limit ${wish.limit})`
}

function begun(scope: Scope, wish: NewsWish) {
  return sql`(
    select n.begins_on as day, 'thing' as what, n.authority_id, n.id as node_id, null as one, null as other, null::jsonb as title
    from unnest(${[...things]}::text[]) as k (kind)
    cross join lateral (
      select authority_id, id, begins_on from strategy.nodes
      where audience = 'public' and belongs_to is null and kind = k.kind
        and begins_on >= ${wish.since}::date and begins_on <= ${scope.today()}::date ${ofAuthority(wish)}
      order by begins_on desc limit ${wish.limit}
    ) n)`
}

function frozen(scope: Scope, wish: NewsWish) {
  return sql`(
    select (frozen_at at time zone 'Europe/Zurich')::date as day, 'half_year' as what, authority_id, null::uuid as node_id,
      as_of::text as one, null as other, null::jsonb as title
    from strategy.half_years
    where audience = 'public' and frozen_at >= ${wish.since}::date and frozen_at <= ${scope.now()} ${ofAuthority(wish)}
    order by frozen_at desc limit ${wish.limit})`
}

function readItem(row: Row, node: Node | undefined): readonly NewsItem[] {
  const day = theDay(row.day)
  if (row.what === 'half_year')
    return [{ day, what: row.what, authorityId: slug<'authority'>(row.authority_id), asOf: theDay(row.one ?? '') }]
  if (!node) return []
  const what = oneOf(['decision', 'milestone', 'definition', 'answer', 'state', 'credit', 'project', 'thing'], row.what)
  switch (what) {
    case 'decision':
      return [{ day, what, node, gate: oneOf(gates, row.one ?? ''), outcome: oneOf(outcomes, row.other ?? '') }]
    case 'milestone':
      return row.title === null ? [] : [{ day, what, node, title: readText(row.title) }]
    case 'state':
      return [{ day, what, node, state: oneOf(itemStates, row.one ?? '') }]
    case 'credit':
      return [{ day, what, node, approved: row.one === null ? undefined : Number(row.one) }]
    default:
      return [{ day, what, node }]
  }
}

/** A thing with a day of its own is told once, by what is known best of it. */
function onceEach(items: readonly NewsItem[]): readonly NewsItem[] {
  const told = new Set(
    items.flatMap((item) => (item.what === 'credit' || item.what === 'project' ? [`${item.day} ${item.node.id}`] : [])),
  )
  return items.filter((item) => item.what !== 'thing' || !told.has(`${item.day} ${item.node.id}`))
}
