import type { SystemActor } from '#kernel/db/actor.ts'
import type { WriteScope } from '#kernel/db/scope.ts'
import { isToken, newToken } from '#kernel/identity/token.ts'
import { type ServiceId, slug, uuid } from '#kernel/ids.ts'
import { findSubjectKey } from '#kernel/sealing/sealing-keys.ts'
import type { Sealer } from '../cases/case-key.ts'
import { type DraftHandle, tokenHash } from './draft.ts'

/** Hours that a link to another device works. */
export const linkHours = 24

/**
 * Makes a link that takes a draft to another device, and gives its token. It works once within a day; it carries the draft's own token,
 * sealed, so that both devices go on.
 */
export async function makeDraftLink(
  scope: WriteScope<SystemActor>,
  { sealing }: Sealer,
  handle: DraftHandle,
): Promise<string> {
  const place = { authorityId: handle.authorityId, subjectId: handle.draftId }
  const key = await findSubjectKey(scope, sealing, place)
  if (!key) throw new TypeError('a draft that was sent needs no link')
  const token = newToken()
  scope.write(
    scope.db.insertInto('egovernment.draft_links').values({
      authority_id: handle.authorityId,
      draft_id: handle.draftId,
      hash: tokenHash(token),
      sealed_token: key.seal('draft-link', handle.token),
      created_at: scope.now(),
      expires_at: new Date(scope.now().getTime() + linkHours * 3_600_000),
    }),
  )
  return token
}

/** Uses a link: gives the handle of its draft; undefined when it is unknown, used, too old, or the draft is gone. */
export async function useDraftLink(
  scope: WriteScope<SystemActor>,
  { sealing }: Sealer,
  { token, serviceId }: { readonly token: string; readonly serviceId: ServiceId },
): Promise<DraftHandle | undefined> {
  if (!isToken(token)) return undefined
  const link = await scope.db
    .updateTable('egovernment.draft_links')
    .set({ used_at: scope.now() })
    .where('hash', '=', tokenHash(token))
    .where('used_at', 'is', null)
    .where('expires_at', '>', scope.now())
    .returning(['authority_id', 'draft_id', 'sealed_token'])
    .executeTakeFirst()
  if (!link) return undefined
  const draft = await scope.db
    .selectFrom('egovernment.drafts')
    .select('service_id')
    .where('authority_id', '=', link.authority_id)
    .where('id', '=', link.draft_id)
    .where('submitted_at', 'is', null)
    .executeTakeFirst()
  const key = await findSubjectKey(scope, sealing, { authorityId: link.authority_id, subjectId: link.draft_id })
  if (draft?.service_id !== serviceId || !key) return undefined
  return {
    authorityId: slug(link.authority_id),
    draftId: uuid(link.draft_id),
    token: key.openText('draft-link', link.sealed_token),
  }
}
