import { type RawBuilder, sql } from 'kysely'
import type { JsonValue } from '#kernel/db/jsonb.ts'
import type { Scope } from '#kernel/db/scope.ts'
import type { IsoDate } from '#kernel/i18n/format.ts'
import type { LocalText } from '#kernel/i18n/language.ts'
import { type AuthorityId, slug, uuid } from '#kernel/ids.ts'
import { type Audience, type Node, type NodeId, type NodeKey, standings } from '../graph/node.ts'
import { nodeColumns, oneOf, readDay, readNode, readText } from '../graph/queries.ts'
import { type CreditKind, creditKinds } from './may-add.ts'
import type { Supplemented } from './warnings.ts'

/** Investitionsrechnung and Erfolgsrechnung. */
export const accounts = ['investment', 'operating'] as const
export type Account = (typeof accounts)[number]

export const amounts = ['planned', 'committed', 'spent', 'expected'] as const
export type Amounts = Readonly<Record<(typeof amounts)[number], number>>

const sums = amounts.map((name) => sql<number>`coalesce(sum(m.${sql.ref(name)}), 0)::bigint`.as(name))

/** A project's or credit's money month by month, all accounts together, in Rappen. */
export async function listMonths(
  scope: Scope,
  { authorityId, id }: NodeKey,
  of: 'project_id' | 'credit_id',
): Promise<readonly (Amounts & { readonly month: IsoDate })[]> {
  const rows = await scope.db
    .selectFrom('strategy.money_months as m')
    .select(sql<string>`m.month::text`.as('month'))
    .select(sums)
    .where('m.authority_id', '=', authorityId)
    .where(`m.${of}`, '=', id)
    .groupBy('m.month')
    .orderBy('m.month')
    .execute()
  return rows.flatMap(({ month, ...money }) => {
    const day = readDay(month)
    return day ? [{ month: day, ...money }] : []
  })
}

/** A project's money of one month, credit and account; undefined where none was entered. */
export async function findMonth(
  scope: Scope,
  { authorityId, id }: NodeKey,
  { creditId, account, month }: { creditId: string; account: Account; month: IsoDate },
): Promise<Amounts | undefined> {
  return scope.db
    .selectFrom('strategy.money_months')
    .select(amounts)
    .where('authority_id', '=', authorityId)
    .where('project_id', '=', id)
    .where('credit_id', '=', creditId)
    .where('account', '=', account)
    .where('month', '=', month)
    .executeTakeFirst()
}

/** The same by year, the two accounts apart. */
export async function listYears(
  scope: Scope,
  { authorityId, id }: NodeKey,
  of: 'project_id' | 'credit_id',
): Promise<readonly (Amounts & { readonly year: number; readonly account: Account })[]> {
  const rows = await scope.db
    .selectFrom('strategy.money_months as m')
    .select([sql<number>`extract(year from m.month)::int`.as('year'), 'm.account'])
    .select(sums)
    .where('m.authority_id', '=', authorityId)
    .where(`m.${of}`, '=', id)
    .groupBy(['year', 'm.account'])
    .orderBy('year')
    .orderBy('m.account')
    .execute()
  return rows.map(({ account, ...row }) => ({ ...row, account: oneOf(accounts, account) }))
}

/** What of a credit was meant for which year, by account. */
export async function listTranches(scope: Scope, { authorityId, id }: NodeKey) {
  const rows = await scope.db
    .selectFrom('strategy.tranches')
    .select(['account', 'year', 'amount'])
    .where('authority_id', '=', authorityId)
    .where('credit_id', '=', id)
    .orderBy('year')
    .orderBy('account')
    .execute()
  return rows.map((row) => ({ ...row, account: oneOf(accounts, row.account) }))
}

