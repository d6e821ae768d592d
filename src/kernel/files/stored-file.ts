import { Type } from 'typebox'
import { Value } from 'typebox/value'
import type { Scope } from '../db/scope.ts'
import type { AuthorityId, FileId } from '../ids.ts'
import { uuid } from '../ids.ts'
import type { DataKey, Sealing, SealingPlace } from '../sealing/sealing.ts'

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

export const aboutForm = Type.Object({ name: Type.String(), sha256: Type.String() })
export const aboutField = 'about'

export function sealAbout(key: DataKey, about: { name: string; sha256: string }): Buffer {
  return key.seal(aboutField, JSON.stringify(about))
}

export type FileRow = {
  id: string
  type: string
  size: number
  sealed_about: Buffer
  sealed_key: Buffer | null
  created_at: Date
}

/** A row as a file, with its key; `ownerKey` is the key of the draft, case or party. */
export function readRow(row: FileRow, ownerKey: DataKey, sealing: Sealing): { file: StoredFile; key: DataKey } {
  if (!row.sealed_key) throw new Error('the file belongs to nobody yet')
  const key = sealing.unwrap(filePlace(row.id), ownerKey.open(keyField(row.id), row.sealed_key))
  const about = Value.Parse(aboutForm, JSON.parse(key.openText(aboutField, row.sealed_about)))
  const file = { id: uuid<'file'>(row.id), size: row.size, type: row.type, createdAt: row.created_at, ...about }
  return { file, key }
}

export const rowColumns = ['id', 'type', 'size', 'sealed_about', 'sealed_key', 'created_at'] as const

/** The files of a draft, case or party that this actor sees, oldest first. `key` is the owner's. */
export async function listFiles(
  scope: Scope,
  sealing: Sealing,
  { owner, key }: { owner: FileOwner; key: DataKey },
): Promise<StoredFile[]> {
  return readFiles(await listFileRows(scope, owner), key, sealing)
}

/** Rows as files, for who has asked for them before the owner's key was there. */
export function readFiles(rows: readonly FileRow[], key: DataKey, sealing: Sealing): StoredFile[] {
  return rows.map((row) => readRow(row, key, sealing).file)
}

export function listFileRows(scope: Scope, owner: FileOwner): Promise<FileRow[]> {
  return scope.db
    .selectFrom('kernel.stored_files')
    .select(rowColumns)
    .where('authority_id', '=', owner.authorityId)
    .where('owner_kind', '=', owner.kind)
    .where('owner_id', '=', owner.id)
    .orderBy('id')
    .execute()
}
