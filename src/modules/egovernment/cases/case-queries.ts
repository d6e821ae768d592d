import { sql } from 'kysely'
import { fold } from '#kernel/authorities/fold.ts'
import { authoritiesOf, partiesOf } from '#kernel/db/actor.ts'
import type { Scope } from '#kernel/db/scope.ts'
import { BadRequestError } from '#kernel/http/errors.ts'
import type { IsoDate } from '#kernel/i18n/format.ts'
import type { AuthorityId, StaffId, UnitId } from '#kernel/ids.ts'
import { isUuid } from '#kernel/ids.ts'
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
  const { actor } = scope
  if (actor.kind !== 'person') return []
  const rows = await scope.db
    .selectFrom('egovernment.case_parties as p')
    .innerJoin('egovernment.cases as c', (on) =>
      on.onRef('c.authority_id', '=', 'p.authority_id').onRef('c.id', '=', 'p.case_id'),
    )
    .selectAll('c')
    .where('p.party_id', 'in', partiesOf(actor))
    .orderBy('p.added_at', 'desc')
    .limit(limit)
    .execute()
  return [...new Map(rows.map((row) => [row.id, caseRecord(row)])).values()]
}

/** Cases of an authority in whose name or address every word begins a word, or whose number it is. */
export async function searchCases(
  scope: Scope,
  {
    authorityId,
    text,
    limit = pageSize,
  }: { readonly authorityId: AuthorityId; readonly text: string; readonly limit?: number },
): Promise<readonly CaseRecord[]> {
  const number = await findCaseByNumber(scope, text)
  if (number) return [number]
  const words = searchedWords(text)
  if (words.length === 0 || !worksFor(scope, authorityId)) return []
  let query = scope.db.selectFrom('egovernment.cases as c').selectAll('c').where('c.authority_id', '=', authorityId)
  for (const word of words) {
    query = query.where('c.id', 'in', (tokens) =>
      tokens
        .selectFrom('egovernment.case_tokens as t')
        .select('t.case_id')
        .where('t.authority_id', '=', authorityId)
        .where('t.token', '>=', word)
        .where('t.token', '<', `${word}\u{10ffff}`)
        .limit(1_000),
    )
  }
  return (await query.orderBy('c.received_at', 'desc').limit(limit).execute()).map(caseRecord)
}

function searchedWords(text: string): readonly string[] {
  const words = text.split(/[\s,;]+/).map((word) => (word.includes('@') ? word.toLowerCase() : fold(word)))
  return words.filter((word) => word.length > 1).slice(0, 5)
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
