import type { SystemActor } from '../db/actor.ts'
import type { WriteScope } from '../db/scope.ts'
import { UnprocessableError } from '../http/errors.ts'
import type { DataKey } from '../sealing/sealing.ts'
import { type FileOwner, filesAuthority, keyField } from './stored-file.ts'

/**
 * Gives files that have just arrived to their owner: their keys are sealed with the owner's key (`key`), so that erasing the owner's key
 * makes them unreadable, wherever their bytes still lie. An id works once, and only while the file belongs to nobody.
 *
 *     const uploads = request.uploads.filter((upload) => upload.ok)
 *     await attachFiles(scope, { ids: uploads.map(({ id }) => id), owner: { kind: 'draft', authorityId, id: draftId }, key })
 *
 * Throws `UnprocessableError` when one of the files is not there or belongs to somebody.
 */
export async function attachFiles(
  scope: WriteScope<SystemActor>,
  { ids, owner, key }: { ids: readonly string[]; owner: FileOwner; key: DataKey },
): Promise<void> {
  const wanted = [...new Set(ids)]
  if (wanted.length === 0) return
  const rows = await scope.db
    .selectFrom('kernel.stored_files as f')
    .innerJoin('kernel.sealing_keys as k', (on) =>
      on.onRef('k.subject_id', '=', 'f.id').on('k.authority_id', '=', filesAuthority),
    )
    .select(['f.id', 'f.state', 'f.size', 'k.wrapped_key'])
    .where('f.id', 'in', wanted)
    .where('f.authority_id', 'is', null)
    .forUpdate('f')
    .execute()
  if (rows.length !== wanted.length)
    throw new UnprocessableError('a file is not there or is somebody else’s', { userMessage: 'kernel.files.unknown' })
  refuseInfected(rows)
  await refuseTooMuch(scope, owner, rows)

  for (const row of rows) writeOwner(scope, row.id, owner, key.seal(keyField(row.id), row.wrapped_key))
  scope.write(
    scope.db
      .deleteFrom('kernel.sealing_keys')
      .where('authority_id', '=', filesAuthority)
      .where('subject_id', 'in', wanted),
  )
}

/**
 * Hands files from one owner to another, such as from a draft to the case made of it. Only their keys are sealed anew, so it costs the same
 * for files of any size. Without `ids` all files go; give those the answers name, and delete the rest with the draft (`deleteFiles`).
 */
export async function moveFiles(
  scope: WriteScope<SystemActor>,
  move: {
    from: FileOwner
    fromKey: DataKey
    to: FileOwner
    toKey: DataKey
    ids?: readonly string[]
  },
): Promise<void> {
  if (move.ids?.length === 0) return
  const all = scope.db
    .selectFrom('kernel.stored_files')
    .select(['id', 'state', 'sealed_key'])
    .where('authority_id', '=', move.from.authorityId)
    .where('owner_kind', '=', move.from.kind)
    .where('owner_id', '=', move.from.id)
    .forUpdate()
  const rows = await (move.ids ? all.where('id', 'in', move.ids) : all).execute()
  if (move.ids && rows.length !== new Set(move.ids).size)
    throw new UnprocessableError('a file is not there or is somebody else’s', { userMessage: 'kernel.files.unknown' })
  refuseInfected(rows)
  for (const row of rows) {
    if (!row.sealed_key) throw new Error('an owned file has no key')
    const wrapped = move.fromKey.open(keyField(row.id), row.sealed_key)
    writeOwner(scope, row.id, move.to, move.toKey.seal(keyField(row.id), wrapped))
  }
}

/** What was found infected meanwhile is not handed in. */
function refuseInfected(rows: readonly { state: string }[]): void {
  if (rows.some(({ state }) => state === 'infected'))
    throw new UnprocessableError('a file is infected', { userMessage: 'kernel.files.infected' })
}

/** Bytes that one draft, case or party may keep together. */
export const ownerBytes = 300_000_000

async function refuseTooMuch(
  scope: WriteScope<SystemActor>,
  owner: FileOwner,
  rows: readonly { size: number }[],
): Promise<void> {
  const kept = await scope.db
    .selectFrom('kernel.stored_files')
    .select('size')
    .where('authority_id', '=', owner.authorityId)
    .where('owner_kind', '=', owner.kind)
    .where('owner_id', '=', owner.id)
    .execute()
  const total = [...kept, ...rows].reduce((sum, { size }) => sum + size, 0)
  if (total > ownerBytes)
    throw new UnprocessableError('too much for one owner', {
      userMessage: 'kernel.files.too_much',
      values: { limit: `${ownerBytes / 1_000_000} MB` },
    })
}

function writeOwner(scope: WriteScope, id: string, owner: FileOwner, sealedKey: Buffer): void {
  scope.write(
    scope.db
      .updateTable('kernel.stored_files')
      .set({
        authority_id: owner.authorityId,
        owner_kind: owner.kind,
        owner_id: owner.id,
        sealed_key: sealedKey,
        sender_hash: null,
      })
      .where('id', '=', id),
  )
}
