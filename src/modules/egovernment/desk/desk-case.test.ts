import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  type Acknowledgement,
  damageReport,
  readAcknowledgement,
  submissionHeaders,
} from '#test/support/submissions.ts'
import { openTown, type Town } from '#test/support/town.ts'
import type { Page, Visitor } from '#test/support/visitor.ts'
import { openWithCode } from '../../../../test/journeys/walk.ts'
import { pdf, upload } from '../../../../test/security/attack.ts'

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

/** Somebody reports a damage in Kriens and follows it with the code. */
async function newCase(): Promise<Acknowledgement & { applicant: Visitor }> {
  serial += 1
  const headers = submissionHeaders(town.key('clerk', 'kriens'), `desk-case-${serial}`)
  const answer = await town.visitor().post('/api/v1/submissions', JSON.stringify(damageReport(`${serial}`)), headers)
  const submitted = readAcknowledgement(answer.json())
  const applicant = town.visitor()
  await openWithCode(applicant, { number: submitted.number, code: submitted.accessCode })
  return { ...submitted, applicant }
}

const at = (number: string, noun = '') => `/desk/cases/${number}${noun && `/${noun}`}`

function postForm(who: Visitor, path: string, values: Record<string, string>): Promise<Page> {
  const headers = { 'content-type': 'application/x-www-form-urlencoded' }
  return who.post(path, new URLSearchParams(values).toString(), headers)
}

test('a reason that reads like a key of ours is shown as it was typed, to staff and to the applicant', async () => {
  const { number, applicant } = await newCase()
  const typed = 'egovernment.desk.reason.work'
  await postForm(clerk, at(number, 'disclosure'), { reason: typed })
  expect((await clerk.open(at(number))).text).toContain(typed)
  expect((await applicant.open(`/cases/${number}`)).text).toContain(`(${typed})`)
})

test('who opens what is not possible now, or sends a form with an error, sees the case and leaves an entry', async () => {
  const { number } = await newCase()
  const whom = 'Wohin leiten Sie das Geschäft weiter?'
  const authority = { [whom]: 'An eine andere Behörde', Behörde: 'Luzern', 'Warum?': 'Grenze' }
  await (await clerk.open(at(number, 'forwarding'))).fill(authority).submit('Geschäft weiterleiten')
  const participant = await town.signIn({ role: 'clerk', authority: 'luzern' })
  const looks = [
    await participant.open(at(number, 'questions')),
    await participant.open(at(number, 'decision')),
    await (await participant.open(at(number, 'messages'))).submit('Nachricht senden'),
  ]
  expect(looks.map(({ status }) => status)).toEqual([409, 409, 422])
  const entries = await town.query<{ action: string; actor_role: string }>(
    `select action, actor_role from kernel.audit_entries e join egovernment.cases c on c.id = e.subject_id
     where c.number = $1 and action like 'shown:%/cases/:number/%' and action not like '%forwarding' order by e.id`,
    [number],
  )
  expect(entries).toEqual(
    [
      'GET /desk/cases/:number/questions',
      'GET /desk/cases/:number/decision',
      'GET /desk/cases/:number/messages',
      'POST /desk/cases/:number/messages',
    ].map((route) => ({ action: `shown:${route}`, actor_role: 'clerk' })),
  )
})

test('a lead holds a case back from erasing with a reason that stands at its head, and lifts that with another', async () => {
  const { number } = await newCase()
  expect((await postForm(clerk, at(number, 'hold'), { text: 'Rekurs' })).status).toBe(403)
  let page = await (await lead.open(at(number, 'hold'))).fill({ Grund: 'Rekurs hängig' }).submit('Bestätigen')
  expect(page.text).toContain('«Rekurs hängig»')
  expect((await clerk.open(at(number, 'notes'))).text).toContain('Löschung angehalten')
  page = await lead.open(at(number, 'hold'))
  expect(page.text).toContain('«Rekurs hängig»')
  page = await page.fill({ Grund: 'Rekurs erledigt' }).submit('Bestätigen')
  expect(page.text).not.toContain('darf nicht gelöscht werden')
  const entries = await town.query<{ action: string; reason: string }>(
    `select action, reason from kernel.audit_entries e join egovernment.cases c on c.id = e.subject_id
     where c.number = $1 and action like '%legal_hold%' order by e.id`,
    [number],
  )
  expect(entries).toEqual([
    { action: 'egovernment.case.legal_hold_set', reason: 'Rekurs hängig' },
    { action: 'egovernment.case.legal_hold_lifted', reason: 'Rekurs erledigt' },
  ])
})