export type CreditLine = Pick<Node, 'authorityId' | 'id' | 'slug' | 'standing'> & {
  readonly title: LocalText
  readonly kind: CreditKind
  readonly addsTo: string | undefined
  /** The credit in which it is contained, by itself or by what it supplements. */
  readonly partOf: string | undefined
  readonly requested: number | undefined
  readonly approved: number | undefined
  readonly decidedOn: IsoDate | undefined
  readonly decidedBy: string | undefined
  readonly expiresOn: IsoDate | undefined
  readonly spent: number
  readonly committed: number
  readonly expected: number
  /** What its supplements come to, as far as one may see them. */
  readonly supplemented: Supplemented
}

/** What is still expected of a credit in Rappen: of this month and those to come, by projects that whoever asks may see. */
const expectedOf = (table: 'a' | 'c', today: IsoDate) =>
  sql<number>`(select coalesce(sum(m.expected), 0)::bigint from strategy.money_months m
    where m.authority_id = ${sql.ref(`${table}.authority_id`)} and m.credit_id = ${sql.ref(`${table}.node_id`)}
      and m.month >= date_trunc('month', ${today}::date)::date)`

/**
 * The same for whoever sees all projects of the authority: what stands at the credit in all less what months that are over still expected, which is
 * next to nothing and found by an index of such months alone.
 */
const expectedOfOwn = (table: 'a' | 'c', today: IsoDate) =>
  sql<number>`(${sql.ref(`${table}.expected`)} - (select coalesce(sum(m.expected), 0)::bigint from strategy.money_months m
    where m.authority_id = ${sql.ref(`${table}.authority_id`)} and m.credit_id = ${sql.ref(`${table}.node_id`)}
      and m.expected <> 0 and m.month < date_trunc('month', ${today}::date)::date))`

/** What supplements the credit `c`. `expected`: what is still expected of a supplement `a`. */
const supplements = (expected: RawBuilder<number>) => () =>
  sql<Record<(typeof supplementColumns)[number], number>>`(
    select coalesce(sum(a.approved), 0)::bigint as more_approved, coalesce(sum(a.spent), 0)::bigint as more_spent,
      coalesce(sum(a.committed), 0)::bigint as more_committed, coalesce(sum(${expected}), 0)::bigint as more_expected
    from strategy.credits a where a.authority_id = c.authority_id and a.adds_to_id = c.node_id
  )`.as<'s'>('s')
const supplementColumns = ['more_approved', 'more_spent', 'more_committed', 'more_expected'] as const

const creditColumns = [
  'n.authority_id',
  'n.id',
  'n.slug',
  'n.title',
  'n.standing',
  'c.kind',
  'c.adds_to_id',
  // What supplements a part is in the same whole.
  sql<string | null>`coalesce(c.part_of_id, (select b.part_of_id from strategy.credits b
    where b.authority_id = c.authority_id and b.node_id = c.adds_to_id))`.as('part_of_id'),
  'c.requested',
  'c.approved',
  'c.decided_by',
  'c.spent',
  'c.committed',
  sql<string | null>`c.decided_on::text`.as('decided_on'),
  sql<string | null>`c.expires_on::text`.as('expires_on'),
] as const

/** Credits of an authority with what was committed and spent of them and is still expected; by slug, paged by it. */
export async function listCredits(
  scope: Scope,
  {
    authorityId,
    after,
    name,
    addsTo,
    audience,
    limit = 100,
  }: {
    authorityId: AuthorityId
    after?: string | undefined
    name?: string
    /** The credit that they supplement. */
    addsTo?: NodeId
    audience?: Audience
    limit?: number
  },
): Promise<readonly CreditLine[]> {
  let query = scope.db
    .selectFrom('strategy.nodes as n')
    .innerJoin('strategy.credits as c', (on) =>
      on.onRef('c.authority_id', '=', 'n.authority_id').onRef('c.node_id', '=', 'n.id'),
    )
    .innerJoinLateral(supplements(expectedOf('a', scope.today())), (on) => on.onTrue())
    .select(creditColumns)
    .select(expectedOf('c', scope.today()).as('expected'))
    .select(supplementColumns)
    .where('n.authority_id', '=', authorityId)
    .where('n.kind', '=', 'credit')
    .orderBy('n.slug')
    .limit(limit)
  if (after !== undefined) query = query.where('n.slug', '>', after)
  if (name !== undefined) query = query.where('n.slug', '=', name)
  if (addsTo !== undefined) query = query.where('c.adds_to_id', '=', addsTo)
  if (audience !== undefined) query = query.where('n.audience', '=', audience)
  return (await query.execute()).map(readCredit)
}

