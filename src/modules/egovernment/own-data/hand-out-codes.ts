import type { PersonActor } from '#kernel/db/actor.ts'
import type { Request } from '#kernel/http/route.ts'
import type { AccessCode } from '../cases/access-code.ts'
import { listOwnCases } from '../cases/case-queries.ts'
import type { CaseRecord } from '../cases/case-record.ts'
import { caseAccess, renewAccessCode } from '../cases/renew-access-code.ts'

const most = 1_000

export type HandedOut = { readonly number: string; readonly title: string; readonly code: AccessCode }

/** A person's own cases (not those of firms) that are not over: what stays to be followed when her account is closed. */
export async function listCasesToKeep(request: Pick<Request, 'readAs'>, actor: PersonActor): Promise<CaseRecord[]> {
  const alone = { ...actor, represents: [] }
  const cases = await request.readAs(alone, (scope) => listOwnCases(scope, most))
  return cases.filter(({ status, isErased }) => !isErased && status !== 'closed' && status !== 'withdrawn')
}

/** Gives each of these cases a new access code, told this once; the earlier codes no longer open them. */
export async function handOutCodes(
  request: Pick<Request, 'writeAs'>,
  cases: readonly CaseRecord[],
): Promise<HandedOut[]> {
  if (cases.length === 0) return []
  return request.writeAs(caseAccess, async (scope) => {
    const handed: HandedOut[] = []
    for (const one of cases)
      handed.push({ number: one.number, title: one.subject, code: await renewAccessCode(scope, one) })
    return handed
  })
}
