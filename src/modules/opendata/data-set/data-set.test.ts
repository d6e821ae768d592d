import { afterAll, beforeAll, expect, test } from 'vitest'
import { systemActor } from '#kernel/db/actor.ts'
import { slug, uuid } from '#kernel/ids.ts'
import { parking, population as populationExample, publishExample, publishExamples } from '#test/support/open-data.ts'
import { openTown, type Town } from '#test/support/town.ts'
import type { Page } from '#test/support/visitor.ts'
import { correspondence } from '../addressees/addressee.ts'
import { withdrawDataSet } from '../catalogue/publish-data-set.ts'
import { askToFollow } from '../subscriptions/subscribe.ts'

let town: Town
beforeAll(async () => {
  town = await openTown()
  await publishExamples(town.house.kernel)
})
afterAll(() => town.close())

const population = '/opendata/kanton-luzern/bevoelkerung'

test('a data set says what it is, who publishes it, what may be done with it, and where it comes from', async () => {
  const page = await town.visitor().open(population)
  expect(page.heading).toBe('Bevölkerung nach Gemeinde')
  for (const said of [
    'Kanton Luzern',
    'Freie Nutzung. Quellenangabe ist Pflicht.',
    'Auch für kommerzielle Zwecke.',
    '01.01.2020 bis 31.12.2025',
    'Frei erfunden',
    'daten@beispiel.example',
    'bevoelkerung@kanton-luzern',
    'Neue Daten: Bestand am Jahresende',
    'Einwohner (Personen)',
  ])
    expect(page.text).toContain(said)
  expect(page.document.querySelector(`a[href="${population}/bestand.csv"]`)).not.toBeNull()
  const french = await town.visitor('fr').open(`/fr${population}`)
  expect(french.heading).toBe('Population par commune')
})

test('programs find it in other forms: by links, by what they ask for, and in the page itself', async () => {
  const page = await town.visitor().open(population)
  const links = [...page.document.querySelectorAll('link[rel=alternate][type]')].map((link) =>
    link.getAttribute('type'),
  )
  expect(links).toEqual(['application/rdf+xml', 'text/turtle', 'application/ld+json', 'application/atom+xml'])
  const described = [...page.document.querySelectorAll('script[type="application/ld+json"]')].map((block) =>
    JSON.parse(block.textContent ?? ''),
  )
  expect(described.map((one) => one['@type'])).toEqual(['Dataset', 'sc:Dataset'])
  const asked = await town.house.app.inject({ url: population, headers: { host: town.host, accept: 'text/turtle' } })
  expect([asked.statusCode, asked.headers.location]).toEqual([303, `http://${town.host}${population}.ttl`])
})

test('every interface says the same of when a data set last changed: where it has rows, when those did, whatever its keeper wrote', async () => {
  const [table] = parking.metadata.distributions
  if (!table) throw new Error('no table')
  const distributions = [
    { ...table, id: '0199c000-0000-7000-8000-000000000388', slug: 'zahlen', kind: 'table' as const },
  ]
  const metadata = { ...parking.metadata, modified: '2020-01-01', distributions }
  const rows = { zahlen: Object.values(parking.rows)[0] ?? [] }
  await publishExample(town.house.kernel, { ...parking, name: 'stand', metadata, rows })
  const at = `/opendata/${parking.authority}/stand`
  const ask = (path: string) => town.house.app.inject({ url: path, headers: { host: town.host } })
  const changed = (await ask(`${at}.schema.json`)).json<{ dateModified: string }>().dateModified
  expect(changed).toMatch(/^2026-.*T.*Z$/)
  expect((await ask(`${at}.ttl`)).body).toContain(`dct:modified "${changed}"`)
  expect((await ask(`${at}.croissant.json`)).json()).toMatchObject({ dateModified: changed })
  const shown = await ask(`/api/3/action/package_show?id=stand@${parking.authority}`)
  expect(shown.json<{ result: { modified: string } }>().result.modified.slice(0, 19)).toBe(changed.slice(0, 19))
  const page = await town.visitor().open(at)
  expect(page.text).toContain('Zuletzt geändert22.11.2026')
})

