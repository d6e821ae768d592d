import type { JobHandler, Module } from '#kernel/module.ts'
import { addressDays, keptDays } from '../questions/question.ts'
import { tellSubscribers } from '../subscriptions/tell-subscribers.ts'

const day = 86_400_000

/**
 * Erases what nobody confirmed in time, who asked what was answered a while ago, old questions that are not public, and then addresses to which
 * nothing goes any more.
 */
const tidy: JobHandler = async (scope) => {
  const now = scope.now()
  const before = (days: number) => new Date(now.getTime() - days * day)
  const { db } = scope
  await db
    .deleteFrom('opendata.subscriptions')
    .where('confirmed_at', 'is', null)
    .where('confirm_until', '<', now)
    .execute()
  await db
    .deleteFrom('opendata.questions')
    .where('state', '=', 'unconfirmed')
    .where('confirm_until', '<', now)
    .execute()
  await db.deleteFrom('opendata.questions').where('asked_at', '<', before(keptDays)).execute()
  await db
    .updateTable('opendata.questions')
    .set({ addressee_id: null })
    .where('addressee_id', 'is not', null)
    .where('answered_at', '<', before(addressDays))
    .execute()
  await db
    .deleteFrom('opendata.addressees as a')
    // Whoever is asking right now is left for the next time.
    .where('a.created_at', '<', before(1))
    .where(({ not, exists, selectFrom }) =>
      not(exists(selectFrom('opendata.subscriptions as s').select('s.id').whereRef('s.addressee_id', '=', 'a.id'))),
    )
    .where(({ not, exists, selectFrom }) =>
      not(exists(selectFrom('opendata.questions as q').select('q.id').whereRef('q.addressee_id', '=', 'a.id'))),
    )
    .execute()
}

export const correspondenceJobs: NonNullable<Module['jobs']> = {
  'opendata.tell_subscribers': {
    purpose: 'correspondence',
    about: 'Tells those who follow data sets what has changed, in one mail a day.',
    longWork: tellSubscribers,
  },
  'opendata.tidy_correspondence': {
    purpose: 'correspondence',
    about: 'Erases addresses and questions that are not needed any more.',
    handler: tidy,
  },
}

export const correspondenceSchedules: NonNullable<Module['schedules']> = [
  { job: 'opendata.tell_subscribers', cron: '15 7 * * *' },
  { job: 'opendata.tidy_correspondence', cron: '50 3 * * *' },
]
