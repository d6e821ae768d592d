import { afterAll, beforeAll, expect, test } from 'vitest'
import { systemActor } from '#kernel/db/actor.ts'
import { creditTotalRows } from '#modules/strategy/money/public-rows.ts'
import { openTown, type Town } from '#test/support/town.ts'
import type { Page, Visitor } from '#test/support/visitor.ts'

let town: Town
let lead: Visitor

beforeAll(async () => {
  town = await openTown()
  lead = await town.signIn({ role: 'strategist', authority: 'luzern' })
})
afterAll(() => town.close())

const desk = '/luzern/desk/strategy'
const today = '2026-11-22'

/** Puts in an idea and opens it as the project it becomes: the address of its page without a tab. */
async function makeProject(title: string): Promise<string> {
  const idea = await lead.open(`${desk}/idea`)
  await idea
    .fill({
      'Bezeichnung der Idee': title,
      'Was soll anders werden?': 'Weniger Papier',
      'Wem nützt es, und wie?': 'Allen',
      'Ihre Stelle': 'Fachstelle Digitales',
    })
    .submit('Einreichen')
  return (await (await lead.open(`${desk}/projects`)).follow(title)).path.replace('&tab=overview', '')
}

const tab = (home: string, name: string) => lead.open(`${home}&tab=${name}`)

/** The rows of all tables of a page, cell by cell. */
const rowsOf = (page: Page): string[][] =>
  [...page.document.querySelectorAll('tbody tr')].map((row) =>
    [...row.querySelectorAll('th, td')].map((cell) => (cell.textContent ?? '').replace(/\s+/g, ' ').trim()),
  )
const rowOf = (page: Page, ...begin: readonly string[]) =>
  rowsOf(page).find((row) => begin.every((text, at) => row[at] === text))

/** The addresses within the page to which the error summary leads; each must be there. */
function errorLinks(page: Page): string[] {
  const links = [...page.document.querySelectorAll('#error-summary a')].map((one) => one.getAttribute('href') ?? '')
  for (const link of links) expect(page.document.querySelector(`[id="${link.slice(1)}"]`), link).not.toBeNull()
  return links
}

async function makeCredit(fields: Readonly<Record<string, string>>, by: Visitor = lead, at = desk): Promise<Page> {
  const page = await by.open(`${at}/credits`)
  return page.fill({ Quelle: 'Beispiel', ...fields }).submit('Erfassen und weiter')
}

/** Connects what pays with what is paid for, as the page of the project says. */
async function connect(page: Page, word: string, title: string): Promise<Page> {
  const form = await page.follow('Kredit mit dem Projekt verbinden')
  const found = await form.fill({ 'Womit verbinden? Wort aus dem Namen': word }).submit('Suchen')
  return found
    .fill({
      ...{ Womit: title, Verbindung: 'finanziert', Richtung: 'von dort hierher' },
      ...{ 'Wer es sagt': 'Finanzabteilung', Quelle: 'Beispiel' },
    })
    .submit('Verbinden')
}

type Money = readonly [planned: string, committed: string, spent: string, expected: string]

async function enterMonth(home: string, month: string, [planned, committed, spent, expected]: Money): Promise<Page> {
  const form = (await tab(home, 'money')).fill({ Monat: month, Geplant: planned, Verpflichtet: committed })
  return form.fill({ Ausgegeben: spent, 'Noch erwartet': expected }).submit('Speichern')
}

