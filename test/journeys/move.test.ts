import { afterAll, beforeAll, expect, test } from 'vitest'
import { readPdf } from '#kernel/letters/read-pdf.ts'
import { openTown, type Town } from '#test/support/town.ts'
import { mother, moveOfFamily, moveOfHome, partner } from './applications.ts'
import { enterPerson, openWithCode, sentOn, walk } from './walk.ts'

let town: Town
beforeAll(async () => {
  town = await openTown()
})
afterAll(() => town.close())

const email = 'mira@beispielhaft.example'

test('a guest finds «zügeln», fills in, corrects, sends, and follows her case on another device', async () => {
  const mira = town.visitor()
  let page = await (await mira.open('/')).fill({ 'Dienstleistung suchen': 'zügeln' }).submit('Suchen')
  page = await page.follow('Umzug melden')
  page = await page.fill({ 'Postleitzahl und Ort oder Gemeinde': '6010 Kriens' }).submit('Suchen')
  expect(page.text).toContain('Einwohnerdienste')
  page = await page.follow('Jetzt beginnen')
  page = await walk(page, moveOfHome)

  // A person, a second one, a mistake in her date of birth: it is said at the field, and nothing is lost.
  expect(page.heading).toBe('Wer zieht um?')
  page = await enterPerson(page, 'Person 1', mother)
  page = await page.submit('Weitere Person hinzufügen')
  expect(page.text).toContain('Person 2')
  page = await enterPerson(page, 'Person 2', partner)
  page = await page.fill({ 'Person 2 › Geburtsdatum': '1992-02-31' }).submit('Weiter')
  expect(page.status).toBe(422)
  expect(page.text).toContain('Den Tag 31.02.1992 gibt es nicht.')
  expect([...page.document.querySelectorAll('input')].map((input) => input.getAttribute('value'))).toEqual(
    expect.arrayContaining(['Mira', 'Musterdorf LU', 'Ana', 'Exemplo', '31']),
  )
  page = await page.fill({ 'Person 2 › Geburtsdatum': '1992-01-03' }).submit('Weiter')

  page = await walk(page, moveOfFamily)
  expect(page.heading).toBe('Wohin dürfen wir antworten?')
  page = await page.fill({ 'E-Mail-Adresse': email }).submit('Weiter')

  // The review shows everything, and each answer can be changed.
  expect(page.heading).toBe('Stimmt alles?')
  for (const text of ['Beispielweg 7a', 'Ana Exemplo', 'mietvertrag.pdf', '01.12.2026', email])
    expect(page.text).toContain(text)
  page = await (await page.follow('ändern Stockwerk'))
    .fill({ 'Stockwerk, mit Lage': '3. Stock rechts' })
    .submit('Weiter')
  expect(page.heading).toBe('Stimmt alles?')
  expect(page.text).toContain('3. Stock rechts')

  page = await page.submit('Jetzt senden')
  expect(page.status).toBe(422)
  expect(page.text).toContain('Setzen Sie das Häkchen')
  const declaration = page.document.querySelector('input[type=checkbox]')?.getAttribute('id')
  const label = page.document.querySelector(`label[for=${declaration}]`)?.textContent ?? ''
  page = await page.fill({ [label]: true }).submit('Jetzt senden')
  expect(page.heading).toBe('Ihre Eingabe ist angekommen')
  expect(page.text).toContain(email)
  const sent = sentOn(page)
  expect(sent.number).toMatch(/^KRI-/)

  const receipt = await page.follow('Eingangsbestätigung (PDF)')
  expect(readPdf(receipt.bytes).runs.join(' ')).toContain(sent.number)

  await town.jobs.drain()
  const [mail] = await town.mail.to(email)
  expect(mail?.text).toContain(sent.number)
  expect(mail?.text).not.toContain(sent.code)
  expect(mail?.text).not.toContain('Beispielweg')

  const elsewhere = await openWithCode(town.visitor(), sent)
  expect(elsewhere.heading).toBe('Umzug melden')
  expect(elsewhere.text).toContain('eingegangen')
  expect(elsewhere.text).toContain('Ana Exemplo')
  const lease = await elsewhere.follow('mietvertrag.pdf')
  expect(lease.bytes.subarray(0, 5).toString('latin1')).toBe('%PDF-')
})
