import { deflateSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { uuid } from '#kernel/ids.ts'
import { startTown, type Town } from '#test/support/town.ts'
import type { Page, Visitor } from '#test/support/visitor.ts'
import { readDraftCookie } from './draft.ts'
import { draftActor, findDraftByHandle } from './find-draft.ts'
import { saveDraft } from './save-draft.ts'

const start = '/de/kriens/services/schadensmeldung/apply'

/** A grey picture of 8 by 8 points: the smallest photo that is one. */
function png(): Uint8Array {
  const chunk = (type: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
    const length = Buffer.alloc(4)
    length.writeUInt32BE(data.length)
    const sum = Buffer.alloc(4)
    sum.writeUInt32BE(crc(body))
    return Buffer.concat([length, body, sum])
  }
  const head = Buffer.from([0, 0, 0, 8, 0, 0, 0, 8, 8, 0, 0, 0, 0])
  const rows = Buffer.concat(Array.from({ length: 8 }, () => Buffer.from([0, ...Array(8).fill(128)])))
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
  return Buffer.concat([
    signature,
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

function crc(data: Buffer): number {
  let sum = 0xffffffff
  for (const byte of data) {
    sum ^= byte
    for (let bit = 0; bit < 8; bit += 1) sum = (sum >>> 1) ^ (sum & 1 ? 0xedb88320 : 0)
  }
  return (sum ^ 0xffffffff) >>> 0
}

/** Answers everything up to the photos. */
async function toPhotos(visitor: Visitor): Promise<Page> {
  let page = await visitor.open(start)
  page = await page.fill({ 'Was ist beschädigt?': 'Strasse, Trottoir, Velo- oder Fussweg' }).submit('Weiter')
  page = await page.fill({ 'Kann sich jemand verletzen?': 'Nein' }).submit('Weiter')
  expect(page.heading).toBe('In welcher Gemeinde ist der Schaden?')
  page = await page.submit('Weiter')
  page = await page.fill({ 'Ort in Worten': 'Beispielplatz 3' }).submit('Weiter')
  page = await page.fill({ 'Beschreiben Sie den Schaden': 'Ein Loch im Belag, Zwetschgenwähe' }).submit('Weiter')
  expect(page.heading).toContain('Wann haben Sie den Schaden zuerst gesehen?')
  return page.submit('Weiter')
}

async function toReview(visitor: Visitor, email = 'petra@beispielhaft.example'): Promise<Page> {
  let page = await toPhotos(visitor)
  page = await page.submit('Weiter')
  page = await page.submit('Weiter')
  expect(page.heading).toBe('Wohin dürfen wir antworten?')
  return page.fill({ 'E-Mail-Adresse': email }).submit('Weiter')
}

const numberOn = (page: Page) => /[A-Z]{3}(?:-\d{1,4}){3,4}/.exec(page.text)?.[0] ?? ''
const codeOn = (page: Page) =>
  /(?:[0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}/.exec(
    page.text.replace(/[A-Z]{3}-\d{4}-\d{4}-\d{3}/g, ''),
  )?.[0] ?? ''

function countCases(town: Town): Promise<{ n: number }[]> {
  return town.query<{ n: number }>('select count(*)::int as n from egovernment.cases')
}

test('a guest fills in, adds a photo, sends, and follows her case with number and code', async () => {
  const town = await startTown()
  const petra = town.visitor()
  let page = await toPhotos(petra)
  page = await page
    .fill({ 'Haben Sie Fotos?': { name: 'Loch.png', type: 'image/png', content: png() } })
    .submit('Weiter')
  page = await page.submit('Weiter')
  page = await page.fill({ 'E-Mail-Adresse': 'petra@beispielhaft.example' }).submit('Weiter')
  expect(page.heading).toBe('Stimmt alles?')
  expect(page.text).toContain('Loch.png')
  expect(page.text).toContain('petra@beispielhaft.example')

  const sent = await page.submit('Jetzt senden')
  expect(sent.heading).toBe('Ihre Eingabe ist angekommen')
  const [number, code] = [numberOn(sent), codeOn(sent)]
  expect(number).toMatch(/^KRI-/)

  // In the same browser the case is open at once; elsewhere it takes number and code.
  const own = await sent.follow('Geschäft verfolgen')
  expect(own.heading).toBe('Schaden melden')
  expect(own.text).toContain('Loch.png')
  const elsewhere = town.visitor()
  const form = await elsewhere.open(`/de/cases/${number}`)
  expect(form.heading).toBe('Geschäft verfolgen')
  const wrong = await form.fill({ Zugangscode: 'AAAA-AAAA-AAAA-AAAA' }).submit('Geschäft öffnen')
  expect(wrong.status).toBe(422)
  const opened = await wrong.fill({ Zugangscode: code.toLowerCase().replaceAll('-', ' ') }).submit('Geschäft öffnen')
  expect(opened.heading).toBe('Schaden melden')
  expect(opened.text).toContain('Ein Loch im Belag')
  const photo = await opened.follow('Loch.png')
  expect(photo.headers['content-disposition']).toContain('attachment')
  expect(photo.bytes.subarray(1, 4).toString('latin1')).toBe('PNG')

  await town.jobs.drain()
  const [mail] = await town.mail.to('petra@beispielhaft.example')
  expect(mail?.text).toContain(number)
  expect(mail?.text).not.toContain(code)
  expect(mail?.text).not.toContain('Loch')
})

test('the receipt is a PDF, and its hash is known at the public page, also to strangers', async () => {
  const town = await startTown()
  const petra = town.visitor()
  const sent = await (await toReview(petra)).submit('Jetzt senden')
  const receipt = await sent.follow('Eingangsbestätigung (PDF)')
  expect(receipt.status).toBe(200)
  expect(receipt.bytes.subarray(0, 5).toString('latin1')).toBe('%PDF-')
  const [row] = await town.query<{ hash: string }>(`select encode(content_hash, 'hex') as hash from egovernment.cases`)
  const page = await town.visitor().open('/de/receipts')
  const ours = await page
    .fill({ Geschäftsnummer: numberOn(sent), 'Fingerabdruck (SHA-256)': row?.hash ?? '' })
    .submit('Prüfen')
  expect(ours.text).toContain('Diese Eingangsbestätigung ist von uns')
  expect(ours.text).not.toContain('Schaden')
  const forged = await page
    .fill({ Geschäftsnummer: numberOn(sent), 'Fingerabdruck (SHA-256)': 'a'.repeat(64) })
    .submit('Prüfen')
  expect(forged.text).toContain('Das passt nicht zusammen')
})

test('sending twice makes one case, by double click and by going back', async () => {
  const town = await startTown()
  const petra = town.visitor()
  const review = await toReview(petra)
  const [one, two] = await Promise.all([review.submit('Jetzt senden'), review.submit('Jetzt senden')])
  expect(numberOn(one)).toBe(numberOn(two))
  expect(codeOn(one)).toBe(codeOn(two))
  const again = await review.submit('Jetzt senden')
  expect(numberOn(again)).toBe(numberOn(one))
  expect(await countCases(town)).toEqual([{ n: 1 }])
})

test('steps cannot be skipped', async () => {
  const town = await startTown()
  const petra = town.visitor()
  for (const step of ['place', 'review', 'review/contact', 'review/sent']) {
    const page = await petra.open(`${start}/${step}`)
    expect([page.status, page.heading], step).toEqual([200, 'Was ist beschädigt?'])
  }
  const posts = [`${start}/place`, `${start}/review`]
  for (const path of posts) {
    const page = await petra.post(path, 'place.text=Irgendwo', { 'content-type': 'application/x-www-form-urlencoded' })
    expect(page.status, path).toBe(409)
    expect((await page.follow('Zur nächsten Frage')).heading).toBe('Was ist beschädigt?')
  }
  expect(await countCases(town)).toEqual([{ n: 0 }])
})

test('what is wrong is said, with everything typed still there', async () => {
  const town = await startTown()
  const petra = town.visitor()
  let page = await petra.open(start)
  page = await page.submit('Weiter')
  expect(page.status).toBe(422)
  expect(page.document.title).toContain('Fehler')
  page = await toPhotos(petra)
  page = await page.submit('Weiter')
  page = await page.fill({ Nachname: 'Beispielhaft', Telefon: 'abc' }).submit('Weiter')
  expect(page.status).toBe(422)
  expect([...page.document.querySelectorAll('input')].map((input) => input.getAttribute('value'))).toEqual(
    expect.arrayContaining(['Beispielhaft', 'abc']),
  )
})

test('a draft goes on another device by link, once, and is sent from there', async () => {
  const town = await startTown()
  const [phone, desktop] = [town.visitor(), town.visitor()]
  await toPhotos(phone)
  const later = await (await phone.open(start)).follow('Später weitermachen')
  const made = await later.fill({ 'Link per E-Mail senden an': 'petra@beispielhaft.example' }).submit('Link erstellen')
  const link = /https?:\/\/\S+\/draft\/[\w-]{43}/.exec(made.text)?.[0] ?? ''
  expect((await town.mail.to('petra@beispielhaft.example'))[0]?.text).toContain(link)
  const taken = await (await desktop.open(new URL(link).pathname)).submit('Weitermachen')
  expect(taken.path).toContain('/apply/')
  expect((await desktop.open(`${start}/kind`)).html).toContain('checked')
  const third = await (await town.visitor().open(new URL(link).pathname)).submit('Weitermachen')
  expect(third.status).toBe(404)
  expect((await phone.open(`${start}/details`)).text).toContain('Zwetschgenwähe')
})

test('a draft of one is nothing to another, and lies sealed', async () => {
  const town = await startTown()
  const petra = town.visitor()
  await toPhotos(petra)
  const stranger = town.visitor()
  expect((await stranger.open(`${start}/details`)).heading).toBe('Was ist beschädigt?')
  const rows = await town.query<{ sealed_answers: Buffer; token_hash: Buffer }>(
    'select sealed_answers, token_hash from egovernment.drafts',
  )
  expect(rows).toHaveLength(1)
  expect(rows[0]?.sealed_answers.toString('utf8')).not.toContain('Zwetschgenwähe')
  const [, , token = ''] = petra.cookies().split('draft-schadensmeldung=')[1]?.split('.') ?? []
  expect(token.length).toBeGreaterThan(40)
  expect(rows[0]?.token_hash.toString('utf8')).not.toContain(token)
})

test('a draft is thrown away with all that is in it', async () => {
  const town = await startTown()
  const petra = town.visitor()
  await toPhotos(petra)
  const later = await (await petra.open(start)).follow('Später weitermachen')
  expect((await later.submit('Entwurf löschen')).heading).toBe('Schaden melden')
  const left = await town.query<{ n: number }>(
    `select ((select count(*) from egovernment.drafts) + (select count(*) from kernel.sealing_keys))::int as n`,
  )
  expect(left).toEqual([{ n: 0 }])
})

test('drafts that nobody goes on with are gone after thirty days', async () => {
  const town = await startTown()
  await toPhotos(town.visitor())
  town.clock.advance(31 * 86_400_000)
  await town.house.kernel.database.write({ kind: 'system', purpose: 'test' }, async (scope) =>
    scope.enqueue('egovernment.clean_up', { payload: {} }),
  )
  await town.jobs.drain()
  expect(await town.query('select id from egovernment.drafts')).toEqual([])
})

test('of two tabs none overwrites the other unseen', async () => {
  const town = await startTown()
  const petra = town.visitor()
  await toPhotos(petra)
  const { kernel } = town.house
  const handle = readDraftCookie(/draft-schadensmeldung=([^;]+)/.exec(petra.cookies())?.[1])
  if (!handle) throw new Error('no handle')
  const open = await kernel.database.read(draftActor, (scope) =>
    findDraftByHandle(scope, kernel, { handle, partyId: undefined }),
  )
  if (!open) throw new Error('no draft')
  const save = (description: string) =>
    kernel.database.write(draftActor, (scope) =>
      saveDraft(scope, {
        open,
        versionId: open.draft.versionId,
        partyId: undefined,
        content: { answers: { ...open.draft.answers, description }, contact: null },
        currentPage: 'since',
        fileIds: [],
      }),
    )
  const saved = await Promise.allSettled([save('Text der ersten'), save('Text der zweiten')])
  expect(saved.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  for (const one of saved) if (one.status === 'rejected') expect(one.reason).toMatchObject({ status: 409 })
})

test('a draft survives a new version of the form: what fits stays, what does not is named', async () => {
  const town = await startTown()
  const petra = town.visitor()
  await toPhotos(petra)
  // A version in which the description is a yes-or-no question.
  await town.query(`insert into egovernment.service_versions
    select (jsonb_populate_record(v, jsonb_build_object('id', uuidv7(), 'number', v.number + 1, 'content_hash', 'test', 'definition', jsonb_set(v.definition, '{form,pages}', (
      select jsonb_agg(case when page->>'id' = 'details'
        then jsonb_set(page, '{fields}', '[{"id": "description", "type": "yes-no", "label": {"de": "Ist es ein Loch?"}}]') else page end)
      from jsonb_array_elements(v.definition->'form'->'pages') as page))))).*
    from egovernment.service_versions v where v.service_id = 'schadensmeldung'`)
  await town.query(`update egovernment.service_offers o set version_id = (select id from egovernment.service_versions v where v.service_id = o.service_id order by number desc limit 1)
    where o.service_id = 'schadensmeldung'`)
  let page = await petra.open(start)
  expect(page.text).toContain('Das Formular wurde erneuert')
  expect(page.text).toContain('Beschreiben Sie den Schaden')
  page = await petra.open(`${start}/review`)
  expect([page.path, page.heading]).toEqual([`${start}/details?notice=order`, 'Was haben Sie gesehen?'])
  page = await page.fill({ 'Ist es ein Loch?': 'Ja' }).submit('Weiter')
  expect(page.text).not.toContain('Das Formular wurde erneuert')
  expect((await petra.open(`${start}/place`)).html).toContain('Beispielplatz 3')
})

test('a signed-in person finds her draft on any device, and nobody else does', async () => {
  const town = await startTown()
  const [anna, ben] = town.credentials.people.filter(({ authority }) => authority === null)
  const phone = await town.signIn({ name: anna?.name ?? '' })
  await toPhotos(phone)
  const desktop = await town.signIn({ name: anna?.name ?? '' })
  expect((await desktop.open(`${start}/details`)).text).toContain('Zwetschgenwähe')
  const stranger = await town.signIn({ name: ben?.name ?? '' })
  expect((await stranger.open(`${start}/details`)).heading).toBe('Was ist beschädigt?')
  const drafts = (partyId: string) =>
    town.house.kernel.database.read(
      { kind: 'person', identityId: uuid(partyId), partyId: uuid(partyId), represents: [], level: 'low' },
      (scope) => scope.db.selectFrom('egovernment.drafts').select('id').execute(),
    )
  const [row] = await town.query<{ party_id: string }>('select party_id from egovernment.drafts')
  expect(await drafts(row?.party_id ?? '')).toHaveLength(1)
  expect(await drafts('019c0000-0000-7000-8000-000000000009')).toHaveLength(0)
})

test('a service that asks for a sign-in sends there first and comes back', async () => {
  const town = await startTown()
  const path = '/de/kriens/services/wohnsitzbestaetigung/apply'
  const guest = await town.house.app.inject({ url: path, headers: { host: town.host } })
  expect([guest.statusCode, guest.headers.location]).toEqual([303, expect.stringContaining('/sign-in?level=low')])
  const post = await town
    .visitor()
    .post(`${path}/review`, '', { 'content-type': 'application/x-www-form-urlencoded' })
    .catch(() => undefined)
  expect(post?.heading).not.toBe('Ihre Eingabe ist angekommen')
  const anna = await town.signIn({
    name: town.credentials.people.find(({ authority }) => authority === null)?.name ?? '',
  })
  expect((await anna.open(path)).path).toContain('/apply/')
})
