import type { Scope } from '#kernel/db/scope.ts'
import { openPreview } from '#kernel/files/open-file.ts'
import type { Answer } from '#kernel/http/answers.ts'
import { NotFoundError } from '#kernel/http/errors.ts'
import type { Request } from '#kernel/http/route.ts'
import { draftActor } from './find-draft.ts'
import { type ApplyParts, isRedirect, readApply } from './read-apply.ts'

/** Our own picture of a page of a file, for whoever holds its draft. */
export async function showDraftPicture(parts: ApplyParts, scope: Scope, request: Request): Promise<Answer> {
  const apply = await readApply(parts, scope, request)
  const open = isRedirect(apply) ? undefined : apply.open
  const found = open?.files.find(({ id }) => id === request.params.file)
  if (!open?.key || !found) throw new NotFoundError('no such file of this draft')
  const { key, draft } = open
  const owner = { kind: 'draft', authorityId: draft.authorityId, id: draft.draftId } as const
  return request.readAs(draftActor, (drafts) =>
    openPreview(drafts, parts.kernel, { id: found.id, owner, key, page: Number(request.params.page) }),
  )
}
