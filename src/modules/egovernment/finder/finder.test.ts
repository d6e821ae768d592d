import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { openPortal, type PortalParts, sharePortal } from '#test/support/portal.ts'
import { asOwner } from '#test/support/test-database.ts'
import type { ServiceDefinition } from '../services/definition/service-definition.ts'
import { readServiceFolder } from '../services/read-service-folder.ts'
import { finderRoutes } from './routes.tsx'

const services = readServiceFolder(join(import.meta.dirname, '../../../../content/services')).services.map(
  ({ definition }) => definition,
)

/** How many services there are, so that the tests hold when one is added. */
function count(isWanted: (service: ServiceDefinition) => boolean = () => true): number {
  return services.filter(isWanted).length
}

const everybody = { actor: { kind: 'public' } } as const

const parts: PortalParts = {
  routes: finderRoutes,
  permissions: { 'egovernment.service.read': ['anyone'] },
  furniture: 'content',
}

const shared = sharePortal(parts)
const visitor = (language = 'de') => shared().as(everybody, language)

/** A finder of one's own, for tests that change what is offered. */
async function openFinder() {
  const portal = await openPortal(parts)
  return { ...portal, visitor: (language = 'de') => portal.as(everybody, language) }
}

describe('the finder', () => {
  test('finds by words, life situation and audience; every filter is a link', async () => {
    const guest = visitor()
    const all = await guest.open('/services')
    expect(all.text).toContain(`${count()} Dienstleistungen`)

    const moving = await all.follow('Umziehen und wohnen')
    expect(moving.path).toBe('/services?life=umziehen-wohnen')
    expect(moving.text).toContain(`${count((one) => one.lifeSituations.includes('umziehen-wohnen'))} Dienstleistungen`)
    // First what belongs there before anywhere else.
    expect(moving.text).toMatch(/Dienstleistungen\s*Umzug melden/)
    const animals = await all.follow('Tiere')
    expect((await animals.follow('Firmen und Vereine')).text).toContain('Hier gibt es noch keine Dienstleistungen')

    const found = await all.fill({ 'Was möchten Sie erledigen?': 'zügeln' }).submit('Suchen')
    expect(found.text).toMatch(/Dienstleistung(en)? zu «zügeln»/)
    expect((await found.follow('Umzug melden')).heading).toBe('Umzug melden')
  })

  test('says how many services each choice leaves, also together with words', async () => {
    const guest = visitor()
    const forFirms = count((one) => one.audience.includes('firms'))
    expect((await guest.open('/services')).text).toContain(`Firmen und Vereine (${forFirms})`)
    const taxesOfFirms = count((one) => one.audience.includes('firms') && one.lifeSituations.includes('steuern'))
    const firms = await (await guest.open('/services?life=steuern')).follow('Firmen und Vereine')
    expect(firms.path).toBe('/services?life=steuern&audience=firms')
    expect(firms.text).toContain(`Firmen und Vereine (${taxesOfFirms})`)

    const chips = async (path: string) =>
      [...(await guest.open(path)).document.querySelectorAll('.chip')].map((chip) => chip.textContent?.trim() ?? '')
    const words = await chips('/services?q=raten')
    expect(words).toContain('Steuern und Geld (1)')
    expect(words.filter((chip) => chip.startsWith('Tiere'))).toEqual([])
    const results = await guest.open('/kriens/services?q=raten&audience=firms&life=steuern')
    expect(results.text).toContain('Steuern in Raten zahlen')
  })

  test('shows on the portal of a municipality what the canton does for its people', async () => {
    const guest = visitor()
    const found = await guest.open('/kriens/services?q=festwirtschaft')
    const service = await found.follow('Einzelanlass mit Speisen oder Getränken bewilligen lassen')
    expect(service.text).toContain('Luzerner Polizei, Gastgewerbe und Gewerbepolizei')
    expect(service.document.querySelector('a.ds-button')?.getAttribute('href')).toBe(
      '/kanton-luzern/services/einzelbewilligung-gastwirtschaft/apply',
    )
    expect((await guest.open('/services/einzelbewilligung-gastwirtschaft/place')).status).toBe(404)
  })

  test('says what to do where nothing is found, and ignores filters that do not exist', async () => {
    const guest = visitor('en')
    const nothing = await guest.open('/services?q=xyzzy&audience=persons')
    expect(nothing.text).toContain('We found no service for “xyzzy”')
    expect((await nothing.follow('See all services')).text).toContain(`${count()} services`)
    expect((await guest.open('/services?life=nowhere&audience=cats&after=nothing')).text).toContain(
      `${count()} services`,
    )
  })

  test('shows the portal of an authority what that authority offers', async () => {
    const { visitor, urls } = await openFinder()
    await asOwner(
      urls,
      `update egovernment.service_offers set valid_to = '2026-11-22', valid_from = '2026-01-01'
      where authority_id = 'kriens' and service_id = 'umzug'`,
    )
    await asOwner(
      urls,
      `update egovernment.service_offers set valid_to = '2026-11-21', valid_from = '2026-01-01'
      where authority_id = 'horw' and service_id = 'umzug'`,
    )
    expect((await visitor().open('/kriens/services')).text).toContain(`${count()} Dienstleistungen`)
    expect((await visitor().open('/horw/services')).text).toContain(`${count() - 1} Dienstleistungen`)
    expect((await visitor().open('/horw/services?q=umzug')).text).not.toContain('Umzug melden')
    expect((await visitor().open('/fr/services?q=zügeln&authority=kriens')).path).toBe(
      '/fr/kriens/services?q=z%C3%BCgeln',
    )
  })

  test('suggests while somebody types', async () => {
    const guest = visitor('fr')
    const suggested = await guest.open('/fr/luzern/services/suggest?q=d%C3%A9m')
    expect(suggested.json<{ title: string; href: string }[]>()[0]).toMatchObject({
      title: 'Annoncer un déménagement',
      href: '/fr/luzern/services/umzug',
    })
    expect((await guest.open('/services/suggest?q=')).json()).toEqual([])
    expect((await guest.open('/services/suggest')).json()).toEqual([])
  })

  test('answers anything that is asked', async () => {
    const guest = visitor()
    for (const q of ['%27%3B--', '%00', 'a'.repeat(10_000), '%F0%9F%8F%A0', '%3Cscript%3Ealert(1)%3C/script%3E']) {
      const page = await guest.open(`/services?q=${q}`)
      expect([q.slice(0, 20), page.status]).toEqual([q.slice(0, 20), 200])
      expect(page.html).not.toContain('<script>alert')
    }
  })
})

