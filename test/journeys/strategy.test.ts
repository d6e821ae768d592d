import { afterAll, beforeAll, expect, test } from 'vitest'
import { erasureFolder, readErasures } from '#kernel/backup/erasure-ledger.ts'
import { type StaffActor, systemActor } from '#kernel/db/actor.ts'
import { slug, uuid } from '#kernel/ids.ts'
import { openTown, type Town } from '#test/support/town.ts'
import type { Page } from '#test/support/visitor.ts'

let town: Town
beforeAll(async () => {
  town = await openTown()
})
afterAll(() => town.close())

const goals = '/luzern/desk/strategy/goals'

test('two strategists edit the same goal: neither change is lost', async () => {
  const [one, other] = [
    await town.signIn({ role: 'strategist', authority: 'luzern' }),
    await town.signIn({ role: 'strategist', authority: 'luzern' }),
  ]
  const [mine, theirs] = [await one.open(`${goals}/fb1`), await other.open(`${goals}/fb1`)]
  const saved = await theirs
    .fill({ 'Zuständige Stelle (freiwillig)': 'Dienstabteilung Digital', Französisch: 'Guichet' })
    .submit('Speichern')
  expect(saved.text).toContain('Gespeichert')
  const second = await mine.fill({ Französisch: 'Administration en ligne' }).submit('Speichern')
  expect(second.status).toBe(412)
  expect(second.text).toContain('Jemand anders hat inzwischen gespeichert')
  expect(second.text).toContain('Name: Französisch')
  expect(second.text).toContain('Guichet')
  expect(second.html).toContain('value="Administration en ligne"')
  expect((await second.submit('Speichern')).text).toContain('Gespeichert')
  const [row] = await town.query("select title, owner, revision from strategy.nodes where slug = 'fb1'")
  expect(row).toMatchObject({ title: { fr: 'Administration en ligne' }, owner: 'Dienstabteilung Digital', revision: 3 })
})

test('the tree shows goals and what hangs below them; whatever there is much of is found by name, page by page', async () => {
  const strategist = await town.signIn({ role: 'strategist', authority: 'luzern' })
  const [focus] = await town.query<{ id: string }>("select id from strategy.nodes where slug = 'fb1'")
  await town.query(
    `insert into strategy.nodes (authority_id, id, slug, kind, level, audience, standing, title, owner, sources, created_at, changed_at)
     select 'luzern', gen_random_uuid(), 'viele-' || lpad(n::text, 3, '0'), 'project', 'municipality', 'authority', 'example',
       jsonb_build_object('de', 'Eines von vielen ' || n), 'Beispiel', '[{"title":"Beispiel"}]', now(), now() from generate_series(1, 120) n`,
  )
  await town.query(
    `insert into strategy.edges (authority_id, id, from_authority, from_id, to_authority, to_id, kind, from_audience, to_audience, since, owner, source, made_at)
     select 'luzern', gen_random_uuid(), 'luzern', $1, 'luzern', id, 'contains', 'public', 'authority', '2026-01-01', 'Beispiel', '{"title":"Beispiel"}', now()
     from strategy.nodes where slug like 'viele-%'`,
    [focus?.id],
  )
  const tree = await strategist.open(goals)
  expect(tree.html.match(/Eines von vielen/g)).toHaveLength(10)
  expect(tree.text).toContain('110 weitere')
  const list = /href="([^"]*goals\?authority=luzern&amp;kind=project)"/.exec(tree.html)?.[1] ?? ''
  const first = await strategist.open(list.replace('&amp;', '&'))
  const second = await first.follow('Nächste')
  const namesOf = (html: string) => [...html.matchAll(/goals\/(viele-\d+)/g)].map(([, name]) => name)
  expect([...namesOf(first.html), ...namesOf(second.html)]).toHaveLength(120)
  expect((await second.follow('Eines von vielen 120')).heading).toBe('Eines von vielen 120')
  await town.query(
    "delete from strategy.edges where to_id in (select id from strategy.nodes where slug like 'viele-%')",
  )
  await town.query("delete from strategy.nodes where slug like 'viele-%'")
})

