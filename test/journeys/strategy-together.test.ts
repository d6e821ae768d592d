import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTown, type Town } from '#test/support/town.ts'

let town: Town
beforeAll(async () => {
  town = await openTown()
})
afterAll(() => town.close())

test('two authorities agree on a synergy that was suggested to them, and each figure of it has its office', async () => {
  const [pair] = await town.query(
    `select s.authority_id || '/' || s.id as path from strategy.synergies s
     join strategy.nodes a on a.authority_id = s.authority_id and a.id = s.node_id
     where s.authority_id = 'kriens' and s.other_authority_id = 'luzern' and a.slug = 'beispiel-baugesuche-kriens'`,
  )
  const [luzern, kriens] = [
    await town.signIn({ role: 'strategist', authority: 'luzern' }),
    await town.signIn({ role: 'strategist', authority: 'kriens' }),
  ]
  const list = await luzern.open('/luzern/desk/strategy/synergies?party=kriens')
  expect(list.text).toContain('Beispiel: Elektronische Baugesuche (Kriens)')
  const path = `desk/strategy/synergies/${pair?.path}`
  const suggested = await luzern.open(`/luzern/${path}`)
  expect(suggested.text).toContain('Beide betreffen dieselbe Dienstleistung: baugesuch, kleinbauanzeige.')
  const checked = await suggested.submit('Als geprüft festhalten')
  const planned = await checked
    .fill({ 'Geplant oder erreicht': 'geplant', Betrag: "40'000", 'Angegeben von': 'Baudirektion' })
    .submit('Einsparung angeben')
  expect(planned.text).toContain("CHF 40'000.00")
  expect((await luzern.open('/luzern/desk/strategy/synergies?party=kriens')).text).toContain("geplant: CHF 40'000.00")
  const stale = await kriens.open(`/kriens/${path}`)
  const first = await planned.submit('Im Namen der eigenen Behörde zustimmen')
  expect(first.text).toContain('Vereinbart ist es, sobald auch die andere zustimmt')
  expect((await stale.submit('Im Namen der eigenen Behörde zustimmen')).status).toBe(412)
  const second = await (await kriens.open(`/kriens/${path}`)).submit('Im Namen der eigenen Behörde zustimmen')
  expect(second.text).toContain('vereinbart')
  expect(
    await town.query(`select count(*)::int as n from strategy.edges e join strategy.nodes n
    on n.authority_id = e.from_authority and n.id = e.from_id where n.kind = 'synergy' and e.kind = 'concerns'`),
  ).toEqual([{ n: 2 }])
})

const wishes = '/luzern/desk/strategy'