test('a project without a credit says how to connect one; its months then show how the credit is used up', async () => {
  const home = await makeProject('Probe Geld')
  const bare = await tab(home, 'money')
  expect(bare.text).toContain('sobald ein Kredit der eigenen Behörde dieses Projekt bezahlt')
  const years = "2026 Investitionsrechnung 60'000\n2027 Investitionsrechnung 40'000"
  const made = await makeCredit({
    ...{ Bezeichnung: 'Probekredit Geld', Kennung: 'probe-geld', 'Art des Kredits': 'Sonderkredit' },
    ...{ Bewilligt: "100'000", Jahrestranchen: years },
  })
  expect(made.heading).toBe('Probekredit Geld')
  expect((await connect(bare, 'Probekredit Geld', 'Probekredit Geld')).text).toContain('finanziert «Probe Geld»')

  await enterMonth(home, '9.2026', ['20000', '20000', '25000', '0'])
  await enterMonth(home, '10.2026', ['20000', '20000', '15000', '0'])
  await enterMonth(home, '11.2026', ['20000', '10000', '5000', '10000'])
  const saved = await enterMonth(home, '12.2026', ['40000', '0', '0', '30000'])
  expect(rowOf(saved, '2026', 'Investitionsrechnung')?.slice(2)).toEqual([
    "CHF 100'000.00",
    "CHF 50'000.00",
    "CHF 45'000.00",
    "CHF 40'000.00",
  ])

  const credit = await lead.open(`${desk}/credits/probe-geld`)
  expect(rowOf(credit, '2026', 'Investitionsrechnung')?.[2]).toBe("CHF 60'000.00")
  expect(rowOf(credit, '2027', 'Investitionsrechnung')?.[2]).toBe("CHF 40'000.00")
  const burn = (month: string) => rowOf(credit, month)?.slice(1)
  expect(burn('September 2026')).toEqual(["CHF 80'000.00", "CHF 75'000.00", '–'])
  expect(burn('Oktober 2026')).toEqual(["CHF 60'000.00", "CHF 60'000.00", "CHF 60'000.00"])
  expect(burn('November 2026')).toEqual(["CHF 40'000.00", '–', "CHF 45'000.00"])
  expect(burn('Dezember 2026')).toEqual(['CHF 0.00', '–', "CHF 15'000.00"])
})

test('a credit with its supplement is overspent only where both together are', async () => {
  const credit = await lead.open(`${desk}/credits/probe-geld`)
  const cut = await credit.fill({ Bewilligt: "40'000", Jahrestranchen: '' }).submit('Speichern')
  expect(cut.text).toContain('mehr ausgegeben als bewilligt')
  await makeCredit({
    ...{ Bezeichnung: 'Probezusatz', Kennung: 'probe-zusatz', 'Art des Kredits': 'Zusatzkredit' },
    ...{ 'Ergänzt den Kredit': 'Probekredit Geld', Bewilligt: "20'000" },
  })
  const both = await lead.open(`${desk}/credits/probe-geld`)
  expect(both.text).not.toContain('mehr ausgegeben als bewilligt')
  // Spent are 45'000 of 60'000; with the 40'000 still expected that will not do.
  expect(both.text).toContain('reicht voraussichtlich nicht')
  expect(both.text).toContain("VerfügbarCHF 15'000.00")
  const cockpit = await lead.open(desk)
  expect(cockpit.text).toContain('Probekredit Geld')
  expect(cockpit.text).not.toContain('mehr ausgegeben als bewilligt')
})

