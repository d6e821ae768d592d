import { sql } from 'kysely'
import { Type } from 'typebox'
import { Value } from 'typebox/value'
import type { Scope } from '../db/scope.ts'
import type { AuthorityId, FileId } from '../ids.ts'
import { uuid } from '../ids.ts'
import type { DataKey, Sealing, SealingPlace } from '../sealing/sealing.ts'
import { type FileState, fileStates, oneOf, type PreviewState, previewStates } from './check-states.ts'

/** Whose a file is. The owner's id is also the subject whose key seals the file's own key. */
export type FileOwner = { kind: 'draft' | 'case' | 'party'; authorityId: AuthorityId; id: string }

/** What is known of a file besides its bytes. */
export type StoredFile = {
  id: FileId
  name: string
  size: number
  type: string
  /** Of the content as it was handed in, in hexadecimal. */
  sha256: string
  createdAt: Date
  state: FileState
  /** Pictures of its first pages. */
  preview: PreviewState
  previewPages: number
  /** Pages of a document, where they are known. */
  pages: number | null
}

/** Stands in `kernel.sealing_keys` where an authority stands otherwise: these keys belong to files that nobody owns yet. */
export const filesAuthority = 'file'

/** Where the key of a file belongs: to the file itself, so that it can be handed from owner to owner without sealing the bytes anew. */
export function filePlace(id: string): SealingPlace {
  return { authorityId: filesAuthority, subjectId: id }
}

/** The field of the owner's key that a file's key is sealed under. */
export function keyField(id: string): string {
  return `file-key/${id}`
}

const aboutForm = Type.Object({ name: Type.String(), sha256: Type.String() })
export const aboutField = 'about'

export function sealAbout(key: DataKey, about: { name: string; sha256: string }): Buffer {
  return key.seal(aboutField, JSON.stringify(about))
}

type AboutRow = {
  id: string
  type: string
  size: number
  sealed_about: Buffer
  created_at: Date
  state: string
  preview: string
  preview_pages: number
  pages: number | null
}
export type FileRow = AboutRow & { sealed_key: Buffer | null }

/** A row as a file, with its key; `ownerKey` is the key of the draft, case or party. */
export function readRow(row: FileRow, ownerKey: DataKey, sealing: Sealing): { file: StoredFile; key: DataKey } {
  if (!row.sealed_key) throw new Error('the file belongs to nobody yet')
  const key = sealing.unwrap(filePlace(row.id), ownerKey.open(keyField(row.id), row.sealed_key))
  return { file: readAbout(row, key), key }
}

/** What a row says of a file whose own key is at hand. */
export function readAbout(row: AboutRow, key: DataKey): StoredFile {
  return {
    id: uuid<'file'>(row.id),
    size: row.size,
    type: row.type,
    createdAt: row.created_at,
    state: oneOf(fileStates, row.state),
    preview: oneOf(previewStates, row.preview),
    previewPages: row.preview_pages,
    pages: row.pages,
    ...Value.Parse(aboutForm, JSON.parse(key.openText(aboutField, row.sealed_about))),
  }
}

const aboutColumns = [
  'id',
  'type',
  'size',
  'sealed_about',
  'created_at',
  'state',
  'preview',
  'preview_pages',
  'pages',
] as const
export const rowColumns = [...aboutColumns, 'sealed_key'] as const

/** The files of a draft, case or party that this actor sees, oldest first. `key` is the owner's. */
export async function listFiles(
  scope: Scope,
  sealing: Sealing,
  { owner, key }: { owner: FileOwner; key: DataKey },
): Promise<StoredFile[]> {
  const rows = await listFileRows(scope, owner.kind, { authorities: [owner.authorityId], ids: [owner.id] })
  return readFiles(rows, key, sealing)
}

/** Rows as files, for who has asked for them before the owner's key was there. */
export function readFiles(rows: readonly FileRow[], key: DataKey, sealing: Sealing): StoredFile[] {
  return rows.map((row) => readRow(row, key, sealing).file)
}

/** The rows of files of several owners of one kind, each owner's oldest first; `authorities` and `ids` name the owners in pairs. */
export function listFileRows(
  scope: Scope,
  kind: FileOwner['kind'],
  { authorities, ids }: { authorities: readonly AuthorityId[]; ids: readonly string[] },
): Promise<(FileRow & { owner_id: string | null })[]> {
  return scope.db
    .selectFrom('kernel.stored_files')
    .select([...rowColumns, 'owner_id'])
    .where('owner_kind', '=', kind)
    .where(sql<boolean>`(authority_id, owner_id) in (select * from unnest(${authorities}::text[], ${ids}::uuid[]))`)
    .orderBy('id')
    .execute()
}
