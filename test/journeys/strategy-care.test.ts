import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTown, type Town } from '#test/support/town.ts'
import type { Visitor } from '#test/support/visitor.ts'

let town: Town
beforeAll(async () => {
  town = await openTown()
})
afterAll(() => town.close())

const desk = (authority: string) => `/${authority}/desk/strategy`
const strategist = (authority: string) => town.signIn({ role: 'strategist', authority })
const form = { 'content-type': 'application/x-www-form-urlencoded' }

/** Sets at the desk who sees a project or a goal. */
async function show(who: Visitor, path: string, audience: string): Promise<void> {
  const saved = await (await who.open(path)).fill({ 'Wer es sieht': audience }).submit('Speichern')
  expect([saved.status, saved.text.includes('Gespeichert')]).toEqual([200, true])
}

const bring = async (who: Visitor, lines: string) => {
  const page = await who.open(`${desk('luzern')}/exchange`)
  const content = Buffer.from(`Kennung;Titel;Budget CHF\n${lines}\n`)
  return page.fill({ Datei: { name: 'projekte.csv', type: 'text/csv', content } }).submit('Prüfen')
}

test('what a neighbour keeps to itself is missing from the synergies of the other, whose list stays whole', async () => {
  const [luzern, kriens] = [await strategist('luzern'), await strategist('kriens')]
  const [pair] = await town.query<{ path: string; theirs: string; title: string }>(
    `select s.authority_id || '/' || s.id as path, b.slug as theirs, b.title ->> 'de' as title from strategy.synergies s
     join strategy.nodes b on b.authority_id = s.other_authority_id and b.id = s.other_node_id
     where s.authority_id = 'kriens' and s.other_authority_id = 'luzern' and s.state = 'proposed' limit 1`,
  )
  if (!pair) throw new Error('Kriens and Luzern have nothing in common')
  const list = `${desk('kriens')}/synergies?party=luzern`
  const one = (authority: string) => `${desk(authority)}/synergies/${pair.path}`
  expect((await kriens.open(list)).text).toContain(pair.title)
  await show(luzern, `${desk('luzern')}/projects/${pair.theirs}?tab=edit`, 'nur die eigene Behörde')
  const left = await kriens.open(list)
  expect([left.status, left.text.includes(pair.title)]).toEqual([200, false])
  expect((await kriens.open(one('kriens'))).status).toBe(404)
  expect((await luzern.open(one('luzern'))).text).toContain(pair.title)
  await show(luzern, `${desk('luzern')}/projects/${pair.theirs}?tab=edit`, 'alle')
  expect((await kriens.open(one('kriens'))).text).toContain(pair.title)
})

