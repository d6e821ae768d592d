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

/** Where a piece of news stands in the list: newer days first, within a day by the kind of it, then by what it is about and what is told. */
export type NewsPlace = {
  readonly day: IsoDate
  readonly what: string
  /** The authority, what it is about, and a digest of what is told: apart by `~`. */
  readonly place: string
}

/** Something public that happened on a day. */
export type NewsItem = NewsPlace &
  (
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
  /** Only what comes after this in the list. */
  readonly after?: NewsPlace | undefined
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

type Sql = RawBuilder<unknown>

type Row = {
  day: string
  place: string
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
  readonly only?: Sql
  readonly one?: Sql
  readonly other?: Sql
  readonly title?: Sql
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
    select news.day::text as day, news.place, news.what, news.authority_id, news.node_id, news.one, news.other, news.title
    from (${sql.join(parts, sql` union all `)}) news
    order by news.day desc, news.what collate "C", news.authority_id, news.node_id, news.place limit ${wish.limit}`.execute(
    scope.db,
  )
  const nodes = await listNodesById(
    scope,
    rows.flatMap(({ node_id }) => node_id ?? []),
  )
  const byId = new Map<string, Node>(nodes.map((node) => [node.id, node]))
  return rows.flatMap((row) => readItem(row, byId.get(row.node_id ?? '')))
}

const ofAuthority = ({ authorityId }: NewsWish) => (authorityId ? sql`and authority_id = ${authorityId}` : sql``)

/** What comes after a place in the list: of its day what is behind it, and all earlier days. `told` tells apart what is about the same thing. */
function isAfter(
  what: string,
  [day, thing, told]: readonly [day: Sql, thing: Sql, told: Sql],
  { after }: NewsWish,
): Sql {
  if (!after) return sql``
  if (what !== after.what)
    return what < after.what ? sql`and ${day} < ${after.day}::date` : sql`and ${day} <= ${after.day}::date`
  const [authority = '', name = '', digest = ''] = after.place.split('~')
  return sql`and ${day} <= ${after.day}::date and (${day} < ${after.day}::date
    or (authority_id, ${thing}::text, ${told}) > (${authority}, ${name}, ${digest}))`
}

const placeOf = (thing: Sql, told: Sql) => sql`concat_ws('~', authority_id, ${thing}, ${told})`

function dated(scope: Scope, { what, table, day, ...source }: Source, wish: NewsWish) {
  const on = sql.ref(day)
  const [one, other, title] = [source.one, source.other, source.title].map((told) => told ?? sql`null`)
  const told = sql`md5(concat(${one}, ' ', ${other}, ' ', ${title}))`
  return sql`(
    select ${on} as day, ${placeOf(sql`node_id`, told)} as place, ${what}::text as what, authority_id, node_id, ${one}::text as one,
      ${other}::text as other, ${title}::jsonb as title
    from ${sql.table(`strategy.${table}`)}
    where audience = 'public' and ${on} >= ${wish.since}::date and ${on} <= ${scope.today()}::date
      ${source.only ? sql`and ${source.only}` : sql``} ${ofAuthority(wish)} ${isAfter(what, [on, sql`node_id`, told], wish)}
    order by ${on} desc, authority_id, node_id, ${told} limit ${wish.limit})`
}

/**
 * Things with a day of their own; a credit or a project of that very day is told by what is known better of it. With `offset 0` that is looked up for
 * the few that are shown; joined, the planner reads all credits and projects.
 */
function begun(scope: Scope, wish: NewsWish) {
  return sql`(
    select n.begins_on as day, n.place, 'thing' as what, n.authority_id, n.id as node_id, null as one, null as other, null::jsonb as title
    from unnest(${[...things]}::text[]) as k (kind)
    cross join lateral (
      select authority_id, id, begins_on, ${placeOf(sql`id`, sql`''`)} as place from strategy.nodes t
      where audience = 'public' and belongs_to is null and kind = k.kind
        and begins_on >= ${wish.since}::date and begins_on <= ${scope.today()}::date ${ofAuthority(wish)}
        ${isAfter('thing', [sql`begins_on`, sql`id`, sql`''`], wish)}
        and not exists (select from strategy.credits c where c.authority_id = t.authority_id and c.node_id = t.id
          and c.audience = 'public' and c.decided_on = t.begins_on offset 0)
        and not exists (select from strategy.projects p where p.authority_id = t.authority_id and p.node_id = t.id
          and p.audience = 'public' and p.phase not in ('idea', 'impulse') and p.begins_on = t.begins_on offset 0)
      order by begins_on desc, authority_id, id limit ${wish.limit}
    ) n)`
}

function frozen(scope: Scope, wish: NewsWish) {
  const day = sql`(frozen_at at time zone 'Europe/Zurich')::date`
  return sql`(
    select ${day} as day, ${placeOf(sql`as_of`, sql`''`)} as place, 'half_year' as what, authority_id, null::uuid as node_id,
      as_of::text as one, null as other, null::jsonb as title
    from strategy.half_years
    where audience = 'public' and ${day} >= ${wish.since}::date and ${day} <= ${scope.today()}::date ${ofAuthority(wish)}
      ${isAfter('half_year', [day, sql`as_of`, sql`''`], wish)}
    order by ${day} desc, authority_id, as_of limit ${wish.limit})`
}

function readItem(row: Row, node: Node | undefined): readonly NewsItem[] {
  const at = { day: theDay(row.day), place: row.place }
  if (row.what === 'half_year')
    return [{ ...at, what: row.what, authorityId: slug<'authority'>(row.authority_id), asOf: theDay(row.one ?? '') }]
  if (!node) return []
  const what = oneOf(['decision', 'milestone', 'definition', 'answer', 'state', 'credit', 'project', 'thing'], row.what)
  switch (what) {
    case 'decision':
      return [{ ...at, what, node, gate: oneOf(gates, row.one ?? ''), outcome: oneOf(outcomes, row.other ?? '') }]
    case 'milestone':
      return row.title === null ? [] : [{ ...at, what, node, title: readText(row.title) }]
    case 'state':
      return [{ ...at, what, node, state: oneOf(itemStates, row.one ?? '') }]
    case 'credit':
      return [{ ...at, what, node, approved: row.one === null ? undefined : Number(row.one) }]
    default:
      return [{ ...at, what, node }]
  }
}