test('a credit is part of a total, which is never added to it; nothing is part of itself, of a part or of what it supplements', async () => {
  const kind = { 'Art des Kredits': 'Sonderkredit', Bewilligt: "30'000" }
  await makeCredit({
    ...{ Bezeichnung: 'Probe Ganzes', Kennung: 'probe-ganzes', 'Art des Kredits': 'Gesamtkosten', Bewilligt: "90'000" },
  })
  const made = await makeCredit({
    ...{ ...kind, Bezeichnung: 'Probe Teil', Kennung: 'probe-teil', 'Teil von': 'Probe Ganzes' },
  })
  expect(made.text).toContain('Teil vonProbe Ganzes')
  const supplement = {
    ...{ Bezeichnung: 'Probe Mehr', Kennung: 'probe-mehr', 'Art des Kredits': 'Zusatzkredit', Bewilligt: "5'000" },
    ...{ 'Ergänzt den Kredit': 'Probe Teil' },
  }
  const refusal = 'Teil sein kann ein Kredit nur eines anderen'
  const both = await makeCredit({ ...supplement, 'Teil von': 'Probe Ganzes' })
  expect([both.status, both.text.includes(refusal)]).toEqual([422, true])
  // By what it supplements it is in the same whole, and says so.
  expect((await makeCredit(supplement)).text).toContain('Teil vonProbe Ganzes')
  const chain = await makeCredit({
    ...{ ...kind, Bezeichnung: 'Probe Kette', Kennung: 'probe-kette', 'Teil von': 'Probe Teil' },
  })
  expect([chain.status, chain.text.includes(refusal)]).toEqual([422, true])
  const whole = await lead.open(`${desk}/credits/probe-ganzes`)
  const circle = await whole.fill({ 'Teil von': 'Probe Teil' }).submit('Speichern')
  expect([circle.status, circle.text.includes(refusal)]).toEqual([422, true])
  await town.query(
    "update strategy.nodes set audience = 'public' where slug in ('probe-ganzes', 'probe-teil', 'probe-mehr')",
  )
  const rows = await town.house.kernel.database.read(systemActor('opendata'), async (scope) => creditTotalRows(scope))
  const told = new Map(rows.map((row) => [row[1], row.at(-1)]))
  expect(['probe-ganzes', 'probe-teil', 'probe-mehr'].map((name) => told.get(name))).toEqual([
    ...[null, 'probe-ganzes', 'probe-ganzes'],
  ])
  expect((await town.visitor().open('/de/strategy/goals/luzern/probe-teil')).text).toContain('Teil vonProbe Ganzes')
})

test('the form of a month offers the own credits alone, and what was typed for another stays', async () => {
  const home = await makeProject('Probe Fremdkredit')
  const [foreign] = await town.query<{ id: string; slug: string; title: string }>(
    `select n.id, n.slug, n.title ->> 'de' as title from strategy.nodes n join strategy.credits c on c.node_id = n.id
     where n.authority_id = 'kriens' and n.audience = 'public' order by n.slug limit 1`,
  )
  if (!foreign) throw new Error('kriens has no credit')
  await connect(await tab(home, 'money'), foreign.slug, foreign.title)
  const only = await tab(home, 'money')
  expect(only.html).toContain(`/strategy/goals/kriens/${foreign.slug}"`)
  expect(only.text).toContain('sobald ein Kredit der eigenen Behörde dieses Projekt bezahlt')
  await connect(only, 'Probekredit Geld', 'Probekredit Geld')
  const form = await tab(home, 'money')
  const offered = [...form.document.querySelectorAll('#credit option')].map((one) => one.textContent)
  expect(offered).toEqual(['Probekredit Geld'])
  const typed = { month: '11.2026', planned: '12345', committed: '0', spent: '0', expected: '0' }
  const body = new URLSearchParams({ ...typed, credit: foreign.id, account: 'investment' }).toString()
  const action = form.document.querySelector('form[action*="/months"]')?.getAttribute('action') ?? ''
  const refused = await lead.post(action, body, { 'content-type': 'application/x-www-form-urlencoded' })
  expect([refused.status, refused.text.includes('gehört nicht Ihrer Behörde')]).toEqual([422, true])
  expect(refused.document.querySelector('#planned')?.getAttribute('value')).toBe('12345')
})

type Rated = { readonly on: string; readonly own: string; readonly independent: string }

async function writeReport(home: string, { on, own, independent }: Rated): Promise<Page> {
  const form = (await tab(home, 'reports')).fill({
    ...{ Art: 'Halbjahresbericht', Stichtag: on, Zusammenfassung: `Stand ${on}` },
    ...{ 'Eigene Einschätzung': own, 'Begründung der eigenen Einschätzung': 'So sehen wir es' },
    ...{ 'Unabhängige Einschätzung': independent, 'Begründung der unabhängigen Einschätzung': 'Geprüft' },
  })
  return form.fill({ 'Unabhängige Stelle': 'Controlling' }).submit('Bericht speichern')
}

