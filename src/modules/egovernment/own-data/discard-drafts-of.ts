import type { Request } from '#kernel/http/route.ts'
import { type PartyId, slug, uuid } from '#kernel/ids.ts'
import { discardDraft } from '../apply/discard-draft.ts'
import { draftActor } from '../apply/find-draft.ts'

const most = 500

/** Throws all drafts of a person away, with their keys and files. */
export async function discardDraftsOf(request: Pick<Request, 'writeAs'>, partyId: PartyId): Promise<void> {
  const count = await request.writeAs(draftActor, async (scope) => {
    const rows = await scope.db
      .selectFrom('egovernment.drafts')
      .select(['authority_id', 'id'])
      .where('party_id', '=', partyId)
      .limit(most)
      .execute()
    for (const row of rows) await discardDraft(scope, { authorityId: slug(row.authority_id), draftId: uuid(row.id) })
    return rows.length
  })
  if (count === most) await discardDraftsOf(request, partyId)
}
