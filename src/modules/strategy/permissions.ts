import { staffRoles } from '#kernel/db/actor.ts'
import type { Permissions } from '#kernel/http/route.ts'
import { steeringRoles, strategyRoles } from '#modules/egovernment/public.ts'

/** Pages that say the same to everybody: staff who look at them see what the public sees. */
export const forEverybody = { permission: 'strategy.page.read', isPublic: true, readsAsPublic: true } as const

/** Who may do what in the strategy; rules ask again for the authority of the record. */
export const strategyPermissions = {
  'strategy.page.read': ['anyone'],
  // Whoever leads a project reads projects, goals, indicators and money of her authority; which projects she edits, rules ask.
  'strategy.project.read': strategyRoles,
  'strategy.project.edit': strategyRoles,
  'strategy.record.read': steeringRoles,
  'strategy.record.edit': steeringRoles,
  // Persons are known to nobody but those who steer, not to the public and in no open data.
  'strategy.people.read': steeringRoles,
  'strategy.people.edit': steeringRoles,
  'strategy.idea.propose': staffRoles,
  'strategy.synergy.edit': steeringRoles,
  'strategy.agreement.edit': steeringRoles,
  'strategy.parliament.edit': steeringRoles,
  'strategy.plan.read': steeringRoles,
  'strategy.plan.make': steeringRoles,
} as const satisfies Permissions
