import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTown, type Town } from '#test/support/town.ts'
import type { Page, Visitor } from '#test/support/visitor.ts'
import { checkId } from '../../projects/checks.ts'
import { type Gate, standardChecks } from '../../projects/hermes.ts'

let town: Town
let lead: Visitor
let home: string
let proposer: Visitor

beforeAll(async () => {
  town = await openTown()
  lead = await town.signIn({ role: 'strategist', authority: 'luzern' })
})
afterAll(() => town.close())

const desk = '/de/luzern/desk/strategy'

function send(
  who: Visitor,
  path: string,
  fields: Readonly<Record<string, string>>,
  more: readonly [string, string][] = [],
) {
  const body = new URLSearchParams([...Object.entries(fields), ...more]).toString()
  return who.post(path, body, { 'content-type': 'application/x-www-form-urlencoded' })
}

/** What the fields of a form hold, as a browser would send them. */
function fieldsOf(page: Page, action: string): Record<string, string> {
  const form = [...page.document.querySelectorAll('form')].find((one) => one.getAttribute('action')?.includes(action))
  const fields = [...(form?.querySelectorAll('input[name], textarea[name], select[name]') ?? [])]
  return Object.fromEntries(
    fields.map((field) => [
      field.getAttribute('name') ?? '',
      field.getAttribute('value') ??
        field.querySelector('option[selected]')?.getAttribute('value') ??
        (field.tagName === 'TEXTAREA' ? (field.textContent ?? '') : ''),
    ]),
  )
}

const day = (name: string, [year, month, date]: readonly [string, string, string]) => ({
  [`${name}.day`]: date,
  [`${name}.month`]: month,
  [`${name}.year`]: year,
})

type Wish = { outcome: string; isComplete?: boolean; condition?: boolean; more?: readonly [string, string][] }

/** Writes down a decision at a gate. */
async function decide(gate: Gate, { outcome, isComplete = true, condition = false, more = [] }: Wish): Promise<Page> {
  const page = await lead.open(`${home}&tab=plan`)
  const seen = fieldsOf(page, '/decisions').seen ?? ''
  const checks = isComplete ? standardChecks(gate).map((one): [string, string] => ['checks', checkId(one)]) : []
  const conditions = {
    condition_0: 'Schulung nachweisen',
    condition_owner_0: 'Projektleitung',
    ...day('condition_due_0', ['2026', '11', '1']),
  }
  return send(
    lead,
    home.replace('?', '/decisions?'),
    {
      ...{ gate, seen, outcome, decided_by: 'Strategiegremium', reason: 'Geprüft' },
      ...day('decided_on', ['2026', '11', '20']),
      ...(condition && conditions),
    },
    [...checks, ...more],
  )
}

const phase = async () => {
  const [row] = await town.query<{ phase: string }>(
    `select p.phase from strategy.projects p join strategy.nodes n on n.id = p.node_id where n.title ->> 'de' = 'Digitale Hundemarke'`,
  )
  return row?.phase
}

test('whoever works at the authority puts in an idea, and those who steer find it in the pipeline', async () => {
  const clerk = await town.signIn({ role: 'clerk', authority: 'luzern' })
  proposer = clerk
  const idea = {
    title: 'Digitale Hundemarke',
    text: 'Marke am Telefon zeigen',
    benefit: 'Kein Metall',
    office: 'Sicherheit',
  }
  const missing = await send(clerk, `${desk}/idea`, { ...idea, benefit: '' })
  expect([missing.status, missing.text.includes('Füllen Sie dieses Feld aus.')]).toEqual([422, true])
  expect((await send(clerk, `${desk}/idea`, idea)).text).toContain('Ihre Idee ist bei der Fachstelle.')
  expect((await clerk.open(`${desk}/projects`)).status).toBe(403)
  expect((await clerk.open(`${desk}/idea`)).text).toContain('Digitale Hundemarke: IdeeNoch kein Entscheid.')
  const found = await (await lead.open(`${desk}/projects`)).follow('Digitale Hundemarke')
  expect(found.heading).toBe('Digitale Hundemarke')
  home = found.path.replace('&tab=overview', '')
  expect((await lead.open('/de/strategy/projects')).text).not.toContain('Digitale Hundemarke')
})