test('a strategist enters a goal below a focus area, joins it with a goal of the canton, and ends that again', async () => {
  const strategist = await town.signIn({ role: 'strategist', authority: 'luzern' })
  const form = (await strategist.open(goals)).fill({
    'Was es ist': 'Jahresziel',
    Name: 'Beispiel: Formulare ohne Papier',
    Kennung: 'beispiel-formulare',
    Quelle: 'Beispiel',
    'Gehört zu (freiwillig)': 'E-Government (Fokusbereich)',
  })
  const made = await form.submit('Erfassen und weiter')
  expect(made.heading).toBe('Beispiel: Formulare ohne Papier')
  expect(made.text).toMatch(/gelesen am \d\d\.\d\d\.\d{4} · Luzern/)
  expect(made.text).toContain('«E-Government» umfasst «Beispiel: Formulare ohne Papier».')
  const search = made.fill({ 'Womit verbinden? Wort aus dem Namen': 'Partizipation' })
  const found = await search.submit('Suchen')
  const nowhere = await found
    .fill({
      Womit: 'politische Partizipation und E-Government',
      Verbindung: 'dient',
      'Wer es sagt': 'Fachstelle Digitales',
      Quelle: 'Beispiel',
      'Adresse der Quelle (freiwillig)': 'nirgends',
      'Datum der Quelle (freiwillig)': '2025-02-01',
    })
    .submit('Verbinden')
  expect([nowhere.status, nowhere.text.includes('Geben Sie eine Adresse an')]).toEqual([422, true])
  const joined = await nowhere
    .fill({ 'Adresse der Quelle (freiwillig)': 'https://beispiel.example/quelle' })
    .submit('Verbinden')
  expect(joined.text).toContain('dient «politische Partizipation und E-Government»')
  expect(joined.text).toContain('seit 01.02.2025 · Fachstelle Digitales')
  const [source] = await town.query(
    "select source, since::text from strategy.edges where source ->> 'url' = 'https://beispiel.example/quelle'",
  )
  expect(source).toEqual({
    since: '2025-02-01',
    source: {
      title: 'Beispiel',
      url: 'https://beispiel.example/quelle',
      date: '2025-02-01',
      readOn: expect.any(String),
    },
  })
  await joined.submit('Heute beenden')
  expect(
    await town.query(
      "select count(*)::int as n from strategy.edges where until is not null and kind not in ('takes_part', 'funds')",
    ),
  ).toEqual([{ n: 1 }])
})

test('the desk of the strategy says in which group and on which part one is; every part is one or two steps away', async () => {
  const strategist = await town.signIn({ role: 'strategist', authority: 'luzern' })
  const current = (page: Page) =>
    [...page.html.matchAll(/href="([^"]*)" aria-current="(page|true)"/g)]
      .filter(([, to]) => to?.includes('/desk/strategy/'))
      .map(([, to = '', what]) => `${to.replace(/.*\/strategy\//, '')} ${what}`)
  expect(current(await strategist.open('/luzern/desk/strategy/indicators'))).toEqual(['goals true', 'indicators page'])
  expect(current(await strategist.open('/luzern/desk/strategy/credits'))).toEqual(['credits page'])
})

const people = '/luzern/desk/strategy/people'
const rosa = '1d3d068c-d984-5b2e-a20d-2078adbc3d30'

test('a strategist sees where people are short and why, and notes when somebody is away', async () => {
  const strategist = await town.signIn({ role: 'strategist', authority: 'luzern' })
  const map = await strategist.open(people)
  expect(map.text).toMatch(/Mär 27, Datenschutz und Informationssicherheit: [\d.]+ Tage gefragt, 3 vorhanden/)
  expect(map.text).toContain('«Beispiel: Digitale Akten und Archiv» (3)')
  const other = await (await town.signIn({ role: 'strategist', authority: 'luzern' })).open(`${people}/${rosa}`)
  const saved = await (await strategist.open(`${people}/${rosa}`))
    .fill({ Name: 'Rosa Muster-Beispiel' })
    .submit('Speichern')
  expect(saved.text).toContain('Gespeichert')
  const second = await other.fill({ 'Tage je Monat für Projekte': '7.5' }).submit('Speichern')
  expect(second.status).toBe(412)
  expect(second.text).toContain('Rosa Muster-Beispiel')
  expect((await second.submit('Speichern')).text).toContain('Gespeichert')
  expect(await town.query('select name, month_tenths from strategy.people where id = $1', [rosa])).toEqual([
    { name: 'Rosa Muster-Beispiel', month_tenths: 75 },
  ])
})