test('what a data set says of itself cannot leave the block that programs read', async () => {
  const evil = '</script><script>alert(1)</script><!-- <img src=x onerror=alert(1)> \u2028'
  await publishExample(town.house.kernel, {
    ...parking,
    name: 'boese',
    metadata: { ...parking.metadata, title: { de: evil }, description: { de: evil }, distributions: [] },
  })
  const page = await town.visitor().open('/opendata/kriens/boese')
  const scripts = [...page.document.querySelectorAll('script')].filter((one) => one.getAttribute('src') === null)
  expect(scripts.map((one) => one.getAttribute('type'))).toEqual(['application/ld+json'])
  expect(JSON.parse(scripts[0]?.textContent ?? '').name).toBe(evil)
  expect(page.html).not.toContain('<img src=x')
})

test('one that was taken back says so at its address and at those below', async () => {
  await publishExample(town.house.kernel, {
    ...parking,
    name: 'zurueck',
    metadata: {
      ...parking.metadata,
      distributions: [
        {
          id: '0199c000-0000-7000-8000-000000000399',
          slug: 'plan',
          kind: 'link',
          title: { de: 'Plan' },
          url: 'https://x.example/',
        },
      ],
    },
  })
  const [row] = await town.query<{ id: string }>(`select id from opendata.data_sets where slug = 'zurueck'`)
  const key = { authorityId: slug<'authority'>('kriens'), id: uuid<'data-set'>(row?.id ?? '') }
  await town.house.kernel.database.write(systemActor('opendata'), (scope) => withdrawDataSet(scope, key))
  for (const below of ['', '/plan', '/plan/versions']) {
    const page = await town.visitor().open(`/opendata/kriens/zurueck${below}`)
    expect(page.status).toBe(410)
    expect(page.text).toContain('zurückgezogen')
    expect(page.text).not.toContain('Grund:')
  }
  expect((await town.visitor().open('/opendata/kriens/nie-da')).status).toBe(404)
  expect((await town.visitor().open('/opendata/kriens/Nie%20da')).status).toBe(404)
})

test('a feed reader follows the changes of the canton, of an authority and of a data set', async () => {
  const ask = (path: string, headers: Record<string, string> = {}) =>
    town.house.app.inject({ url: path, headers: { host: town.host, ...headers } })
  const one = await ask(`/de${population}/changes.atom`)
  expect(one.headers['content-type']).toBe('application/atom+xml; charset=utf-8')
  expect(one.body.match(/<summary>[^<]+/g)).toEqual([
    '<summary>Neue Daten: Bestand am Jahresende',
    '<summary>Erstmals veröffentlicht',
  ])
  expect(one.body).toContain(`<id>http://${town.host}/de${population}/changes.atom</id>`)
  const kriens = await ask('/de/kriens/opendata/changes.atom')
  expect(kriens.body).toContain('Parkplätze')
  expect(kriens.body).not.toContain('Bevölkerung')
  const all = await ask('/de/opendata/changes.atom')
  expect(all.body).toContain('Parkplätze')
  expect(all.body).toContain('Bevölkerung')
  const etag = String(all.headers.etag)
  expect((await ask('/de/opendata/changes.atom', { 'if-none-match': etag })).statusCode).toBe(304)
  await publishExample(town.house.kernel, {
    ...parking,
    name: 'weitere',
    metadata: { ...parking.metadata, distributions: [] },
  })
  await expect
    .poll(async () => (await ask('/de/opendata/changes.atom', { 'if-none-match': etag })).statusCode)
    .toBe(200)
})

test('every change is listed, page by page, with what of the description is new; the feed goes on where it ends', async () => {
  const { kernel } = town.house
  const bare = { ...parking, name: 'viel', rows: {} }
  const metadata = { ...parking.metadata, distributions: [] }
  await publishExample(kernel, { ...bare, metadata })
  await publishExample(kernel, { ...bare, metadata: { ...metadata, title: { de: 'Vieles' }, themes: ['ENVI'] } })
  const page = await town.visitor().open('/opendata/kriens/viel')
  expect(page.text).toContain('Beschreibung geändert: Titel, Themen')
  await town.query(
    `insert into opendata.data_set_changes (authority_id, data_set_id, id, kind, at)
     select authority_id, id, gen_random_uuid(), 'rows', now() - n * interval '1 hour'
     from opendata.published_data_sets, generate_series(1, 118) n where slug = 'viel'`,
  )
  const lengths: number[] = []
  for (let log = await page.follow('Alle Änderungen'); ; log = await log.follow('Nächste')) {
    lengths.push(log.document.querySelectorAll('.change-log li').length)
    if (!log.text.includes('Nächste')) break
  }
  expect(lengths).toEqual([50, 50, 20])
  const ask = async (path: string) => (await town.house.app.inject({ url: path, headers: { host: town.host } })).body
  const feed = await ask('/opendata/kriens/viel/changes.atom')
  const next = /<link rel="next"[^>]* href="http:\/\/[^/]+([^"]+)"/.exec(feed)?.[1]
  const rest = await ask((next ?? '').replaceAll('&amp;', '&'))
  expect([feed, rest].map((one) => one.match(/<entry>/g)?.length)).toEqual([100, 20])
  expect(rest).not.toContain('rel="next"')
  expect((await town.visitor().open('/opendata/kriens/viel/changes?after=unsinn')).status).toBe(400)
})

