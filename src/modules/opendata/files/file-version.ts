import { sql } from 'kysely'
import type { StaffActor } from '#kernel/db/actor.ts'
import type { Scope, WriteScope } from '#kernel/db/scope.ts'
import type { AuthorityId } from '#kernel/ids.ts'
import type { DataSetId, DistributionId } from '../catalogue/data-set.ts'

/** One version of a document; it never changes. */
export type FileVersion = {
  readonly number: number
  /** In the store. */
  readonly file: string
  /** As people see it when they take it along. */
  readonly name: string
  readonly sha256: string
  readonly bytes: number
  /** Code of the EU vocabulary «file-type». */
  readonly format: string
  readonly madeAt: Date
  /** Null while only its authority sees it. */
  readonly publishedAt: Date | null
}

export type FileKey = {
  readonly authorityId: AuthorityId
  readonly dataSetId: DataSetId
  readonly fileId: DistributionId
}

const versionsOf = (scope: Scope, fileId: DistributionId) =>
  scope.db
    .selectFrom('opendata.file_versions')
    .select(['number', 'file', 'name', 'sha256', 'bytes', 'format', 'made_at', 'published_at'])
    .where('file_id', '=', fileId)
    .orderBy('number', 'desc')

type Row = Awaited<ReturnType<ReturnType<typeof versionsOf>['executeTakeFirstOrThrow']>>

function readVersion({ bytes, made_at, published_at, ...row }: Row): FileVersion {
  return { ...row, bytes: Number(bytes), madeAt: made_at, publishedAt: published_at }
}

/** Versions of a document, the newest first, a hundred at most: those that this actor sees, or only what is public. */
export async function listFileVersions(
  scope: Scope,
  fileId: DistributionId,
  { isPublic }: { readonly isPublic: boolean },
): Promise<FileVersion[]> {
  const rows = await versionsOf(scope, fileId)
    .$if(isPublic, (query) => query.where('published_at', 'is not', null))
    .limit(100)
    .execute()
  return rows.map(readVersion)
}

/** A public version, the newest where no number is given; undefined where there is none. */
export async function findFileVersion(
  scope: Scope,
  fileId: DistributionId,
  number?: number,
): Promise<FileVersion | undefined> {
  const row = await versionsOf(scope, fileId)
    .where('published_at', 'is not', null)
    .$if(number !== undefined, (query) => query.where('number', '=', number ?? 0))
    .limit(1)
    .executeTakeFirst()
  return row && readVersion(row)
}

/** Keeps a version as the next one; nobody but its authority sees it until the data set is published. */
export async function insertFileVersion(
  scope: WriteScope<StaffActor>,
  { authorityId, dataSetId, fileId }: FileKey,
  { file, name, sha256, bytes, format }: Pick<FileVersion, 'file' | 'name' | 'sha256' | 'bytes' | 'format'>,
): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`file ${fileId}`}, 0))`.execute(scope.db)
  const [latest] = await listFileVersions(scope, fileId, { isPublic: false })
  scope.write(
    scope.db.insertInto('opendata.file_versions').values({
      ...{ authority_id: authorityId, data_set_id: dataSetId, file_id: fileId, number: (latest?.number ?? 0) + 1 },
      ...{ file, name, sha256, bytes, format, made_at: scope.now(), made_by: scope.actor.staffId },
    }),
  )
}
