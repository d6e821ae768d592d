import { sql } from 'kysely'
import { authoritiesOf, type PersonActor, partiesOf } from '#kernel/db/actor.ts'
import type { Scope } from '#kernel/db/scope.ts'
import { BadRequestError } from '#kernel/http/errors.ts'
import type { IsoDate } from '#kernel/i18n/format.ts'
import type { AuthorityId, StaffId, UnitId } from '#kernel/ids.ts'
import { isUuid } from '#kernel/ids.ts'
import { nameWords } from '../submissions/search-tokens.ts'
import type { CaseStatus } from './case.ts'
import { parseCaseNumber } from './case-number.ts'
import { type CaseLine, type CaseRecord, type CaseRef, caseLine, caseRecord, lineColumns } from './case-record.ts'

/** A case by its number as typed, if this actor may see it. */
export async function findCaseByNumber(scope: Scope, typed: string): Promise<CaseRecord | undefined> {
  const number = parseCaseNumber(typed)
  if (!number) return undefined
  const row = await scope.db.selectFrom('egovernment.cases').selectAll().where('number', '=', number).executeTakeFirst()
  return row && caseRecord(row)
}

export async function findCase(scope: Scope, { authorityId, caseId }: CaseRef): Promise<CaseRecord | undefined> {
  const row = await scope.db
    .selectFrom('egovernment.cases')
    .selectAll()
    .where('authority_id', '=', authorityId)
    .where('id', '=', caseId)
    .executeTakeFirst()
  return row && caseRecord(row)
}

/** What a list of an authority shows. `due`: open, and due by `today`. */
export type CaseFilter =
  | { readonly kind: 'status'; readonly status: CaseStatus }
  | { readonly kind: 'open' }
  | { readonly kind: 'mine'; readonly staffId: StaffId }
  | { readonly kind: 'due'; readonly today: IsoDate }
  | { readonly kind: 'unit'; readonly unitId: UnitId }

export type CasePage = {
  readonly items: readonly CaseLine[] /** Where the next page begins; undefined on the last one. */
  readonly next?: string
}

const pageSize = 50

/** The cases of one authority by due date, a page at a time. `after` is the `next` of the page before. */
export async function listCases(
  scope: Scope,
  wanted: {
    readonly authorityId: AuthorityId
    readonly filter: CaseFilter
    readonly after?: string | undefined
    readonly limit?: number
  },
): Promise<CasePage> {
  const limit = Math.min(wanted.limit ?? pageSize, 200)
  const after = wanted.after === undefined ? undefined : readCursor(wanted.after)
  if (!worksFor(scope, wanted.authorityId)) return { items: [] }
  let query = filtered(scope, wanted.authorityId, wanted.filter).select(lineColumns).orderBy('due_on').orderBy('id')
  if (after) query = query.where(sql<boolean>`(due_on, id) > (${after.day}::date, ${after.id}::uuid)`)
  const rows = (await query.limit(limit + 1).execute()).map(caseLine)
  return pageOf(rows, limit, (last) => `${last.dueOn}~${last.caseId}`)
}

/** The policies would show nothing either, but only after having looked at every row. */
function worksFor({ actor }: Scope, authorityId: AuthorityId): boolean {
  return actor.kind === 'staff' && authoritiesOf(actor).includes(authorityId)
}

function filtered(scope: Scope, authorityId: AuthorityId, filter: CaseFilter) {
  const cases = scope.db.selectFrom('egovernment.cases').where('authority_id', '=', authorityId)
  // As a bare column and not as `= $1`, so that the partial indexes of open cases are used.
  const open = cases.where((row) => row.ref('is_open'))
  switch (filter.kind) {
    case 'status':
      return cases.where('status', '=', filter.status)
    case 'open':
      return open
    case 'mine':
      return open.where('assigned_to', '=', filter.staffId)
    case 'due':
      return open.where('due_on', '<=', filter.today)
    case 'unit':
      return open.where('unit_id', '=', filter.unitId)
  }
}

/** The newest cases of an authority first, whatever their status. */
export async function listLatestCases(
  scope: Scope,
  wanted: { readonly authorityId: AuthorityId; readonly after?: string | undefined; readonly limit?: number },
): Promise<CasePage> {
  const limit = Math.min(wanted.limit ?? pageSize, 200)
  const after = wanted.after === undefined ? undefined : readInstantCursor(wanted.after)
  if (!worksFor(scope, wanted.authorityId)) return { items: [] }
  let query = scope.db
    .selectFrom('egovernment.cases')
    .select(lineColumns)
    .where('authority_id', '=', wanted.authorityId)
    .orderBy('received_at', 'desc')
    .orderBy('id', 'desc')
  if (after) query = query.where(sql<boolean>`(received_at, id) < (${after.at}::timestamptz, ${after.id}::uuid)`)
  const rows = (await query.limit(limit + 1).execute()).map(caseLine)
  return pageOf(rows, limit, (last) => `${last.receivedAt.toISOString()}~${last.caseId}`)
}

