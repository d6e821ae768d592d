import type { SystemActor } from '../db/actor.ts'
import type { Scope } from '../db/scope.ts'
import { isUuid, slug } from '../ids.ts'
import type { Kernel } from '../kernel.ts'
import type { DataKey } from '../sealing/sealing.ts'
import { findSubjectKey } from '../sealing/sealing-keys.ts'
import { openStream } from './sealed-stream.ts'
import { filePlace, filesAuthority, keyField } from './stored-file.ts'

/** A file as the program itself sees it, whoever owns it. */
export type ProgramFile = {
  id: string
  type: string
  state: string
  preview: string
  attempts: number
  key: DataKey
  /** Its content in the clear; for jobs that pass it on, never for people. Nothing is opened before it is read. */
  content(): AsyncIterable<Buffer>
}

/** The file of an id with its key, whether it has an owner yet or not; undefined when it is gone or was erased. */
export async function findProgramFile(
  scope: Scope<SystemActor>,
  kernel: Pick<Kernel, 'sealing' | 'files'>,
  id: string,
): Promise<ProgramFile | undefined> {
  if (!isUuid<'file'>(id)) return undefined
  const row = await scope.db.selectFrom('kernel.stored_files').selectAll().where('id', '=', id).executeTakeFirst()
  if (!row) return undefined
  const key =
    row.authority_id === null || row.owner_id === null
      ? await findSubjectKey(scope, kernel.sealing, { authorityId: filesAuthority, subjectId: row.id })
      : await ownedKey(scope, kernel, { ...row, authority: row.authority_id, owner: row.owner_id })
  if (!key) return undefined
  const { type, state, preview, attempts } = row
  const content = async function* () {
    yield* openStream(key, await kernel.files.get(row.id))
  }
  return { id: row.id, type, state, preview, attempts, key, content }
}

async function ownedKey(
  scope: Scope<SystemActor>,
  { sealing }: Pick<Kernel, 'sealing'>,
  row: { id: string; authority: string; owner: string; sealed_key: Buffer | null },
): Promise<DataKey | undefined> {
  const place = { authorityId: slug<'authority'>(row.authority), subjectId: row.owner }
  const ownerKey = await findSubjectKey(scope, sealing, place)
  return ownerKey && row.sealed_key
    ? sealing.unwrap(filePlace(row.id), ownerKey.open(keyField(row.id), row.sealed_key))
    : undefined
}
