import { afterAll, beforeAll, expect, test } from 'vitest'
import { damageReport, readAcknowledgement, submissionHeaders } from '#test/support/submissions.ts'
import { openTown, type Town } from '#test/support/town.ts'
import type { Page, Visitor } from '#test/support/visitor.ts'

let town: Town
let clerk: Visitor
let lead: Visitor
let ids: Record<'karin' | 'lukas', string>
beforeAll(async () => {
  town = await openTown()
  clerk = await town.signIn({ role: 'clerk', authority: 'kriens' })
  lead = await town.signIn({ role: 'lead', authority: 'kriens' })
  const rows = await town.query<{ id: string; name: string }>(`select id, name from kernel.staff`)
  const idOf = (name: string) => rows.find((row) => row.name === name)?.id ?? ''
  ids = { karin: idOf('Karin Beispiel'), lukas: idOf('Lukas Muster') }
})
afterAll(async () => {
  await town.close()
})

let serial = 0

async function newCase(): Promise<string> {
  serial += 1
  const headers = submissionHeaders(town.key('clerk', 'kriens'), `lists-${serial}`)
  const answer = await town.visitor().post('/api/v1/submissions', JSON.stringify(damageReport(`${serial}`)), headers)
  return readAcknowledgement(answer.json()).number
}

function send(who: Visitor, path: string, pairs: [string, string][]): Promise<Page> {
  const headers = { 'content-type': 'application/x-www-form-urlencoded' }
  return who.post(path, new URLSearchParams(pairs).toString(), headers)
}

const assign = (who: Visitor, to: string, numbers: readonly string[], more: [string, string][] = []) =>
  send(who, '/desk/inbox/assignment?tab=all', [
    ['to', to],
    ...more,
    ...numbers.map((number): [string, string] => ['case', number]),
  ])

async function assignedTo(number: string): Promise<string | null | undefined> {
  const [row] = await town.query<{ assigned_to: string | null }>(
    `select assigned_to from egovernment.cases where number = $1`,
    [number],
  )
  return row?.assigned_to
}

test('every filter stands in the address, shows what is set, and comes off by a link of its own', async () => {
  const number = await newCase()
  const page = await clerk.open('/desk/inbox?tab=all&service=schadensmeldung&channel=web&due=week&assigned=nobody')
  expect(page.text).not.toContain(number)
  expect(page.text).toContain('Dienstleistung: Schaden melden')
  expect(page.text).toContain('Eingang: über das Portal')
  expect(page.text).toContain('Fällig: In 7 Tagen')
  const without = await page.follow('Eingang: über das Portal')
  expect(without.path).not.toContain('channel')
  expect(without.path).toContain('due=week')
  expect(without.text).toContain(number)
  expect((await without.follow('Auswahl aufheben')).path).toMatch(/inbox\?tab=all$/)
  for (const [search, isThere] of [
    ['channel=api', true],
    ['due=later', false],
    ['due=overdue', false],
    ['q=petra%40beispielhaft.example&channel=phone', false],
    ['q=petra%40beispielhaft.example&status=received', true],
  ] as const)
    expect((await clerk.open(`/desk/inbox?tab=all&${search}`)).text.includes(number), search).toBe(isThere)
})

test('a lead marks cases and gives them away in one step; each has its own entry in history and audit', async () => {
  const numbers = [await newCase(), await newCase()]
  const inbox = await lead.open('/desk/inbox?tab=all')
  expect(inbox.document.querySelectorAll('input[name="case"][form="bulk-assignment"]').length).toBeGreaterThan(1)
  const page = await assign(lead, `staff:${ids.karin}`, numbers)
  expect(page.path).toContain('/desk/inbox?tab=all&given=2')
  expect(page.text).toContain('2 Geschäfte sind zugeteilt.')
  for (const number of numbers) expect(await assignedTo(number)).toBe(ids.karin)
  const audits = await town.query<{ n: number }>(
    `select count(*)::int as n from kernel.audit_entries e join egovernment.cases c on c.id = e.subject_id
     where c.number = any($1) and e.action = 'egovernment.case.assigned'`,
    [numbers],
  )
  expect(audits).toEqual([{ n: 2 }])
})

