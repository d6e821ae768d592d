import type { SystemActor } from '../../db/actor.ts'
import type { WriteScope } from '../../db/scope.ts'
import { NotFoundError } from '../../http/errors.ts'
import { type AuthorityId, slug } from '../../ids.ts'
import type { Kernel } from '../../kernel.ts'
import type { JobHandler } from '../../module.ts'
import { nextTry, previewJob, scanJob } from '../check-states.ts'
import { loosen } from '../delete-files.ts'
import { StoreAwayError } from '../file-store.ts'
import { findProgramFile } from '../find-bytes.ts'
import { ScannerAwayError } from './clamd.ts'

const batch = 200

/**
 * Job: has the virus scanner look at one file. Clean: it opens from now on. Infected: its content goes at once, and whoever is concerned is
 * told (`kernel.file_infected`). No verdict: it stays closed and is tried again later.
 */
export const scanFile: JobHandler = async (scope, { payload, kernel }) => {
  const id = String(payload.id)
  const found = await findProgramFile(scope, kernel, id)
  if (found?.state !== 'waiting') return
  // A scanner that was taken away leaves files closed that came under it: nothing opens because a part is missing.
  if (!kernel.scanner) return postpone(scope, found)
  try {
    const result = await kernel.scanner.scan(found.content())
    kernel.metrics.countScan(result.isClean ? 'clean' : 'infected')
    if (result.isClean) openUp(scope, found)
    else await closeForGood(scope, kernel, { id, signature: result.signature })
  } catch (error) {
    if (!(error instanceof ScannerAwayError || error instanceof StoreAwayError || error instanceof NotFoundError))
      throw error
    kernel.metrics.countScan('failed')
    kernel.log.warn('virus scan', { error: error.message, attempts: found.attempts + 1 })
    postpone(scope, found)
  }
}

type Found = { id: string; preview: string; attempts: number }

function openUp(scope: WriteScope<SystemActor>, { id, preview }: Found): void {
  const isLast = preview !== 'waiting'
  scope.write(
    scope.db
      .updateTable('kernel.stored_files')
      .set({
        ...{ state: 'clean', checked_at: scope.now(), attempts: 0 },
        next_check_at: isLast ? null : nextTry(scope.now(), 1),
      })
      .where('id', '=', id)
      .where('state', '=', 'waiting'),
  )
  if (!isLast) scope.enqueue(previewJob, { payload: { id } })
}

function postpone(scope: WriteScope<SystemActor>, { id, attempts }: Found): void {
  scope.write(
    scope.db
      .updateTable('kernel.stored_files')
      .set({ attempts: attempts + 1, next_check_at: nextTry(scope.now(), attempts) })
      .where('id', '=', id)
      .where('state', '=', 'waiting'),
  )
}

async function closeForGood(
  scope: WriteScope<SystemActor>,
  kernel: Kernel,
  { id, signature }: { id: string; signature: string },
): Promise<void> {
  const row = await scope.db
    .updateTable('kernel.stored_files')
    .set({ state: 'infected', checked_at: scope.now(), next_check_at: null, preview: 'none' })
    .where('id', '=', id)
    .where('state', '=', 'waiting')
    .returning(['authority_id', 'owner_kind', 'owner_id'])
    .executeTakeFirst()
  if (!row) return
  loosen(scope, [id])
  kernel.log.warn('malware found in a file', { file: id, signature, owner: row.owner_kind ?? 'nobody' })
  if (row.authority_id === null || row.owner_id === null || row.owner_kind === null) return
  const authorityId: AuthorityId = slug(row.authority_id)
  scope.record('kernel.file.infected', { authorityId, subjectId: row.owner_id, detail: { fileId: id, signature } })
  scope.announce('kernel.file_infected', {
    authorityId,
    payload: { fileId: id, ownerKind: row.owner_kind, ownerId: row.owner_id },
  })
}

/** Job: asks again for scans and pictures that are due; each minute, and only if the scanner answers. */
export const checkDueFiles: JobHandler = async (scope, { kernel }) => {
  const isThere = kernel.scanner !== undefined && (await kernel.scanner.isThere())
  const due = await scope.db
    .selectFrom('kernel.stored_files')
    .select(['id', 'state'])
    .where('next_check_at', '<=', scope.now())
    .where((where) => (isThere ? where.val(true) : where('state', '<>', 'waiting')))
    .orderBy('next_check_at')
    .limit(batch)
    .execute()
  if (due.length === 0) return
  for (const { id, state } of due) scope.enqueue(state === 'waiting' ? scanJob : previewJob, { payload: { id } })
  // Not asked for twice while its job is on the way.
  const ids = due.map(({ id }) => id)
  scope.write(
    scope.db
      .updateTable('kernel.stored_files')
      .set({ next_check_at: nextTry(scope.now(), 3) })
      .where('id', 'in', ids),
  )
}