test('every version keeps its address, says what changed, and is found by a day', async () => {
  const versions = await (await town.visitor().open(population)).follow('Frühere Stände')
  expect(versions.text).toMatch(/Version 2 .*Zeilen: 1 neu, 1 geändert, 1 entfernt\..*Version 1 .*Erste Version\./)
  const changes = await versions.follow('Welche Zeilen?')
  const rows = [...changes.document.querySelectorAll('tbody tr')].map((row) => row.textContent)
  expect(rows).toEqual(['entfernt1024 Emmen2021900', 'geändert1024 Emmen2020950 900', "neu1024 Emmen20261'200"])
  const compared = async (from: string, to: string): Promise<Page> =>
    (await town.visitor().open(versions.path))
      .fill({ 'Vergleichen von Version': from, 'zu Version': to })
      .submit('Vergleichen')
  const back = await compared('2', '1')
  expect(back.heading).toMatch(/^Was sich von Version 2 vom .* zu Version 1 vom .* geändert hat$/)
  expect(back.text).toContain('entfernt1024 Emmen2026')
  for (const [from, to] of [
    ['1', '1'],
    ['1', '9'],
    ['eins', '2'],
  ] as const)
    expect((await compared(from, to)).text).toContain('zwei verschiedenen Versionen ein, die es gibt')
  const former = await versions.follow('Version 1')
  expect(former.text).toContain('Sie sehen einen früheren Stand.')
  expect((await former.follow('Zum heutigen Stand')).path).toBe(`${population}/bestand`)
  const today = await versions.fill({ 'Stand an einem bestimmten Tag': '31.12.2099' }).submit('Anzeigen')
  expect(today.path).toBe(`${population}/bestand/versions/2`)
  const early = await versions.fill({ 'Stand an einem bestimmten Tag': '2020' }).submit('Anzeigen')
  expect(early.text).toContain('An diesem Tag war noch keine Version veröffentlicht.')
  expect((await town.visitor().open(`${population}/bestand/versions/9`)).status).toBe(404)
})

const day = 86_400_000
const runJob = async (job: string) => {
  await town.house.kernel.database.write(systemActor('test'), async (scope) => scope.enqueue(job, { payload: {} }))
  await town.jobs.drain()
}
const lastMail = async (to: string) => (await town.mail.to(to)).at(-1)
const linkIn = (text = '', path: string) => new RegExp(`http://[^/\\s]+(\\S*/${path}/\\S+)`).exec(text)?.[1] ?? ''
const tables = ['addressees', 'subscriptions', 'questions'] as const
const countRows = async (table: (typeof tables)[number]) =>
  Number((await town.query<{ n: string }>(`select count(*) as n from opendata.${table}`))[0]?.n)

test('what a steward took back stays so when the platform has something new for it', async () => {
  const { kernel } = town.house
  const trees = { ...parking, name: 'weg', metadata: { ...parking.metadata, distributions: [] }, rows: {} }
  await publishExample(kernel, trees)
  const [row] = await town.query<{ id: string }>(`select id from opendata.data_sets where slug = 'weg'`)
  const key = { authorityId: slug<'authority'>('kriens'), id: uuid<'data-set'>(row?.id ?? '') }
  await kernel.database.write(systemActor('opendata'), (scope) => withdrawDataSet(scope, key, 'Falsch'))
  await publishExample(kernel, { ...trees, metadata: { ...trees.metadata, title: { de: 'Neu' } } })
  expect((await town.visitor().open('/opendata/kriens/weg')).status).toBe(410)
  expect(await town.query(`select title, state from opendata.data_sets where slug = 'weg'`)).toEqual([
    { title: 'Neu', state: 'withdrawn' },
  ])
})