test('what cannot be assigned is told by number, and holds up nothing else', async () => {
  const [mine, closed] = [await newCase(), await newCase()]
  await town.query(`update egovernment.cases set status = 'closed' where number = $1`, [closed])
  const page = await assign(clerk, 'me', [mine, closed, 'KRI-0000-0000-000', 'nonsense'])
  expect(page.status).toBe(200)
  expect(page.text).toContain('1 Geschäft ist zugeteilt.')
  expect(page.text).toContain(`${closed}: Ist abgeschlossen`)
  expect(page.text).toContain('KRI-0000-0000-000: Nicht gefunden')
  expect(await assignedTo(mine)).toBe(ids.karin)

  const refused = await assign(clerk, `staff:${ids.lukas}`, [mine])
  expect(refused.text).toContain('Anderen zuteilen darf nur die Leitung.')
  expect(await assignedTo(mine)).toBe(ids.karin)
  const stranger = await town.signIn({ role: 'clerk', authority: 'luzern' })
  expect((await assign(stranger, 'me', [mine])).text).toContain('Nicht gefunden')
  expect((await assign(clerk, 'me', [])).status).toBe(422)
  const many = Array.from({ length: 101 }, (_, index) => `KRI-0000-${String(index).padStart(4, '0')}-000`)
  expect((await assign(clerk, 'me', many)).status).toBe(422)
})

test('a clerk keeps what is set as a view of her own, renames and removes it; nobody else sees it', async () => {
  const inbox = await clerk.open('/desk/inbox?tab=all&service=schadensmeldung&q=M%C3%BCller')
  let page = await inbox.fill({ 'Name der Ansicht': 'Schäden' }).submit('Ansicht behalten')
  expect(page.path).not.toContain('ller')
  expect(page.heading).toBe('Schäden')
  expect(page.document.querySelector('.desk-nav [aria-current]')?.textContent).toContain('Schäden')
  page = await (await clerk.open('/desk/inbox?tab=new&channel=phone'))
    .fill({ 'Name der Ansicht': 'Schäden' })
    .submit('Ansicht behalten')
  expect(page.status).toBe(409)
  expect(page.text).toContain('heisst schon so')

  expect((await lead.open('/desk/inbox')).html).not.toContain('Schäden')
  const [view] = await town.query<{ id: string }>('select id from egovernment.saved_views')
  await send(lead, `/desk/views/${view?.id}/removal`, [])
  expect((await send(lead, `/desk/views/${view?.id}`, [['name', 'Gekapert']])).status).toBe(404)

  page = await (await clerk.open('/desk/views')).fill({ Name: 'Strassen' }).submit('Umbenennen')
  expect(page.document.querySelector('#done')?.textContent).toContain('Die Ansicht hat einen neuen Namen.')
  expect(page.text).toContain('Strassen')
  page = await page.submit('Entfernen')
  expect(page.document.querySelector('#done')?.textContent).toContain('Die Ansicht ist entfernt.')
  expect(page.text).toContain('Noch keine Ansicht')
})

