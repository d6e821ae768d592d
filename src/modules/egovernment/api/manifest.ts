import type { Permissions } from '#kernel/http/route.ts'

/** Who may use the API for submissions and cases. A key's scopes are checked again where a route is open to people as well. */
export const caseApiPermissions: Permissions = {
  'egovernment.submission.create': ['anyone'],
  'egovernment.case.follow_by_api': ['anyone'],
  'egovernment.case.list_by_api': ['key:cases.read'],
  'egovernment.case.work_by_api': ['key:cases.write'],
  'egovernment.case.decide_by_api': ['key:cases.decide'],
}
