import { sql } from 'kysely'
import type { JsonValue } from '#kernel/db/jsonb.ts'
import type { Scope } from '#kernel/db/scope.ts'
import type { IsoDate } from '#kernel/i18n/format.ts'
import type { LocalText } from '#kernel/i18n/language.ts'
import { type AuthorityId, type Id, slug, uuid } from '#kernel/ids.ts'
import type { NodeId } from '../graph/node.ts'
import { oneOf, readDay, readText } from '../graph/queries.ts'
import { type Phase, phases } from '../projects/project.ts'
import { costKeys } from '../sharing/cost-key.ts'
import type { Evidence } from './evidence.ts'
import { type SynergyKind, synergyKinds } from './kind.ts'
import { type SavingKind, type SynergyState, savingKinds, synergyStates } from './life-cycle.ts'
import { readEvidence } from './stored.ts'
import { type RejectionReason, rejectionReasons } from './trust.ts'

export type SynergyId = Id<'strategy-synergy'>
export type SynergyKey = { readonly authorityId: AuthorityId; readonly id: SynergyId }

/** One side of a synergy. */
export type Side = {
  readonly authorityId: AuthorityId
  readonly id: NodeId
  readonly slug: string
  readonly title: LocalText
  readonly text: LocalText | undefined
  readonly phase: Phase
  readonly beginsOn: IsoDate | undefined
  readonly endsOn: IsoDate | undefined
}

type Saved = { readonly [Kind in SavingKind]: number | undefined }

export type SynergyLine = SynergyKey & {
  readonly kind: SynergyKind
  readonly state: SynergyState
  /** What is saved, in Rappen: each the figure last said of its kind; these are never mixed. */
  readonly saved: Saved
  readonly likelihood: number
  readonly one: Pick<Side, 'authorityId' | 'title'>
  readonly other: Pick<Side, 'authorityId' | 'title'>
}

export type Synergy = Omit<SynergyLine, 'one' | 'other'> & {
  readonly one: Side
  readonly other: Side
  readonly kinds: readonly SynergyKind[]
  readonly evidence: readonly Evidence[]
  readonly agreedBy: readonly string[]
  readonly reason: RejectionReason | undefined
  readonly reasonNote: string | undefined
  readonly nextStep: string | undefined
  readonly sharedCost: number | undefined
  readonly costKey: (typeof costKeys)[number] | undefined
  readonly baseShare: number | undefined
  readonly revision: number
}

export type SynergyFilter = {
  readonly authorityId?: AuthorityId | undefined
  readonly kind?: SynergyKind | undefined
  readonly state?: SynergyState | undefined
}

const pageSize = 25
/** The last line of a page, as the next one's address names it. */
const cursorForm = /^(\d{1,15})\.(\d{1,4})\.([a-z0-9-]{1,64})\.([0-9a-f-]{36})$/

/**
 * Synergies that one may see, by what they save and then by likelihood, a page at a time. Without a state those that were rejected are left
 * out. `next` names the last line; what is no such name begins anew.
 */
export async function listSynergies(
  scope: Scope,
  filter: SynergyFilter,
  after: string | undefined,
): Promise<{ readonly lines: readonly SynergyLine[]; readonly next: string | undefined }> {
  const [, value, likelihood, authority, id] = cursorForm.exec(after ?? '') ?? []
  const wanted = [
    filter.kind ? sql`s.kind = ${filter.kind}` : sql`true`,
    filter.state ? sql`s.state = ${filter.state}` : sql`s.state <> 'rejected'`,
    value === undefined
      ? sql`true`
      : sql`(-s.value, -s.likelihood, s.authority_id, s.id) > (${-Number(value)}, ${-Number(likelihood)}, ${authority}, ${id}::uuid)
          and (s.value, s.likelihood) <= (${Number(value)}, ${Number(likelihood)})`,
  ]
  const order = sql`s.value desc, s.likelihood desc, s.authority_id, s.id`
  const from = (side: 'authority_id' | 'other_authority_id') =>
    sql`(select s.* from strategy.synergies s where ${sql.ref(`s.${side}`)} = ${filter.authorityId} and ${sql.join(wanted, sql` and `)}
      order by ${order} limit ${pageSize + 1})`
  const rows = filter.authorityId
    ? sql`(${from('authority_id')} union ${from('other_authority_id')})`
    : sql`(select s.* from strategy.synergies s where ${sql.join(wanted, sql` and `)} order by ${order} limit ${pageSize + 1})`
  const titleOf = (authority: string, node: string) =>
    sql`(select n.title from strategy.nodes n where n.authority_id = ${sql.ref(authority)} and n.id = ${sql.ref(node)})`
  const { rows: found } = await sql<LineRow>`
    select s.authority_id, s.id, s.kind, s.state, s.value, s.planned, s.agreed, s.realised, s.likelihood, s.other_authority_id,
      ${titleOf('s.authority_id', 's.node_id')} as title, ${titleOf('s.other_authority_id', 's.other_node_id')} as other_title
    from ${rows} as s order by ${order} limit ${pageSize + 1}`.execute(scope.db)
  const lines = found.slice(0, pageSize).map(readLine)
  const last = found[lines.length - 1]
  const next =
    found.length > pageSize && last ? [last.value, last.likelihood, last.authority_id, last.id].join('.') : undefined
  return { lines, next }
}