test('two half-year reports with both ratings stand beside each other with the figures of their own days', async () => {
  const home = await makeProject('Probe Bericht')
  await connect(await tab(home, 'money'), 'Probekredit Geld', 'Probekredit Geld')
  await enterMonth(home, '11.2025', ['1000', '0', '800', '0'])
  await enterMonth(home, '5.2026', ['2000', '0', '2500', '0'])
  await enterMonth(home, '9.2026', ['4000', '0', '4000', '0'])
  const ahead = await writeReport(home, { on: '2099-12-31', own: 'gut', independent: 'gut' })
  expect([ahead.status, ahead.text.includes('Dieser Tag liegt in der Zukunft')]).toEqual([422, true])
  expect(errorLinks(ahead)).toEqual(['#as_of'])
  await writeReport(home, { on: '2025-12-31', own: 'gut', independent: 'beobachten' })
  await writeReport(home, { on: '2026-06-30', own: 'beobachten', independent: 'kritisch' })
  const list = await tab(home, 'reports')
  const [first = '', second = ''] = ['30.06.2026, Halbjahresbericht', '31.12.2025, Halbjahresbericht']
  const compared = await list.fill({ Früher: second, Später: first }).submit('Vergleichen')
  expect(compared.text).toContain('31.12.2025 und 30.06.2026 nebeneinander')
  expect(rowOf(compared, 'Eigene Einschätzung')).toEqual(['Eigene Einschätzung', 'gut', 'beobachten', 'geändert'])
  expect(rowOf(compared, 'Unabhängige Einschätzung')?.slice(1)).toEqual(['beobachten', 'kritisch', 'geändert'])
  expect(rowOf(compared, 'Bis dann geplant')?.slice(1)).toEqual(["CHF 1'000.00", "CHF 3'000.00", "+CHF 2'000.00"])
  // What was spent in September is not in the report of June, although that was written in November.
  expect(rowOf(compared, 'Bis dann ausgegeben')?.slice(1)).toEqual(['CHF 800.00', "CHF 3'300.00", "+CHF 2'500.00"])
})

type Decision = Readonly<Record<string, string | readonly string[]>>

/** Writes a decision down at the next gate, its whole check list ticked. */
async function decide(home: string, fields: Decision): Promise<Page> {
  const page = await tab(home, 'plan')
  const boxes = [...page.document.querySelectorAll('input[name="checks"]')].map(
    (box) => page.document.querySelector(`label[for="${box.getAttribute('id')}"]`)?.textContent?.trim() ?? '',
  )
  return page
    .fill({ 'Entschieden durch': 'Gremium', 'Entschieden am': today, Begründung: 'Geprüft', Prüfliste: boxes })
    .fill(fields)
    .submit('Entscheid festhalten')
}

test('an error at a gate leads to its field, and half a condition is not dropped', async () => {
  const home = await makeProject('Probe Freigabe')
  const open = await decide(home, { Begründung: '' })
  expect([open.status, errorLinks(open)]).toEqual([422, ['#is10-outcome', '#is10-reason']])
  const half = await decide(home, {
    ...{ Entscheid: 'mit Auflagen freigegeben', 'Auflage 1 › Zuständige Stelle': 'Projektleitung' },
    'Auflage 1 › Fällig': '2026-12-31',
  })
  expect([half.status, errorLinks(half)]).toEqual([422, ['#is10-condition_0']])
  expect(half.document.querySelector('#is10-condition_owner_0')?.getAttribute('value')).toBe('Projektleitung')
})