test('whoever comes second sees both versions, in words, whatever it is', async () => {
  const [one, other] = [
    await town.signIn({ role: 'strategist', authority: 'luzern' }),
    await town.signIn({ role: 'strategist', authority: 'luzern' }),
  ]
  const made = (await one.open(`${wishes}/credits`)).fill({
    Bezeichnung: 'Probekredit',
    Kennung: 'probekredit',
    'Art des Kredits': 'Budgetkredit',
    Quelle: 'Beispiel',
  })
  expect((await made.submit('Erfassen und weiter')).heading).toBe('Probekredit')
  const agreed = (await one.open(`${wishes}/agreements`)).fill({
    Kennung: 'probe',
    'Name der Vereinbarung › Deutsch': 'Probevereinbarung',
    'Name der Vereinbarung › Französisch (freiwillig)': 'Convention d’essai',
    'Zuständige Stelle': 'Fachstelle Digitales',
    'Kosten je Jahr (freiwillig)': "1'000",
    'Verteilschlüssel (freiwillig)': 'gleiche Teile',
    ...oneVoteEach,
    Quelle: 'Beispiel',
  })
  expect((await agreed.submit('Erfassen')).text).toContain('Gespeichert')
  expect(await town.query(`select title from strategy.nodes where slug = 'probe'`)).toEqual([
    { title: { de: 'Probevereinbarung', fr: 'Convention d’essai' } },
  ])
  const pairs: readonly Pair[] = [
    {
      path: 'credits/probekredit',
      button: 'Speichern',
      first: { 'Bewilligt (freiwillig)': '120000', 'Art des Kredits': 'Sonderkredit' },
      second: { 'Bewilligt (freiwillig)': "90'000", 'Verfällt am (freiwillig)': '2027-12-31' },
      shows: ["CHF 120'000.00", "CHF 90'000.00", 'Budgetkredit', 'Sonderkredit'],
    },
    {
      path: 'indicators/online-partizipationen',
      button: 'Definition speichern',
      first: { Zielwert: '2000', 'Ziel erreicht bis': '2028-06-30', Grund: 'Neues Ziel' },
      second: { Zielwert: '2500', 'Ziel erreicht bis': '2029-06-30', Grund: 'Mehr' },
      shows: ['2000', '2500', '30.06.2028', '30.06.2029'],
    },
    {
      path: 'agreements/luzern/probe/edit',
      button: 'Speichern',
      first: { 'Kosten je Jahr (freiwillig)': '2000', 'Was es für ein Ja braucht (freiwillig)': 'Einstimmigkeit' },
      second: { 'Kosten je Jahr (freiwillig)': '3000' },
      shows: ["CHF 2'000.00", "CHF 3'000.00", 'mehr Ja als Nein', 'Einstimmigkeit'],
    },
  ]
  for (const { path, button, first, second, shows } of pairs) {
    const [theirs, mine] = [await one.open(`${wishes}/${path}`), await other.open(`${wishes}/${path}`)]
    expect((await theirs.fill(first).submit(button)).status, path).toBe(200)
    const late = await mine.fill(second).submit(button)
    expect(late.status, path).toBe(412)
    const both = [...late.document.querySelectorAll('table')].map((table) => table.textContent ?? '')
    const said = both.filter((text) => text.includes('Diese Felder')).join(' ')
    for (const text of shows) expect(said, `${path}: ${text}`).toContain(text)
    expect((await late.submit(button)).status, path).toBe(200)
  }
})

/** A rule by which members vote, as an office enters it. */
const oneVoteEach = {
  'Was gezählt wird (freiwillig)': 'eine Stimme je Mitglied',
  'Was es für ein Ja braucht (freiwillig)': 'mehr Ja als Nein',
  'So viele müssen mindestens teilnehmen (freiwillig)': '0',
}

type Pair = {
  readonly path: string
  readonly button: string
  readonly first: Readonly<Record<string, string>>
  readonly second: Readonly<Record<string, string>>
  /** What both wrote, as people write it. */
  readonly shows: readonly string[]
}

test('an error names its field, also in the list above the form', async () => {
  const keeper = await town.signIn({ role: 'strategist', authority: 'luzern' })
  const refused = await (await keeper.open(`${wishes}/agreements`)).submit('Erfassen')
  expect(refused.status).toBe(422)
  const named = [...refused.document.querySelectorAll('main ul a[href^="#"]')].map((one) => one.textContent)
  expect(named).toEqual(
    expect.arrayContaining([
      expect.stringMatching(/^Kennung: /),
      'Name der Vereinbarung: Deutsch: Geben Sie den Text auf Deutsch an.',
      'Zuständige Stelle: Füllen Sie dieses Feld aus.',
      'Quelle: Füllen Sie dieses Feld aus.',
    ]),
  )
})

