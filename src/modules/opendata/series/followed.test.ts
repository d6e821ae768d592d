import { afterAll, beforeAll, expect, test } from 'vitest'
import { systemActor } from '#kernel/db/actor.ts'
import { slug, uuid } from '#kernel/ids.ts'
import { parking, publishExample } from '#test/support/open-data.ts'
import { openTown, type Town } from '#test/support/town.ts'
import type { Page, Visitor } from '#test/support/visitor.ts'
import { chooseDataSets, createSeries } from './bench.ts'
import type { SeriesMetadata } from './series.ts'

const kriens = slug<'authority'>('kriens')
const form = { 'content-type': 'application/x-www-form-urlencoded' }
const metadata: SeriesMetadata = {
  title: { de: 'Jahresrechnung' },
  description: { de: 'Die Rechnung jedes Jahres (Beispiel).' },
  themes: ['ECON'],
  frequency: 'ANNUAL',
  contact: { name: { de: 'Finanzen (Beispiel)' }, email: 'finanzen@kriens.example' },
  order: 'none',
}

let town: Town
let david: Visitor
let lead: Visitor
/** Days go by in these tests: both sign in again. */
const signIn = async () => {
  david = await town.signIn({ role: 'data_steward', authority: 'kriens' })
  lead = await town.signIn({ role: 'lead', authority: 'kriens' })
}

beforeAll(async () => {
  town = await openTown()
  await signIn()
  for (const year of [2024, 2025, 2026]) await bring(year)
}, 90_000)
afterAll(() => town?.close())

const bring = (year: number, title = `Rechnung ${year}`) =>
  publishExample(town.house.kernel, {
    authority: 'kriens',
    name: `rechnung-${year}`,
    metadata: { ...parking.metadata, title: { de: title }, distributions: [] },
    rows: {},
  })

async function idOf(year: number): Promise<string> {
  const [row] = await town.query<{ id: string }>(`select id from opendata.data_sets where slug = $1`, [
    `rechnung-${year}`,
  ])
  return row?.id ?? ''
}

/** A series at the desk with the data sets of these years; its path there. */
async function begin(name: string, years: readonly number[], title = 'Jahresrechnung'): Promise<string> {
  const ids = await Promise.all(years.map(idOf))
  const id = await town.house.kernel.database.write(systemActor('opendata'), async (scope) => {
    const made = await createSeries(scope, {
      authorityId: kriens,
      slug: name,
      metadata: { ...metadata, title: { de: title } },
    })
    await chooseDataSets(scope, { authorityId: kriens, id: made }, ids)
    return made
  })
  return `/desk/opendata/series/${uuid<'series'>(id)}`
}

async function publish(path: string): Promise<Page> {
  await (await david.open(path)).submit('Zur Veröffentlichung einreichen')
  return (await lead.open(path)).submit('Veröffentlichen')
}

const withdraw = async (path: string, reason: string) =>
  (await lead.open(path)).fill({ Grund: reason }).submit('Zurückziehen')

const told = async (address: string): Promise<string> => {
  town.clock.advance(86_400_000)
  await town.house.kernel.database.write(systemActor('test'), async (scope) =>
    scope.enqueue('opendata.tell_subscribers', { payload: {} }),
  )
  await town.jobs.drain()
  await signIn()
  const all = await town.mail.to(address)
  return all.at(-1)?.text ?? ''
}
const linkIn = (text: string, path: string) => new RegExp(`http://[^/\\s]+(\\S*/${path}/\\S+)`).exec(text)?.[1] ?? ''
const countMails = async (address: string) => (await town.mail.to(address)).length

test('a person signed in follows a series beside all of its authority, and ends that one', async () => {
  await publish(await begin('zweite', [2024], 'Zweite Reihe'))
  const person = await town.signIn({ role: 'resident' })
  await (await person.open('/opendata/subscriptions/for/kriens')).submit('Benachrichtigen')
  const own = await (await person.open('/opendata/series/kriens/zweite')).submit('Benachrichtigen')
  expect(own.text).toContain('Zweite Reihe')
  expect(own.text).toContain('Alle offenen Daten: Kriens')
  const shown = await person.open('/opendata/series/kriens/zweite')
  expect(shown.text).toContain('Sie werden bei Änderungen benachrichtigt')
  const left = await shown.submit('Benachrichtigung beenden')
  expect([left.text.includes('Zweite Reihe'), left.text.includes('Alle offenen Daten')]).toEqual([false, true])
  expect((await person.open('/opendata/subscriptions/for/kriens/series/keine')).status).toBe(404)
})

