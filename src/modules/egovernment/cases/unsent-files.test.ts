import { afterAll, beforeAll, expect, test } from 'vitest'
import { systemActor } from '#kernel/db/actor.ts'
import { damageReport, readAcknowledgement, submissionHeaders } from '#test/support/submissions.ts'
import { openTown, type Town } from '#test/support/town.ts'
import type { Page, Visitor } from '#test/support/visitor.ts'
import { pdf, photo } from '../../../../test/journeys/attachments.ts'
import { openWithCode } from '../../../../test/journeys/walk.ts'
import { removeUnsentFiles, unsentLife } from './remove-unsent-files.ts'

let town: Town
let clerk: Visitor
beforeAll(async () => {
  town = await openTown()
  clerk = await town.signIn({ role: 'clerk', authority: 'kriens' })
})
afterAll(() => town.close())

let serial = 0

async function report() {
  serial += 1
  const headers = submissionHeaders(town.key('clerk', 'kriens'), `unsent-${serial}`)
  const answer = await town.visitor().post('/api/v1/submissions', JSON.stringify(damageReport(`${serial}`)), headers)
  const { number, accessCode } = readAcknowledgement(answer.json())
  return { number, accessCode, page: await openWithCode(town.visitor(), { number, code: accessCode }) }
}

const sentWith = (number: string) =>
  town.query<{ file_id: string }>(
    `select f.file_id from egovernment.case_files f join egovernment.cases c on c.id = f.case_id
     where c.number = $1 and f.role = 'message' and f.message_id is not null`,
    [number],
  )

const [message, files, send] = ['Ihre Nachricht', 'Dateien anhängen', 'Nachricht senden']
const errorLinks = (page: Page) =>
  [...page.document.querySelectorAll('#error-summary a')].map((link) => link.getAttribute('href'))
const documentsOf = async ({ number, accessCode }: { number: string; accessCode: string }) => {
  const page = await town.visitor().open(`/api/v1/cases/${number}`, { 'x-access-code': accessCode })
  return page.json<{ documents: { name: string }[] }>().documents.map(({ name }) => name)
}

test('a message may be a file alone, and both sides read that it came without a word', async () => {
  const made = await report()
  const sent = await made.page.fill({ [message]: ' ', [files]: photo('Loch.png') }).submit(send)
  expect(sent.status).toBe(200)
  expect(sent.text).toContain('Ihre Nachricht ist angekommen.')
  expect(sent.text).toContain('Loch.png')
  expect(sent.text).toContain('Datei ohne Text')
  expect(await sentWith(made.number)).toHaveLength(1)
  const desk = await clerk.open(`/desk/cases/${made.number}`)
  expect(desk.text).toContain('Datei ohne Text')
  expect((await desk.follow('Loch.png')).status).toBe(200)
  const blank = await made.page.fill({ [message]: '', [files]: '' }).submit(send)
  expect([blank.status, errorLinks(blank)]).toEqual([422, ['#message']])
})

test('a file that came with a message in which something was wrong goes with the next try, once', async () => {
  const made = await report()
  const tooLong = await made.page.fill({ [message]: 'x'.repeat(10_001), [files]: photo('Loch.png') }).submit(send)
  expect([tooLong.status, errorLinks(tooLong)]).toEqual([422, ['#message']])
  expect(tooLong.text).toContain('Loch.png')
  expect(await sentWith(made.number)).toEqual([])
  const right = tooLong.fill({ [message]: 'Siehe Foto' })
  const sent = await right.submit(send)
  expect(sent.text).toContain('Ihre Nachricht ist angekommen.')
  expect(sent.text).toContain('Loch.png')
  await right.submit(send)
  expect(await sentWith(made.number)).toHaveLength(1)
})

test('a file that is not taken is told at the files, what was typed and the other file stay, and each can be taken out', async () => {
  const made = await report()
  const attached = await made.page.fill({ [message]: 'x'.repeat(10_001), [files]: pdf('Skizze.pdf') }).submit(send)
  const empty = { name: 'leer.pdf', type: 'application/pdf', content: Buffer.alloc(0) }
  const refused = await attached.fill({ [message]: 'Siehe Skizze', [files]: empty }).submit(send)
  expect([refused.status, errorLinks(refused)]).toEqual([422, ['#files']])
  expect(refused.text).toContain('leer.pdf')
  expect(refused.text).toContain('Siehe Skizze')
  expect(refused.text).toContain('Skizze.pdf')
  const without = await refused.submit('Entfernen Skizze.pdf')
  expect([without.status, errorLinks(without)]).toEqual([200, []])
  expect(without.text).toContain('Siehe Skizze')
  expect(without.text).not.toContain('Skizze.pdf')
  await without.submit(send)
  expect(await sentWith(made.number)).toEqual([])
})

