import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTown, type Town } from '#test/support/town.ts'
import type { Page, Visitor } from '#test/support/visitor.ts'

let town: Town
beforeAll(async () => {
  town = await openTown()
})
afterAll(() => town.close())

const form = { 'content-type': 'application/x-www-form-urlencoded' }
const change = 'Adresse und Telefon ändern'

const kept = async (name: string) => {
  const [row] = await town.query<{ id: string; phone: string | null; address: unknown }>(
    'select id, phone, address from kernel.parties where name = $1',
    [name],
  )
  return row
}
const edit = async (visitor: Visitor) => (await visitor.open('/de/account')).follow(change)
const typedIn = (page: Page, id: string) => page.document.getElementById(id)?.getAttribute('value')

test('a resident says where she lives and in which municipality; it decides who is in charge and fills in her forms', async () => {
  const claire = await town.signIn({ name: 'Claire Exemple' })
  const account = await claire.open('/de/account')
  expect(account.text).toContain('Musterstrasse 12 6005 Luzern')
  expect(account.text).toContain('Noch offen, weil der Ort in mehreren Gemeinden liegt')
  const open = await claire.open('/de/services/hundeanmeldung')
  expect(open.text).toContain('Ihre Adresse in 6005 Luzern kann in mehreren Gemeinden liegen.')

  const asked = await open.follow('Gemeinde im Konto festhalten')
  expect(asked.heading).toBe('Adresse und Telefon')
  expect(typedIn(asked, 'phone')).toBe('+41 41 555 01 03')
  expect(
    ['phone', 'address', 'address.postcode', 'address.locality'].map((id) =>
      asked.document.getElementById(id)?.getAttribute('autocomplete'),
    ),
  ).toEqual(['tel', 'address-line1', 'postal-code', 'address-level2'])
  const saved = await asked.fill({ Strasse: 'Musterweg', Hausnummer: '3', Gemeinde: 'Kriens' }).submit('Speichern')
  expect(saved.text).toContain('Gespeichert.')
  expect(saved.text).toContain('Kriens')
  expect(await kept('Claire Exemple')).toMatchObject({
    phone: '+41415550103',
    address: { street: 'Musterweg', number: '3', postcode: '6005', locality: 'Luzern', municipality: 1059 },
  })

  const service = await claire.open('/de/services/hundeanmeldung')
  expect(service.text).toContain('In Kriens zuständig:')
  expect(service.text).toContain('Nach der Adresse in Ihrem Profil, 6005 Luzern.')
  const keeper = await service.follow('Jetzt beginnen')
  const address = await keeper.fill({ Geburtsdatum: '1990-02-28' }).submit('Weiter')
  expect(typedIn(address, 'address')).toBe('Musterweg')
  const first = await address.submit('Weiter')
  expect(first.status, first.text).toBe(200)
  expect(first.heading).toBe('Ist das Ihr erster Hund?')
})

test('what is wrong is said beside the field and on top, and nothing typed is lost', async () => {
  const beat = await town.signIn({ name: 'Beat Beispiel' })
  const before = await kept('Beat Beispiel')
  const wrong = await (await edit(beat))
    .fill({ Telefon: 'keine', Strasse: 'Neue Strasse', Postleitzahl: '6005', Ort: '<b>Kriens</b>' })
    .submit('Speichern')
  expect(wrong.status).toBe(422)
  const links = [...wrong.document.querySelectorAll('#error-summary a')].map((link) => link.getAttribute('href'))
  expect(links).toEqual(['#phone', '#address.locality'])
  for (const id of ['phone', 'address.locality'])
    expect(wrong.document.getElementById(id)?.getAttribute('aria-describedby')).toContain(`${id}-error`)
  expect(typedIn(wrong, 'phone')).toBe('keine')
  expect(typedIn(wrong, 'address')).toBe('Neue Strasse')
  expect(typedIn(wrong, 'address.locality')).toBe('<b>Kriens</b>')
  expect(wrong.document.getElementById('address.municipality')).toBeNull()

  const divided = await wrong.fill({ Telefon: '041 208 81 11', Ort: 'Luzern' }).submit('Speichern')
  expect(divided.status).toBe(422)
  expect(divided.text).toContain('Luzern liegt in mehreren Gemeinden.')
  expect(await kept('Beat Beispiel')).toEqual(before)
  const saved = await divided.fill({ Gemeinde: 'Horw' }).submit('Speichern')
  expect(saved.text).toContain('Horw')
})

