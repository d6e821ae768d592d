import { afterAll, beforeAll, expect, test } from 'vitest'
import { damageReport, readAcknowledgement, submissionHeaders } from '#test/support/submissions.ts'
import { openTown, type Town } from '#test/support/town.ts'
import type { Page, Visitor } from '#test/support/visitor.ts'
import { readDemoBlocks } from '../demo/seed-text-blocks.ts'
import { unknownPlaceholders } from './placeholders.ts'

let town: Town
let clerk: Visitor
let lead: Visitor
beforeAll(async () => {
  town = await openTown()
  clerk = await town.signIn({ role: 'clerk', authority: 'kriens' })
  lead = await town.signIn({ role: 'lead', authority: 'kriens' })
})
afterAll(() => town.close())

let serial = 0

async function newCase(): Promise<string> {
  serial += 1
  const headers = submissionHeaders(town.key('clerk', 'kriens'), `blocks-${serial}`)
  const answer = await town.visitor().post('/api/v1/submissions', JSON.stringify(damageReport(`${serial}`)), headers)
  return readAcknowledgement(answer.json()).number
}

const form = { 'content-type': 'application/x-www-form-urlencoded' }
const send = (who: Visitor, path: string, values: Record<string, string>) =>
  who.post(path, new URLSearchParams(values).toString(), form)

async function add(values: Record<string, string>): Promise<string> {
  const page = await (await lead.open('/desk/text-blocks/new')).fill(values).submit('Textbaustein speichern')
  expect(page.text).toContain('Der Textbaustein ist erfasst.')
  const [row] = await town.query<{ id: string }>(`select id from egovernment.text_blocks where title = $1`, [
    values.Titel,
  ])
  return row?.id ?? ''
}

const typed = (page: Page, name: string) => page.document.querySelector(`textarea[name="${name}"]`)?.textContent
const offered = (page: Page) =>
  [...page.document.querySelectorAll('select[name="block_text"] option')].map((one) => one.textContent.trim())

test('a lead adds, changes and retires a block; every change is in the audit, and nobody else makes one', async () => {
  const id = await add({
    Titel: 'Gruss <b>',
    'Text auf Deutsch': 'Guten Tag {name} <script>',
    'Text auf Französisch': 'Bonjour {name}',
  })
  let page = await lead.open('/desk/text-blocks?q=bonjour')
  expect(page.text).toContain('Gruss <b>')
  expect(page.html).not.toContain('<script>')
  expect((await lead.open('/desk/text-blocks?q=nirgends')).text).toContain('Kein Textbaustein mit diesen Worten.')
  expect((await lead.open('/desk/text-blocks?q=%25')).text).not.toContain('Gruss')

  page = await (await lead.open(`/desk/text-blocks/${id}`))
    .fill({ Titel: 'Grusswort' })
    .submit('Textbaustein speichern')
  expect(page.text).toContain('Der Textbaustein ist geändert.')
  page = await page.submit('Nicht mehr anbieten: Grusswort')
  expect(page.text).toContain('Nicht mehr angeboten')
  page = await page.submit('Wieder anbieten: Grusswort')
  const entries = await town.query<{ action: string; actor_role: string }>(
    `select action, actor_role from kernel.audit_entries where subject_id = $1 order by id`,
    [id],
  )
  expect(entries).toEqual(
    ['added', 'changed', 'retired', 'brought_back'].map((what) => ({
      ...{ action: `egovernment.text_block.${what}`, actor_role: 'lead' },
    })),
  )

  expect((await clerk.open('/desk/text-blocks')).text).not.toContain('Neuer Textbaustein')
  const stranger = await town.signIn({ role: 'lead', authority: 'luzern' })
  const values = { title: 'Fremd', text_de: 'Fremd', service: '', unit: '' }
  for (const [who, status] of [
    [clerk, 403],
    [stranger, 404],
  ] as const) {
    expect((await who.open(`/desk/text-blocks/${id}`)).status).toBe(status)
    for (const step of ['', '/retirement', '/return'])
      expect((await send(who, `/desk/text-blocks/${id}${step}`, values)).status).toBe(status)
  }
  expect((await stranger.open('/desk/text-blocks?authority=kriens')).text).not.toContain('Grusswort')
  expect((await send(clerk, '/desk/text-blocks/new', values)).status).toBe(403)
  await (await lead.open('/desk/text-blocks')).submit('Nicht mehr anbieten: Grusswort')
})

