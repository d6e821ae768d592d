import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTown, type Town } from '#test/support/town.ts'
import type { Page } from '#test/support/visitor.ts'
import { childcare, childcareCosts, concert, concertOfMany, fence, parking } from './permit-applications.ts'
import { openWithCode, type Sent, sentOn, walk } from './walk.ts'

let town: Town
beforeAll(async () => {
  town = await openTown()
})
afterAll(() => town.close())

/** The box below the review ticked, and off it goes. */
async function send(page: Page, button: string): Promise<Page> {
  const box = page.document.querySelector('main input[type=checkbox]')?.getAttribute('id')
  const label = page.document.querySelector(`label[for=${box}]`)?.textContent ?? ''
  return page.fill({ [label]: true }).submit(button)
}

/** What the guest sees with number and code, and what a clerk of the municipality sees in the inbox and in the case. */
async function followed(sent: Sent, title: string, unit: string, answers: readonly string[]): Promise<void> {
  const own = await openWithCode(town.visitor(), sent)
  expect(own.heading).toBe(title)
  expect(own.text).toContain('eingegangen')
  const clerk = await town.signIn({ role: 'clerk', authority: 'kriens' })
  expect((await clerk.open('/desk')).text).toContain(sent.number)
  const desk = await clerk.open(`/desk/cases/${sent.number}`)
  for (const text of [title, unit, ...answers]) {
    expect(desk.text).toContain(text)
    if (answers.includes(text)) expect(own.text).toContain(text)
  }
}

test('a resident finds «parkchärtli» and orders a permit for a company car', async () => {
  let page = await (await town.visitor().open('/de/kriens'))
    .fill({ 'Dienstleistung suchen': 'parkchärtli' })
    .submit('Suchen')
  page = await (await page.follow('Parkkarte bestellen')).follow('Jetzt beginnen')
  page = await walk(page, [
    ['Welche Parkkarte brauchen Sie?', { 'Welche Parkkarte brauchen Sie?': 'Für mich, ich wohne hier' }],
    ['Wer bestellt die Karte?', { Vornamen: 'Mira', Nachname: 'Muster' }],
  ])

  // An address outside the canton is refused, with what to do; nothing is lost.
  const home = { Strasse: 'Beispielweg', Hausnummer: '7a', Postleitzahl: '8001', Ort: 'Zürich' }
  page = await page.fill(home).submit('Weiter')
  expect(page.status).toBe(422)
  expect(page.text).toContain('Diese Adresse liegt nicht im Kanton Luzern.')
  page = await page.fill({ Postleitzahl: '6010', Ort: 'Kriens' }).submit('Weiter')

  page = await walk(page, parking)
  page = await page.fill({ 'E-Mail-Adresse': 'mira@beispielhaft.example' }).submit('Weiter')
  expect(page.heading).toBe('Stimmt alles?')
  page = await send(page, 'Jetzt senden')
  expect(page.heading).toBe('Ihre Eingabe ist angekommen')
  const sent = sentOn(page)
  expect(sent.number).toMatch(/^KRI-/)
  await followed(sent, 'Parkkarte bestellen', 'Sicherheit', ['LU 12345', 'Muster AG', 'bestaetigung.pdf', '01.12.2026'])
})

test('a club asks for a concert in English, at first too loud for children', async () => {
  let page = await (await town.visitor('en').open('/en/kriens'))
    .fill({ 'Search for a service': 'open air' })
    .submit('Search')
  page = await (await page.follow('Apply for an event permit')).follow('Start now')
  page = await walk(page, concert, 'Continue')
  page = await page
    .fill({
      'Level, averaged over an hour': '93 to 96 dB(A)',
      'Music from': '18:00',
      'Music until': '21:30',
      'Have you told the neighbours?': 'Yes',
    })
    .submit('Continue')
  expect(page.status).toBe(422)
  expect(page.text).toContain('the limit is 93 dB(A)')
  page = await page.fill({ 'Level, averaged over an hour': 'Amplified up to 93 dB(A)' }).submit('Continue')

  page = await walk(page, concertOfMany, 'Continue')
  page = await page.fill({ 'E-mail address': 'club@beispielhaft.example' }).submit('Continue')
  page = await send(page, 'Send now')
  await followed(sentOn(page), 'Veranstaltung bewilligen lassen', 'Sicherheit', [
    'Summer songs',
    'Beispielplatz',
    "CHF 5'000'000.00",
    'safety.pdf',
  ])
})