test('somebody without account follows a data set, is told once a day what changed, and ends it by the link', async () => {
  const reader = town.visitor('fr')
  const address = 'lea.lecteur@exemple.example'
  const form = await reader.open(`/fr${population}`)
  const wrong = await form.fill({ 'Adresse e-mail': 'lea' }).submit('M’avertir')
  expect([wrong.status, wrong.text]).toEqual([422, expect.stringContaining('Indiquez une adresse e-mail')])
  const sent = await wrong.fill({ 'Adresse e-mail': address }).submit('M’avertir')
  expect(sent.text).toContain('Consultez votre messagerie')
  const link = linkIn((await lastMail(address))?.text, 'confirmation')
  // A mail program that looks at the link confirms nothing.
  const asked = await reader.open(link)
  expect(await countRows('subscriptions')).toBe(1)
  expect(await town.query('select confirmed_at from opendata.subscriptions')).toEqual([{ confirmed_at: null }])
  const followed = await asked.submit('Oui, m’avertir')
  expect(followed.text).toContain('Population par commune')
  expect((await reader.open(link)).status).toBe(404)
  // Nobody reads the address in the database, and whoever asks again is answered the same.
  const stored = await town.query(
    "select encode(sealed_address, 'escape') as text, address_hash from opendata.addressees",
  )
  expect(JSON.stringify(stored)).not.toContain('lecteur')
  const again = await (await town.visitor('fr').open(`/fr${population}`))
    .fill({ 'Adresse e-mail': address.toUpperCase() })
    .submit('M’avertir')
  expect(again.text).toBe(sent.text)
  expect(await countRows('subscriptions')).toBe(1)

  town.clock.advance(60_000)
  await publishExample(town.house.kernel, { ...populationExample, rows: { bestand: [[1024, 2020, 951]] } })
  await runJob('opendata.tell_subscribers')
  const before = (await town.mail.to(address)).length
  town.clock.advance(10 * 60_000)
  for (const _time of [1, 2]) await runJob('opendata.tell_subscribers')
  expect((await town.mail.to(address)).length).toBe(before + 1)
  const news = await lastMail(address)
  expect(news?.subject).toContain('Population par commune')
  expect(news?.text).toContain('Nouvelles données')

  // The button of a mail program, without cookie and as a form in parts (RFC 8058).
  const ending = linkIn(news?.text, 'of').replace(/\?.*/, '')
  const [kept] = await town.query('select ending_url from kernel.mails where ending_url is not null')
  expect(String(kept?.ending_url)).toContain(ending)
  const parts = '--x\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--x--\r\n'
  const ended = await town
    .visitor()
    .post(ending, Buffer.from(parts), { 'content-type': 'multipart/form-data; boundary=x' })
  expect([ended.status, ended.text]).toEqual([200, expect.stringContaining('Votre adresse est effacée')])
  await town.jobs.drain()
  expect([await countRows('addressees'), (await town.mail.to(address)).length]).toEqual([0, 0])
  expect((await reader.open(ending)).status).toBe(404)
})

test('nobody is flooded, and what is not confirmed is erased with the address', async () => {
  const address = 'opfer@beispiel.example'
  const wish = {
    email: address,
    subject: { authorityId: slug<'authority'>('kriens'), dataSetId: null, seriesId: null },
    name: 'Kriens',
  }
  for (const _time of Array.from({ length: 7 }))
    await town.house.kernel.database.write(correspondence, (scope) =>
      askToFollow(scope, town.house.kernel, { ...wish, language: 'de' }),
    )
  expect((await town.mail.to(address)).length).toBe(5)
  town.clock.advance(4 * day)
  await runJob('opendata.tidy_correspondence')
  expect(await Promise.all(tables.map(countRows))).toEqual([0, 0, 0])
})

test('a person signed in follows with her account, sees it there, and ends it', async () => {
  const person = await town.signIn({ role: 'resident' })
  const page = await (await person.open('/opendata/kriens/parkplaetze')).submit('Benachrichtigen')
  expect(page.path).toContain('/account/subscriptions')
  expect(page.text).toContain('Parkplätze')
  expect((await (await person.open('/account')).follow('Was ich bei offenen Daten verfolge')).text).toContain(
    'Parkplätze',
  )
  const shown = await person.open('/opendata/kriens/parkplaetze')
  expect(shown.text).toContain('Sie werden bei Änderungen benachrichtigt')
  expect((await shown.submit('Benachrichtigung beenden')).text).toContain('Sie verfolgen nichts')
  expect(await countRows('addressees')).toBe(0)
})

