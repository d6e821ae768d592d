import type { Grantee, Principal, Route } from './route.ts'

/** Whether somebody has one of the roles a permission is granted to. Which rows she sees is the row policies' part. */
export function isGranted(grantees: readonly Grantee[], principal: Principal): boolean {
  return grantees.some((grantee) => isOne(grantee, principal))
}

function isOne(grantee: Grantee, { actor, key }: Principal): boolean {
  if (grantee === 'anyone') return true
  if (grantee === 'person') return actor.kind === 'person'
  if (grantee === 'case_holder') return actor.kind === 'case'
  if (isKeyScope(grantee)) return key?.scopes.includes(grantee.slice('key:'.length)) ?? false
  return !key && actor.kind === 'staff' && actor.memberships.some((membership) => membership.role === grantee)
}

function isKeyScope(grantee: Grantee): grantee is `key:${string}` {
  return grantee.startsWith('key:')
}

/** Staff work with a second factor everywhere but on the few pages that let them show one, or leave. */
export function isSecondFactorMissing(route: Route, { actor, key }: Principal): boolean {
  return actor.kind === 'staff' && !key && !actor.hasSecondFactor && route.options.secondFactor !== false
}
