import fc from 'fast-check'
import { v7 } from 'uuid'
import { expect, test } from 'vitest'
import type { Mandate, PersonActor } from '#kernel/db/actor.ts'
import { statement } from '#kernel/db/transaction.ts'
import { covers } from '#kernel/identity/mandate.ts'
import { type PartyId, slug, uuid } from '#kernel/ids.ts'
import { asOwner } from '#test/support/test-database.ts'
import { addMessage } from './add-message.ts'
import { listOwnCases } from './case-queries.ts'
import { openCaseStage, somePerson, submission } from './test-cases.ts'
import { withdrawCase } from './withdraw-case.ts'

const services = ['schaden-melden', 'parkkarte', 'anlass'].map((id) => slug<'service'>(id))
const tables = ['cases', 'case_answers', 'case_events', 'case_messages', 'case_files', 'case_parties'] as const

type Stage = Awaited<ReturnType<typeof openCaseStage>>

async function someFirm(stage: Stage): Promise<PartyId> {
  const id = uuid<'party'>(v7())
  const row = `insert into kernel.parties (id, kind, name, created_at) values ($1, 'legal', 'Beispiel Bau AG', now())`
  await asOwner(stage.urls, row, [id])
  return id
}

/** Two firms with a case of each service, all handed in by one person. */
async function firmsWithCases(stage: Stage) {
  const filer = await somePerson(stage)
  const firms = [await someFirm(stage), await someFirm(stage)]
  const cases = []
  for (const firm of firms) {
    for (const service of services) {
      const ref = await stage.hand({
        service: { ...submission().service, id: service },
        parties: [
          { partyId: firm, role: 'applicant' },
          { partyId: filer.partyId, role: 'filed_by' },
        ],
      })
      cases.push({ ...ref, firm, service })
    }
  }
  return { filer, firms, cases }
}

const seenBy = (stage: Stage, actor: PersonActor, table: string, column = 'case_id') =>
  stage.database.read(actor, async (scope) => {
    const { rows } = await scope.db.executeQuery<{ id: string }>(
      statement(`select distinct ${column}::text as id from egovernment.${table}`),
    )
    return rows.map(({ id }) => id).sort()
  })

test('whatever the mandates, one sees exactly the cases they cover, in every table, and changes those she may act in', async () => {
  const stage = await openCaseStage()
  const { filer, firms, cases } = await firmsWithCases(stage)
  const mandateOf = (partyId: PartyId) =>
    fc.record({
      partyId: fc.constant(partyId),
      services: fc.oneof(fc.constant('all' as const), fc.subarray(services)),
      maySubmit: fc.boolean(),
      mayManage: fc.constant(false),
    })
  const [first, second] = firms
  if (!first || !second) throw new Error('two firms')
  const wallet = fc.tuple(fc.option(mandateOf(first)), fc.option(mandateOf(second)), fc.boolean())
  await fc.assert(
    fc.asyncProperty(wallet, async ([one, other, isFiler]) => {
      const represents: Mandate[] = [one, other].flatMap((each) => each ?? [])
      const actor: PersonActor = { ...filer, represents, ...(isFiler ? {} : { partyId: uuid(v7()) }) }
      const isCovered = (each: (typeof cases)[number], may: (mandate: Mandate) => boolean) =>
        represents.some((held) => held.partyId === each.firm && covers(held, each.service) && may(held))
      const visible = cases.filter((each) => isCovered(each, () => true)).map(({ caseId }) => caseId)
      expect(await seenBy(stage, actor, 'cases', 'id')).toEqual([...visible].sort())
      for (const table of tables.slice(1)) {
        const seen = await seenBy(stage, actor, table)
        expect(
          seen.filter((id) => !visible.some((known) => known === id)),
          table,
        ).toEqual([])
      }
      const listed = await stage.database.read(actor, (scope) => listOwnCases(scope))
      expect(listed.map(({ caseId }) => caseId).sort()).toEqual([...visible].sort())

      const changed = await stage.database.write(actor, async (scope) => {
        const { rows } = await scope.db.executeQuery<{ id: string }>(
          statement(`update egovernment.cases set updated_at = updated_at returning id::text as id`),
        )
        return rows.map(({ id }) => id).sort()
      })
      const actable = cases.filter((each) => isCovered(each, ({ maySubmit }) => maySubmit)).map(({ caseId }) => caseId)
      expect(changed).toEqual([...actable].sort())
    }),
    { numRuns: 60 },
  )
})

test('a mandate to read adds no message, takes nothing back and speaks in nobody’s name', async () => {
  const stage = await openCaseStage()
  const { firms, cases } = await firmsWithCases(stage)
  const [firm] = firms
  const [ref] = cases
  if (!firm || !ref) throw new Error('a case')
  const reader: PersonActor = {
    ...(await somePerson(stage)),
    represents: [{ partyId: firm, services: 'all', maySubmit: false, mayManage: false }],
  }
  const { database } = stage
  await expect(
    database.write(reader, (scope) => addMessage(scope, stage, { ...ref, text: 'Hallo', fileIds: [] })),
  ).rejects.toThrow()
  await expect(database.write(reader, (scope) => withdrawCase(scope, stage, ref))).rejects.toThrow()
  const forged = `insert into egovernment.case_messages (authority_id, case_id, id, direction, party_id, sealed, at)
    values ($1, $2, $3, 'in', $4, '\\x00', now())`
  for (const speaker of [reader.partyId, firm, null])
    await expect(
      database.write(reader, (scope) =>
        scope.db.executeQuery(statement(forged, [ref.authorityId, ref.caseId, v7(), speaker])),
      ),
    ).rejects.toMatchObject({ code: '42501' })

  const writer: PersonActor = {
    ...reader,
    represents: [{ partyId: firm, services: [ref.service], maySubmit: true, mayManage: false }],
  }
  await database.write(writer, (scope) => addMessage(scope, stage, { ...ref, text: 'Hallo', fileIds: [] }))
  // Also who may act speaks in her own name only, not in the firm's or a colleague's.
  await expect(
    database.write(writer, (scope) =>
      scope.db.executeQuery(statement(forged, [ref.authorityId, ref.caseId, v7(), firm])),
    ),
  ).rejects.toMatchObject({ code: '42501' })
})

test('who handed in for a firm sees nothing more once the mandate is over', async () => {
  const stage = await openCaseStage()
  const { filer, cases } = await firmsWithCases(stage)
  expect(await seenBy(stage, filer, 'cases', 'id')).toEqual([])
  expect(await seenBy(stage, filer, 'case_parties')).toEqual([])
  expect(cases).toHaveLength(6)
})