test('what a clerk attached stays over an error, and goes with the message', async () => {
  const { number } = await report()
  let page = await clerk.open(`/desk/cases/${number}/messages`)
  page = await page.fill({ Nachricht: '', Dateien: pdf('Plan.pdf') }).submit(send)
  expect([page.status, errorLinks(page)]).toEqual([422, ['#text']])
  expect(page.text).toContain('Plan.pdf')
  const empty = { name: 'leer.pdf', type: 'application/pdf', content: Buffer.alloc(0) }
  page = await page.fill({ Nachricht: 'Anbei', Dateien: empty }).submit(send)
  expect([page.status, errorLinks(page)]).toEqual([422, ['#files']])
  expect(page.text).toContain('Plan.pdf')
  page = await page.submit(send)
  expect(page.text).toContain('Anbei')
  expect(await sentWith(number)).toHaveLength(1)
})

test('a clerk takes a file out of a message again before she sends it, and what she typed stays', async () => {
  const { number } = await report()
  let page = await clerk.open(`/desk/cases/${number}/messages`)
  page = await page.fill({ Nachricht: '', Dateien: pdf('Plan.pdf') }).submit(send)
  page = await page
    .fill({ Nachricht: 'Anbei der Grundriss', Dateien: pdf('Grundriss.pdf') })
    .submit('Entfernen Plan.pdf')
  expect([page.status, errorLinks(page)]).toEqual([200, []])
  expect(page.text).not.toContain('Plan.pdf')
  expect(page.text).toContain('Grundriss.pdf')
  expect(await sentWith(number)).toEqual([])
  page = await page.submit(send)
  expect(page.text).toContain('Anbei der Grundriss')
  expect(page.text).toContain('Grundriss.pdf')
  expect(page.text).not.toContain('Plan.pdf')
  expect(await sentWith(number)).toHaveLength(1)
})

test('after a day files that nobody sent are removed; those sent, offered or of today stay', async () => {
  const made = await report()
  await made.page.fill({ [message]: 'Siehe Foto', [files]: photo('Gesendet.png') }).submit(send)
  const offer = await town.visitor().open(`/de/cases?number=${made.number}`)
  const followed = await offer.fill({ Zugangscode: made.accessCode }).submit('Geschäft öffnen')
  const form = await followed.follow('Angaben berichtigen')
  const offered = { 'Was stimmt nicht?': 'Ein Foto fehlte.', 'Haben Sie Fotos?': photo('Angeboten.png') }
  expect((await form.fill(offered).submit('Berichtigung anbieten')).text).toContain('Ihre Berichtigung ist angekommen.')
  await made.page.fill({ [message]: 'x'.repeat(10_001), [files]: photo('Liegengeblieben.png') }).submit(send)
  const owned = `from kernel.stored_files f join egovernment.cases c on c.id = f.owner_id where c.number = $1`
  const stored = async () =>
    Number((await town.query<{ n: string }>(`select count(*) as n ${owned}`, [made.number]))[0]?.n)
  expect(await stored()).toBe(3)

  const clean = () => town.house.kernel.database.write(systemActor('cleaning'), removeUnsentFiles)
  await clean()
  expect(await stored()).toBe(3)
  const age = [made.number, new Date(town.clock.now().getTime() - unsentLife - 1_000)]
  await town.query(
    `update kernel.stored_files set created_at = $2 where owner_id = (select id from egovernment.cases where number = $1)`,
    age,
  )
  await clean()
  await town.jobs.drain()
  expect(await stored()).toBe(2)
  expect(await documentsOf(made)).toEqual(['Gesendet.png'])
  expect(await town.query('select id from kernel.loose_files')).toEqual([])
  const [{ id = '' } = {}] = await town.query<{ id: string }>(
    `select f.id ${owned} and f.id not in (select file_id from egovernment.case_files)`,
    [made.number],
  )
  expect((await clerk.open(`/desk/cases/${made.number}/files/${id}`)).status).toBe(200)
})

test('what nobody sent is seen by nobody else: neither at the desk nor by API', async () => {
  const made = await report()
  await made.page.fill({ [message]: 'x'.repeat(10_001), [files]: photo('Loch.png') }).submit(send)
  const writing = await clerk.open(`/desk/cases/${made.number}/messages`)
  await writing.fill({ Nachricht: '', Dateien: pdf('intern.pdf') }).submit(send)
  expect(await documentsOf(made)).toEqual([])
  expect((await clerk.open(`/desk/cases/${made.number}`)).html).not.toMatch(/Loch\.png|intern\.pdf/)

  await made.page.fill({ [message]: 'Ein anderes', [files]: photo('Weg.png') }).submit(send)
  expect(await documentsOf(made)).toEqual(['Weg.png'])
  expect((await clerk.open(`/desk/cases/${made.number}`)).text).toContain('Weg.png')
})