test('the keeper enters members with their source, and who leaves sees first what that changes for the others', async () => {
  const keeper = await town.signIn({ role: 'strategist', authority: 'luzern' })
  const path = `${wishes}/agreements/luzern/probe`
  for (const member of ['Luzern', 'Kriens', 'Horw']) {
    const form = (await keeper.open(`${path}/members`)).fill({
      Behörde: member,
      'Dabei seit (freiwillig)': '2026-01-01',
      'Stelle, die es angibt': 'Fachstelle Digitales',
      Quelle: 'Beispiel',
    })
    expect((await form.submit('Speichern')).text).toContain(member)
  }
  for (const member of ['Luzern', 'Kriens', 'Horw']) {
    const form = (await keeper.open(path)).fill({ Mitglied: member, Projekt: 'Beispiel: Digitale Akten und Archiv' })
    const seen = await form.submit('Folgen ansehen')
    const joined = await seen
      .fill({ 'Stelle, die es angibt': 'Fachstelle', Quelle: 'Beispiel' })
      .submit('Teilnahme beginnen')
    expect(joined.text).toContain(`Teilnahme von ${member} kündigen`)
  }
  const preview = await (await keeper.open(path)).follow('Teilnahme von Horw kündigen')
  const shares = [...preview.document.querySelectorAll('tbody tr')].map((row) =>
    [...row.querySelectorAll('th, td')].map((cell) => cell.textContent),
  )
  expect(shares).toContainEqual(['Horw', "CHF 1'000.00", '–'])
  expect(shares).toContainEqual(['Kriens', "CHF 1'000.00", "CHF 1'500.00"])
  expect(shares.at(-1)).toEqual(['Zusammen', "CHF 3'000.00", "CHF 3'000.00"])
  const unsaid = await preview.submit('Teilnahme von Horw kündigen')
  expect([unsaid.status, unsaid.text.includes('Füllen Sie dieses Feld aus.')]).toEqual([422, true])
  const said = { 'Stelle, die es angibt': 'Gemeinderat Horw', Quelle: 'Kündigungsschreiben' }
  expect((await unsaid.fill(said).submit('Teilnahme von Horw kündigen')).text).toContain('Horw, gekündigt auf')
  expect(
    await town.query(
      "select end_owner, end_source ->> 'title' as source from strategy.agreement_parts where until is not null",
    ),
  ).toEqual([{ end_owner: 'Gemeinderat Horw', source: 'Kündigungsschreiben' }])
})

test('what parliament asked for is entered, answered and proven at the desk', async () => {
  const desk = await town.signIn({ role: 'strategist', authority: 'luzern' })
  const form = (await desk.open(`${wishes}/parliament`)).fill({
    Art: 'Postulat',
    Titel: 'Formulare in einfacher Sprache',
    Kennung: 'einfache-sprache',
    'Welches Parlament oder welche Kommission': 'Grosser Stadtrat',
    'Zuständige Stelle': 'Fachstelle Digitales',
    'Eingereicht oder beschlossen am': '2026-10-01',
    'Fällig am (freiwillig)': '2027-10-01',
    Quelle: 'Beispiel',
  })
  const entered = await form.submit('Erfassen')
  expect(entered.heading).toBe('Formulare in einfacher Sprache')
  const mine = await desk.open(entered.path)
  const answer = {
    'Antwort der Exekutive (freiwillig)': 'Wir nehmen es entgegen.',
    'Beantwortet am (freiwillig)': '2026-11-20',
  }
  expect((await entered.fill(answer).submit('Speichern')).text).toContain('20.11.2026: Wir nehmen es entgegen.')
  const late = await mine.fill({ 'Fällig am (freiwillig)': '2027-12-31' }).submit('Speichern')
  expect([late.status, late.text.includes('Wir nehmen es entgegen.')]).toEqual([412, true])
  const saved = await late.submit('Speichern')
  expect(saved.text).toContain('Fällig am 31.12.2027')
  const handed = await saved.fill({ 'Neuer Stand': 'überwiesen' }).submit('Stand ändern')
  const unproven = await handed.fill({ 'Neuer Stand': 'erfüllt' }).submit('Stand ändern')
  expect([unproven.status, unproven.text.includes('Verbinden Sie zuerst einen Nachweis.')]).toEqual([422, true])
  const proven = await unproven
    .fill({ Nachweis: 'Beispiel: Digitale Akten und Archiv (Projekt)' })
    .submit('Nachweis verbinden')
  expect((await proven.fill({ 'Neuer Stand': 'erfüllt' }).submit('Stand ändern')).text).toContain('erfüllt')
})

