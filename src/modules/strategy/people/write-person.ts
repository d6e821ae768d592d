import { v7 } from 'uuid'
import { noteErasure } from '#kernel/backup/erasure-ledger.ts'
import type { StaffActor, SystemActor } from '#kernel/db/actor.ts'
import type { WriteScope } from '#kernel/db/scope.ts'
import { NotFoundError, PreconditionFailedError } from '#kernel/http/errors.ts'
import { type AuthorityId, slug, uuid } from '#kernel/ids.ts'
import type { Module } from '#kernel/module.ts'
import { note, requireSteering, type SteeringScope, staffOf } from '../graph/write-node.ts'
import { firstDay } from './months.ts'
import type { Person, PersonContent, PersonId } from './person.ts'
import { findPerson } from './read-people.ts'

type PersonKey = Pick<Person, 'authorityId' | 'id'>

/** Adds somebody who works in projects. Throws 403. */
export async function createPerson(
  scope: SteeringScope,
  authorityId: AuthorityId,
  content: PersonContent,
): Promise<PersonId> {
  requireSteering(scope, authorityId)
  const id = uuid<'strategy-person'>(v7())
  await scope.db
    .insertInto('strategy.people')
    .values({ authority_id: authorityId, id, ...columnsOf(scope, content) })
    .execute()
  await writeParts(scope, { authorityId, id }, content)
  note(scope, 'person.created', { authorityId, id })
  return id
}

/** Saves what is kept of her. Throws 403, 404, or 412 when somebody saved since `revision` was read. */
export async function savePerson(
  scope: SteeringScope,
  { authorityId, id }: PersonKey,
  { revision, content }: { revision: number; content: PersonContent },
): Promise<void> {
  requireSteering(scope, authorityId)
  const saved = await scope.db
    .updateTable('strategy.people')
    .set({ ...columnsOf(scope, content), revision: revision + 1 })
    .where('authority_id', '=', authorityId)
    .where('id', '=', id)
    .where('revision', '=', revision)
    .returning('id')
    .executeTakeFirst()
  if (!saved) {
    if (!(await findPerson(scope, authorityId, id))) throw new NotFoundError('nobody of that id')
    throw new PreconditionFailedError('saved by somebody else', { userMessage: 'strategy.error.changed' })
  }
  await scope.db
    .deleteFrom('strategy.person_skills')
    .where('authority_id', '=', authorityId)
    .where('person_id', '=', id)
    .execute()
  await scope.db
    .deleteFrom('strategy.person_months')
    .where('authority_id', '=', authorityId)
    .where('person_id', '=', id)
    .execute()
  await writeParts(scope, { authorityId, id }, content)
  note(scope, 'person.saved', { authorityId, id })
}

function columnsOf(scope: SteeringScope, { name, role, tenths, since, until }: PersonContent) {
  return {
    name,
    role,
    month_tenths: tenths,
    since: firstDay(since),
    until: until === undefined ? null : firstDay(until),
    changed_at: scope.now(),
    changed_by: staffOf(scope),
  }
}

async function writeParts(
  scope: SteeringScope,
  { authorityId, id }: PersonKey,
  { skills, months }: PersonContent,
): Promise<void> {
  const key = { authority_id: authorityId, person_id: id }
  if (skills.length > 0)
    await scope.db
      .insertInto('strategy.person_skills')
      .values(skills.map(({ skillId, level }) => ({ ...key, skill_id: skillId, level })))
      .execute()
  if (months.length > 0)
    await scope.db
      .insertInto('strategy.person_months')
      .values(
        months.map(({ month, tenths, away }) => ({ ...key, month: firstDay(month), tenths: tenths ?? null, away })),
      )
      .execute()
}

const erased = 'strategy.person_erased'

/** Erases her with everything that is kept of her, also in plans. Throws 403, 404. */
export async function erasePerson(scope: WriteScope<StaffActor>, { authorityId, id }: PersonKey): Promise<void> {
  requireSteering(scope, authorityId)
  if (!(await findPerson(scope, authorityId, id))) throw new NotFoundError('nobody of that id')
  await remove(scope, { authorityId, id })
  note(scope, 'person.erased', { authorityId, id })
}

async function remove(
  scope: WriteScope<StaffActor> | WriteScope<SystemActor>,
  { authorityId, id }: PersonKey,
): Promise<void> {
  await scope.db.deleteFrom('strategy.people').where('authority_id', '=', authorityId).where('id', '=', id).execute()
  scope.announce(erased, { authorityId, payload: { personId: id } })
}

/** How long what nobody needs any more is kept: people who have left and noted months a year, plans two years. In months. */
const kept = { people: 12, months: 12, plans: 24 }

/** Erases who left long ago, what was noted of months long past, and old plans. Runs daily for the purpose `strategy`. */
async function removeOld(scope: WriteScope<SystemActor>): Promise<void> {
  const thisMonth = Number(scope.today().slice(0, 4)) * 12 + Number(scope.today().slice(5, 7)) - 1
  const before = (months: number) => firstDay(thisMonth - months)
  const former = await scope.db
    .selectFrom('strategy.people')
    .select(['authority_id', 'id'])
    .where('until', '<', before(kept.people))
    .limit(1_000)
    .execute()
  for (const one of former)
    await remove(scope, { authorityId: slug<'authority'>(one.authority_id), id: uuid<'strategy-person'>(one.id) })
  scope.write(scope.db.deleteFrom('strategy.person_months').where('month', '<', before(kept.months)))
  scope.write(scope.db.deleteFrom('strategy.plan_runs').where('made_at', '<', new Date(before(kept.plans))))
}

export const peopleJobs: NonNullable<Module['jobs']> = {
  'strategy.remove_old': {
    purpose: 'strategy',
    about: 'Erases people who left a year ago, what was noted of months before, and plans of two years ago.',
    handler: removeOld,
  },
}

export const peopleEvents: NonNullable<Module['events']> = {
  [erased]: { version: 1, about: 'Somebody who worked in projects was erased.', payload: ['personId'] },
}

/** Afterwards a line outside the database, for the day an older archive comes back. */
export const peopleListens: NonNullable<Module['listens']> = [
  {
    event: erased,
    subscriber: 'strategy-ledger',
    purpose: 'erasure',
    handler: async (scope, { payload, authorityId, kernel }) => {
      const subject = { authorityId: slug<'authority'>(authorityId ?? 'none'), subjectId: String(payload.personId) }
      await noteErasure(kernel.settings.dataFolder, { module: 'strategy', kind: 'person', ...subject }, scope.now())
    },
  },
]

/** Erases once more who was erased after the archive was made that came back now. Runs for the purpose `erasure`. */
export const erasePersonAgain: NonNullable<Module['eraseAgain']> = async (scope, { authorityId, subjectId, kind }) => {
  if (kind === 'person')
    scope.write(
      scope.db.deleteFrom('strategy.people').where('authority_id', '=', authorityId).where('id', '=', subjectId),
    )
}
