import { Client } from 'pg'
import type { AuthorityId } from '../ids.ts'
import type { Authority } from './authority.ts'
import { fold } from './fold.ts'
import type { AuthorityContent, AuthorityEntry } from './load-authorities.ts'

// One process imports at a time; the number only has to be the same everywhere.
const lock = 7_201_927

/**
 * Brings authorities, units and successions to the state of the content, in one transaction as the owner; gives the authorities it changed.
 * An authority whose content is the same as at the last import is left alone, and with it what its staff changed since.
 * Nothing is deleted: a unit that left the content stays for its cases and serves nobody any more.
 */
export async function importAuthorities(ownerUrl: string, content: AuthorityContent): Promise<AuthorityId[]> {
  const client = new Client({ connectionString: ownerUrl, application_name: 'wegweiser-import' })
  await client.connect()
  try {
    await client.query('begin')
    await client.query('select pg_advisory_xact_lock($1)', [lock])
    const changed = await findChanged(client, content.entries)
    for (const [statement, rows] of statements(changed, content)) await client.query(statement, [JSON.stringify(rows)])
    await client.query('commit')
    return changed.map((entry) => entry.authority.id)
  } catch (error) {
    await client.query('rollback').catch(() => {})
    throw error
  } finally {
    await client.end()
  }
}

async function findChanged(client: Client, entries: readonly AuthorityEntry[]): Promise<AuthorityEntry[]> {
  const { rows } = await client.query<{ id: string; content_hash: string }>(
    'select id, content_hash from kernel.authorities',
  )
  const known = new Map(rows.map((row) => [row.id, row.content_hash]))
  return entries.filter(({ authority, contentHash }) => known.get(authority.id) !== contentHash)
}

function statements(
  changed: readonly AuthorityEntry[],
  content: AuthorityContent,
): [statement: string, rows: readonly object[]][] {
  return [
    [upsertAuthorities, changed.map(authorityRow)],
    [freeServed, changed.map(({ authority }) => ({ authority_id: authority.id }))],
    [upsertUnits, changed.flatMap(unitRows)],
    [insertServed, changed.flatMap(servedRows)],
    [upsertSuccessions, content.successions.map(({ from, to, on }) => ({ from_id: from, to_id: to, on_date: on }))],
  ]
}

function authorityRow({ authority, contentHash }: AuthorityEntry) {
  return {
    id: authority.id,
    code: authority.code,
    name: authority.name,
    kind: authority.kind,
    bfs_number: authority.bfsNumber,
    district: authority.district,
    languages: authority.languages,
    theme: authority.theme,
    contact: authority.contact,
    opening_hours: authority.openingHours,
    opened_on: authority.openedOn,
    closed_on: authority.closedOn,
    search_key: searchKey(authority),
    content_hash: contentHash,
  }
}

/** What an authority is found by: its names in all languages, its id and its code. */
function searchKey({ name, id, code }: Authority): string {
  return [...new Set([...Object.values(name), id, code].map(fold))].join(' ')
}

function unitRows({ units }: AuthorityEntry) {
  return units.map((unit) => ({
    authority_id: unit.authorityId,
    id: unit.id,
    kind: unit.kind,
    name: unit.name,
    contact: unit.contact,
    opening_hours: unit.openingHours,
    inbox_email: unit.inboxEmail,
    source: unit.source,
  }))
}

function servedRows({ serves }: AuthorityEntry) {
  return serves.map(({ unit, municipalityId }) => ({
    kind: unit.kind,
    municipality_id: municipalityId,
    authority_id: unit.authorityId,
    unit_id: unit.id,
  }))
}

const upsertAuthorities = `
  insert into kernel.authorities
  select r.* from jsonb_to_recordset($1::jsonb) as r(id text, code text, name jsonb, kind text, bfs_number int, district text, languages text[],
    theme jsonb, contact jsonb, opening_hours jsonb, opened_on date, closed_on date, search_key text, content_hash text)
  on conflict (id) do update set code = excluded.code, name = excluded.name, kind = excluded.kind, bfs_number = excluded.bfs_number,
    district = excluded.district, languages = excluded.languages, theme = excluded.theme, contact = excluded.contact,
    opening_hours = excluded.opening_hours, opened_on = excluded.opened_on, closed_on = excluded.closed_on,
    search_key = excluded.search_key, content_hash = excluded.content_hash`

const freeServed = `
  delete from kernel.unit_serves
  where authority_id in (select authority_id from jsonb_to_recordset($1::jsonb) as r(authority_id text))`

const upsertUnits = `
  insert into kernel.units
  select r.* from jsonb_to_recordset($1::jsonb) as r(authority_id text, id text, kind text, name jsonb, contact jsonb, opening_hours jsonb,
    inbox_email text, source text)
  on conflict (authority_id, id) do update set kind = excluded.kind, name = excluded.name, contact = excluded.contact,
    opening_hours = excluded.opening_hours, inbox_email = excluded.inbox_email, source = excluded.source`

const insertServed = `
  insert into kernel.unit_serves
  select r.* from jsonb_to_recordset($1::jsonb) as r(kind text, municipality_id text, authority_id text, unit_id text)
  on conflict (kind, municipality_id) do update set authority_id = excluded.authority_id, unit_id = excluded.unit_id`

const upsertSuccessions = `
  insert into kernel.authority_successions as known
  select r.* from jsonb_to_recordset($1::jsonb) as r(from_id text, to_id text, on_date date)
  on conflict (from_id) do update set to_id = excluded.to_id, on_date = excluded.on_date
  where (known.to_id, known.on_date) is distinct from (excluded.to_id, excluded.on_date)`