test('a gate is refused, asks for its check list, and then opens', async () => {
  expect((await decide('is10', { outcome: 'refused' })).status).toBe(200)
  expect(await phase()).toBe('idea')
  const open = await decide('is10', { outcome: 'approved', isComplete: false })
  expect([open.status, open.text.includes('Die Prüfliste ist nicht vollständig.')]).toEqual([422, true])
  expect((await decide('is10', { outcome: 'approved' })).text).toContain('Gespeichert.')
  expect(await phase()).toBe('impulse')
  // Whoever put it in reads on its page how it goes on; others do not see whose idea it is.
  expect((await proposer.open(`${desk}/idea`)).text).toMatch(
    /Digitale Hundemarke: ImpulsAufnahme ins Portfolio.*: freigegeben, 20\.11\.2026\. Geprüft/,
  )
  expect((await lead.open(`${desk}/idea`)).text).not.toContain('Digitale Hundemarke')
  expect((await decide('is15', { outcome: 'approved' })).text).toContain('zuerst Grösse und Vorgehen')
})

/** The mails about ideas, the oldest first. */
const ideaMails = () =>
  town.query<{ to: string; subject: string; text: string }>(
    `select to_address as "to", subject, body_text as text from kernel.mails where key like 'idea/%' order by created_at, id`,
  )

test('whoever put in an idea gets a mail once for each decision, which tells nothing of it, until she turns it off', async () => {
  await town.jobs.drain()
  const mails = await ideaMails()
  // Refused and then approved; what was not decided tells nobody.
  expect(mails.map(({ subject }) => subject)).toEqual(['Neues zu Ihrer Idee', 'Neues zu Ihrer Idee'])
  const [clerk] = await town.query<{ email: string }>(
    `select s.email from kernel.staff s join strategy.idea_proposers i on i.staff_id = s.id
     join strategy.nodes n on n.id = i.node_id where n.title ->> 'de' = 'Digitale Hundemarke'`,
  )
  expect(new Set(mails.map(({ to }) => to))).toEqual(new Set([clerk?.email]))
  for (const { text } of mails) {
    expect(text).toContain('/de/desk/strategy/idea?authority=luzern')
    expect(text).not.toMatch(/Hundemarke|Geprüft|abgelehnt|freigegeben/)
  }
  const off = await (await proposer.open(`${desk}/idea`)).submit('Kein E-Mail mehr')
  expect(off.text).toContain('Sie erhalten kein E-Mail.')
  await decide('is15', { outcome: 'deferred', isComplete: false })
  await town.jobs.drain()
  expect(await ideaMails()).toHaveLength(2)
  const on = await (await proposer.open(`${desk}/idea`)).submit('E-Mail erhalten')
  expect(on.text).toContain('erhalten Sie ein E-Mail')
  await decide('is15', { outcome: 'refused', isComplete: false })
  await town.jobs.drain()
  expect(await ideaMails()).toHaveLength(3)
  // Who works there no more is told nothing.
  await town.query(`update kernel.staff set is_disabled = true where email = $1`, [clerk?.email])
  await decide('is15', { outcome: 'deferred', isComplete: false })
  await town.jobs.drain()
  await town.query(`update kernel.staff set is_disabled = false where email = $1`, [clerk?.email])
  expect(await ideaMails()).toHaveLength(3)
})

test('a check list is ticked, added to and shortened before the decision, which takes it over with who and when', async () => {
  const made = await send(lead, home.replace('?', '/parts/milestones?'), {
    ...{ id: '', title: 'Start', phase: 'impulse', gate: 'is15', weight: '0' },
    ...day('planned_on', ['2026', '12', '1']),
  })
  const list = (page: Page) => {
    const form = [...page.document.querySelectorAll('form')].find((one) =>
      one.getAttribute('action')?.includes('/checks?'),
    )
    const boxes = [...(form?.querySelectorAll('input[name="done"]') ?? [])]
    return {
      path: form?.getAttribute('action') ?? '',
      points: boxes.map((box) => box.getAttribute('value')),
      ticked: boxes.filter((box) => box.hasAttribute('checked')).map((box) => box.getAttribute('value')),
    }
  }
  const { path, points } = list(made)
  expect(points).toEqual(['is15_1', 'is15_2', 'is15_3', 'is15_4'])
  const changed = await send(lead, path, { added: ' Datenschutz  geklärt ', removed: 'is15_4' }, [['done', 'is15_1']])
  expect(list(changed)).toMatchObject({
    points: ['is15_1', 'is15_2', 'is15_3', 'Datenschutz geklärt'],
    ticked: ['is15_1'],
  })
  expect(changed.text).toMatch(/Abgehakt am \d\d\.11\.2026 von Stefan Beispiel/)
  // Somebody who began before ticks another point: both are ticked. What she has not seen ticked she cannot take off.
  const both = await send(lead, path, { added: '', removed: '' }, [['done', 'is15_2']])
  expect(list(both).ticked).toEqual(['is15_1', 'is15_2'])
  const late = await send(lead, path, { added: '', removed: 'is15_1' })
  expect([late.status, late.text.includes('inzwischen jemand abgehakt')]).toEqual([409, true])
  const twice = await send(lead, path, { added: 'Datenschutz geklärt', removed: '' }, [['done', 'is15_1']])
  expect([twice.status, twice.text.includes('Diesen Punkt gibt es schon.')]).toEqual([409, true])
  const gate = [...late.document.querySelectorAll('input[name="checks"]')]
  expect(gate.filter((box) => box.hasAttribute('checked')).map((box) => box.getAttribute('value'))).toEqual([
    'is15_1',
    'is15_2',
  ])
})