test('under way a project keeps a size that has its phase, and a gate is passed by its decision alone', async () => {
  const home = await makeProject('Probe Weg')
  await (await tab(home, 'edit')).fill({ Grösse: 'klein (S)', Vorgehen: 'klassisch' }).submit('Speichern')
  for (const _gate of ['is10', 'is15', 'ms20']) await decide(home, { Entscheid: 'freigegeben' })
  const edit = await tab(home, 'edit')
  expect(edit.text).toContain('Umsetzung')
  const left = await edit.fill({ Grösse: 'gross (L)' }).submit('Speichern')
  expect([left.status, errorLinks(left)]).toEqual([422, ['#size']])
  expect(left.text).toContain('In der Phase «Umsetzung» geht das nicht mehr')

  const line = { Bezeichnung: 'Abnahme', Phase: 'Umsetzung', Gewicht: '10', Geplant: '2026-10-31' }
  const byHand = (await tab(home, 'plan')).fill({ ...line, Erreicht: today })
  const refused = await byHand.fill({ 'Freigabe oder Prüfpunkt': 'Phasenfreigabe Abschluss' }).submit('Speichern')
  expect([refused.status, errorLinks(refused)]).toEqual([422, ['#reached_on']])
  const planned = (await tab(home, 'plan')).fill({ ...line, 'Freigabe oder Prüfpunkt': 'Phasenfreigabe Abschluss' })
  expect((await planned.submit('Speichern')).text).toContain('Gespeichert.')
  await decide(home, { Entscheid: 'freigegeben' })
  const [reached] = await town.query(
    `select m.reached_on::text from strategy.milestones m join strategy.nodes n on n.id = m.node_id
     where n.title ->> 'de' = 'Probe Weg' and m.gate = 'closure'`,
  )
  expect(reached).toEqual({ reached_on: today })
  const other = (await tab(home, 'plan')).fill({ ...line, Bezeichnung: 'Schulung', Erreicht: today })
  expect((await other.submit('Speichern')).text).toContain('Gespeichert.')
})

/** Takes the own projects along as a file for OpenProject, changes it, and has it looked at. */
async function bring(change: (file: string) => string): Promise<Page> {
  const file = change((await lead.open(`${desk}/exchange/projects.json`)).html)
  const content = new TextEncoder().encode(file)
  const form = await lead.open(`${desk}/exchange`)
  return form.fill({ Datei: { name: 'projekte.json', type: 'application/json', content } }).submit('Prüfen')
}

test('a file neither changes the phase of a known project nor passes a gate of it', async () => {
  const home = await makeProject('Probe Datei')
  const line = { Bezeichnung: 'Aufnahme', Phase: 'Idee', Gewicht: '10', Geplant: '2026-10-31' }
  const gate = { 'Freigabe oder Prüfpunkt': 'Aufnahme ins Portfolio (IS10)' }
  await (await tab(home, 'plan')).fill({ ...line, ...gate }).submit('Speichern')
  const ofOne = (file: string) => {
    const all: { _embedded: { elements: { subject: string; _links: { status: { title: string } } }[] } } =
      JSON.parse(file)
    const at = all._embedded.elements.findIndex(({ subject }) => subject === 'Probe Datei')
    const own = all._embedded.elements.slice(at, at + 2)
    for (const one of own) one._links.status.title = 'closed'
    const said = own.map((one) => ('date' in one ? { ...one, percentageDone: 100 } : one))
    return JSON.stringify({ ...all, _embedded: { elements: said } })
  }
  const preview = await bring(ofOne)
  expect(preview.text).toContain('Die Phase bleibt «Idee»: Nur eine Freigabe ändert sie.')
  expect(preview.text).toContain('Meilenstein Aufnahme')
  expect((await preview.submit('Übernehmen')).text).toContain('Die Datei wurde übernommen.')
  const [kept] = await town.query(
    `select p.phase, m.title ->> 'de' as title, m.reached_on from strategy.projects p
     join strategy.nodes n on n.id = p.node_id join strategy.milestones m on m.node_id = n.id
     where n.title ->> 'de' = 'Probe Datei'`,
  )
  expect(kept).toEqual({ phase: 'idea', title: 'Aufnahme', reached_on: null })
})

