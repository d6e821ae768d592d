import type { PersonActor } from '#kernel/db/actor.ts'
import type { Scope } from '#kernel/db/scope.ts'
import { findOwnAddressee } from './queries.ts'

/** What open data holds about a person, for her export: what she follows, and what she asked. */
export async function readOwnCorrespondence(scope: Scope<PersonActor>) {
  const id = await findOwnAddressee(scope, scope.actor.partyId)
  if (!id) return { subscriptions: [], questions: [] }
  const subscriptions = await scope.db
    .selectFrom('opendata.subscriptions as s')
    .leftJoin('opendata.published_data_sets as p', (on) =>
      on.onRef('p.authority_id', '=', 's.authority_id').onRef('p.id', '=', 's.data_set_id'),
    )
    .leftJoin('opendata.published_series as r', (on) =>
      on.onRef('r.authority_id', '=', 's.authority_id').onRef('r.id', '=', 's.series_id'),
    )
    .select(['s.authority_id as authority', 'p.slug as dataSet', 'r.slug as series', 's.created_at as createdAt'])
    .where('s.addressee_id', '=', id)
    .orderBy('s.id')
    .limit(10_000)
    .execute()
  const questions = await scope.db
    .selectFrom('opendata.questions as q')
    .innerJoin('opendata.published_data_sets as p', (on) =>
      on.onRef('p.authority_id', '=', 'q.authority_id').onRef('p.id', '=', 'q.data_set_id'),
    )
    .select([
      'q.authority_id as authority',
      'p.slug as dataSet',
      'q.kind',
      'q.state',
      'q.text',
      'q.asked_at as askedAt',
      'q.answer',
      'q.answered_at as answeredAt',
    ])
    .where('q.addressee_id', '=', id)
    .orderBy('q.id')
    .limit(10_000)
    .execute()
  return { subscriptions, questions }
}
