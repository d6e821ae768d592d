import { v7 } from 'uuid'
import { expect, test } from 'vitest'
import { asOwner, openTestDatabase } from '#test/support/test-database.ts'
import { type PersonActor, systemActor } from '../db/actor.ts'
import { statement } from '../db/transaction.ts'
import { type PartyId, slug, uuid } from '../ids.ts'
import { acceptMandate, MandateHeldError } from './accept-mandate.ts'
import { endMandate, giveUpMandate, LastManagerError, limitMandate, listFirmsLedAlone } from './change-mandate.ts'
import { findOpenInvitation, type Invitation, inviteRepresentative, revokeInvitation } from './invite-representative.ts'
import { listHeldMandates, listInvitations, listMandatesOf } from './mandate-queries.ts'

const authorityId = slug<'authority'>('kanton-luzern')
const mandates = systemActor('mandates')

async function openFirm() {
  const { database, urls } = await openTestDatabase()
  const party = async (name: string, kind = 'natural'): Promise<PartyId> => {
    const id = uuid<'party'>(v7())
    await asOwner(urls, `insert into kernel.parties (id, kind, name, created_at) values ($1, $2, $3, now())`, [
      id,
      kind,
      name,
    ])
    return id
  }
  const firmId = await party('Beispiel Bau AG', 'legal')
  const person = (partyId: PartyId, represents: PersonActor['represents'] = []): PersonActor => ({
    kind: 'person',
    identityId: uuid(v7()),
    partyId,
    represents,
    level: 'high',
  })
  const [anna, bruno] = [await party('Anna Muster'), await party('Bruno Beispiel')]
  const manager = person(anna, [{ partyId: firmId, services: 'all', maySubmit: true, mayManage: true }])
  await asOwner(
    urls,
    `insert into kernel.representations (party_id, by_party_id, mandate, may_manage, valid_from) values ($1, $2, 'Leitung', true, '2026-01-01')`,
    [firmId, anna],
  )
  const invitation = (changes: Partial<Invitation> = {}): Invitation => ({
    firmId,
    email: 'bruno@beispiel.example',
    mandate: 'Werkstatt',
    services: [slug('schadensmeldung')],
    right: 'submit',
    validFrom: '2026-01-01',
    validTo: null,
    ...changes,
  })
  const invite = (changes: Partial<Invitation> = {}) =>
    database.write(manager, (scope) => inviteRepresentative(scope, invitation(changes), { authorityId }))
  const accept = (token: string, partyId: PartyId) =>
    database.write(mandates, (scope) => acceptMandate(scope, { token, partyId, authorityId }))
  return { database, urls, firmId, anna, bruno, manager, person, party, invitation, invite, accept }
}

test('a manager invites, the link works once, and both see the mandate', async () => {
  const { database, firmId, bruno, manager, person, invite, accept, party } = await openFirm()
  const { token } = await invite()
  expect(await database.read(manager, (scope) => listInvitations(scope, firmId))).toMatchObject([
    { email: 'bruno@beispiel.example', right: 'submit' },
  ])
  expect(await database.read(mandates, (scope) => findOpenInvitation(scope, token))).toMatchObject({
    firm: 'Beispiel Bau AG',
    mandate: 'Werkstatt',
  })
  const carla = await party('Carla Esempio')
  const results = await Promise.allSettled([accept(token, bruno), accept(token, carla)])
  expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  const represented = [
    { partyId: firmId, services: [slug<'service'>('schadensmeldung')], maySubmit: true, mayManage: false },
  ]
  const winner = results[0]?.status === 'fulfilled' ? bruno : carla
  expect(await database.read(person(winner, represented), (scope) => listHeldMandates(scope, winner))).toMatchObject([
    { name: 'Beispiel Bau AG', services: ['schadensmeldung'], right: 'submit' },
  ])
  const held = await database.read(manager, (scope) => listMandatesOf(scope, firmId))
  expect(held.map(({ name }) => name)).toHaveLength(2)
  expect(held.map(({ holderId }) => holderId)).toContain(winner)
  await expect(accept(token, bruno)).rejects.toMatchObject({ status: 404 })
  await expect(accept((await invite()).token, winner)).rejects.toThrow(MandateHeldError)
})

