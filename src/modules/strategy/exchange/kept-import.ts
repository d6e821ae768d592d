import { type Static, Type } from 'typebox'
import { v7 } from 'uuid'
import { jsonb } from '#kernel/db/jsonb.ts'
import type { Scope } from '#kernel/db/scope.ts'
import { NotFoundError } from '#kernel/http/errors.ts'
import { type AuthorityId, isUuid } from '#kernel/ids.ts'
import { validatorOf } from '#kernel/validator.ts'
import { requireSteering, type SteeringScope, staffOf } from '../graph/write-node.ts'
import { type ExchangeProject, exchangeSchema } from './exchange-project.ts'
import { tableColumns } from './project-table.ts'
import { readThere } from './read-there.ts'

const text = Type.String({ maxLength: 2_000 })
const sheetSchema = Type.Object(
  {
    /** What the file calls its columns, in their order. */
    headings: Type.Array(text, { maxItems: 500 }),
    /** Which heading stands for which of our columns. */
    as: Type.Partial(
      Type.Object(Object.fromEntries(tableColumns.map(([name]) => [name, text])), { additionalProperties: false }),
    ),
    faults: Type.Array(Type.Object({ line: Type.Integer(), column: text, text }), { maxItems: 200 }),
  },
  { additionalProperties: false },
)

/** How a table was read: its headings, what they stand for, and what is wrong with it so. */
export type Sheet = Readonly<Static<typeof sheetSchema>>

const isProjects = validatorOf(Type.Array(exchangeSchema, { maxItems: 1_000 }))
const isSheet = validatorOf(sheetSchema)

const seenSchema = Type.Record(Type.String(), Type.Integer())
const isSeen = validatorOf(seenSchema)

/** The revision that each known project of a file had when they were compared, by its reference. */
export type Seen = Readonly<Static<typeof seenSchema>>

type Brought = {
  readonly fileName: string
  readonly projects: readonly ExchangeProject[]
  /** Only of a table, whose columns can be chosen anew; the file is kept for that. */
  readonly table: { readonly sheet: Sheet; readonly file: Buffer } | undefined
}

/** Keeps what a file said until it is decided upon; what others of the authority left for more than a day goes. Throws 403. */
export async function keepImport(
  scope: SteeringScope,
  { authorityId, fileName, projects, table }: Brought & { readonly authorityId: AuthorityId },
): Promise<string> {
  requireSteering(scope, authorityId)
  const id = v7()
  const dayAgo = new Date(scope.now().getTime() - 86_400_000)
  await scope.db
    .deleteFrom('strategy.imports')
    .where('authority_id', '=', authorityId)
    .where('made_at', '<', dayAgo)
    .execute()
  await scope.db
    .insertInto('strategy.imports')
    .values({
      authority_id: authorityId,
      id,
      file_name: fileName.slice(0, 200),
      projects: jsonb([...projects]),
      seen: jsonb(await seenNow(scope, authorityId, projects)),
      sheet: table ? jsonb(table.sheet) : null,
      file: table?.file ?? null,
      made_at: scope.now(),
      made_by: staffOf(scope),
    })
    .execute()
  return id
}

/** Writes how the same file reads with other columns. Throws 403. */
export async function readImportAgain(
  scope: SteeringScope,
  { authorityId, id }: { authorityId: AuthorityId; id: string },
  { projects, sheet }: { projects: readonly ExchangeProject[]; sheet: Sheet },
): Promise<void> {
  requireSteering(scope, authorityId)
  await scope.db
    .updateTable('strategy.imports')
    .set({
      projects: jsonb([...projects]),
      sheet: jsonb(sheet),
      seen: jsonb(await seenNow(scope, authorityId, projects)),
    })
    .where('authority_id', '=', authorityId)
    .where('id', '=', id)
    .execute()
}

/** Notes that the file is compared anew with the projects as they are now. Throws 403, 404. */
export async function compareAgain(
  scope: SteeringScope,
  { authorityId, id }: { authorityId: AuthorityId; id: string },
): Promise<void> {
  requireSteering(scope, authorityId)
  const { projects } = await findImport(scope, authorityId, id)
  await scope.db
    .updateTable('strategy.imports')
    .set({ seen: jsonb(await seenNow(scope, authorityId, projects)) })
    .where('authority_id', '=', authorityId)
    .where('id', '=', id)
    .execute()
}

async function seenNow(scope: Scope, authorityId: AuthorityId, projects: readonly ExchangeProject[]): Promise<Seen> {
  const there = await readThere(scope, authorityId)
  return Object.fromEntries(
    projects.flatMap(({ reference }) => {
      const known = there.get(reference)
      return known ? [[reference, known.node.revision]] : []
    }),
  )
}

/** What was brought and not decided upon yet. Throws 404. */
export async function findImport(
  scope: Scope,
  authorityId: AuthorityId,
  id: string,
): Promise<Brought & { readonly id: string; readonly seen: Seen }> {
  if (!isUuid(id)) throw new NotFoundError('no such import')
  const row = await scope.db
    .selectFrom('strategy.imports')
    .select(['file_name', 'projects', 'seen', 'sheet', 'file'])
    .where('authority_id', '=', authorityId)
    .where('id', '=', id)
    .executeTakeFirst()
  if (!row || !isProjects(row.projects)) throw new NotFoundError('no such import')
  const table = row.file !== null && isSheet(row.sheet) ? { sheet: row.sheet, file: row.file } : undefined
  return { id, fileName: row.file_name, projects: row.projects, seen: isSeen(row.seen) ? row.seen : {}, table }
}
