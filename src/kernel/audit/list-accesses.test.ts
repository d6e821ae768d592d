import { v7 } from 'uuid'
import { expect, test } from 'vitest'
import { openTestDatabase } from '#test/support/test-database.ts'
import { type StaffActor, systemActor } from '../db/actor.ts'
import { slug, uuid } from '../ids.ts'
import { listAccesses } from './list-accesses.ts'

const kriens = slug<'authority'>('kriens')
const clerk: StaffActor = {
  kind: 'staff',
  staffId: uuid<'staff'>(v7()),
  identityId: null,
  name: 'Erika Muster',
  memberships: [{ authorityId: kriens, unitId: null, role: 'clerk' }],
  hasSecondFactor: true,
}

test('an applicant sees who looked at her case, in what role and why, without names', async () => {
  const { database } = await openTestDatabase()
  const [mine, other] = [v7(), v7()]
  const at = { authorityId: kriens }
  await database.recordAccess(clerk, 'shown', { ...at, subjectIds: [mine, other], role: 'clerk', reason: 'inbox' })
  await database.recordAccess(clerk, 'shown', { ...at, subjectId: other, subjectIds: [other], role: 'clerk' })
  await database.recordAccess(clerk, 'shown', {
    ...at,
    subjectId: mine,
    subjectIds: [mine],
    role: 'lead',
    reason: 'handling',
  })
  await database.recordAccess({ kind: 'case', authorityId: kriens, caseId: uuid<'case'>(mine) }, 'shown', {
    ...at,
    subjectId: mine,
  })
  await database.write(clerk, async (scope) => scope.record('closed', { ...at, subjectId: mine }))

  const list = await database.read(systemActor('accesses'), (scope) =>
    listAccesses(scope, { authorityId: kriens, caseId: mine }),
  )
  expect(list).toMatchObject([
    { by: 'applicant', role: undefined, isList: false },
    { by: 'staff', role: 'lead', reason: 'handling', authorityId: 'kriens', isList: false },
    { by: 'staff', role: 'clerk', reason: 'inbox', isList: true },
  ])
  expect(JSON.stringify(list)).not.toContain(clerk.staffId)
  const [, second] = list
  const older = await database.read(systemActor('accesses'), (scope) =>
    listAccesses(scope, { authorityId: kriens, caseId: mine, ...(second ? { before: second.id } : {}) }),
  )
  expect(older).toEqual(list.slice(2))
})

test('nobody else reads accesses that way', async () => {
  const { database } = await openTestDatabase()
  const caseId = v7()
  await database.recordAccess(clerk, 'shown', { authorityId: kriens, subjectId: caseId })
  const ask = (purpose: string) =>
    database.read(systemActor(purpose), (scope) => listAccesses(scope, { authorityId: kriens, caseId }))
  expect(await ask('accesses')).toHaveLength(1)
  expect(await ask('submission')).toEqual([])
  const elsewhere = await database.read(systemActor('accesses'), (scope) =>
    listAccesses(scope, { authorityId: slug<'authority'>('luzern'), caseId }),
  )
  expect(elsewhere).toEqual([])
})