test('one changes one’s own profile and nobody else’s, and the audit says what changed without saying to what', async () => {
  const mia = await kept('Mia Muster')
  const luca = await town.signIn({ name: 'Luca Esempio' })
  const others = new URLSearchParams({
    id: mia?.id ?? '',
    partyId: mia?.id ?? '',
    name: 'Mia Muster',
    email: 'taken@over.example',
    phone: '041 208 81 11',
  })
  for (const path of ['/de/account/profile', `/de/account/profile?partyId=${mia?.id}`])
    expect((await luca.post(path, others.toString(), form)).status).toBe(200)
  expect((await luca.post(`/de/account/profile/${mia?.id}`, others.toString(), form)).status).toBe(404)
  expect(await kept('Mia Muster')).toEqual(mia)
  const own = await kept('Luca Esempio')
  expect(own).toMatchObject({ phone: '+41412088111', address: null })
  expect(await town.query('select email, name from kernel.parties where id = $1', [own?.id])).toEqual([
    { email: 'luca.esempio@wegweiser.example', name: 'Luca Esempio' },
  ])

  const audit = await town.query<{ entry: string }>(
    `select to_jsonb(a)::text as entry from kernel.audit_entries a where a.action = 'kernel.profile.changed' and a.subject_id = $1`,
    [own?.id],
  )
  // The second post said the same again: nothing changed, nothing is recorded.
  expect(audit).toHaveLength(1)
  expect(audit[0]?.entry).toContain('"changed": ["phone", "address"]')
  expect(audit[0]?.entry).not.toContain('2088111')

  const clerk = await town.signIn({ role: 'clerk', authority: 'kriens' })
  expect((await clerk.open('/de/account/profile')).status).toBe(403)
  expect((await clerk.post('/de/account/profile', others.toString(), form)).status).toBe(403)
  expect((await clerk.open('/de/account')).text).not.toContain('Adresse und Telefon')
  expect((await town.visitor().open('/de/account/profile')).path).toContain('/sign-in')
})

test('a profile can be emptied, and then nothing is filled in', async () => {
  const erika = await town.signIn({ name: 'Erika Example' })
  const page = await edit(erika)
  const emptied = await page
    .fill({ Telefon: '', Strasse: '', Hausnummer: '', Postleitzahl: '', Ort: '' })
    .submit('Speichern')
  expect(emptied.text).toContain('Keine Angabe')
  expect(await kept('Erika Example')).toMatchObject({ phone: null, address: null })
  const service = await erika.open('/de/services/hundeanmeldung')
  expect(service.text).not.toContain('Nach der Adresse in Ihrem Profil')
})

test('another address for notices counts once the link that went there was opened by the same person', async () => {
  const mia = await town.signIn({ name: 'Mia Muster' })
  const old = 'mia.muster@wegweiser.example'
  const wanted = 'neu@beispielhaft.example'
  const emailOf = async () =>
    (await town.query<{ email: string }>(`select email from kernel.parties where name = 'Mia Muster'`))[0]?.email
  let page = await (await mia.open('/de/account')).follow('ändern E-Mail-Adresse')
  for (const [typed, message] of [
    ['neu', 'Geben Sie eine E-Mail-Adresse ein'],
    [`${wanted}, ${old}`, 'Geben Sie eine E-Mail-Adresse ein'],
    [old, 'Das ist schon Ihre Adresse.'],
  ] as const) {
    page = await page.fill({ 'Neue E-Mail-Adresse': typed }).submit('Link zum Bestätigen senden')
    expect(page.status).toBe(422)
    expect(page.text).toContain(message)
    expect(typedIn(page, 'email')).toBe(typed)
    expect(page.document.querySelector('#error-summary a')?.getAttribute('href')).toBe('#email')
  }
  page = await page.fill({ 'Neue E-Mail-Adresse': wanted }).submit('Link zum Bestätigen senden')
  expect(page.text).toContain('Der Link ist unterwegs')
  expect(await emailOf()).toBe(old)

  const [mail] = await town.mail.to(wanted)
  const link = /\/de\/account\/email\/confirmation\?link=[\w.-]+/.exec(mail?.text ?? '')?.[0] ?? ''
  expect(mail?.text).not.toContain('Mia')
  expect((await mia.open('/de/mailbox')).text).not.toContain('confirmation?link')
  expect((await town.visitor().open(link)).path).toContain('/sign-in')
  const beat = await town.signIn({ name: 'Beat Beispiel' })
  expect((await beat.open(link)).status).toBe(404)
  const stolen = new URLSearchParams({ link: link.split('link=')[1] ?? '' }).toString()
  expect((await beat.post('/de/account/email/confirmation', stolen, form)).status).toBe(404)

  const asked = await mia.open(link)
  expect(asked.text).toContain(wanted)
  // Opening alone changes nothing: mail programs open links, too.
  expect(await emailOf()).toBe(old)
  const saved = await asked.submit('Adresse bestätigen')
  expect(saved.text).toContain(wanted)
  expect(await emailOf()).toBe(wanted)
  const [told] = (await town.mail.to(old)).slice(-1)
  expect(told?.subject).toBe('Ihre E-Mail-Adresse wurde geändert')
  expect(told?.text).not.toContain(wanted)
  expect((await mia.open(link)).text).toContain('Dieser Link gilt nicht mehr')

  for (const at of [1, 2, 3])
    await (await mia.open('/de/account/email'))
      .fill({ 'Neue E-Mail-Adresse': `andere${at}@beispielhaft.example` })
      .submit('Link zum Bestätigen senden')
  const tooMany = await (await mia.open('/de/account/email'))
    .fill({ 'Neue E-Mail-Adresse': 'andere4@beispielhaft.example' })
    .submit('Link zum Bestätigen senden')
  expect(tooMany.status).toBe(422)
  expect(await town.mail.to('andere4@beispielhaft.example')).toEqual([])
})