test('a connection is public as soon as both ends are and no longer, also one that a neighbour keeps, and so is a proof and what a gate decided', async () => {
  const [luzern, kriens] = [await strategist('luzern'), await strategist('kriens')]
  const made = await (await luzern.open(`${desk('luzern')}/goals`))
    .fill({
      'Was es ist': 'Jahresziel',
      Name: 'Ohne Papier',
      Kennung: 'ohne-papier',
      Quelle: 'Beispiel',
      'Gehört zu (freiwillig)': 'E-Government (Fokusbereich)',
    })
    .submit('Erfassen und weiter')
  expect(made.text).toContain('«E-Government» umfasst «Ohne Papier».')
  const goal = `${desk('luzern')}/goals/ohne-papier`
  const read = async (path: string) => (await town.visitor().open(path)).text
  const connection = '«E-Government» umfasst «Ohne Papier».'
  expect(await read('/de/strategy/goals/luzern/fb1')).not.toContain('Ohne Papier')
  await show(luzern, goal, 'alle')
  expect(await read('/de/strategy/goals/luzern/fb1')).toContain(connection)
  const joined = await kriens.post(
    `${desk('kriens')}/goals/beispiel-baugesuche-kriens/edges`,
    'verb=serves&direction=from&other=luzern%2Fohne-papier&says=Baudirektion&source=Beispiel',
    form,
  )
  expect(joined.text).toContain('Gespeichert')
  const theirs = '/de/strategy/goals/kriens/beispiel-baugesuche-kriens'
  expect(await read(theirs)).toContain('«Ohne Papier»')
  await show(luzern, goal, 'nur die eigene Behörde')
  for (const path of [theirs, '/de/strategy/goals/luzern/fb1']) expect(await read(path)).not.toContain('Ohne Papier')
  const seen = () =>
    town.query(
      `select e.audience, count(*)::int as n from strategy.edges e
       join strategy.nodes g on g.slug = 'ohne-papier' and g.id in (e.from_id, e.to_id) group by e.audience`,
    )
  expect(await seen()).toEqual([{ audience: 'authority', n: 2 }])
  // Her own pages say that not everybody sees it; what is for everybody is the same for her.
  expect((await luzern.open('/de/strategy/goals/luzern/ohne-papier')).text).toContain(
    'Sichtbar: nur die eigene Behörde',
  )
  for (const path of ['/de/strategy', '/de/luzern/strategy/map'])
    expect((await luzern.open(path)).text).not.toContain('Ohne Papier')

  const project = `${desk('luzern')}/projects/beispiel-digitale-akten?tab=edit`
  const [akten] = await town.query<{ slug: string }>(
    `select slug from strategy.nodes where title ->> 'de' = 'Beispiel: Digitale Akten und Archiv'`,
  )
  const path = project.replace('beispiel-digitale-akten', akten?.slug ?? '')
  await show(luzern, path, 'nur die eigene Behörde')
  const item = await (await luzern.open(`${desk('luzern')}/parliament`))
    .fill({
      Art: 'Postulat',
      Titel: 'Akten ohne Papier',
      Kennung: 'akten-ohne-papier',
      'Welches Parlament oder welche Kommission': 'Grosser Stadtrat',
      'Zuständige Stelle': 'Fachstelle Digitales',
      'Eingereicht oder beschlossen am': '2026-10-01',
      Quelle: 'Beispiel',
    })
    .submit('Erfassen')
  await item.fill({ Nachweis: 'Beispiel: Digitale Akten und Archiv (Projekt)' }).submit('Nachweis verbinden')
  const parliament = () => read('/de/luzern/strategy/parliament')
  expect(await parliament()).toContain('Akten ohne Papier')
  const [decided] = await town.query<{ n: number }>(
    `select count(*)::int as n from strategy.gate_decisions d join strategy.nodes n on n.id = d.node_id where n.slug = $1`,
    [akten?.slug],
  )
  const decisions = () =>
    town.house.kernel.database.read({ kind: 'public' }, (scope) =>
      scope.db
        .selectFrom('strategy.gate_decisions as d')
        .innerJoin('strategy.nodes as n', 'n.id', 'd.node_id')
        .select('d.id')
        .where('n.slug', '=', akten?.slug ?? '')
        .execute(),
    )
  expect(decided?.n).toBeGreaterThan(0)
  expect(await decisions()).toEqual([])
  const proof = 'Beispiel: Digitale Akten und Archiv'
  const before = await parliament()
  expect(before).not.toContain(proof)
  await show(luzern, path, 'alle')
  expect(await decisions()).toHaveLength(decided?.n ?? 0)
  expect(await parliament()).toContain(proof)
})

