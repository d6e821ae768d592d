import { sql } from 'kysely'
import { ContentMemory } from '../db/content-watch.ts'
import type { Scope } from '../db/scope.ts'
import type { IsoDate } from '../i18n/format.ts'
import { type AuthorityId, slug, type UnitId } from '../ids.ts'
import type { Authority, Unit, UnitKind } from './authority.ts'
import { readAuthorityRow, readUnitRow } from './authority-rows.ts'
import { fold } from './fold.ts'

const authorityColumns = [
  'a.id',
  'a.code',
  'a.name',
  'a.kind',
  'a.bfs_number',
  'a.district',
  'a.languages',
  'a.theme',
  'a.contact',
  'a.opening_hours',
  'a.opened_on',
  'a.closed_on',
] as const

const unitColumns = [
  'u.authority_id',
  'u.id',
  'u.kind',
  'u.name',
  'u.contact',
  'u.opening_hours',
  'u.inbox_email',
  'u.source',
] as const

/** An authority by its id, closed ones included; undefined when there is none. */
export async function findAuthority(scope: Scope, id: AuthorityId): Promise<Authority | undefined> {
  const row = await scope.db
    .selectFrom('kernel.authorities as a')
    .select(authorityColumns)
    .where('a.id', '=', id)
    .executeTakeFirst()
  return row && readAuthorityRow(row)
}

/** A municipality by its BFS number, as `municipalityAt` and the places give it; closed ones included. */
export async function findAuthorityByBfsNumber(scope: Scope, bfsNumber: number): Promise<Authority | undefined> {
  const row = await scope.db
    .selectFrom('kernel.authorities as a')
    .select(authorityColumns)
    .where('a.bfs_number', '=', bfsNumber)
    .executeTakeFirst()
  return row && readAuthorityRow(row)
}

export type AuthorityPage = { items: Authority[]; total: number; next: AuthorityId | null }

/**
 * The authorities that exist today, by id, `limit` at a time: `after` is the id that the page before ended with, `next` the one to go on
 * with (null at the end). `q` finds parts of a name in any language, the id or the code. `total` counts all that match.
 */
export async function listAuthorities(
  scope: Scope,
  {
    q = '',
    limit = 100,
    after,
  }: { q?: string | undefined; limit?: number | undefined; after?: AuthorityId | undefined } = {},
): Promise<AuthorityPage> {
  const today = scope.today()
  const matching = scope.db
    .selectFrom('kernel.authorities as a')
    .where((where) => where.or([where('a.closed_on', 'is', null), where('a.closed_on', '>=', today)]))
    .where((where) => where.or([where('a.opened_on', 'is', null), where('a.opened_on', '<=', today)]))
    .$if(fold(q) !== '', (query) => query.where('a.search_key', 'like', `%${fold(q)}%`))
  const page = matching
    .$if(after !== undefined, (query) => query.where('a.id', '>', after ?? ''))
    .select(authorityColumns)
    .orderBy('a.id')
    .limit(limit + 1)
  const count = matching.select((select) => select.fn.countAll<number>().as('total'))
  const [rows, { total }] = await Promise.all([page.execute(), count.executeTakeFirstOrThrow()])
  const items = rows.slice(0, limit).map(readAuthorityRow)
  return { items, total, next: rows.length > limit ? (items.at(-1)?.id ?? null) : null }
}

/** The units of an authority, by id. */
export function listUnits(scope: Scope, authorityId: AuthorityId): Promise<readonly Unit[]> {
  return scope.remember(unitsOf, authorityId, () => readUnits(scope, authorityId))
}

const unitsOf = new ContentMemory<readonly Unit[]>(500)

async function readUnits(scope: Scope, authorityId: AuthorityId): Promise<readonly Unit[]> {
  const rows = await scope.db
    .selectFrom('kernel.units as u')
    .select(unitColumns)
    .where('u.authority_id', '=', authorityId)
    .orderBy('u.id')
    .execute()
  return rows.map(readUnitRow)
}

/** One unit of an authority; undefined when there is none. */
export async function findUnit(scope: Scope, authorityId: AuthorityId, id: UnitId): Promise<Unit | undefined> {
  const row = await scope.db
    .selectFrom('kernel.units as u')
    .select(unitColumns)
    .where('u.authority_id', '=', authorityId)
    .where('u.id', '=', id)
    .executeTakeFirst()
  return row && readUnitRow(row)
}