type LineRow = {
  authority_id: string
  id: string
  kind: string
  state: string
  value: number | string
  planned: number | string | null
  agreed: number | string | null
  realised: number | string | null
  likelihood: number
  other_authority_id: string
  title: JsonValue
  other_title: JsonValue
}

const readSaved = (row: Pick<LineRow, SavingKind>): Saved => ({
  planned: row.planned === null ? undefined : Number(row.planned),
  agreed: row.agreed === null ? undefined : Number(row.agreed),
  realised: row.realised === null ? undefined : Number(row.realised),
})

const readLine = (row: LineRow): SynergyLine => ({
  authorityId: slug<'authority'>(row.authority_id),
  id: uuid<'strategy-synergy'>(row.id),
  kind: oneOf(synergyKinds, row.kind),
  state: oneOf(synergyStates, row.state),
  saved: readSaved(row),
  likelihood: row.likelihood,
  one: { authorityId: slug<'authority'>(row.authority_id), title: readText(row.title) },
  other: { authorityId: slug<'authority'>(row.other_authority_id), title: readText(row.other_title) },
})

/** One synergy with both projects; undefined where there is none or it is not for this actor to see. */
export async function findSynergy(scope: Scope, { authorityId, id }: SynergyKey): Promise<Synergy | undefined> {
  const row = await scope.db
    .selectFrom('strategy.synergies')
    .selectAll()
    .where('authority_id', '=', authorityId)
    .where('id', '=', id)
    .executeTakeFirst()
  if (!row) return undefined
  const [one, other] = [
    await findSide(scope, row.authority_id, row.node_id),
    await findSide(scope, row.other_authority_id, row.other_node_id),
  ]
  if (!one || !other) return undefined
  return {
    authorityId,
    id,
    kind: oneOf(synergyKinds, row.kind),
    kinds: row.kinds.map((kind) => oneOf(synergyKinds, kind)),
    state: oneOf(synergyStates, row.state),
    saved: readSaved(row),
    likelihood: row.likelihood,
    one,
    other,
    evidence: readEvidence(row.evidence),
    agreedBy: row.agreed_by,
    reason: row.reason === null ? undefined : oneOf(rejectionReasons, row.reason),
    reasonNote: row.reason_note ?? undefined,
    nextStep: row.next_step ?? undefined,
    sharedCost: row.shared_cost === null ? undefined : Number(row.shared_cost),
    costKey: row.cost_key === null ? undefined : oneOf(costKeys, row.cost_key),
    baseShare: row.base_share ?? undefined,
    revision: row.revision,
  }
}

async function findSide(scope: Scope, authorityId: string, id: string): Promise<Side | undefined> {
  const row = await scope.db
    .selectFrom('strategy.nodes as n')
    .innerJoin('strategy.projects as p', (on) =>
      on.onRef('p.authority_id', '=', 'n.authority_id').onRef('p.node_id', '=', 'n.id'),
    )
    .select(['n.slug', 'n.title', 'n.text', 'p.phase'])
    .select([
      sql<string | null>`coalesce(p.begins_on, n.begins_on)::text`.as('begins_on'),
      sql<string | null>`coalesce(p.ends_on, n.ends_on)::text`.as('ends_on'),
    ])
    .where('n.authority_id', '=', authorityId)
    .where('n.id', '=', id)
    .executeTakeFirst()
  return (
    row && {
      authorityId: slug<'authority'>(authorityId),
      id: uuid<'strategy-node'>(id),
      slug: row.slug,
      title: readText(row.title),
      text: row.text === null ? undefined : readText(row.text),
      phase: oneOf(phases, row.phase),
      beginsOn: readDay(row.begins_on),
      endsOn: readDay(row.ends_on),
    }
  )
}

export type Saving = {
  readonly kind: SavingKind
  readonly amount: number
  readonly saidOn: IsoDate
  readonly saidBy: string
  readonly saidAuthority: AuthorityId
}

/** What was said of savings, in the order in which it was; at most 200. */
export async function listSavings(scope: Scope, { authorityId, id }: SynergyKey): Promise<Saving[]> {
  const rows = await scope.db
    .selectFrom('strategy.synergy_savings')
    .select(['kind', 'amount', 'said_by', 'said_authority_id', sql<string>`said_on::text`.as('said_on')])
    .where('authority_id', '=', authorityId)
    .where('synergy_id', '=', id)
    .orderBy('said_on')
    .orderBy('id')
    .limit(200)
    .execute()
  return rows.flatMap((row) => {
    const saidOn = readDay(row.said_on)
    return saidOn === undefined
      ? []
      : [
          {
            kind: oneOf(savingKinds, row.kind),
            amount: Number(row.amount),
            saidOn,
            saidBy: row.said_by,
            saidAuthority: slug<'authority'>(row.said_authority_id),
          },
        ]
  })
}
