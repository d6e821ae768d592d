import { v7 } from 'uuid'
import type { StaffActor } from '#kernel/db/actor.ts'
import type { WriteScope } from '#kernel/db/scope.ts'
import { ConflictError } from '#kernel/http/errors.ts'
import { uuid } from '#kernel/ids.ts'
import { requireSteward } from '../catalogue/workbench.ts'
import { countSources, mostSources, setNextRun } from './queries.ts'
import type { HarvestSource, HarvestSourceId } from './source.ts'

/** Begins to take over a catalogue; it is read at once. Throws 403, or 409 where the authority has this address already, or too many. */
export async function addSource(
  scope: WriteScope<StaffActor>,
  source: Omit<HarvestSource, 'id' | 'nextRunAt'>,
): Promise<HarvestSourceId> {
  requireSteward(scope, source.authorityId)
  if ((await countSources(scope, source.authorityId)) >= mostSources)
    throw new ConflictError('too many sources', {
      userMessage: 'opendata.harvest.error.many',
      values: { most: mostSources },
    })
  const id = uuid<'harvest-source'>(v7())
  const made = await scope.db
    .insertInto('opendata.harvest_sources')
    .values({
      authority_id: source.authorityId,
      id,
      kind: source.kind,
      title: source.title,
      url: source.url,
      contact_name: source.contact.name,
      contact_email: source.contact.email,
      every_hours: source.everyHours,
      created_by: scope.actor.staffId,
      created_at: scope.now(),
      next_run_at: scope.now(),
    })
    .onConflict((conflict) => conflict.columns(['authority_id', 'url']).doNothing())
    .returning('id')
    .executeTakeFirst()
  if (!made) throw new ConflictError('source known', { userMessage: 'opendata.harvest.error.known' })
  scope.record('opendata.harvest_source.added', { authorityId: source.authorityId, subjectId: id })
  runSoon(scope, { ...source, id })
  return id
}

/** Has a source read now, besides its schedule. A source that rests wakes up. */
export function runSoon(
  scope: WriteScope<StaffActor>,
  source: Pick<HarvestSource, 'authorityId' | 'id' | 'everyHours'>,
): void {
  requireSteward(scope, source.authorityId)
  setNextRun(scope, source, new Date(scope.now().getTime() + source.everyHours * 3_600_000))
  scope.enqueue('opendata.harvest_source', {
    authorityId: source.authorityId,
    payload: { source: source.id, authority: source.authorityId },
  })
  scope.record('opendata.harvest_source.asked', { authorityId: source.authorityId, subjectId: source.id })
}

/** What becomes of the data sets of a source that ends: they are taken back, or stay and are kept by hand from now on. */
export const sourceFates = ['withdraw', 'keep'] as const
export type SourceFate = (typeof sourceFates)[number]

/** Ends a source: it is not read any more, and a job sees to its data sets. Throws 403. */
export function endSource(
  scope: WriteScope<StaffActor>,
  source: Pick<HarvestSource, 'authorityId' | 'id'>,
  fate: SourceFate,
): void {
  requireSteward(scope, source.authorityId)
  setNextRun(scope, source, null)
  scope.enqueue('opendata.end_source', {
    authorityId: source.authorityId,
    payload: { source: source.id, authority: source.authorityId, fate },
  })
  scope.record('opendata.harvest_source.ended', {
    authorityId: source.authorityId,
    subjectId: source.id,
    detail: { fate },
  })
}

/** Lets a source rest: what was taken over stays as it is. */
export function letRest(scope: WriteScope<StaffActor>, source: Pick<HarvestSource, 'authorityId' | 'id'>): void {
  requireSteward(scope, source.authorityId)
  setNextRun(scope, source, null)
  scope.record('opendata.harvest_source.rested', { authorityId: source.authorityId, subjectId: source.id })
}