/**
 * Who continues an authority on a day, over any number of mergers; null while it goes on itself or does not exist. Old addresses
 * redirect to it.
 */
export async function findSuccessor(scope: Scope, id: AuthorityId, date: IsoDate): Promise<AuthorityId | null> {
  const row = await scope.db
    .withRecursive('chain(id, depth)', (db) =>
      db
        .selectFrom('kernel.authority_successions as s')
        .select(['s.to_id as id', sql<number>`1`.as('depth')])
        .where('s.from_id', '=', id)
        .where('s.on_date', '<=', date)
        .unionAll(
          db
            .selectFrom('kernel.authority_successions as s')
            .innerJoin('chain', 'chain.id', 's.from_id')
            .select(['s.to_id as id', sql<number>`chain.depth + 1`.as('depth')])
            .where('s.on_date', '<=', date)
            .where('chain.depth', '<', 20),
        ),
    )
    .selectFrom('chain')
    .select('chain.id')
    .orderBy('chain.depth', 'desc')
    .executeTakeFirst()
  return row ? slug<'authority'>(row.id) : null
}

/**
 * The closed authorities whose work these authorities continue on a day, themselves not included: their staff read and continue
 * those cases as well.
 */
export async function listPredecessors(
  scope: Scope,
  ids: readonly AuthorityId[],
  date: IsoDate,
): Promise<AuthorityId[]> {
  if (ids.length === 0) return []
  const rows = await scope.db
    .withRecursive('chain(id, depth)', (db) =>
      db
        .selectFrom('kernel.authority_successions as s')
        .select(['s.from_id as id', sql<number>`1`.as('depth')])
        .where('s.to_id', 'in', [...ids])
        .where('s.on_date', '<=', date)
        .unionAll(
          db
            .selectFrom('kernel.authority_successions as s')
            .innerJoin('chain', 'chain.id', 's.to_id')
            .select(['s.from_id as id', sql<number>`chain.depth + 1`.as('depth')])
            .where('s.on_date', '<=', date)
            .where('chain.depth', '<', 20),
        ),
    )
    .selectFrom('chain')
    .select('chain.id')
    .distinct()
    .orderBy('chain.id')
    .execute()
  return rows.map((row) => slug<'authority'>(row.id))
}

export type InCharge = { authority: Authority; unit: Unit }

/**
 * Who is in charge of a service for a municipality on a day. A competence for exactly this service comes first; without one it is the
 * unit of the service's kind that works for the municipality, its own or a regional one. Where no service is named, only the kind
 * counts. A municipality that has closed by then is asked as its successor. Undefined when nobody is.
 */
export function unitInCharge(scope: Scope, question: CompetenceQuestion): Promise<InCharge | undefined> {
  const { serviceId = '', unitKind, municipalityId, date } = question
  return scope.remember(inCharge, [serviceId, unitKind, municipalityId, date].join('/'), () =>
    findInCharge(scope, question),
  )
}

type CompetenceQuestion = {
  serviceId?: string | undefined
  unitKind: UnitKind
  municipalityId: AuthorityId
  date: IsoDate
}

const inCharge = new ContentMemory<InCharge | undefined>(5_000)

async function findInCharge(scope: Scope, question: CompetenceQuestion): Promise<InCharge | undefined> {
  const { serviceId = '', unitKind, date } = question
  const municipalityId = (await findSuccessor(scope, question.municipalityId, date)) ?? question.municipalityId
  const appointed = await scope.db
    .selectFrom('kernel.competences as c')
    .select(['c.authority_id', 'c.unit_id', sql<number>`1`.as('rank')])
    .where('c.service_id', '=', serviceId)
    .where('c.municipality_id', '=', municipalityId)
    .where('c.valid_from', '<=', date)
    .where((where) => where.or([where('c.valid_to', 'is', null), where('c.valid_to', '>=', date)]))
    .unionAll(
      scope.db
        .selectFrom('kernel.unit_serves as s')
        .select(['s.authority_id', 's.unit_id', sql<number>`2`.as('rank')])
        .where('s.kind', '=', unitKind)
        .where('s.municipality_id', '=', municipalityId),
    )
    .orderBy('rank')
    .executeTakeFirst()
  if (!appointed) return undefined

  const authorityId = slug<'authority'>(appointed.authority_id)
  const [authority, unit] = await Promise.all([
    findAuthority(scope, authorityId),
    findUnit(scope, authorityId, slug<'unit'>(appointed.unit_id)),
  ])
  return authority && unit && { authority, unit }
}
