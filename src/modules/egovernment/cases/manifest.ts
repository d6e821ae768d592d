import type { Permissions } from '#kernel/http/route.ts'
import type { Module } from '#kernel/module.ts'
import { cleanUp } from '../apply/discard-draft.ts'
import { caseEventTypes } from './tell-case.ts'
import { tellInfected } from './tell-infected.ts'

/** Filling in and following are open to everybody: drafts and cases are proven by cookie, sign-in or code, and by the row policies. */
export const casePermissions: Permissions = {
  'egovernment.draft.read': ['anyone'],
  'egovernment.draft.write': ['anyone'],
  'egovernment.case.submit': ['anyone'],
  'egovernment.case.follow': ['anyone'],
  'egovernment.case.take_part': ['anyone'],
  'egovernment.receipt.check': ['anyone'],
}

/** One fact per step of a case; each carries the case's id and those of what the step made. */
export const caseEvents: NonNullable<Module['events']> = Object.fromEntries(
  Object.keys(caseEventTypes).map((type) => [
    `egovernment.case_${type}`,
    { version: 1, about: `A case: ${type.replaceAll('_', ' ')}.`, payload: ['caseId'] },
  ]),
)

export const caseListens: NonNullable<Module['listens']> = [
  { event: 'kernel.file_infected', subscriber: 'case', purpose: 'case-files', handler: tellInfected },
]

export const caseJobs: NonNullable<Module['jobs']> = {
  'egovernment.clean_up': {
    purpose: 'cleaning',
    about:
      'Removes drafts that nobody has gone on with for thirty days, files that came with a form of a case and were not sent within a day, expired idempotency keys and old failed attempts.',
    handler: cleanUp,
  },
}

export const caseSchedules: NonNullable<Module['schedules']> = [{ job: 'egovernment.clean_up', cron: '17 3 * * *' }]