test('a month that is none stays as it was sent, and is named', async () => {
  const strategist = await town.signIn({ role: 'strategist', authority: 'luzern' })
  for (const month of ['01.1', "2026-01'--", '12.9999']) {
    const values = { name: 'Rosa Muster', role: 'developer', days: '10', since: month, until: month }
    const sent = await strategist.post(`${people}/${rosa}`, new URLSearchParams(values).toString(), {
      'content-type': 'application/x-www-form-urlencoded',
    })
    expect(sent.status).toBe(422)
    expect(sent.document.querySelector('#since option[selected]')?.textContent).toBe(month)
  }
})

test('people are known to nobody but those who steer there', async () => {
  const lead = await town.signIn({ role: 'lead', authority: 'luzern' })
  expect((await lead.open(people)).status).toBe(403)
  const kriens = await town.signIn({ role: 'strategist', authority: 'kriens' })
  expect((await kriens.open(`/kriens/desk/strategy/people/${rosa}`)).status).toBe(404)
  const [staff] = await town.query<{ id: string }>(
    "select s.id from kernel.staff s join kernel.staff_roles r on r.staff_id = s.id where r.authority_id = 'luzern' and r.role = 'lead' limit 1",
  )
  const actor: StaffActor = {
    kind: 'staff',
    staffId: uuid<'staff'>(staff?.id ?? ''),
    identityId: null,
    name: 'Testperson',
    memberships: [{ authorityId: slug<'authority'>('luzern'), unitId: null, role: 'lead' }],
    hasSecondFactor: true,
  }
  const seen = await town.house.kernel.database.read(actor, (scope) =>
    scope.db.selectFrom('strategy.people').select('id').execute(),
  )
  expect(seen).toEqual([])
})

test('what a project needs is set for some months, and somebody is erased with everything, for good', async () => {
  const strategist = await town.signIn({ role: 'strategist', authority: 'luzern' })
  const form = () => strategist.open(`${people}/demand/beispiel-wissen-chatbot`)
  const [demand, tooLate, elsewhere] = [await form(), await form(), await form()]
  const need = (from: string, to: string, days: string) => ({
    Fähigkeit: 'Schulung und Begleitung',
    Mindestens: '2 – selbständig',
    'Vom Monat': from,
    'Bis zum Monat': to,
    'Tage je Monat': days,
    Stand: 'geplant',
  })
  const set = await demand.fill(need('Mai 2027', 'Juli 2027', '2,5')).submit('Speichern')
  expect(set.text).toContain('Mai 2027 – Juli 2027')
  expect((await elsewhere.fill(need('August 2027', 'August 2027', '1')).submit('Speichern')).text).toContain(
    'Gespeichert',
  )
  const both = await tooLate.fill(need('Juli 2027', 'Oktober 2027', '4')).submit('Speichern')
  expect(both.status).toBe(412)
  expect(both.text).toMatch(
    /Jemand anders hat inzwischen gespeichert.*Juli 2027.*4 Tage je Monat, geplant.*2.5 Tage je Monat, geplant/s,
  )
  expect((await both.submit('Speichern')).text).toContain('Juli 2027 – Oktober 2027')
  const person = await strategist.open(`${people}/${rosa}`)
  expect((await person.submit('Person löschen')).status).toBe(422)
  await person.fill({ 'Ja, alles über diese Person löschen': true }).submit('Person löschen')
  await town.jobs.drain()
  expect(
    await town.query('select count(*)::int as n from strategy.person_skills where person_id = $1', [rosa]),
  ).toEqual([{ n: 0 }])
  const ledger = await readErasures(erasureFolder(town.folder))
  expect(ledger).toContainEqual(expect.objectContaining({ module: 'strategy', kind: 'person', subjectId: rosa }))
})

test('the public asks what the credit does for a goal, and is told honestly where no path is known', async () => {
  const reader = town.visitor()
  const answer = await reader.open('/de/strategy/questions?from=luzern/m2&to=luzern/fb4')
  expect(answer.text).toContain(
    'Was tut «Sonderkredit für das Projekt «Bedarfsgerechtes WLAN Stadt Luzern»» für «Work Smart»?',
  )
  expect(answer.text).toContain('«Bedarfsgerechtes WLAN Stadt Luzern» dient «Work Smart».')
  expect(answer.text).toContain('seit 05.02.2019')
  const none = await reader.open('/de/strategy/questions?from=luzern/wlan&to=kanton-luzern/af5')
  expect(none.text).toContain('Kein Weg bekannt')
  const hanging = await reader.open('/fr/strategy/questions?to=luzern/stadt-digitalstrategie')
  expect(hanging.text).toContain('Qu’est-ce qui dépend de')
})