test('needs are entered for a project that has none yet, from its own page or the page of people', async () => {
  const home = await makeProject('Probe Bedarf')
  const fromProject = await (await tab(home, 'plan')).follow('Bedarf des Projekts an Personen')
  expect(fromProject.heading).toBe('Bedarf von «Probe Bedarf»')
  const fromPeople = await (await lead.open(`${desk}/people`)).follow('Probe Bedarf')
  expect(fromPeople.heading).toBe('Bedarf von «Probe Bedarf»')
})

test('credits of the canton are the canton’s', async () => {
  const canton = await town.signIn({ role: 'strategist', authority: 'kanton-luzern' })
  const fields = { Bezeichnung: 'Probe Kanton', Kennung: 'probe-kanton', 'Art des Kredits': 'Budgetkredit' }
  await makeCredit(fields, canton, '/kanton-luzern/desk/strategy')
  expect(await town.query("select level from strategy.nodes where slug = 'probe-kanton'")).toEqual([
    { level: 'canton' },
  ])
})

test('who is signed in sees on the public page of the strategy what everybody sees', async () => {
  const form = (await lead.open(`${desk}/goals`)).fill({ 'Was es ist': 'Fokusbereich', Name: 'Internes Probeziel' })
  await form.fill({ Kennung: 'probe-intern', Quelle: 'Beispiel' }).submit('Erfassen und weiter')
  expect((await lead.open(`${desk}/goals`)).text).toContain('Internes Probeziel')
  const [mine, theirs] = [await lead.open('/luzern/strategy'), await town.visitor().open('/luzern/strategy')]
  expect(mine.text).not.toContain('Internes Probeziel')
  expect(mine.text).not.toContain('Probekredit')
  expect(mine.text).toBe(theirs.text)
})

test('hundreds of ideas leave impulses and initiations their place in the pipeline', async () => {
  const home = await makeProject('Probe Impuls')
  await decide(home, { Entscheid: 'freigegeben' })
  await town.query(
    `with made as (
       insert into strategy.nodes (authority_id, id, slug, kind, level, audience, standing, title, sources, created_at, changed_at)
       select 'luzern', gen_random_uuid(), 'probe-idee-' || n, 'project', 'municipality', 'authority', 'example',
         jsonb_build_object('de', 'Probeidee ' || n), '[{"title":"Beispiel"}]', now(), now() from generate_series(1, 250) n
       returning authority_id, id, audience)
     insert into strategy.projects (authority_id, node_id, audience, phase) select authority_id, id, audience, 'idea' from made`,
  )
  const pipeline = await lead.open(`${desk}/projects`)
  expect(pipeline.text).toContain('Probe Impuls')
  expect(pipeline.text.match(/Probeidee/g)?.length).toBeGreaterThan(190)
})

test('the public reads what becomes of a credit; what projects spent that it does not see is said and not drawn', async () => {
  const [found] = await town.query<{ credit: string; project: string }>(
    `select c.slug as credit, p.slug as project from strategy.money_months m
     join strategy.nodes c on c.authority_id = m.authority_id and c.id = m.credit_id
     join strategy.nodes p on p.authority_id = m.authority_id and p.id = m.project_id
     where m.authority_id = 'ebikon' and c.audience = 'public' and m.spent > 0 limit 1`,
  )
  const page = () => town.visitor().open(`/strategy/goals/ebikon/${found?.credit}`)
  const before = await page()
  expect(before.text).toContain('Wie der Kredit aufgebraucht wird')
  expect(before.text).not.toContain('stehen nicht in der Tabelle')
  await town.query(`update strategy.nodes set audience = 'authority' where authority_id = 'ebikon' and slug = $1`, [
    found?.project,
  ])
  const after = await page()
  expect(after.text).toMatch(/CHF [\d']+\.\d\d des Ausgegebenen stehen nicht in der Tabelle nach Jahr/)
  expect(after.text).not.toContain('Wie der Kredit aufgebraucht wird')
  expect(after.text).not.toContain('Beispiel: Energiedaten')
})