test('whoever is away is stood in for: her cases are her deputy’s, and new ones are offered to the deputy', async () => {
  const number = await newCase()
  await assign(lead, `staff:${ids.karin}`, [number])
  expect((await lead.open('/desk/inbox?tab=mine')).text).not.toContain(number)

  const form = await clerk.open('/desk/absences')
  expect(form.document.querySelector('[name="who"]')).toBeNull()
  const wrong = await form
    .fill({ 'Erster Tag': '2026-11-22', 'Letzter Tag': '2026-11-20', Stellvertretung: 'Karin Beispiel' })
    .submit('Eintragen')
  expect(wrong.status).toBe(422)
  expect(wrong.text).toContain('Der letzte Tag liegt vor dem ersten.')
  expect(wrong.text).toContain('Niemand vertritt sich selbst.')
  const entered = await wrong.fill({ 'Letzter Tag': '2026-11-28', Stellvertretung: 'Lukas Muster' }).submit('Eintragen')
  expect(entered.text).toContain('Die Abwesenheit ist eingetragen.')
  const twice = await entered
    .fill({ 'Erster Tag': '2026-11-28', 'Letzter Tag': '2026-11-30', Stellvertretung: 'Niemand' })
    .submit('Eintragen')
  expect(twice.status).toBe(409)

  const mine = await lead.open('/desk/inbox?tab=mine')
  expect(mine.text).toContain(number)
  expect(mine.text).toContain('Stellvertretung für Karin Beispiel')
  expect((await lead.open(`/desk/cases/${number}?tab=mine`)).text).toContain(
    'Karin Beispiel ist bis 28.11.2026 abwesend. Stellvertretung: Lukas Muster.',
  )

  const other = await newCase()
  const warned = await assign(lead, `staff:${ids.karin}`, [other])
  expect(warned.status).toBe(409)
  expect(warned.text).toContain('Karin Beispiel ist bis 28.11.2026 abwesend.')
  expect(await assignedTo(other)).toBeNull()
  await warned.submit('Lukas Muster zuteilen')
  expect(await assignedTo(other)).toBe(ids.lukas)
  const single = await (await lead.open(`/desk/cases/${other}/assignment`))
    .fill({ 'Wer soll das Geschäft bearbeiten?': 'Karin Beispiel (abwesend)' })
    .submit('Geschäft zuteilen')
  expect(single.status).toBe(422)
  await single.fill({ 'Trotzdem zuteilen': true }).submit('Geschäft zuteilen')
  expect(await assignedTo(other)).toBe(ids.karin)

  const stranger = await town.signIn({ role: 'lead', authority: 'luzern' })
  const [absence] = await town.query<{ id: string }>('select id from egovernment.absences')
  expect((await send(stranger, `/desk/absences/${absence?.id}/removal`, [])).status).toBe(404)
  expect((await (await lead.open('/desk/absences')).submit('Entfernen')).text).toContain('entfernt')
  expect((await lead.open('/desk/inbox?tab=mine')).text).not.toContain(number)
})

test('what a lead enters for somebody is told to her and shows by whom, and a deputyship ends with its last day', async () => {
  const number = await newCase()
  await assign(lead, `staff:${ids.karin}`, [number])
  const page = await (await lead.open('/desk/absences'))
    .fill({
      Wer: 'Karin Beispiel',
      'Erster Tag': '2026-11-22',
      'Letzter Tag': '2026-11-28',
      Stellvertretung: 'Lukas Muster',
    })
    .submit('Eintragen')
  expect(page.text).toContain('Eingetragen von')
  await town.jobs.drain()
  const mails = await town.query<{ to: string; text: string }>(
    `select m.to_address as "to", m.body_text as text from kernel.mails m join kernel.staff s on s.email = m.to_address
     where s.id = $1 and m.key like 'absence/%/entered'`,
    [ids.karin],
  )
  expect(mails).toHaveLength(1)
  expect(mails[0]?.text).toContain(
    'Lukas Muster hat für Sie eine Abwesenheit vom 22.11.2026 bis 28.11.2026 eingetragen.',
  )
  expect((await clerk.open('/desk/absences')).text).toContain('Lukas Muster')
  const isListed = async () => (await lead.open('/desk/inbox?tab=mine')).text.includes(number)
  expect(await isListed()).toBe(true)

  const over = `update egovernment.absences set first_day = '2026-11-10', last_day = $1`
  await town.query(over, ['2026-11-21'])
  expect(await isListed()).toBe(false)
  await town.query(over, ['2026-11-22'])
  expect(await isListed()).toBe(true)
  // Who no longer works there has no cases that somebody could see in her place.
  await town.query(`update kernel.staff_roles set authority_id = 'horw' where staff_id = $1`, [ids.karin])
  expect(await isListed()).toBe(false)
  await town.query(`update kernel.staff_roles set authority_id = 'kriens' where staff_id = $1`, [ids.karin])
  await town.query('delete from egovernment.absences')
})

