import { cpSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Clock } from '#kernel/clock.ts'
import { publicActor, type StaffActor, systemActor } from '#kernel/db/actor.ts'
import { Database } from '#kernel/db/database.ts'
import { jsonb } from '#kernel/db/jsonb.ts'
import type { WriteScope } from '#kernel/db/scope.ts'
import { type IsoDate, isIsoDate } from '#kernel/i18n/format.ts'
import { slug, uuid } from '#kernel/ids.ts'
import { search } from '#kernel/search/search.ts'
import { cloneWithAuthorities } from '#test/support/furnished.ts'
import { asOwner, type TestDatabase, testNow } from '#test/support/test-database.ts'
import { offersOf, readCatalogue } from './catalogue.ts'
import { importServices } from './import-services.ts'
import { offerEverywhere } from './offer-services.ts'
import { publishDrafts } from './publish-services.ts'
import { countOfferers, findOffer, findVersion, listOffers } from './queries.ts'
import { checksumOf, readServiceFolder, type ServiceContent, ServiceContentError } from './read-service-folder.ts'
import { localDefinition } from './service-offer.ts'

const root = join(import.meta.dirname, '../../../..')
const everything = readServiceFolder(join(root, 'content/services'))
/** A few services, among them one of the canton, behave like all. */
const few = ['umzug', 'schadensmeldung', 'wohnsitzbestaetigung', 'einzelbewilligung-gastwirtschaft']
const content = { ...everything, services: everything.services.filter(({ definition }) => few.includes(definition.id)) }
const umzug = slug<'service'>('umzug')
const kriens = slug<'authority'>('kriens')
const horw = slug<'authority'>('horw')

let database: Database
let urls: TestDatabase
let clock: Clock & { set(to: string): void }

beforeEach(async () => {
  let now = new Date(testNow)
  clock = { now: () => now, set: (to) => (now = new Date(to)) }
  urls = await cloneWithAuthorities()
  database = new Database({ connectionString: urls.appUrl, poolSize: 4, clock })
})

afterEach(async () => {
  await database.close()
  await urls.drop()
})

const asContent = <Result>(work: (scope: WriteScope) => Promise<Result>) => database.write(systemActor('content'), work)
const publish = (services: ServiceContent = content) =>
  asContent(async (scope) => {
    await importServices(scope, services)
    const published = await publishDrafts(scope)
    await offerEverywhere(scope)
    return published
  })
const offerOf = (authorityId = kriens, date = clock.now().toISOString().slice(0, 10)) =>
  database.read(publicActor, (scope) => findOffer(scope, umzug, authorityId, day(date)))

function day(text: string): IsoDate {
  if (!isIsoDate(text)) throw new Error(`${text} is no day`)
  return text
}

/** The content with another summary for moving. */
function withSummary(text: string): ServiceContent {
  const services = content.services.map(({ definition, checksum }) => {
    if (definition.id !== umzug) return { definition, checksum }
    const changed = { ...definition, summary: { ...definition.summary, de: text } }
    return { definition: changed, checksum: checksumOf(changed) }
  })
  return { ...content, services }
}

function serviceOwner(authorityId = kriens): StaffActor {
  return {
    kind: 'staff',
    staffId: uuid('00000000-0000-7000-8000-000000000001'),
    identityId: null,
    name: 'Erika Beispiel',
    memberships: [{ authorityId, unitId: null, role: 'service_owner' }],
    hasSecondFactor: true,
  }
}