describe('a service page', () => {
  test('answers the questions in the order in which people ask them', async () => {
    const page = await visitor().open('/kriens/services/umzug')
    const headings = [...page.document.querySelectorAll('main h2')].map((heading) => heading.textContent?.trim())
    expect(headings).toEqual([
      'Für wen',
      'Wo',
      'Was Sie brauchen',
      'Wie lange es dauert',
      'Was es kostet',
      'Was Sie erhalten',
      'Andere Wege',
      'Rechtsgrundlagen',
      'Quellen',
    ])
    expect(page.text).toContain('In Kriens zuständig:Einwohnerdienste')
    expect(page.text).toContain('Mo–Mi08.00–12.00, 13.30–17.00')
    const fee = [...page.document.querySelectorAll('section')].find((section) =>
      section.textContent?.includes('Was es kostet'),
    )
    expect(fee?.textContent).toContain('Beispiel')
    const starts = [...page.document.querySelectorAll('a.ds-button')].map((link) => link.getAttribute('href'))
    expect(new Set(starts)).toEqual(new Set(['/kriens/services/umzug/apply']))
    expect(starts.length).toBeGreaterThanOrEqual(2)
  })

  test('is there in four languages, and nowhere for what does not exist', async () => {
    const titles = ['Umzug melden', 'Annoncer un déménagement', 'Annunciare un trasloco', 'Report a move']
    for (const [index, language] of ['de', 'fr', 'it', 'en'].entries())
      expect((await visitor().open(`/${language}/services/umzug`)).heading).toBe(titles[index])
    for (const id of ['zauberei', 'constructor', 'UMZUG', '%00'])
      expect((await visitor().open(`/services/${id}`)).status).toBe(404)
  })

  test('asks for the municipality first, and remembers it', async () => {
    const guest = visitor()
    const page = await guest.open('/services/umzug')
    const choose = await page.follow('Gemeinde wählen und beginnen')
    expect(choose.heading).toBe('In welcher Gemeinde?')
    const chosen = await choose.fill({ 'Postleitzahl und Ort oder Gemeinde': '6010 Kriens' }).submit('Suchen')
    expect(chosen.text).toContain('In Kriens zuständig')
    expect(guest.cookies()).toBe('place=kriens')

    const other = await guest.open('/services/wohnsitzbestaetigung')
    expect(other.text).toContain('In Kriens zuständig')
    expect(other.document.querySelector('a.ds-button')?.getAttribute('href')).toBe(
      '/kriens/services/wohnsitzbestaetigung/apply',
    )
  })

  test('asks in which municipality where a locality lies in several, largest share first', async () => {
    const guest = visitor()
    const page = await guest.open('/services/umzug/place?q=Hellb%C3%BChl')
    const choices = [...page.document.querySelectorAll('main article a')].map((link) => link.textContent)
    expect(choices).toEqual(['Neuenkirch', 'Malters', 'Ruswil', 'Luzern'])
    expect((await page.follow('Malters')).text).toContain('In Malters zuständig')
  })

  test('a place can be named by postcode, locality, municipality or former municipality', async () => {
    const answers = {
      kriens: 'In Kriens zuständig',
      '6012': 'In Kriens zuständig',
      Littau: 'In Luzern zuständig',
      Rickenbach: 'In Rickenbach (LU) zuständig',
      Roemerswil: 'In Römerswil zuständig',
      Zürich: '«Zürich» kennen wir nicht',
      '8001 Zürich': 'kennen wir nicht',
      "'; drop table": 'kennen wir nicht',
    }
    for (const [words, expected] of Object.entries(answers)) {
      const page = await visitor().open(`/services/umzug/place?q=${encodeURIComponent(words)}`)
      expect(page.text).toContain(expected)
    }
  })

  test('without script or words, a municipality is chosen from the list of all 79', async () => {
    const guest = visitor()
    const place = await (await guest.open('/services/umzug')).follow('Auf der Karte oder aus der Liste wählen')
    expect(place.document.querySelectorAll('main .columns a')).toHaveLength(79)
    expect((await place.follow('Römerswil')).text).toContain('In Römerswil zuständig')
  })

  test('takes a point, and puts it in no address', async () => {
    const guest = visitor()
    const place = await guest.open('/services/schadensmeldung/place')
    const inKriens = await place.fill({ 'Ost (E)': "2'663'900", 'Nord (N)': "1'209'600" }).submit('Diesen Punkt nehmen')
    expect(inKriens.text).toContain('In Kriens zuständig')
    expect(inKriens.path).toBe('/services/schadensmeldung?place=kriens')
    const outside = await place.fill({ 'Ost (E)': '2600000', 'Nord (N)': '1200000' }).submit('Diesen Punkt nehmen')
    expect(outside.text).toContain('Dieser Punkt liegt in keiner Luzerner Gemeinde')
    expect((await place.fill({ 'Ost (E)': 'hier', 'Nord (N)': '' }).submit('Diesen Punkt nehmen')).status).toBe(200)
  })

  test('says so where an authority does not offer it, and names who can be asked', async () => {
    const { visitor, urls } = await openFinder()
    await asOwner(
      urls,
      `update egovernment.service_offers set valid_to = '2026-11-21', valid_from = '2026-01-01'
      where authority_id = 'kriens' and service_id = 'umzug'`,
    )
    const page = await visitor().open('/kriens/services/umzug')
    expect(page.text).toContain('Hier geht das noch nicht online')
    expect(page.text).toContain('Einwohnerdienste')
    expect(page.document.querySelector('a[href$="/apply"]')).toBeNull()
  })

  test('shows what is an authority’s own: its fee and its note', async () => {
    const { visitor, urls } = await openFinder()
    await asOwner(
      urls,
      `update egovernment.service_offers set overrides = $1 where authority_id = 'kriens' and service_id = 'umzug'`,
      [
        JSON.stringify({
          fee: { text: { de: 'CHF 7.50 in Kriens' }, rappen: 750, example: true },
          note: { de: 'Bringen Sie den Schlüssel mit.' },
        }),
      ],
    )
    const [kriens, horw] = [
      await visitor().open('/kriens/services/umzug'),
      await visitor().open('/horw/services/umzug'),
    ]
    expect(kriens.text).toContain('CHF 7.50 in Kriens')
    expect(kriens.text).toContain('Bringen Sie den Schlüssel mit.')
    expect(horw.text).not.toContain('7.50')
    const french = await visitor().open('/fr/kriens/services/umzug')
    expect(french.html).toContain('<span lang="de">CHF 7.50 in Kriens</span>')
  })

  test('a cookie or parameter of nonsense chooses nothing', async () => {
    for (const place of ['atlantis', 'kanton-luzern', '%00', '__proto__']) {
      const page = await visitor().open(`/services/umzug?place=${place}`, { cookie: `place=${place}` })
      expect(page.text).toContain('Wählen Sie sie hier')
    }
  })
})