test('saving a form keeps what it does not show: languages, sources and how a figure is qualified', async () => {
  const luzern = await strategist('luzern')
  const [kept] = await town.query<{ credit: string; project: string; milestone: string }>(
    `select (select n.slug from strategy.credits c join strategy.nodes n on n.authority_id = c.authority_id and n.id = c.node_id
        where c.authority_id = 'luzern' and c.kind = 'special' order by n.slug limit 1) as credit,
       n.slug as project, m.id as milestone
     from strategy.milestones m join strategy.nodes n on n.authority_id = m.authority_id and n.id = m.node_id
     where m.authority_id = 'luzern' and m.reached_on is null order by n.slug, m.planned_on limit 1`,
  )
  if (!kept) throw new Error('no project with a milestone')
  const sources = [
    { title: 'Bericht', url: 'https://example.ch/bericht', date: '2026-01-05' },
    { title: 'Protokoll', url: 'https://example.ch/protokoll' },
  ]
  await town.query('update strategy.nodes set sources = $1 where slug = $2', [JSON.stringify(sources), kept.credit])
  await town.query(
    `update strategy.projects set benefit = '{"de":"Weniger Wege","fr":"Moins de trajets"}'
     where node_id = (select id from strategy.nodes where slug = $1 and authority_id = 'luzern')`,
    [kept.project],
  )
  await town.query(`update strategy.milestones set title = '{"de":"Abnahme","fr":"Réception"}' where id = $1`, [
    kept.milestone,
  ])

  const credit = await luzern.open(`${desk('luzern')}/credits/${kept.credit}`)
  expect((await credit.fill({ 'Bewilligt (freiwillig)': '70000' }).submit('Speichern')).status).toBe(200)
  expect(await town.query('select sources from strategy.nodes where slug = $1', [kept.credit])).toEqual([{ sources }])

  const project = `${desk('luzern')}/projects/${kept.project}`
  const edited = (await luzern.open(`${project}?tab=edit`)).fill({ 'Nutzen (freiwillig)': 'Keine Wege' })
  expect((await edited.submit('Speichern')).text).toContain('Gespeichert')
  const line = (await luzern.open(`${project}?tab=plan&edit=${kept.milestone}`)).fill({ Gewicht: '7' })
  expect((await line.submit('Speichern')).text).toContain('Gespeichert')
  expect(
    await town.query(
      `select p.benefit, m.title, m.weight from strategy.milestones m
       join strategy.projects p on p.authority_id = m.authority_id and p.node_id = m.node_id where m.id = $1`,
      [kept.milestone],
    ),
  ).toEqual([
    { benefit: { de: 'Keine Wege', fr: 'Moins de trajets' }, title: { de: 'Abnahme', fr: 'Réception' }, weight: 7 },
  ])

  const exported = await luzern.open(`${desk('luzern')}/exchange/projects.json`)
  const file = { name: 'projekte.json', type: 'application/json' }
  const content = Buffer.from(exported.bytes.toString().replaceAll('"Abnahme"', '"Abnahme neu"'))
  const preview = await (await luzern.open(`${desk('luzern')}/exchange`))
    .fill({ Datei: { ...file, content } })
    .submit('Prüfen')
  expect((await preview.submit('Übernehmen')).text).toContain('Die Datei wurde übernommen')
  expect(await town.query('select title from strategy.milestones where id = $1', [kept.milestone])).toEqual([
    { title: { de: 'Abnahme neu', fr: 'Réception' } },
  ])

  const indicator = `${desk('luzern')}/indicators/online-partizipationen`
  const entered = (await luzern.open(indicator)).fill({ Zeit: '2025', Wert: '900', Quelle: 'Zählung' })
  await entered.submit('Wert erfassen')
  const figure = { title: 'Zählung', url: 'https://example.ch/zaehlung' }
  const [owner] = await town.query<{ id: string }>(
    "select id from strategy.nodes where slug = 'online-partizipationen' and authority_id = 'luzern'",
  )
  await town.query(
    `update strategy.observations set qualifier = 'at_least', note = '{"de":"Ohne Umfragen"}', source = $1 where node_id = $2 and period = '2025'`,
    [JSON.stringify(figure), owner?.id],
  )
  await town.query('update strategy.indicator_definitions set source = $1 where node_id = $2', [
    JSON.stringify(figure),
    owner?.id,
  ])
  const corrected = await luzern.post(
    `${indicator}/corrections`,
    'take=2025%2F1&value=950&figure_source=Z%C3%A4hlung&reason=Vertippt',
    form,
  )
  expect(corrected.text).toContain('Vertippt')
  expect(
    await town.query(
      `select value, qualifier, note, source from strategy.observations where node_id = $1 and period = '2025' and take = 2`,
      [owner?.id],
    ),
  ).toEqual([{ value: 950, qualifier: 'at_least', note: { de: 'Ohne Umfragen' }, source: figure }])
  const defined = (await luzern.open(indicator)).fill({
    Zielwert: '3000',
    'Ziel erreicht bis': '2029-06-30',
    Grund: 'Mehr',
  })
  expect((await defined.submit('Definition speichern')).status).toBe(200)
  expect(
    await town.query(
      'select source from strategy.indicator_definitions where node_id = $1 order by version desc limit 1',
      [owner?.id],
    ),
  ).toEqual([{ source: figure }])
})