describe('publishing', () => {
  test('a draft is seen by nobody before it is published', async () => {
    await asContent((scope) => importServices(scope, content))
    await database.read(publicActor, async (scope) => {
      expect((await readCatalogue(scope)).services).toEqual([])
      expect(await scope.db.selectFrom('egovernment.service_drafts').selectAll().execute()).toEqual([])
    })
  })

  test('equal content makes no new version, changed content one', async () => {
    expect(await publish(everything)).toEqual(everything.services.map(({ definition }) => definition.id).sort())
    expect(await publish(everything)).toEqual([])
    expect(await publish(withSummary('Neu.'))).toEqual([umzug])
    const versions = await asOwner(
      urls,
      `select service_id, number from egovernment.service_versions where service_id = 'umzug' order by number`,
    )
    expect(versions).toEqual([
      { service_id: 'umzug', number: 1 },
      { service_id: 'umzug', number: 2 },
    ])
  })

  test('going back to an older text is a new version as well', async () => {
    await publish()
    await publish(withSummary('Neu.'))
    expect(await publish(content)).toEqual([umzug])
    expect((await offerOf())?.number).toBe(3)
  })

  test('a published version cannot be changed, not even by the owner of the tables', async () => {
    await publish()
    await expect(asOwner(urls, `update egovernment.service_versions set number = 9`)).rejects.toThrow(/never changes/)
    await expect(asOwner(urls, `delete from egovernment.service_versions`)).rejects.toThrow(/never changes/)
    const change = asContent((scope) =>
      scope.db.updateTable('egovernment.service_versions').set({ number: 9 }).execute(),
    )
    await expect(change).rejects.toThrow(/permission denied/)
  })

  test('only the program for its content imports and publishes', async () => {
    for (const actor of [publicActor, serviceOwner(), systemActor('mail')])
      await expect(database.write(actor, (scope) => importServices(scope, content))).rejects.toThrow()
    await asContent((scope) => importServices(scope, content))
    expect(await database.write(serviceOwner(), publishDrafts)).toEqual([])
    expect(await asOwner(urls, 'select id from egovernment.service_versions')).toEqual([])
  })

  test('a published service is found; the text of the version before is not', async () => {
    await publish(withSummary('Elefantenrennen'))
    const find = (text: string) => database.read(publicActor, (scope) => search(scope, { text, language: 'de' }))
    expect((await find('Elefantenrennen'))[0]?.id).toBe('umzug')
    await publish()
    expect(await find('Elefantenrennen')).toEqual([])
  })
})

describe('offers', () => {
  test('every municipality offers moving; who is closed does not', async () => {
    await publish()
    const counts = await database.read(publicActor, (scope) => countOfferers(scope, scope.today()))
    expect(counts.get('umzug')).toBe(79)
    expect(await offerOf(slug('littau'))).toBeUndefined()
    expect(await offerOf(slug('kanton-luzern'))).toBeUndefined()
  })

  test('an offer is there from its first day on', async () => {
    await publish()
    expect((await offerOf())?.definition.title.de).toBe('Umzug melden')
    expect(await offerOf(kriens, '2026-11-21')).toBeUndefined()
  })

  test('a new version begins today; what an authority added stays, and the day before keeps the old version', async () => {
    await publish()
    await database.write(serviceOwner(), async (scope) => {
      scope.write(
        scope.db
          .updateTable('egovernment.service_offers')
          .set({ overrides: jsonb({ fee: { text: { de: 'CHF 10' }, rappen: 1_000, example: true } }) })
          .where('authority_id', '=', kriens),
      )
    })
    clock.set('2026-12-01T10:00:00Z')
    await publish(withSummary('Neu.'))
    const [before, after, elsewhere] = [await offerOf(kriens, '2026-11-30'), await offerOf(), await offerOf(horw)]
    expect([before?.number, after?.number, elsewhere?.number]).toEqual([1, 2, 2])
    expect(after?.definition.summary.de).toBe('Neu.')
    expect(after && localDefinition(after).fee).toMatchObject({ rappen: 1_000 })
    expect(elsewhere?.overrides).toEqual({})
  })

  test('published twice on one day, the newest version holds', async () => {
    await publish()
    await publish(withSummary('Neu.'))
    expect((await offerOf())?.number).toBe(2)
    expect(
      await asOwner(
        urls,
        `select count(*)::int as n from egovernment.service_offers where authority_id = 'kriens' and service_id = 'umzug'`,
      ),
    ).toEqual([{ n: 1 }])
  })

  test('an offer that ended is not made again, and moves to no new version', async () => {
    await publish()
    clock.set('2026-12-01T10:00:00Z')
    await database.write(serviceOwner(), async (scope) => {
      scope.write(
        scope.db
          .updateTable('egovernment.service_offers')
          .set({ valid_to: '2026-11-30' })
          .where('service_id', '=', umzug)
          .where('authority_id', '=', kriens),
      )
    })
    await publish(withSummary('Neu.'))
    expect(await offerOf()).toBeUndefined()
    expect((await offerOf(kriens, '2026-11-30'))?.number).toBe(1)
  })

  test('two offers of one authority never overlap', async () => {
    await publish()
    const second = database.write(serviceOwner(), async (scope) => {
      const offer = await findOffer(scope, umzug, kriens, scope.today())
      scope.write(
        scope.db.insertInto('egovernment.service_offers').values({
          authority_id: kriens,
          service_id: umzug,
          version_id: offer?.versionId ?? '',
          valid_from: '2027-01-01',
        }),
      )
    })
    await expect(second).rejects.toThrow(/service_offers_one_at_a_time/)
  })

  test('staff change the offers of their own authority only', async () => {
    await publish()
    const changed = await database.write(serviceOwner(), (scope) =>
      scope.db
        .updateTable('egovernment.service_offers')
        .set({ overrides: jsonb({ note: { de: 'Neu' } }) })
        .executeTakeFirst(),
    )
    expect(Number(changed.numUpdatedRows)).toBe(
      content.services.filter(({ definition }) => definition.competence.by === 'municipality').length,
    )
    expect((await offerOf(horw))?.overrides).toEqual({})
  })
})