test('of two leads who hold a case back at once the second hears that it is so already, and it stays so', async () => {
  const { number } = await newCase()
  const [first, second] = [await lead.open(at(number, 'hold')), await lead.open(at(number, 'hold'))]
  await first.fill({ Grund: 'Rekurs hängig' }).submit('Bestätigen')
  const late = await second.fill({ Grund: 'Einsicht verlangt' }).submit('Bestätigen')
  expect(late.status).toBe(409)
  expect(late.text).toContain('Die Löschung ist schon angehalten. Es wurde nichts geändert.')
  expect(late.text).toContain('Einsicht verlangt')
  expect(late.html).not.toContain('name="wanted"')
  const held = 'select legal_hold from egovernment.cases where number = $1'
  expect(await town.query(held, [number])).toEqual([{ legal_hold: true }])

  const lifting = [await lead.open(at(number, 'hold')), await lead.open(at(number, 'hold'))]
  const answers = []
  for (const page of lifting) answers.push(await page.fill({ Grund: 'Rekurs erledigt' }).submit('Bestätigen'))
  expect(answers.map(({ status }) => status)).toEqual([200, 409])
  expect(answers[1]?.text).toContain('Die Löschung ist nicht angehalten. Es wurde nichts geändert.')
  expect(await town.query(held, [number])).toEqual([{ legal_hold: false }])
})

async function isUnread(number: string): Promise<boolean | undefined> {
  const rows = await town.query<{ has_unread: boolean }>('select has_unread from egovernment.cases where number = $1', [
    number,
  ])
  return rows[0]?.has_unread
}

test('a new message stays new until whoever has the case, or stands in for her, has seen it; where nobody has it, until anybody of the unit has', async () => {
  const { number, applicant } = await newCase()
  const write = () => postMessage(applicant, number)
  await write()
  await lead.open(at(number))
  expect(await isUnread(number)).toBe(false)

  await postForm(clerk, at(number, 'start'), {})
  await write()
  await lead.open(at(number))
  expect(await isUnread(number)).toBe(true)
  expect((await clerk.open('/desk/inbox?tab=mine')).text).toContain('Neue Nachricht')
  await clerk.open(at(number))
  expect(await isUnread(number)).toBe(false)

  await write()
  await town.query(
    `insert into egovernment.absences (authority_id, id, staff_id, deputy_id, first_day, last_day, entered_by, entered_at)
     select c.authority_id, gen_random_uuid(), c.assigned_to, r.staff_id, '2026-01-01', '2026-12-31', r.staff_id, now()
     from egovernment.cases c join kernel.staff_roles r on r.authority_id = c.authority_id and r.role = 'lead'
     where c.number = $1 limit 1`,
    [number],
  )
  await lead.open(at(number))
  expect(await isUnread(number)).toBe(false)
  await town.query('delete from egovernment.absences')
})

async function postMessage(who: Visitor, number: string): Promise<void> {
  const page = await (await who.open(`/cases/${number}`))
    .fill({ 'Ihre Nachricht': 'Es eilt.' })
    .submit('Nachricht senden')
  expect(page.status).toBe(200)
}

test('a clerk of one unit forwards a case to another and reads in her inbox where it went', async () => {
  const { number } = await newCase()
  await town.query(
    `update kernel.staff_roles r set unit_id = c.unit_id from egovernment.cases c
     where c.number = $1 and r.authority_id = c.authority_id and r.role = 'clerk'`,
    [number],
  )
  try {
    const to = {
      'Wohin leiten Sie das Geschäft weiter?': 'An eine andere Abteilung',
      Abteilung: 'Einwohnerdienste',
      'Warum?': 'Falsch zugeteilt',
    }
    const page = await (await clerk.open(at(number, 'forwarding'))).fill(to).submit('Geschäft weiterleiten')
    expect([page.status, page.path.split('?')[0]]).toEqual([200, '/desk/inbox'])
    expect(page.text).toContain(`Das Geschäft ${number} liegt jetzt hier: Einwohnerdienste.`)
    expect((await clerk.open(at(number))).text).not.toContain('Das Geschäft ist weitergeleitet.')
  } finally {
    await town.query(`update kernel.staff_roles set unit_id = null where authority_id = 'kriens' and role = 'clerk'`)
  }
})