test('what somebody changed after the preview is not written over: nothing is taken over, and it is said which project', async () => {
  const [one, other] = [await strategist('luzern'), await strategist('luzern')]
  const first = await bring(one, 'einlesen-a;Einlesen A;1000\neinlesen-b;Einlesen B;2000')
  expect((await first.submit('Übernehmen')).text).toContain('Die Datei wurde übernommen')
  const preview = await bring(one, 'einlesen-a;Einlesen A;1500\neinlesen-b;Einlesen B;2500')
  const edited = (await other.open(`${desk('luzern')}/projects/einlesen-b?tab=edit`)).fill({
    'Budget (freiwillig)': '9000',
  })
  expect((await edited.submit('Speichern')).text).toContain('Gespeichert')
  const refused = await preview.submit('Übernehmen')
  expect(refused.status).toBe(412)
  expect(refused.text).toContain('Seit der Prüfung hat jemand geändert: Einlesen B.')
  expect(refused.text).toContain("CHF 9'000.00 wird CHF 2'500.00")
  const budgets = () =>
    town.query<{ budget: string }>(
      `select p.budget from strategy.projects p join strategy.nodes n on n.authority_id = p.authority_id and n.id = p.node_id
       where n.slug in ('einlesen-a', 'einlesen-b') order by n.slug`,
    )
  expect(await budgets()).toEqual([{ budget: '100000' }, { budget: '900000' }])
  expect((await refused.submit('Übernehmen')).text).toContain('Die Datei wurde übernommen')
  expect(await budgets()).toEqual([{ budget: '150000' }, { budget: '250000' }])
})

test('a vote stays open as long as members were told, a ballot never writes over a newer one unseen, nor does a population', async () => {
  const path = 'desk/strategy/agreements/kanton-luzern/vereinbarung-eumzuglu'
  const [canton, city, colleague] = [
    await strategist('kanton-luzern'),
    await strategist('luzern'),
    await strategist('luzern'),
  ]
  await (await canton.open(`/kanton-luzern/${path}/edit`))
    .fill({
      'Was gezählt wird (freiwillig)': 'eine Stimme je Mitglied',
      'Was es für ein Ja braucht (freiwillig)': 'mehr Ja als Nein',
      'So viele müssen mindestens teilnehmen (freiwillig)': '0',
    })
    .submit('Speichern')
  const asked = await (await canton.open(`/kanton-luzern/${path}`))
    .fill({ Frage: 'Weiterführen?', Tag: '1', Monat: '2', Jahr: '2027' })
    .submit('Frage zur Abstimmung stellen')
  expect(asked.text).toContain('Offen bis 01.02.2027')
  expect(asked.text).not.toContain('Abstimmung schliessen und auszählen')
  expect(asked.text).toContain('Ausgezählt wird, sobald alle gestimmt haben oder nach dem 01.02.2027.')
  const [vote] = await town.query<{ id: string }>(
    "select id from strategy.agreement_votes where question = 'Weiterführen?'",
  )
  const early = await canton.post(`/kanton-luzern/${path}/votes/${vote?.id}/closure`, '', form)
  expect([early.status, early.text.includes('Bis zum 01.02.2027 können die Mitglieder noch stimmen')]).toEqual([
    409,
    true,
  ])

  const outdated = await city.open(`/luzern/${path}`)
  await (await colleague.open(`/luzern/${path}`)).submit('Ja')
  const second = await outdated.submit('Nein')
  expect([second.status, second.text.includes('Stadt Luzern: Ja')]).toEqual([412, true])
  expect((await second.submit('Nein')).text).toContain('Stadt Luzern: Nein')

  const list = '/luzern/desk/strategy/agreements'
  const said = (inhabitants: string) => ({ Einwohnerzahl: inhabitants, 'Stand am': '2026-06-30', Quelle: 'Register' })
  const [mine, hers] = [await city.open(list), await colleague.open(list)]
  expect((await hers.fill(said('86500')).submit('Speichern')).text).toContain("86'500")
  const late = await mine.fill(said('86400')).submit('Speichern')
  expect([late.status, late.text.includes("86'500")]).toEqual([412, true])
  expect((await late.submit('Speichern')).text).toContain("86'400")
})
