import type { SystemActor } from '#kernel/db/actor.ts'
import type { WriteScope } from '#kernel/db/scope.ts'
import { deleteFiles } from '#kernel/files/delete-files.ts'
import { slug, uuid } from '#kernel/ids.ts'
import type { JobHandler } from '#kernel/module.ts'
import { eraseSubjectKey } from '#kernel/sealing/sealing-keys.ts'
import { removeUnsentFiles } from '../cases/remove-unsent-files.ts'
import type { Draft } from './draft.ts'

type DraftKeys = Pick<Draft, 'authorityId' | 'draftId'>

/** Throws a draft away, with its key and its files. */
export async function discardDraft(scope: WriteScope<SystemActor>, draft: DraftKeys): Promise<void> {
  await emptyDraft(scope, draft)
  scope.write(ofDraft(scope, draft))
}

/** Takes everything out of a draft that was sent; the row stays, so that sending it again finds the case. */
export async function emptyDraft(scope: WriteScope<SystemActor>, { authorityId, draftId }: DraftKeys): Promise<void> {
  eraseSubjectKey(scope, { authorityId, subjectId: draftId })
  await deleteFiles(scope, { owner: { kind: 'draft', authorityId, id: draftId } })
}

function ofDraft(scope: WriteScope<SystemActor>, { authorityId, draftId }: DraftKeys) {
  return scope.db.deleteFrom('egovernment.drafts').where('authority_id', '=', authorityId).where('id', '=', draftId)
}

const batch = 200

/** Job: removes drafts that nobody has gone on with for thirty days, files nobody sent, used idempotency keys and old failed attempts. */
export const cleanUp: JobHandler = async (scope) => {
  const due = await scope.db
    .selectFrom('egovernment.drafts')
    .select(['authority_id', 'id'])
    .where('expires_at', '<', scope.now())
    .limit(batch)
    .execute()
  for (const row of due) await discardDraft(scope, { authorityId: slug(row.authority_id), draftId: uuid(row.id) })
  scope.write(scope.db.deleteFrom('egovernment.submission_keys').where('expires_at', '<', scope.now()))
  scope.write(scope.db.deleteFrom('egovernment.message_keys').where('expires_at', '<', scope.now()))
  const yesterday = new Date(scope.now().getTime() - 86_400_000)
  scope.write(scope.db.deleteFrom('egovernment.case_access_attempts').where('at', '<', yesterday))
  const hasMore = await removeUnsentFiles(scope)
  if (hasMore || due.length === batch) scope.enqueue('egovernment.clean_up', { payload: {} })
}