test('whoever takes a series back may say why, for everybody to read; published again it is forgotten', async () => {
  const path = await begin('grund', [2026], 'Mit Grund')
  await publish(path)
  expect((await withdraw(path, 'x'.repeat(1_001))).status).toBe(422)
  const long = await lead.post(`${path}/withdrawal`, `withdrawal_reason=${'x'.repeat(1_001)}`, form)
  expect([long.status, (await town.visitor().open('/opendata/series/kriens/grund')).status]).toEqual([422, 200])
  await withdraw(path, 'Die <Erhebung> ist eingestellt.')
  const gone = await town.visitor().open('/opendata/series/kriens/grund')
  expect([gone.status, gone.text]).toEqual([410, expect.stringContaining('Grund: Die <Erhebung> ist eingestellt.')])
  const feed = (await town.visitor().open('/opendata/series/kriens/grund/changes.atom')).html
  expect(feed).toContain('<summary>Reihe zurückgezogen. Grund: Die &lt;Erhebung&gt; ist eingestellt.</summary>')
  await publish(path)
  expect((await withdraw(path, '')).text).toContain('Die Reihe ist zurückgezogen.')
  const again = await town.visitor().open('/opendata/series/kriens/grund')
  expect([again.status, again.text.includes('Grund:')]).toEqual([410, false])
})

test('a submitted series waits where submitted data sets do, and says who cannot publish it', async () => {
  const path = await begin('wartet', [2026], 'Wartende Reihe')
  await (await david.open(path)).submit('Zur Veröffentlichung einreichen')
  const review = '/desk/opendata?authority=kriens&state=in_review'
  const hers = await lead.open(review)
  expect(hers.text).toContain('Eingereicht von David Muster. Jemand anders veröffentlicht sie.')
  expect(hers.document.querySelectorAll('table')).toHaveLength(1)
  expect((await david.open(review)).text).toContain('Von Ihnen eingereicht. Jemand anders veröffentlicht sie.')
  expect((await david.open('/desk/opendata/series?authority=kriens')).text).toContain('Von Ihnen eingereicht.')
  const series = await hers.follow('Wartende Reihe')
  expect((await series.submit('Veröffentlichen')).text).toContain('Die Reihe ist veröffentlicht.')
  expect((await lead.open(review)).text).not.toContain('Wartende Reihe')
  expect((await lead.open('/desk/opendata/series?authority=kriens')).text).not.toContain('Eingereicht von')
})

test('somebody without account follows a series, is told of its data sets, its choice and its end, and ends it', async () => {
  const path = await begin('rechnung', [2024])
  await publish(path)
  const address = 'lea.leserin@beispiel.example'
  const page = await town.visitor().open('/opendata/series/kriens/rechnung')
  const wrong = await page.fill({ 'E-Mail-Adresse': 'lea' }).submit('Benachrichtigen')
  expect([wrong.status, wrong.heading]).toEqual([422, 'Bei Änderungen benachrichtigt werden'])
  await wrong.fill({ 'E-Mail-Adresse': address }).submit('Benachrichtigen')
  const [asked] = await town.mail.to(address)
  expect(asked?.text).toContain('Jahresrechnung')
  const followed = await (await town.visitor().open(linkIn(asked?.text ?? '', 'confirmation'))).submit(
    'Ja, benachrichtigen',
  )
  expect((await followed.follow('Jahresrechnung')).path).toContain('/opendata/series/kriens/rechnung')

  town.clock.advance(60_000)
  await bring(2024, 'Rechnung 2024, neu')
  await bring(2025, 'Rechnung 2025, neu')
  const first = await told(address)
  expect(first).toContain('Rechnung 2024, neu')
  expect(first).not.toMatch(/2025/)

  const more = await lead.post(`${path}/data-sets`, `data_set=${await idOf(2025)}`, form)
  expect(more.status).toBeLessThan(400)
  await publish(path)
  const second = await told(address)
  expect(second).toContain('Jahresrechnung (Kriens): Angaben oder Auswahl der Datensätze geändert')
  expect(second).not.toContain('neu')

  await withdraw(path, 'Die Zahlen stehen neu an einem Ort.')
  const third = await told(address)
  expect(third).toContain('Jahresrechnung (Kriens): Reihe zurückgezogen')
  expect(third).toContain('Grund: Die Zahlen stehen neu an einem Ort.')
  const mails = await countMails(address)
  await bring(2024, 'Rechnung 2024, nochmals')
  await told(address)
  expect(await countMails(address)).toBe(mails)

  const ending = linkIn(third, 'of').replace(/\?.*/, '')
  const ended = await (await town.visitor().open(ending)).submit('Alles beenden und Adresse löschen')
  expect(ended.text).toContain('Ihre Adresse ist gelöscht')
})