test('an invitation that was taken back, or is too old, makes no mandate', async () => {
  const { database, urls, firmId, bruno, manager, invite, accept } = await openFirm()
  const back = await invite()
  await database.write(manager, async (scope) => revokeInvitation(scope, firmId, back.id))
  await expect(accept(back.token, bruno)).rejects.toMatchObject({ status: 404 })
  const old = await invite()
  await asOwner(urls, `update kernel.mandate_invitations set expires_at = '2026-01-01' where id = $1`, [old.id])
  await expect(accept(old.token, bruno)).rejects.toMatchObject({ status: 404 })
  await expect(accept('nonsense', bruno)).rejects.toMatchObject({ status: 404 })
})

test('who does not manage a firm neither invites nor changes nor sees its mandates', async () => {
  const { database, firmId, bruno, person, invitation } = await openFirm()
  const strangers = [
    person(bruno),
    person(bruno, [{ partyId: firmId, services: 'all', maySubmit: true, mayManage: false }]),
    person(bruno, [{ partyId: uuid(v7()), services: 'all', maySubmit: true, mayManage: true }]),
  ]
  for (const stranger of strangers) {
    await expect(
      database.write(stranger, (scope) => inviteRepresentative(scope, invitation(), { authorityId })),
    ).rejects.toMatchObject({ code: '42501' })
    expect(await database.read(stranger, (scope) => listMandatesOf(scope, firmId))).toEqual([])
    expect(await database.read(stranger, (scope) => listInvitations(scope, firmId))).toEqual([])
    const raised = await database.write(stranger, (scope) =>
      scope.db.executeQuery(statement(`update kernel.representations set may_submit = true, service_ids = null`)),
    )
    expect(raised.numAffectedRows).toBe(0n)
    const forged = statement(
      `insert into kernel.representations (party_id, by_party_id, mandate, valid_from) values ($1, $2, 'x', '2026-01-01')`,
      [firmId, bruno],
    )
    await expect(database.write(stranger, (scope) => scope.db.executeQuery(forged))).rejects.toMatchObject({
      code: '42501',
    })
  }
})

test('a mandate is limited and ended, and one manager always stays', async () => {
  const { database, firmId, anna, bruno, manager, person, invite, accept } = await openFirm()
  await accept((await invite()).token, bruno)
  const idOf = async (partyId: PartyId) =>
    (await database.read(manager, (scope) => listMandatesOf(scope, firmId))).find((one) => one.holderId === partyId)
      ?.id ?? ''
  const [own, his] = [await idOf(anna), await idOf(bruno)]
  const wanted = { firmId, authorityId }
  const terms = { mandate: 'Nur lesen', services: 'all' as const, right: 'read' as const, validTo: '2026-12-31' }
  await database.write(manager, (scope) => limitMandate(scope, { ...wanted, id: his, terms }))
  const reader = person(bruno, [{ partyId: firmId, services: 'all', maySubmit: false, mayManage: false }])
  expect(await database.read(reader, (scope) => listHeldMandates(scope, bruno))).toMatchObject([terms])

  await expect(database.write(manager, (scope) => endMandate(scope, { ...wanted, id: own }))).rejects.toThrow(
    LastManagerError,
  )
  await expect(database.write(manager, (scope) => limitMandate(scope, { ...wanted, id: own, terms }))).rejects.toThrow(
    LastManagerError,
  )
  await expect(
    database.write(mandates, (scope) => giveUpMandate(scope, { ...wanted, id: own, partyId: anna })),
  ).rejects.toThrow(LastManagerError)
  expect(await database.read(manager, (scope) => listFirmsLedAlone(scope))).toEqual(['Beispiel Bau AG'])

  await database.write(mandates, (scope) => giveUpMandate(scope, { ...wanted, id: his, partyId: bruno }))
  expect(await database.read(reader, (scope) => listHeldMandates(scope, bruno))).toEqual([])
  // Ended, not gone: the same person can be invited again.
  await accept((await invite({ right: 'manage', services: 'all' })).token, bruno)
  expect(await database.read(manager, (scope) => listFirmsLedAlone(scope))).toEqual([])

  const both = [manager, person(bruno, manager.represents)]
  const ids = [await idOf(bruno), own]
  const ended = await Promise.allSettled(
    both.map((actor, index) =>
      database.write(actor, (scope) => endMandate(scope, { ...wanted, id: ids[index] ?? '' })),
    ),
  )
  expect(ended.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
})