describe('the catalogue', () => {
  test('is read once, and again after something was published or offered', async () => {
    await publish()
    const read = () => database.read(publicActor, readCatalogue)
    const first = await read()
    expect(await read()).toBe(first)
    expect(first.find('umzug')?.number).toBe(1)
    expect(first.find('constructor')).toBeUndefined()
    expect(first.lifeSituations.map((one) => one.id)).toEqual(content.lifeSituations.map((one) => one.id))

    await publish(withSummary('Neu.'))
    const second = await read()
    expect(second.find('umzug')?.definition.summary.de).toBe('Neu.')

    await database.write(serviceOwner(), async (scope) => {
      scope.write(
        scope.db
          .updateTable('egovernment.service_offers')
          .set({ overrides: jsonb({ note: { de: 'Hier.' } }) })
          .where('authority_id', '=', kriens),
      )
    })
    const offers = await database.read(publicActor, async (scope) =>
      offersOf(scope, await readCatalogue(scope), kriens, scope.today()),
    )
    expect(offers.find((offer) => offer.serviceId === umzug)?.overrides.note).toEqual({ de: 'Hier.' })
  })

  test('an import of the same content renews nothing', async () => {
    await publish()
    const before = await database.read(publicActor, readCatalogue)
    await publish()
    expect((await database.read(publicActor, readCatalogue)).revision).toBe(before.revision)
  })

  test('a version is found by its id, as it was published', async () => {
    await publish()
    const offer = await offerOf()
    await publish(withSummary('Neu.'))
    const version = await database.read(publicActor, (scope) => findVersion(scope, offer?.versionId ?? uuid('')))
    expect(version?.definition).toEqual(content.services.find(({ definition }) => definition.id === umzug)?.definition)
  })

  test('all offers of an authority are listed', async () => {
    await publish()
    const offers = await database.read(publicActor, (scope) => listOffers(scope, kriens, scope.today()))
    expect(offers.map((offer) => offer.serviceId)).toContain('umzug')
  })
})

describe('a folder of services', () => {
  test('the order of keys does not matter for the checksum; everything else does', () => {
    expect(checksumOf({ a: 1, b: { c: [1, 2], d: 'x' } })).toBe(checksumOf({ b: { d: 'x', c: [1, 2] }, a: 1 }))
    expect(checksumOf({ a: [1, 2] })).not.toBe(checksumOf({ a: [2, 1] }))
  })

  test('all problems of all files are named with file and place', () => {
    const folder = mkdtempSync(join(tmpdir(), 'services-'))
    cpSync(join(root, 'content/services'), folder, { recursive: true })
    const text = readFileSync(join(folder, 'umzug.yaml'), 'utf8')
    writeFileSync(
      join(folder, 'umzug.yaml'),
      text
        .replace(/^unitKind: .*$/m, 'unitKind: zauberei')
        .replace(/^lifeSituations: .*$/m, 'lifeSituations: [zaubern]'),
    )
    expect(() => readServiceFolder(folder)).toThrow(ServiceContentError)
    expect(() => readServiceFolder(folder)).toThrow(
      /umzug\.yaml:\d+ \/lifeSituations\/0: [\s\S]*umzug\.yaml:\d+ \/unitKind: /,
    )
  })
})