test('what is to come is not decided yet', async () => {
  const seen = fieldsOf(await lead.open(`${home}&tab=plan`), '/decisions').seen ?? ''
  const decision = { gate: 'is15', seen, outcome: 'refused', decided_by: 'Gremium', reason: 'Geprüft' }
  const page = await send(lead, home.replace('?', '/decisions?'), {
    ...decision,
    ...day('decided_on', ['2099', '1', '1']),
  })
  expect([page.status, page.text.includes('Halten Sie den Entscheid fest, wenn er gefallen ist.')]).toEqual([422, true])
})

test('a phase shows what was released and spent; more than that is told there and in the overview', async () => {
  const page = await lead.open(`${desk}/projects/beispiel-baugesuche-online?tab=phases`)
  const row = [...page.document.querySelectorAll('tr')].find((one) => one.textContent?.startsWith('Realisierung'))
  expect(row?.textContent).toMatch(/CHF 264'816\.00CHF 271'876\.00 mehr als freigegeben/)
  expect((await lead.open(desk)).text).toContain("Realisierung: CHF 271'876.00 ausgegeben, CHF 264'816.00 freigegeben")
})

test('of two who edit the project neither loses anything: the second sees both versions and saves again', async () => {
  const [mine, theirs] = [await lead.open(`${home}&tab=edit`), await lead.open(`${home}&tab=edit`)]
  const action = home.slice(home.indexOf('/desk'), home.indexOf('?'))
  const [first, second] = [fieldsOf(mine, `${action}?`), fieldsOf(theirs, `${action}?`)]
  const saved = await send(lead, home, { ...first, size: 'small', method: 'classic', owner: 'Sicherheit Stadt' })
  expect(saved.text).toContain('Gespeichert.')
  const late = await send(lead, home, { ...second, owner: 'Polizei', budget: '45000' })
  expect(late.status).toBe(412)
  expect(late.text).toContain('Sicherheit Stadt')
  const merged = fieldsOf(late, `${action}?`)
  expect(merged).toMatchObject({ owner: 'Polizei', budget: '45000', size: 'small' })
  expect((await send(lead, home, merged)).text).toContain('Gespeichert.')
})

test('conditions hold up the way to the end until they are met', async () => {
  const added: [string, string] = ['checks', 'Datenschutz geklärt']
  expect((await decide('is15', { outcome: 'approved' })).text).toContain('Die Prüfliste ist nicht vollständig.')
  await decide('is15', { outcome: 'approved', more: [added] })
  const [kept] = await town.query<{ checks: { text?: string; doneBy?: string; doneOn?: string }[] }>(
    `select checks from strategy.gate_decisions where gate = 'is15' and outcome = 'approved'
     and node_id = (select id from strategy.nodes where title ->> 'de' = 'Digitale Hundemarke')`,
  )
  expect(kept?.checks.map(({ doneBy }) => typeof doneBy)).toEqual(['string', 'string', 'string', 'string'])
  expect(kept?.checks.at(-1)).toMatchObject({ text: 'Datenschutz geklärt' })
  await decide('ms20', { outcome: 'with_conditions', isComplete: false, condition: true })
  expect(await phase()).toBe('execution')
  expect((await lead.open(desk)).text).toContain('Schulung nachweisen')
  const held = await decide('closure', { outcome: 'approved' })
  expect([held.status, held.text.includes('sind überfällig')]).toEqual([422, true])
  const plan = await lead.open(`${home}&tab=plan`)
  const action = [...plan.document.querySelectorAll('form')]
    .map((form) => form.getAttribute('action') ?? '')
    .find((one) => one.includes('/conditions/'))
  expect((await send(lead, action ?? '', { met_note: 'Kurs vom 3. November' })).text).toContain('Kurs vom 3.')
  await decide('closure', { outcome: 'approved' })
  await decide('end', { outcome: 'approved' })
  expect(await phase()).toBe('closed')
  expect((await lead.open(`${home}&tab=plan`)).text).toContain('hat keine Freigabe mehr vor sich')
})

test('a half-year is reported once and stays as it is', async () => {
  const report = {
    ...{ kind: 'half_year', summary: 'Fertig', own_rating: 'good', own_reason: 'Nach Plan' },
    ...day('as_of', ['2026', '6', '30']),
  }
  const write = () => send(lead, home.replace('?', '/reports?'), report)
  expect((await write()).text).toContain('Gespeichert.')
  expect((await write()).text).toContain('er bleibt, wie er ist')
})

