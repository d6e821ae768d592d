import type { Scope } from '#kernel/db/scope.ts'
import { secondFactorPath } from '#kernel/http/answer-error.ts'
import type { Request } from '#kernel/http/route.ts'
import { listPasskeys } from '#kernel/identity/passkeys/queries.ts'
import type { PasskeyPart } from './passkey-form.tsx'

/** Where one of her passkeys is shown and leads to `next`; undefined for whoever has none. */
export async function passkeyPart(scope: Scope, request: Request, next: string): Promise<PasskeyPart | undefined> {
  const { actor } = request.principal
  if (actor.kind !== 'staff' || (await listPasskeys(scope, actor.staffId)).length === 0) return undefined
  const path = request.href(secondFactorPath)
  return { action: `${path}?${new URLSearchParams({ next })}`, challengeHref: `${path}/challenge` }
}