test('a question is confirmed, answered, and shown to everybody in the words that the steward chose', async () => {
  const asker = town.visitor()
  const address = 'franz.frager@beispiel.example'
  const path = '/opendata/kriens/parkplaetze'
  const form = await asker.open(path)
  const wrong = await form.fill({ 'E-Mail-Adresse': address }).submit('Absenden')
  expect(wrong.status).toBe(422)
  const asked = await wrong
    .fill({ 'Worum geht es?': 'Fehler in den Daten', 'Ihr Text': 'Ich, Franz Frager, sehe bei Nummer 7 nichts.' })
    .submit('Absenden')
  expect(asked.text).toContain('Schauen Sie in Ihr Postfach')
  const steward = await town.signIn({ role: 'data_steward', authority: 'kriens' })
  expect((await steward.open('/desk/opendata/questions')).text).toContain('Hier ist keine Frage')
  const link = linkIn((await lastMail(address))?.text, 'confirmation')
  expect((await (await asker.open(link)).submit('Ja, senden')).text).toContain('Ihr Text ist bei der Behörde')
  expect((await asker.open(link)).status).toBe(404)
  await town.jobs.drain()
  expect((await lastMail(parking.metadata.contact.email))?.text).toContain('Parkplätze')
  expect((await asker.open(path)).text).not.toContain('Franz')

  const list = await (await steward.open('/desk/opendata?authority=kriens')).follow('1 offene Frage')
  const question = await list.follow('Parkplätze')
  const answered = await question
    .fill({
      Antwort: 'Nummer 7 gibt es seit Mai nicht mehr.',
      'Frage und Antwort veröffentlichen': true,
      'Frage, wie alle sie lesen': 'Bei Nummer 7 steht nichts.',
    })
    .submit('Antwort senden')
  expect(answered.text).toContain('Die Antwort ist gesendet')
  await town.jobs.drain()
  expect((await lastMail(address))?.text).toContain('Nummer 7 gibt es seit Mai nicht mehr.')
  const shown = (await town.visitor().open(path)).text
  expect(shown).toContain('Bei Nummer 7 steht nichts.')
  expect(shown).not.toMatch(/Franz|Frager/)
  // Two at once: the second is told, and nothing is answered twice.
  expect((await question.fill({ Antwort: 'Noch eine' }).submit('Antwort senden')).status).toBe(409)
  const other = await answered.fill({ 'Antwort, wie alle sie lesen': 'Seit Mai fehlt sie.' }).submit('Wortlaut ändern')
  expect((await town.visitor().open(`/opendata/questions/on/kriens/parkplaetze`)).text).toContain('Seit Mai fehlt sie.')
  await other.submit('Nicht mehr zeigen')
  expect((await town.visitor().open(path)).text).not.toContain('Bei Nummer 7')

  const stranger = await town.signIn({ role: 'data_steward', authority: 'luzern' })
  expect((await stranger.open(question.path)).status).toBe(404)
  town.clock.advance(31 * day)
  await runJob('opendata.tidy_correspondence')
  expect([await countRows('addressees'), await countRows('questions')]).toEqual([0, 1])
  town.clock.advance(365 * day)
  await runJob('opendata.tidy_correspondence')
  expect(await countRows('questions')).toBe(0)
})

test('a question of a person signed in is heard at once, and may be refused with a reason', async () => {
  const person = await town.signIn({ role: 'resident' })
  const form = await person.open('/opendata/questions/on/kriens/parkplaetze')
  const asked = await form.fill({ 'Worum geht es?': 'Wunsch', 'Ihr Text': 'Bitte auch die Bäume.' }).submit('Absenden')
  expect(asked.text).toContain('Ihr Text ist bei der Behörde')
  const steward = await town.signIn({ role: 'data_steward', authority: 'kriens' })
  const question = await (await steward.open('/desk/opendata/questions?state=open')).follow('Parkplätze')
  const refused = await question.fill({ Grund: 'Das sind Parkplätze.' }).submit('Ablehnen')
  expect(refused.text).toContain('Die Frage ist abgelehnt')
  expect(refused.document.querySelector('main form')).toBeNull()
  await town.jobs.drain()
  const mails = await town.query<{ body_text: string }>(
    `select body_text from kernel.mails where key like 'opendata-answer/%' and party_id is not null`,
  )
  expect(mails[0]?.body_text).toContain('Das sind Parkplätze.')
})
