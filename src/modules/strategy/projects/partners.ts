import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import { v7 } from 'uuid'
import { type JsonValue, jsonb } from '#kernel/db/jsonb.ts'
import type { IsoDate } from '#kernel/i18n/format.ts'
import { textIn } from '#kernel/i18n/language.ts'
import type { AuthorityId } from '#kernel/ids.ts'
import { type Audience, audiences, type Node, type NodeKey, type Source } from '../graph/node.ts'
import { findNodeByKey, oneOf, readText } from '../graph/queries.ts'
import { insertNode, type SteeringScope, staffOf } from '../graph/write-node.ts'

const ownRecord: Source = { title: 'Eigene Angabe: Verträge und Beiträge' }

/**
 * Keeps what a contract or contribution says in the graph: its partner, one for an authority by its name, and the connection with the project,
 * which holds from the first to the last day of the line. A connection is never changed: where the line says something else, it ends and
 * another begins. The partner is seen as far as what is shown of its lines (the table of contracts keeps that). A line that is put back to the
 * own authority takes everything with it that it said before.
 */
export async function joinPartner(scope: SteeringScope, project: NodeKey, line: string): Promise<void> {
  const [stored, node] = [await findLine(scope, project, line), await findNodeByKey(scope, project)]
  if (!stored || !node) return
  const owner = node.owner ?? (await nameOf(scope, node))
  const source = node.standing === 'example' ? node.sources[0] : ownRecord
  const partner = await findOrMakePartner(scope, node, { name: stored.partner.trim(), owner, source })
  const wanted: Wanted = {
    kind: stored.kind === 'contribution' ? 'funds' : 'takes_part',
    from: partner.id,
    since: stored.begins_on ?? earlier(scope.today(), stored.ends_on),
    lastDay: stored.ends_on,
    subject: stored.subject,
    isInside: stored.shown === 'inside',
  }
  if (wanted.isInside) await keepInside(scope, project, line)
  if (stored.edge_id !== null && (await saysAlready(scope, project, stored.edge_id, wanted))) return
  if (stored.edge_id !== null) await endConnection(scope, project, stored.edge_id)
  const id = v7()
  await scope.db
    .insertInto('strategy.edges')
    .values({
      authority_id: project.authorityId,
      id,
      kind: wanted.kind,
      from_authority: project.authorityId,
      from_id: partner.id,
      from_audience: partner.audience,
      to_authority: project.authorityId,
      to_id: project.id,
      to_audience: node.audience,
      since: wanted.since,
      until: dayAfter(wanted.lastDay),
      owner,
      source: jsonb(source),
      note: jsonb({ de: wanted.subject }),
      kept_inside: wanted.isInside,
      line_id: line,
      made_at: scope.now(),
      made_by: staffOf(scope),
    })
    .execute()
  await scope.db
    .updateTable('strategy.contracts')
    .set({ partner_id: partner.id, edge_id: id })
    .where('authority_id', '=', project.authorityId)
    .where('id', '=', line)
    .execute()
}

/** Ends the connection of a line that is taken off; the partner and what was stay, for the own authority alone where `isInside`. */
export async function leavePartner(
  scope: SteeringScope,
  project: NodeKey,
  { line, isInside }: { readonly line: string; readonly isInside: boolean },
): Promise<void> {
  const stored = await findLine(scope, project, line)
  if (isInside) await keepInside(scope, project, line)
  if (stored && stored.edge_id !== null) await endConnection(scope, project, stored.edge_id)
}

type Wanted = {
  readonly kind: 'funds' | 'takes_part'
  readonly from: string
  readonly since: string
  readonly lastDay: string | null
  readonly subject: string
  readonly isInside: boolean
}

const earlier = (one: IsoDate, other: string | null) => (other !== null && other < one ? other : one)
/** Up to a day and not on it; null where it goes on. */
const dayAfter = (day: string | null) => (day === null ? null : sql<string>`${day}::date + 1`)

function findLine(scope: SteeringScope, { authorityId, id }: NodeKey, line: string) {
  return scope.db
    .selectFrom('strategy.contracts')
    .select(['kind', 'partner', 'subject', 'shown', 'edge_id'])
    .select([sql<string | null>`begins_on::text`.as('begins_on'), sql<string | null>`ends_on::text`.as('ends_on')])
    .where('authority_id', '=', authorityId)
    .where('node_id', '=', id)
    .where('id', '=', line)
    .executeTakeFirst()
}

