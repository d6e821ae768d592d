import { sql } from 'kysely'
import { v7 } from 'uuid'
import type { JsonValue } from '#kernel/db/jsonb.ts'
import type { Scope } from '#kernel/db/scope.ts'
import { ConflictError, NotFoundError } from '#kernel/http/errors.ts'
import { textIn } from '#kernel/i18n/language.ts'
import type { Audience, NodeKey } from '../graph/node.ts'
import { readText } from '../graph/queries.ts'
import { claimRevision, note, requireLeading, type SteeringScope } from '../graph/write-node.ts'
import { joinPartner, leavePartner } from './partners.ts'
import { type Part, type PartField, type PartName, parts } from './parts.ts'

/** A line of a list as its columns hold it. */
export type PartRecord = { readonly id: string; readonly values: Readonly<Record<string, string | number | null>> }

/** The lines of one of a project's lists, in their order; a project has some dozens. */
export async function listRecords(scope: Scope, key: NodeKey, name: PartName): Promise<readonly PartRecord[]> {
  const { table, key: column, order, fields } = parts[name]
  const lines = sql<{ line: Readonly<Record<string, JsonValue | undefined>> }>`(
    select to_jsonb(x) as line from ${sql.table(`strategy.${table}`)} x
    where x.authority_id = ${key.authorityId} and x.node_id = ${key.id}
    order by ${sql.join(order.map((column) => sql.ref(`x.${column}`)))} limit 500)`
  const rows = await scope.db.selectFrom(lines.as<'r'>('r')).select('r.line').execute()
  return rows.map(({ line }) => ({
    id: String(line[column]),
    values: Object.fromEntries(fields.map((field) => [field.name, cellOf(field, line[field.name] ?? null)])),
  }))
}

/** A title may be told in several languages; a line of a list is kept in German. */
function cellOf({ name }: PartField, stored: JsonValue): string | number | null {
  if (typeof stored === 'string' || typeof stored === 'number') return stored
  if (name === 'title' && stored !== null) return textIn(readText(stored), 'de')
  return null
}

export type PartChange = {
  readonly part: PartName
  /** Undefined for a new line. */
  readonly id: string | undefined
  readonly revision: number
  readonly values: Readonly<Record<string, string | number | null>>
}

/**
 * Adds or changes a line of one of a project's lists. Throws 403, 404 where the line is not of that project, 409 where there is one of that key, 412 where somebody saved
 * anything of the project since `revision` was read.
 */
export async function putRecord(
  scope: SteeringScope,
  project: NodeKey & { readonly audience: Audience },
  { part, id, revision, values }: PartChange,
): Promise<void> {
  await requireLeading(scope, project)
  await claimRevision(scope, project, revision)
  const { table, key, hasAudience, fields }: Part = parts[part]
  const own = fields.filter(({ name }) => id === undefined || name !== key)
  const columns = { ...Object.fromEntries(own.map(({ name }) => [name, values[name] ?? null])) }
  const isMilestone = part === 'milestones'
  const line = id ?? v7()
  const whole = {
    ...columns,
    ...(isMilestone && { title: { de: String(values.title) } }),
    authority_id: project.authorityId,
    node_id: project.id,
  }
  const names = (list: readonly string[]) => sql.join(list.map((name) => sql.ref(name)))
  const target = sql.table(`strategy.${table}`)
  if (id === undefined) {
    const row = {
      ...whole,
      ...(key === 'id' && { id: line }),
      ...(hasAudience && { audience: project.audience }),
      ...(isMilestone && { checks: [] }),
    }
    const added = await sql`insert into ${target} (${names(Object.keys(row))})
      select ${names(Object.keys(row))} from jsonb_populate_record(null::${target}, ${JSON.stringify(row)}::jsonb)
      on conflict do nothing`.execute(scope.db)
    if (added.numAffectedRows !== 1n)
      throw new ConflictError('there already', { userMessage: 'strategy.projects.error.line_there' })
  } else {
    const said = sql`${JSON.stringify(whole)}::jsonb`
    // A milestone's title is shown in German; what it is called in other languages stays.
    const kept = isMilestone ? sql`${said} || jsonb_build_object('title', r.title || (${said} -> 'title'))` : said
    const changed = await sql`update ${target} r set (${names(Object.keys(columns))}) = (
        select ${names(Object.keys(columns))} from jsonb_populate_record(null::${target}, ${kept}))
      where r.authority_id = ${project.authorityId} and r.node_id = ${project.id} and ${sql.ref(`r.${key}`)} = ${id}`.execute(
      scope.db,
    )
    if (changed.numAffectedRows !== 1n) throw new NotFoundError('no such line')
  }
  if (part === 'contracts') await joinPartner(scope, project, line)
  note(scope, `project.${part}_saved`, project)
}

/** Takes a line off a list; what a contract said before stays for the own authority alone where `isInside`. Throws as `putRecord`. */
export async function removeRecord(
  scope: SteeringScope,
  project: NodeKey,
  {
    part,
    id,
    revision,
    isInside = false,
  }: Pick<PartChange, 'part' | 'revision'> & {
    readonly id: string
    readonly isInside?: boolean
  },
): Promise<void> {
  await requireLeading(scope, project)
  await claimRevision(scope, project, revision)
  const { table, key } = parts[part]
  if (part === 'contracts') await leavePartner(scope, project, { line: id, isInside })
  const removed = await sql`delete from ${sql.table(`strategy.${table}`)} r
    where r.authority_id = ${project.authorityId} and r.node_id = ${project.id} and ${sql.ref(`r.${key}`)} = ${id}`.execute(
    scope.db,
  )
  if (removed.numAffectedRows !== 1n) throw new NotFoundError('no such line')
  note(scope, `project.${part}_removed`, project)
}