test('a risk is written down, and what was changed meanwhile is shown beside what was typed', async () => {
  const risk = { title: 'Zu spät', probability: '2', impact: '3', measure: '', owner: 'Projektleitung', state: 'open' }
  const path = home.replace('?', '/parts/risks?')
  expect((await send(lead, path, { ...risk, id: '' })).text).toContain('2 × 3 = 6')
  const edit = await (await lead.open(`${home}&tab=risks`)).follow('ändern')
  const fields = fieldsOf(edit, '/parts/risks')
  expect((await send(lead, path, { ...fields, impact: '4' })).text).toContain('2 × 4 = 8')
  const late = await send(lead, path, { ...fields, probability: '1' })
  expect([late.status, fieldsOf(late, '/parts/risks').impact]).toEqual([412, '4'])
})

test('days reach from 1900 to 2200: a contract «until 9999» is refused in words, and pages with days of no calendar answer', async () => {
  const contract = {
    ...{ id: '', kind: 'contract', partner: 'Beispiel Ewig AG', subject: 'Betrieb', amount: '', procurement: '' },
    ...{ shown: 'with_project', ...day('begins_on', ['2026', '1', '1']) },
  }
  const path = home.replace('?', '/parts/contracts?')
  for (const year of ['9999', '2201', '1899']) {
    const refused = await send(lead, path, { ...contract, ...day('ends_on', [year, '12', '31']) })
    expect([refused.status, refused.text.includes('zwischen 1900 und 2200')]).toEqual([422, true])
  }
  const noYear = await send(lead, path, { ...contract, ...day('ends_on', ['', '12', '31']) })
  expect([noYear.status, noYear.text.includes('Geben Sie einen Tag an')]).toEqual([422, true])
  expect((await send(lead, path, { ...contract, ...day('ends_on', ['2200', '12', '31']) })).text).toContain(
    'Beispiel Ewig',
  )
  const overview = await lead.open('/de/strategy?since=0000-01-01')
  expect([overview.status, overview.text.includes('0000-01-01')]).toEqual([200, false])
  expect((await lead.open('/api/v1/strategy/paths?from=luzern/fb1&on=0000-01-01')).status).toBe(400)
})

test('phases are planned and services chosen from the catalogue, each known once; what somebody added meanwhile is shown', async () => {
  const phase = {
    ...{ id: '', phase: 'concept', budget: "50'000" },
    ...day('planned_from', ['2027', '1', '1']),
    ...day('planned_to', ['2026', '12', '31']),
  }
  const phases = home.replace('?', '/parts/phases?')
  const wrong = await send(lead, phases, phase)
  expect([wrong.status, fieldsOf(wrong, '/parts/phases').budget]).toEqual([422, "50'000"])
  const right = { ...phase, ...day('planned_to', ['2027', '6', '30']) }
  expect((await send(lead, phases, right)).text).toMatch(/Konzept01\.01\.2027/)
  const twice = await send(lead, phases, { ...right, budget: '60000' })
  expect([twice.status, twice.text.includes("CHF 60'000.00"), twice.text.includes("CHF 50'000.00")]).toEqual([
    412,
    true,
    true,
  ])
  const found = await lead.open(`${home}&tab=services&find=Hund`)
  const form = fieldsOf(await found.follow('Hund'), '/parts/services')
  const services = home.replace('?', '/parts/services?')
  const said = await send(lead, services, { ...form, effect: 'Alles online', ...day('since', ['2027', '3', '1']) })
  expect(said.text).toMatch(/Alles online01\.03\.2027/)
  expect((await lead.open(home)).text).toContain('Alles online, 01.03.2027')
  const gone = fieldsOf(await said.follow('ändern'), '/parts/services')
  expect((await send(lead, services, { ...gone, remove: 'yes' })).text).toContain('Noch nichts erfasst.')
})

test('of two who decide at the same gate the second sees both decisions, and nothing she wrote is gone', async () => {
  const before = fieldsOf(await lead.open(`${home}&tab=plan`), '/decisions').seen ?? ''
  const late = await send(lead, home.replace('?', '/decisions?'), {
    ...{
      gate: 'end',
      seen: before === '' ? 'nothing' : '',
      outcome: 'refused',
      decided_by: 'Stadtrat',
      reason: 'Nachbessern',
    },
    ...day('decided_on', ['2026', '11', '21']),
  })
  expect(late.status).toBe(412)
  for (const text of ['Nachbessern', 'Geprüft', 'abgelehnt', 'freigegeben', '21.11.2026'])
    expect(late.text).toContain(text)
})