test('where no source joins a city project with a goal of the canton, a strategist says so with her own, and the public finds the path', async () => {
  const question = '/de/strategy/questions?from=luzern/wlan&to=kanton-luzern/af5'
  const strategist = await town.signIn({ role: 'strategist', authority: 'luzern' })
  const edge = { verb: 'serves', direction: 'from', other: 'kanton-luzern/af5', says: 'Fachstelle Digitales' }
  const form = (more: Record<string, string>) => String(new URLSearchParams({ ...edge, ...more }))
  const type = { 'content-type': 'application/x-www-form-urlencoded' }
  const at = '/luzern/desk/strategy/goals/wlan/edges'
  expect((await strategist.post(at, form({ source: '' }), type)).status).toBe(422)
  expect((await town.visitor().open(question)).text).toContain('Kein Weg bekannt')
  const joined = await strategist.post(at, form({ source: 'Abgleich der Fachstelle mit dem Kanton' }), type)
  expect(joined.text).toContain('Gespeichert')
  const answered = await town.visitor().open(question)
  expect(answered.text).toContain('Abgleich der Fachstelle mit dem Kanton')
  expect(answered.text).not.toContain('Kein Weg')
})

test('the public reads figures of the texts exactly, contradictions side by side, and what is not measured as that', async () => {
  const reader = town.visitor()
  const overview = await reader.open('/de/strategy')
  for (const text of ["14'381'500 Franken", "1'733'800 Franken", "13'300'000", "knapp 13'500'000", 'nicht bestätigt'])
    expect(overview.text).toContain(text)
  expect(overview.text).not.toContain("16'115'300")
  expect(overview.text).toContain('noch nicht gemessen')
  const series = await reader.open('/de/strategy/indicators/luzern/ogd-stadt')
  expect(series.text).toMatch(/42.*41/s)
  const energy = await reader.open('/de/strategy/indicators/kanton-luzern/energie')
  expect(energy.text).toContain('noch nicht gemessen')
  const map = await reader.open('/de/strategy/map?level=canton')
  expect(map.text).toContain('die Förderung der Chancengerechtigkeit')
  // The picture is for eye and mouse; the keyboard walks through the list alone.
  const picture = /<svg class="strategy-map"[\s\S]*?<\/svg>/.exec(map.html)?.[0] ?? ''
  expect(picture).toContain('aria-hidden="true"')
  expect(picture.match(/<a /g)).toHaveLength(picture.match(/<a [^>]*tabindex="-1"/gi)?.length ?? 0)
})

test('the public reads what a project changes in services, and the way leads to each of them', async () => {
  const reader = town.visitor()
  const project = await reader.open('/de/strategy/projects/luzern/beispiel-online-schalter')
  expect(project.text).toContain('Die Ummeldung geht ohne Gang an den Schalter. (ab 01.05.2025)')
  expect((await reader.open('/de/luzern/services/umzug')).text).toContain('Umzug')
  expect(project.html).toContain('/luzern/services/umzug"')
})

test('the platform counts itself once a month, and shows nobody', async () => {
  const count = async () => {
    await town.house.kernel.database.write(systemActor('strategy'), async (scope) => {
      scope.enqueue('strategy.count_platform', { payload: {} })
    })
    await town.jobs.drain()
    return town.query<{ slug: string; n: number }>(
      `select n.slug, count(*)::int as n from strategy.observations o join strategy.nodes n on n.id = o.node_id
       join strategy.indicator_definitions d on d.node_id = n.id where d.counter is not null group by n.slug order by n.slug`,
    )
  }
  const first = await count()
  expect(first.find(({ slug }) => slug === 'dienste-online')?.n).toBeGreaterThan(50)
  // Nothing was decided or filed often enough to be told without showing who it was.
  expect(first.map(({ slug }) => slug)).not.toContain('tage-bis-entscheid')
  expect(await count()).toEqual(first)
  // What is there is counted again until the month is over, in the place of the last count.
  const online = async () => {
    const [row] = await town.query<{ value: number; provisional: boolean; takes: number }>(
      `select max(o.value) as value, bool_and(o.is_provisional) as provisional, count(*)::int as takes from strategy.observations o
       join strategy.nodes n on n.authority_id = o.authority_id and n.id = o.node_id where n.slug = 'dienste-online' and o.series = ''`,
    )
    return row
  }
  const whole = await online()
  expect(whole).toMatchObject({ provisional: true, takes: 1 })
  await town.query("update strategy.observations set value = 1 where series = '' and is_provisional")
  await count()
  expect(await online()).toEqual(whole)
  await town.query("update strategy.observations set period = '2020-01' where is_provisional")
  await count()
  expect(await online()).toMatchObject({ provisional: false, takes: 2 })
})