test('a tenant reports a fence in Italian, after one that costs too much to be small', async () => {
  let page = await (await town.visitor('it').open('/it/kriens'))
    .fill({ 'Cercare una prestazione': 'recinzione' })
    .submit('Cercare')
  page = await (await page.follow('Annunciare una piccola costruzione')).follow('Iniziare ora')
  page = await walk(
    page,
    [
      [
        'Che cosa desidera costruire o modificare?',
        { 'Che cosa desidera costruire o modificare?': 'Recinzione, muro o schermo' },
      ],
      ['Il fondo è nella zona edificabile?', { 'Il fondo è nella zona edificabile?': 'Sì' }],
    ],
    'Continuare',
  )
  page = await page.fill({ 'Quanto costa il progetto?': "90'000" }).submit('Continuare')
  expect(page.status).toBe(422)
  expect(page.text).toContain('domanda di costruzione ordinaria')
  page = await page.fill({ 'Quanto costa il progetto?': "3'000" }).submit('Continuare')

  page = await walk(page, fence, 'Continuare')
  page = await page.fill({ 'Indirizzo e-mail': 'luca@beispielhaft.example' }).submit('Continuare')
  page = await send(page, 'Inviare ora')
  await followed(sentOn(page), 'Kleines Bauvorhaben anzeigen', 'Bauamt', [
    "CHF 3'000.00",
    'Legno naturale',
    'Noah Beispiel, Beispielweg 9',
    'consenso.pdf',
  ])
})

test('a mother signed in asks for childcare vouchers in French, with a slip in her hours of work', async () => {
  const claire = await town.signIn({ name: 'Claire Exemple' }, 'fr')
  let page = await (await claire.open('/fr/luzern'))
    .fill({ 'Chercher une prestation': 'crèche trop chère' })
    .submit('Rechercher')
  page = await (await page.follow('Obtenir des bons de garde')).follow('Commencer maintenant')
  page = await walk(page, childcare, 'Continuer')

  const work = 'Combien travaillez-vous ?'
  page = await walk(page, [[work, { Activité: 'Emploi salarié', 'Taux d’activité': '6' }]], 'Continuer')
  page = await page.fill({ 'Employeur, entreprise ou école': 'Exemple SA' }).submit('Continuer')
  expect(page.status).toBe(422)
  expect(page.text).toContain('C’est moins de 20 pour cent.')
  page = await page.fill({ 'Taux d’activité': '60' }).submit('Continuer')

  page = await walk(page, childcareCosts, 'Continuer')
  if (page.path.includes('/contact')) page = await page.submit('Continuer')
  for (const text of ['Léa Exemple', "CHF 58'000.00", 'CH93 0076 2011 6238 5295 7']) expect(page.text).toContain(text)
  page = await send(page, 'Envoyer maintenant')
  const number = page.document.querySelector('main .case-number')?.textContent ?? ''
  expect(number).toMatch(/^LUZ-/)

  expect((await claire.open(`/fr/cases/${number}`)).text).toContain('Obtenir des bons de garde')
  const clerk = await town.signIn({ role: 'clerk', authority: 'luzern' })
  expect((await clerk.open('/desk')).text).toContain(number)
  const desk = await clerk.open(`/desk/cases/${number}`)
  for (const text of ['Soziale Dienste', 'Crèche Exemple', 'creche.pdf']) expect(desk.text).toContain(text)
})