test('an unknown placeholder, no text at all, and what is too long are refused; what was typed stays', async () => {
  const values = { title: 'Falsch', service: '', unit: '', text_de: 'Guten Tag {nmae}' }
  let page = await send(lead, '/desk/text-blocks/new', values)
  expect(page.status).toBe(422)
  expect(page.text).toContain('Diesen Platzhalter gibt es nicht: {nmae}')
  expect(typed(page, 'text_de')).toBe('Guten Tag {nmae}')
  page = await send(lead, '/desk/text-blocks/new', { ...values, text_de: '' })
  expect(page.text).toContain('Schreiben Sie den Text in mindestens einer Sprache.')
  for (const wrong of [
    { title: 'x'.repeat(121) },
    { title: '' },
    { text_de: 'x'.repeat(4_001) },
    { service: 'nothing' },
    { unit: 'nothing' },
  ])
    expect((await send(lead, '/desk/text-blocks/new', { ...values, text_de: 'Guten Tag', ...wrong })).status).toBe(422)
  expect(await town.query(`select from egovernment.text_blocks where title = 'Falsch'`)).toEqual([])
})

test('without script a clerk inserts blocks into a question, and nothing she typed is lost', async () => {
  const number = await newCase()
  const id = await add({ Titel: 'Frage', 'Text auf Deutsch': '{case number}, {service}: {clerk}, fällig {due date}' })
  await add({ Titel: 'Nur Umzug', 'Text auf Deutsch': 'Umzug', 'Für welche Dienstleistung?': 'Umzug melden' })
  let page = await clerk.open(`/desk/cases/${number}/questions`)
  expect(offered(page)).toContain('Frage')
  expect(offered(page)).not.toContain('Nur Umzug')
  const values = { text: 'Schon getippt.', 'answer_by.day': '7', 'answer_by.month': '12', 'answer_by.year': '2026' }
  page = await send(clerk, `/desk/cases/${number}/questions`, { ...values, block_text: id, insert: 'text' })
  expect(page.status).toBe(200)
  expect(typed(page, 'text')).toBe(`Schon getippt.\n\n${number}, Schaden melden: Karin Beispiel, fällig 27.11.2026`)
  expect(page.document.querySelector('input[name="answer_by.day"]')?.getAttribute('value')).toBe('7')
  page = await send(clerk, `/desk/cases/${number}/questions`, { ...values, block_text: '', insert: 'text' })
  expect(page.status).toBe(422)
  expect(typed(page, 'text')).toBe('Schon getippt.')
  const [row] = await town.query<{ status: string }>(`select status from egovernment.cases where number = $1`, [number])
  expect(row?.status).toBe('received')

  const plain = await clerk.open(`/desk/cases/${number}/text-blocks/${id}`)
  expect(plain.html).toContain(`${number}, Schaden melden`)
  expect(plain.headers['content-type']).toContain('text/plain')
  const stranger = await town.signIn({ role: 'clerk', authority: 'luzern' })
  expect((await stranger.open(`/desk/cases/${number}/text-blocks/${id}`)).status).toBe(404)
})

test('a block comes in the applicant’s language, into decision and reasons alike', async () => {
  const number = await newCase()
  const id = await add({
    Titel: 'Ja',
    'Text auf Deutsch': 'Ja zu {case number}',
    'Text auf Französisch': 'Oui à {case number}',
  })
  await town.query(`update egovernment.cases set language = 'fr', status = 'in_progress' where number = $1`, [number])
  const at = `/desk/cases/${number}/decision`
  let page = await send(clerk, at, {
    outcome: 'rejected',
    text: 'Nein.',
    reasons: '',
    block_reasons: id,
    insert: 'reasons',
  })
  expect(page.status).toBe(200)
  expect(typed(page, 'text')).toBe('Nein.')
  expect(typed(page, 'reasons')).toBe(`Oui à ${number}`)
  page = await send(clerk, at, { text: '', block_text: id, insert: 'text' })
  expect(typed(page, 'text')).toBe(`Oui à ${number}`)
})

test('files chosen before a block is inserted go with the message', async () => {
  const number = await newCase()
  await add({ Titel: 'Anbei', 'Text auf Deutsch': 'Anbei der Plan.' })
  const pdf = { name: 'plan.pdf', type: 'application/pdf', content: Buffer.from('%PDF-1.4\n%%EOF\n') }
  let page = await clerk.open(`/desk/cases/${number}/messages`)
  page = await page.fill({ Textbaustein: 'Anbei', Dateien: pdf }).submit('Einfügen')
  expect(page.text).toContain('plan.pdf')
  page = await page.submit('Nachricht senden')
  expect(page.text).toContain('Anbei der Plan.')
  const files = await town.query(
    `select f.role from egovernment.case_files f join egovernment.cases c on c.id = f.case_id where c.number = $1`,
    [number],
  )
  expect(files).toEqual([{ role: 'message' }])
})

test('the demo’s blocks name only placeholders that there are', () => {
  for (const { texts } of readDemoBlocks().blocks)
    for (const text of Object.values(texts)) expect(unknownPlaceholders(text)).toEqual([])
})