/** The cases that other authorities forwarded to this one, newest first. */
export async function listForwardedCases(
  scope: Scope,
  authorityId: AuthorityId,
  limit = pageSize,
): Promise<readonly CaseRecord[]> {
  const rows = await scope.db
    .selectFrom('egovernment.case_participants as p')
    .innerJoin('egovernment.cases as c', (on) =>
      on.onRef('c.authority_id', '=', 'p.authority_id').onRef('c.id', '=', 'p.case_id'),
    )
    .selectAll('c')
    .where('p.participant_authority_id', '=', authorityId)
    .orderBy('p.added_at', 'desc')
    .limit(limit)
    .execute()
  return rows.map(caseRecord)
}

/** The cases of the signed-in person and of those she represents, newest first, each once. */
export async function listOwnCases(scope: Scope, limit = 100): Promise<readonly CaseRecord[]> {
  if (scope.actor.kind !== 'person') return []
  return onceEach(await ownCases(scope, scope.actor).limit(limit).execute())
}

export type OwnPage = { readonly items: readonly CaseRecord[]; readonly next?: string }

/** A page of the same cases. `after` is the `next` of the page before; throws 400 for one that is none. */
export async function listOwnPage(scope: Scope, after?: string): Promise<OwnPage> {
  const cursor = after === undefined ? undefined : readInstantCursor(after)
  if (scope.actor.kind !== 'person') return { items: [] }
  let query = ownCases(scope, scope.actor).select('p.added_at')
  if (cursor)
    query = query.where(sql<boolean>`(p.added_at, p.case_id) < (${cursor.at}::timestamptz, ${cursor.id}::uuid)`)
  const rows = await query.limit(pageSize + 1).execute()
  const last = rows.length > pageSize ? rows.at(-2) : undefined
  return {
    items: onceEach(rows.slice(0, pageSize)),
    ...(last && { next: `${last.added_at.toISOString()}~${last.id}` }),
  }
}

const ownCases = (scope: Scope, actor: PersonActor) =>
  scope.db
    .selectFrom('egovernment.case_parties as p')
    .innerJoin('egovernment.cases as c', (on) =>
      on.onRef('c.authority_id', '=', 'p.authority_id').onRef('c.id', '=', 'p.case_id'),
    )
    .selectAll('c')
    .where('p.party_id', 'in', partiesOf(actor))
    .orderBy('p.added_at', 'desc')
    .orderBy('p.case_id', 'desc')

/** A case may be hers and that of a firm she acts for. */
const onceEach = (rows: readonly Parameters<typeof caseRecord>[0][]): readonly CaseRecord[] => [
  ...new Map(rows.map((row) => [row.id, caseRecord(row)])).values(),
]

const casesOf = (scope: Scope, authorityId: AuthorityId) =>
  scope.db.selectFrom('egovernment.cases').where('authority_id', '=', authorityId)
export type CasesQuery = ReturnType<typeof casesOf>

type Searched = {
  readonly authorityId: AuthorityId
  readonly text: string
  readonly limit?: number
  /** What else the cases must be. */
  readonly narrow?: (cases: CasesQuery) => CasesQuery
}

/** Of how many cases of its longest word a search looks at the newest. */
const mostOfWord = 5_000

/** Cases of an authority in whose name or address every word begins a word, newest first. */
export async function searchCases(
  scope: Scope,
  { authorityId, text, limit = pageSize, narrow = (all) => all }: Searched,
): Promise<readonly CaseRecord[]> {
  const [first, ...others] = searchedWords(text).toSorted((one, other) => other.length - one.length)
  if (first === undefined || !worksFor(scope, authorityId)) return []
  const tokensOf = (word: string) =>
    scope.db
      .selectFrom('egovernment.case_tokens as t')
      .select('t.case_id')
      .where('t.authority_id', '=', authorityId)
      .where('t.token', '>=', word)
      .where('t.token', '<', `${word}\u{10ffff}`)
  // Ids of cases begin with their time.
  let query = casesOf(scope, authorityId).where(
    'id',
    'in',
    tokensOf(first).orderBy('t.case_id', 'desc').limit(mostOfWord),
  )
  for (const word of others)
    query = query.where((row) => row.exists(tokensOf(word).where(sql<boolean>`t.case_id = egovernment.cases.id`)))
  const rows = await narrow(query).selectAll().orderBy('received_at', 'desc').limit(limit).execute()
  return rows.map(caseRecord)
}

function searchedWords(text: string): readonly string[] {
  const words = text.split(/[\s,;]+/).flatMap((word) => (word.includes('@') ? [word.toLowerCase()] : nameWords(word)))
  return [...new Set(words)].slice(0, 5)
}

function pageOf(rows: readonly CaseLine[], limit: number, cursorOf: (last: CaseLine) => string): CasePage {
  const items = rows.slice(0, limit)
  const last = items.at(-1)
  return { items, ...(rows.length > limit && last && { next: cursorOf(last) }) }
}

function readCursor(text: string): { day: string; id: string } {
  const [day = '', id = ''] = text.split('~')
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day) || Number.isNaN(Date.parse(day)) || !isUuid(id))
    throw new BadRequestError('no such page')
  return { day, id }
}

function readInstantCursor(text: string): { at: string; id: string } {
  const [at = '', id = ''] = text.split('~')
  if (Number.isNaN(Date.parse(at)) || !isUuid(id)) throw new BadRequestError('no such page')
  return { at: new Date(at).toISOString(), id }
}