async function saysAlready(scope: SteeringScope, { authorityId }: NodeKey, edge: string, wanted: Wanted) {
  const found = await scope.db
    .selectFrom('strategy.edges')
    .select(['kind', 'from_id', 'kept_inside', 'note'])
    .select([sql<string>`since::text`.as('since'), sql<string | null>`(until - 1)::text`.as('last_day')])
    .where('authority_id', '=', authorityId)
    .where('id', '=', edge)
    .executeTakeFirst()
  return (
    found !== undefined &&
    found.kind === wanted.kind &&
    found.from_id === wanted.from &&
    found.since === wanted.since &&
    found.last_day === wanted.lastDay &&
    found.kept_inside === wanted.isInside &&
    subjectOf(found.note) === wanted.subject
  )
}

const subjectOf = (note: JsonValue | null) => (note === null ? undefined : readText(note).de)

/** Today, or on its first day where that is to come; what has ended already stays as it ended. */
async function endConnection(scope: SteeringScope, { authorityId }: NodeKey, edge: string): Promise<void> {
  const today = sql<string>`greatest(since, ${scope.today()}::date)`
  await scope.db
    .updateTable('strategy.edges')
    .set({ until: today })
    .where('authority_id', '=', authorityId)
    .where('id', '=', edge)
    .where(sql<boolean>`(until is null or until > ${today})`)
    .execute()
}

/** Whatever a line ever said, under whichever partner: nobody but the own authority sees it from now on. */
async function keepInside(scope: SteeringScope, { authorityId }: NodeKey, line: string): Promise<void> {
  await scope.db
    .updateTable('strategy.edges')
    .set({ kept_inside: true })
    .where('authority_id', '=', authorityId)
    .where('line_id', '=', line)
    .where('kept_inside', '=', false)
    .execute()
}

type Partner = { readonly id: string; readonly audience: Audience }

async function findOrMakePartner(
  scope: SteeringScope,
  { authorityId, level, standing }: Node,
  { name, owner, source }: { name: string; owner: string; source: Source },
): Promise<Partner> {
  const found = await scope.db
    .selectFrom('strategy.nodes')
    .select(['id', 'audience'])
    .where('authority_id', '=', authorityId)
    .where('kind', '=', 'partner')
    .where(sql<string>`lower(title ->> 'de')`, '=', sql<string>`lower(${name})`)
    .orderBy('created_at')
    .orderBy('id')
    .executeTakeFirst()
  if (found) return { id: found.id, audience: oneOf(audiences, found.audience) }
  const slug = await freeSlug(scope, authorityId, slugOf(name))
  const id = await insertNode(scope, {
    authorityId,
    slug,
    followsContracts: true,
    content: {
      kind: 'partner',
      level,
      audience: 'authority',
      standing: standing === 'example' ? 'example' : 'own_record',
      title: { de: name },
      text: undefined,
      owner,
      beginsOn: undefined,
      endsOn: undefined,
      sources: [source],
    },
  })
  return { id, audience: 'authority' }
}

/** A name as part of an address: «Beispiel Identität AG» is `beispiel-identitaet-ag`. */
export function slugOf(name: string): string {
  const plain = name
    .toLowerCase()
    .replaceAll('ä', 'ae')
    .replaceAll('ö', 'oe')
    .replaceAll('ü', 'ue')
    .replaceAll('ß', 'ss')
    .normalize('NFD')
    .replaceAll(/\p{Mark}/gu, '')
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, 48)
    .replaceAll(/^-+|-+$/g, '')
  return plain === '' ? 'partner' : plain
}

async function freeSlug(scope: SteeringScope, authorityId: AuthorityId, wanted: string): Promise<string> {
  const taken = await scope.db
    .selectFrom('strategy.nodes')
    .select('id')
    .where('authority_id', '=', authorityId)
    .where('slug', '=', wanted)
    .executeTakeFirst()
  return taken ? `${wanted}-${randomBytes(4).toString('hex')}` : wanted
}

async function nameOf(scope: SteeringScope, { authorityId }: NodeKey): Promise<string> {
  const row = await scope.db
    .selectFrom('kernel.authorities')
    .select('name')
    .where('id', '=', authorityId)
    .executeTakeFirst()
  return row ? textIn(readText(row.name), 'de').slice(0, 200) : authorityId
}