test('members vote on a question, the keeper counts it, and what parliament asked for is told in plain words', async () => {
  const path = 'desk/strategy/agreements/kanton-luzern/vereinbarung-eumzuglu'
  const [canton, city] = [
    await town.signIn({ role: 'strategist', authority: 'kanton-luzern' }),
    await town.signIn({ role: 'strategist', authority: 'luzern' }),
  ]
  const unruled = await canton.open(`/kanton-luzern/${path}`)
  expect(unruled.text).toContain('Wie abgestimmt wird, ist nicht bekannt.')
  expect(unruled.text).not.toContain('Frage zur Abstimmung stellen')
  await (await unruled.follow('Vereinbarung ändern')).fill(oneVoteEach).submit('Speichern')
  const form = (await canton.open(`/kanton-luzern/${path}`)).fill({
    Frage: 'Soll eUmzugLU weitergeführt werden?',
    Tag: '1',
    Monat: '2',
    Jahr: '2027',
  })
  expect((await form.submit('Frage zur Abstimmung stellen')).text).toContain('Offen bis 01.02.2027')
  expect((await (await city.open(`/luzern/${path}`)).submit('Ja')).text).toContain('Stadt Luzern: Ja')
  const all = await (await canton.open(`/kanton-luzern/${path}`)).submit('Enthaltung')
  const counted = await all.submit('Abstimmung schliessen und auszählen')
  expect(counted.text).toContain('1 Ja, 0 Nein, 1 Enthaltungen, 0 nicht abgestimmt')
  expect(counted.text).toContain('angenommen')
  const told = await town.visitor().open('/strategy/parliament')
  expect(told.text).toContain('5 Bemerkungen, Grosser Stadtrat von Luzern, 16.05.2019')
  expect(told.text).toContain('13 Bemerkungen, Staatspolitische Kommission')
  expect((await town.visitor().open('/strategy/agreements')).text).toContain('CHF 1.25 je Einwohnerin und Einwohner')
})

test('a member that is no authority is absent until the keeper enters what it said, with who says so; no vote is counted before', async () => {
  const canton = await town.signIn({ role: 'strategist', authority: 'kanton-luzern' })
  const path = '/kanton-luzern/desk/strategy/agreements/kanton-luzern/rahmenvereinbarung-kanton-vlg'
  const early = await canton.post(
    `${path}/votes`,
    new URLSearchParams({
      question: 'Zu früh?',
      'closes.day': '1',
      'closes.month': '2',
      'closes.year': '2027',
    }).toString(),
    { 'content-type': 'application/x-www-form-urlencoded' },
  )
  expect([early.status, early.text.includes('Geben Sie zuerst in der Vereinbarung an, wie abgestimmt wird.')]).toEqual([
    422,
    true,
  ])
  const half = (await canton.open(`${path}/edit`)).fill({ 'Was gezählt wird (freiwillig)': 'eine Stimme je Mitglied' })
  expect((await half.submit('Speichern')).status).toBe(422)
  await (await canton.open(`${path}/edit`)).fill(oneVoteEach).submit('Speichern')
  const asked = await (await canton.open(path))
    .fill({ Frage: 'Weiterführen?', Tag: '1', Monat: '2', Jahr: '2027' })
    .submit('Frage zur Abstimmung stellen')
  const voted = await asked.submit('Ja')
  expect(voted.text).toContain(
    'Verband der Luzerner Gemeinden: noch nicht abgestimmt (stimmt nicht hier; gilt als abwesend',
  )
  expect(voted.text).not.toContain('Abstimmung schliessen und auszählen')
  const enter = 'Stimme von Verband der Luzerner Gemeinden eintragen'
  const said = { 'Was Verband der Luzerner Gemeinden gesagt hat': 'Nein', 'Stelle, die es angibt': 'Fachstelle' }
  expect((await voted.fill(said).submit(enter)).status).toBe(422)
  const entered = await voted.fill({ ...said, Quelle: 'Brief vom 20.11.2026' }).submit(enter)
  expect(entered.text).toContain('Nein (angegeben von Fachstelle, Quelle: Brief vom 20.11.2026)')
  const counted = await entered.submit('Abstimmung schliessen und auszählen')
  expect(counted.text).toContain('1 Ja, 1 Nein, 0 Enthaltungen, 0 nicht abgestimmt')
  expect(counted.text).toContain('abgelehnt')
})