/** All credits of an authority for one audience, page by page. */
export async function listAllCredits(
  scope: Scope,
  authorityId: AuthorityId,
  audience: Audience,
  after?: string,
): Promise<readonly CreditLine[]> {
  const found = await listCredits(scope, { authorityId, after, audience })
  const last = found.length < 100 ? undefined : found.at(-1)
  return last ? [...found, ...(await listAllCredits(scope, authorityId, audience, last.slug))] : found
}

export type Base = Pick<CreditLine, 'id' | 'slug' | 'title'>

const mostBases = 200

/** Credits that another one can supplement or be part of, by slug, as many as one chooses from; those that a credit names are among them, wherever they stand. */
export async function listBases(
  scope: Scope,
  {
    authorityId,
    addsTo,
    partOf,
  }: { authorityId: AuthorityId; addsTo?: string | undefined; partOf?: string | undefined },
): Promise<readonly Base[]> {
  // With `offset 0` names are walked in their order until there are enough; joined, the planner reads all of them.
  const hasBooks = sql<boolean>`exists (select from strategy.credits c where c.authority_id = n.authority_id and c.node_id = n.id offset 0)`
  const all = scope.db
    .selectFrom('strategy.nodes as n')
    .select(['n.id', 'n.slug', 'n.title'])
    .where('n.authority_id', '=', authorityId)
    .where(hasBooks)
  const first = await all.where('n.kind', '=', 'credit').orderBy('n.slug').limit(mostBases).execute()
  const missing = [addsTo, partOf].filter((named) => named !== undefined && first.every(({ id }) => id !== named))
  const rows =
    missing.length === 0
      ? first
      : [...first, ...(await all.where('n.id', '=', sql<string>`any (${missing}::uuid[])`).execute())]
  return rows.map(({ id, slug: name, title }) => ({
    id: uuid<'strategy-node'>(id),
    slug: name,
    title: readText(title),
  }))
}

/** Credits of an authority that `warningsOf` may warn of, for those who steer there: the most overdrawn first, then those that run out soonest. */
export async function listWarned(
  scope: Scope,
  authorityId: AuthorityId,
  limit: number,
): Promise<readonly CreditLine[]> {
  const stillExpected = sql<{ still_expected: number }>`(
    select ${expectedOfOwn('c', scope.today())} as still_expected offset 0
  )`.as<'w'>('w')
  const [approved, spent] = [sql`(c.approved + s.more_approved)`, sql`(c.spent + s.more_spent)`]
  const [committed, expected] = [sql`(c.committed + s.more_committed)`, sql`(w.still_expected + s.more_expected)`]
  const endsSoon = sql<boolean>`(c.expires_on <= ${scope.today()}::date + 90 and ${spent} < coalesce(${approved}, ${spent} + 1))`
  const rows = await scope.db
    // The few are chosen among credits alone, before anything is looked up for them.
    .selectFrom((from) =>
      from
        .selectFrom('strategy.credits as c')
        .innerJoinLateral(supplements(expectedOfOwn('a', scope.today())), (on) => on.onTrue())
        .innerJoinLateral(stillExpected, (on) => on.onTrue())
        .selectAll('c')
        .select(supplementColumns)
        .select('w.still_expected')
        .select(sql<number>`greatest(${committed}, ${spent} + ${expected}) - ${approved}`.as('lacks'))
        .where('c.authority_id', '=', authorityId)
        .where(
          sql<boolean>`(${spent} * 10 > ${approved} * 9 or ${committed} > ${approved} or ${spent} + ${expected} > ${approved} or ${endsSoon})`,
        )
        .orderBy('lacks', (order) => order.desc().nullsLast())
        .orderBy('c.expires_on')
        .orderBy('c.node_id')
        .limit(limit)
        .as('c'),
    )
    .innerJoin('strategy.nodes as n', (on) =>
      on.onRef('n.authority_id', '=', 'c.authority_id').onRef('n.id', '=', 'c.node_id'),
    )
    .select(creditColumns)
    .select('c.still_expected as expected')
    .select(supplementColumns)
    .orderBy('c.lacks', (order) => order.desc().nullsLast())
    .orderBy('c.expires_on')
    .orderBy('c.node_id')
    .execute()
  return rows.map(readCredit)
}