test('a strategist enters a figure, corrects it and changes the definition: the old figure and the break stay visible', async () => {
  const strategist = await town.signIn({ role: 'strategist', authority: 'luzern' })
  const page = await strategist.open('/luzern/desk/strategy/indicators/online-partizipationen')
  const entered = await page.fill({ Zeit: '2026', Wert: "1'031", Quelle: 'Zählung' }).submit('Wert erfassen')
  expect(entered.text).toContain('Gespeichert')
  const again = await entered.fill({ Zeit: '2026', Wert: '5', Quelle: 'Zählung' }).submit('Wert erfassen')
  expect([again.status, again.text.includes('Jemand anders hat inzwischen gespeichert')]).toEqual([412, true])
  const corrected = await strategist.post(
    '/luzern/desk/strategy/indicators/online-partizipationen/corrections',
    'take=2026%2F1&value=31&figure_source=Z%C3%A4hlung&reason=Vertippt',
    { 'content-type': 'application/x-www-form-urlencoded' },
  )
  expect(corrected.text).toMatch(/Berichtigungen.*1'031.*31.*Vertippt/s)
  const defined = await corrected.fill({ Grund: 'Neu ohne Umfragen' }).submit('Definition speichern')
  expect(defined.text).toContain('Neu ohne Umfragen')
  const reader = await town.visitor().open('/de/strategy/indicators/luzern/online-partizipationen')
  expect(reader.text).toContain('Definition 2')
  expect(reader.text).toContain('Vertippt')
})

const bring = (page: Page, name: string, content: string | Buffer, type = 'text/csv') =>
  page.fill({ Datei: { name, type, content: Buffer.from(content) } }).submit('Prüfen')

test('a strategist brings projects in a table, sees what changes before it does, and the second time nothing changes', async () => {
  const strategist = await town.signIn({ role: 'strategist', authority: 'kriens' })
  const exchange = '/de/kriens/desk/strategy/exchange'
  const table =
    "Kennung;Titel;Phase;Beginn;Ende;Budget CHF;Wartet auf;Farbe\nA-1;Archiv;Konzept;01.02.2026;30.06.2027;120'000.50;;rot\nB 2;=Netz;Idee;;;;A-1;\n"
  const wrong = await bring(
    await strategist.open(exchange),
    'projekte.csv',
    table.replace('30.06.2027', '31.06.2027').replace('Idee', 'Traum'),
  )
  expect(wrong.status).toBe(422)
  expect(wrong.text).toMatch(/2Ende«31.06.2027»/)
  const preview = await bring(await strategist.open(exchange), 'projekte.csv', table)
  expect(preview.text).toContain('2 neu, 0 geändert, 0 unverändert')
  expect(preview.text).toContain("CHF 120'000.50")
  expect(
    await town.query("select 1 from strategy.nodes where authority_id = 'kriens' and slug in ('a-1', 'b-2')"),
  ).toEqual([])
  const twice = await preview.fill({ Farbe: 'Titel' }).submit('Mit diesen Spalten prüfen')
  expect([twice.status, twice.text.includes('Das steht schon in der Spalte «Titel».')]).toEqual([422, true])
  const chosen = await twice.fill({ Farbe: 'Beschreibung' }).submit('Mit diesen Spalten prüfen')
  expect(chosen.text).toContain('Beschreibung: (nichts) wird rot')
  expect((await chosen.submit('Übernehmen')).text).toContain('Die Datei wurde übernommen')
  const again = await bring(await strategist.open(exchange), 'projekte.csv', table)
  expect(again.text).toContain('0 neu, 0 geändert, 2 unverändert')
  for (const format of ['csv', 'xlsx', 'json']) {
    const own = await strategist.open(`${exchange}/projects.${format}`)
    if (format === 'csv') expect(own.bytes.toString()).toContain("'=Netz")
    const back = await bring(
      await strategist.open(exchange),
      `projekte.${format}`,
      own.bytes,
      'application/octet-stream',
    )
    expect(back.text, format).toMatch(/0 neu, 0 geändert, \d+ unverändert/)
  }
  const [edge] = await town.query(
    "select kind, audience from strategy.edges where authority_id = 'kriens' and kind = 'depends_on'",
  )
  expect(edge).toEqual({ kind: 'depends_on', audience: 'authority' })
})