test('a fault in the middle of many tells what was assigned and names the rest', async () => {
  const numbers = [await newCase(), await newCase(), await newCase()]
  const [, second] = numbers
  const [broken] = await town.query<{ id: string }>('select id from egovernment.cases where number = $1', [second])
  await town.query(
    `alter table egovernment.case_assignments add constraint broken check (case_id <> '${broken?.id}') not valid`,
  )
  try {
    const page = await assign(lead, `staff:${ids.karin}`, numbers)
    expect(page.status).toBe(500)
    expect(page.text).toContain('1 Geschäft ist zugeteilt.')
    expect(page.text).toContain(`${second}: Hier ist ein Fehler geschehen.`)
    expect(page.text).toContain(`${numbers[2]}: Nach dem Fehler nicht mehr versucht.`)
  } finally {
    await town.query('alter table egovernment.case_assignments drop constraint broken')
  }
  expect(await Promise.all(numbers.map(assignedTo))).toEqual([ids.karin, null, null])
})

test('after a merger the successor’s clerks see, take over and assign the cases of before; not a day earlier', async () => {
  const number = await newCase()
  const heir = await town.signIn({ role: 'lead', authority: 'luzern' })
  const join = `insert into kernel.authority_successions (from_id, to_id, on_date) values ('kriens', 'luzern', $1)`
  const { kernel } = town.house
  const sees = async () => (await heir.open(`/desk/cases/${number}?tab=all`)).status
  try {
    await town.query(join, ['2026-11-23'])
    await kernel.authorities.refresh(kernel.database)
    expect(await sees()).toBe(404)
    await town.query(`update kernel.authority_successions set on_date = '2026-11-22' where from_id = 'kriens'`)
    await kernel.authorities.refresh(kernel.database)
    expect(await sees()).toBe(200)
    expect((await heir.open('/desk/inbox?tab=all')).text).toContain(number)
    await assign(heir, 'me', [number])
    const [lead] = await town.query<{ id: string }>(
      `select r.staff_id as id from kernel.staff_roles r join egovernment.cases c on c.assigned_to = r.staff_id
       where c.number = $1 and r.authority_id = 'luzern'`,
      [number],
    )
    expect(lead?.id).toBeDefined()
    expect((await heir.open('/desk/absences')).html).not.toContain('name="authority"')
  } finally {
    await town.query(`delete from kernel.authority_successions where from_id = 'kriens'`)
    await kernel.authorities.refresh(kernel.database)
  }
  expect(await sees()).toBe(404)
})

test('a lead reads and downloads the figures of the team; a clerk does not', async () => {
  const number = await newCase()
  const page = await lead.open('/desk/statistics?period=week')
  expect(page.heading).toBe('Auswertung: Kriens')
  expect(page.text).toContain('Schaden melden')
  expect(page.html).not.toContain('Karin Beispiel')
  expect(page.html).not.toContain(number)
  expect(page.document.querySelectorAll('svg[role="img"] rect').length).toBeGreaterThan(10)
  const csv = await lead.open('/desk/statistics.csv?period=week')
  expect(csv.headers['content-type']).toContain('text/csv')
  expect(csv.html).toMatch(/Schaden melden;\d+;0;;;\d+;\d+\r\n/)
  for (const path of ['/desk/statistics', '/desk/statistics.csv']) expect((await clerk.open(path)).status).toBe(403)
  expect((await lead.open('/desk/statistics?authority=luzern&unit=../x')).heading).toContain('Kriens')
})