type CreditRow = {
  authority_id: string
  id: string
  slug: string
  title: JsonValue
  standing: string
  kind: string
  adds_to_id: string | null
  part_of_id: string | null
  requested: number | null
  approved: number | null
  decided_on: string | null
  decided_by: string | null
  expires_on: string | null
  spent: number
  committed: number
  expected: number
  more_approved: number
  more_spent: number
  more_committed: number
  more_expected: number
}

const readCredit = (row: CreditRow): CreditLine => ({
  authorityId: slug<'authority'>(row.authority_id),
  id: uuid<'strategy-node'>(row.id),
  slug: row.slug,
  standing: oneOf(standings, row.standing),
  title: readText(row.title),
  kind: oneOf(creditKinds, row.kind),
  addsTo: row.adds_to_id ?? undefined,
  partOf: row.part_of_id ?? undefined,
  requested: row.requested ?? undefined,
  approved: row.approved ?? undefined,
  decidedOn: readDay(row.decided_on),
  decidedBy: row.decided_by ?? undefined,
  expiresOn: readDay(row.expires_on),
  spent: row.spent,
  committed: row.committed,
  expected: row.expected,
  supplemented: {
    approved: row.more_approved,
    spent: row.more_spent,
    committed: row.more_committed,
    expected: row.more_expected,
  },
})

export type PublicFigure = {
  readonly node: Node
  readonly facts: JsonValue
}

/** The credits that an authority has only from public sources, with what these say of them. */
export async function listToldCredits(scope: Scope, authorityId: AuthorityId): Promise<readonly PublicFigure[]> {
  const rows = await scope.db
    .selectFrom('strategy.nodes as n')
    .leftJoin('strategy.credits as c', (on) =>
      on.onRef('c.authority_id', '=', 'n.authority_id').onRef('c.node_id', '=', 'n.id'),
    )
    .select([...nodeColumns, 'n.facts'])
    .where('n.kind', '=', 'credit')
    .where('n.authority_id', '=', authorityId)
    .where('c.node_id', 'is', null)
    .orderBy('n.slug')
    .limit(50)
    .execute()
  return rows.map(({ facts, ...row }) => ({ node: readNode(row), facts }))
}

/** The credits that pay for a project, those of its own authority first. */
export async function listFunding(scope: Scope, { authorityId, id }: NodeKey) {
  const rows = await scope.db
    .selectFrom('strategy.edges as e')
    .innerJoin('strategy.nodes as n', (on) =>
      on.onRef('n.authority_id', '=', 'e.from_authority').onRef('n.id', '=', 'e.from_id'),
    )
    .innerJoin('strategy.credits as c', (on) =>
      on.onRef('c.authority_id', '=', 'n.authority_id').onRef('c.node_id', '=', 'n.id'),
    )
    .select(['n.authority_id', 'n.id', 'n.slug', 'n.title'])
    .where('e.to_authority', '=', authorityId)
    .where('e.to_id', '=', id)
    .where('e.kind', '=', 'funds')
    .where('e.until', 'is', null)
    .orderBy(sql`n.authority_id <> ${authorityId}`)
    .orderBy('n.authority_id')
    .orderBy('n.slug')
    .limit(20)
    .execute()
  return rows.map(({ authority_id, id, slug, title }) => ({
    authorityId: authority_id,
    id,
    slug,
    title: readText(title),
  }))
}