test('a case goes to another unit, whose inbox has it then; the applicant reads who has it and who takes part', async () => {
  const { number, applicant } = await newCase()
  const whom = 'Wohin leiten Sie das Geschäft weiter?'
  const unit = { [whom]: 'An eine andere Abteilung', Abteilung: 'Einwohnerdienste', 'Warum?': 'Falsch zugeteilt' }
  let page = await (await clerk.open(at(number, 'forwarding'))).fill(unit).submit('Geschäft weiterleiten')
  expect(page.text).toContain('Weitergeleitet: Einwohnerdienste')
  expect(page.text).toContain('Falsch zugeteilt')
  const [moved] = await town.query<{ unit_id: string; assigned_to: string | null; authority_id: string }>(
    'select unit_id, assigned_to, authority_id from egovernment.cases where number = $1',
    [number],
  )
  expect(moved).toEqual({ unit_id: 'einwohnerdienste', assigned_to: null, authority_id: 'kriens' })
  expect((await clerk.open('/desk/inbox?tab=all&unit=einwohnerdienste')).text).toContain(number)

  const authority = { [whom]: 'An eine andere Behörde', Behörde: 'Luzern', 'Warum?': 'Grenze' }
  page = await (await clerk.open(at(number, 'forwarding'))).fill(authority).submit('Geschäft weiterleiten')
  expect(page.text).toContain('Weitergeleitet: Luzern')
  const seen = await applicant.open(`/cases/${number}`)
  expect(seen.text).toContain('Das Geschäft ist jetzt hier: Einwohnerdienste.')
  expect(seen.text).toContain('Eine weitere Behörde wirkt mit: Luzern.')
  expect(seen.text).not.toContain('Falsch zugeteilt')
})

test('the applicant opens the letter of the decision, which is written down; strangers do not', async () => {
  const { number, applicant } = await newCase()
  expect((await applicant.open(`/cases/${number}/decision.pdf`)).status).toBe(404)
  await postForm(clerk, at(number, 'start'), {})
  const page = await (await clerk.open(at(number, 'decision')))
    .fill({ 'Wie entscheiden Sie?': 'Gutgeheissen', Entscheid: 'Das Loch wird gefüllt.' })
    .submit('Entscheid prüfen')
  await page.submit('Entscheid unterzeichnen')
  const letter = await (await applicant.open(`/cases/${number}`)).follow('Entscheid als PDF')
  expect(letter.bytes.subarray(0, 5).toString()).toBe('%PDF-')
  expect((await town.visitor().open(`/cases/${number}/decision.pdf`)).status).toBe(404)
  const entries = await town.query<{ actor_kind: string }>(
    `select actor_kind from kernel.audit_entries e join egovernment.cases c on c.id = e.subject_id
     where c.number = $1 and action = 'shown:GET /cases/:number/decision.pdf'`,
    [number],
  )
  expect(entries).toEqual([{ actor_kind: 'case' }])
})

test('a file for a specially protected question opens only for whoever works on the case', async () => {
  const mandate = await upload(town, 'ernennung.pdf', pdf('Ernennung'))
  const body = {
    service: 'datensperre',
    authority: 'kriens',
    answers: {
      for_whom: 'represented',
      person: { given: 'Petra', family: 'Beispielhaft' },
      birth_date: '1990-05-01',
      address: { street: 'Musterstrasse', number: '1', postcode: '6010', locality: 'Kriens', municipality: 1059 },
      representative: { given: 'Paul', family: 'Beispielhaft' },
      mandate_files: [{ id: mandate }],
      extent: 'lists',
      how_long: 'open',
      tell_previous: false,
      declaration: true,
    },
    contact: { email: 'petra@beispielhaft.example', language: 'de' },
  }
  const headers = submissionHeaders(town.key('clerk', 'kriens'), 'desk-case-protected')
  const answer = await town.visitor().post('/api/v1/submissions', JSON.stringify(body), headers)
  expect(answer.json()).toMatchObject({ accessCode: expect.any(String) })
  const { number } = readAcknowledgement(answer.json())
  const rows = await town.query<{ field: string }>('select field from egovernment.case_files where file_id = $1', [
    mandate,
  ])
  expect(rows).toEqual([{ field: 'mandate_files' }])
  expect((await clerk.open(at(number, `files/${mandate}`))).status).toBe(403)
  await postForm(clerk, at(number, 'start'), {})
  expect((await clerk.open(at(number, `files/${mandate}`))).status).toBe(200)
  expect((await lead.open(at(number, `files/${mandate}`))).status).toBe(403)
})
