import type { Permissions } from '#kernel/http/route.ts'
import { steeringRoles } from '#modules/egovernment/public.ts'

/** Who may do what in the strategy; rules ask again for the authority of the record. */
export const strategyPermissions = {
  'strategy.page.read': ['anyone'],
  'strategy.record.read': steeringRoles,
  'strategy.record.edit': steeringRoles,
} as const satisfies Permissions
