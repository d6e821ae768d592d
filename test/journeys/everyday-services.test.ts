import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTown, type Town } from '#test/support/town.ts'
import type { Answers, Page, Visitor } from '#test/support/visitor.ts'
import type { Step } from './applications.ts'
import { pdf } from './attachments.ts'
import { sentOn, walk } from './walk.ts'

let town: Town

beforeAll(async () => {
  town = await openTown()
})

afterAll(() => town.close())

/** The words of the pages that every application has, by language. */
const words = {
  de: { search: 'Was möchten Sie erledigen?', find: 'Suchen', start: 'Jetzt beginnen', next: 'Weiter' },
  fr: { search: 'Que souhaitez-vous faire ?', find: 'Rechercher', start: 'Commencer maintenant', next: 'Continuer' },
  it: { search: 'Che cosa desidera fare?', find: 'Cercare', start: 'Iniziare ora', next: 'Continuare' },
  en: { search: 'What would you like to get done?', find: 'Search', start: 'Start now', next: 'Continue' },
} as const
type Language = keyof typeof words

/** Finds a service in somebody's own words on the portal of an authority, and begins it. */
async function find(
  visitor: Visitor,
  language: Language,
  { at, text, title }: Record<'at' | 'text' | 'title', string>,
) {
  const { search, find: button, start } = words[language]
  const found = await (await visitor.open(`/${language}/${at}services`)).fill({ [search]: text }).submit(button)
  const service = await found.follow(title)
  expect(service.heading).toBe(title)
  return { service, begin: () => service.follow(start) }
}

/** The page says what is wrong and keeps what was entered. */
async function refused(page: Page, answers: Answers, next: string, message: string): Promise<Page> {
  const again = await page.fill(answers).submit(next)
  expect(again.status).toBe(422)
  expect(again.text).toContain(message)
  return again
}

/** From the last page over review and declaration to the case. */
async function send(page: Page, next: string, button: string): Promise<Page> {
  const review = page.path.includes('/contact') ? await page.submit(next) : page
  const box = review.document.querySelector('main input[type=checkbox]')?.getAttribute('id')
  const label = review.document.querySelector(`label[for="${box}"]`)?.textContent ?? ''
  const sent = await review.fill({ [label]: true }).submit(button)
  expect(sent.status, sent.text).toBe(200)
  return sent
}

async function openAtDesk(authority: string, sent: Page): Promise<Page> {
  const { number } = { number: sent.document.querySelector('main .case-number')?.textContent ?? '' }
  const clerk = await town.signIn({ role: 'clerk', authority })
  const desk = await clerk.open(`/desk/cases/${number}`)
  expect(desk.status).toBe(200)
  return desk
}

test('somebody who moved from Kriens and is afraid has her address blocked; both municipalities know', async () => {
  const mia = await town.signIn({ name: 'Mia Muster' })
  const { service, begin } = await find(mia, 'de', {
    at: '',
    text: 'Adresse sperren lassen',
    title: 'Datensperre verlangen',
  })
  expect(service.text).toContain('In Luzern zuständig:Einwohnerdienste')
  expect(service.text).toContain('Nach der Adresse in Ihrem Profil, 6003 Luzern.')
  const whole: readonly Step[] = [
    ['Für wen ist die Sperre?', { 'Für wen ist die Sperre?': 'Für mich' }],
    ['Wessen Angaben sollen gesperrt werden?', { Geburtsdatum: '1990-05-17' }],
    ['An welcher Adresse ist die Person angemeldet?', {}],
    ['Was soll gesperrt werden?', { 'Was soll gesperrt werden?': 'Jede Auskunft an Private' }],
    ['Warum möchten Sie jede Auskunft sperren?', { Hauptgrund: 'Ich werde bedroht oder verfolgt' }],
  ]
  let page = await walk(await begin(), whole)
  expect(page.text).toContain('Bei Gefahr: Polizei 117')
  page = await page.submit('Weiter')
  page = await page.fill({ Dauer: 'Bis zu einem Tag' }).submit('Weiter')
  page = await refused(page, { 'Letzter Tag der Sperre': '2026-11-30' }, 'Weiter', 'mindestens 30 Tage')
  page = await page.fill({ 'Letzter Tag der Sperre': '2027-11-30' }).submit('Weiter')
  page = await page.fill({ 'Frühere Luzerner Gemeinde informieren': 'Ja' }).submit('Weiter')
  page = await page.fill({ 'Frühere Gemeinde': 'Kriens' }).submit('Weiter')
  page = await page.submit('Weiter')
  const sent = await send(page, 'Weiter', 'Jetzt senden')
  expect((await sent.follow('Geschäft verfolgen')).text).toContain('Datensperre verlangen')
  expect((await openAtDesk('luzern', sent)).text).toContain('Ich werde bedroht oder verfolgt')
  expect((await openAtDesk('kriens', sent)).text).toContain('Datensperre verlangen')
})

test('a student whose locality lies in several municipalities orders her certificate, in French', async () => {
  const claire = await town.signIn({ name: 'Claire Exemple' }, 'fr')
  const title = 'Commander une attestation de séjour hebdomadaire'
  const { service } = await find(claire, 'fr', { at: '', text: 'séjour hebdomadaire', title })
  expect(service.text).toContain('Votre adresse à 6005 Luzern peut se trouver dans plusieurs communes.')
  const choices = [...service.document.querySelectorAll('.service-where .chip')].map((link) =>
    link.getAttribute('href'),
  )
  expect(choices[0]).toBe('/fr/services/heimatausweis?place=luzern#where')
  expect(choices.length).toBeGreaterThan(1)
  const chosen = await claire.open('/fr/services/heimatausweis?place=luzern')
  expect(chosen.text).toContain('Compétence pour Lucerne :')
  const [de, home] = ['Continuer', { Rue: 'Musterstrasse', Numéro: '12', 'Code postal': '6005', Localité: 'Luzern' }]
  let page = await (await chosen.follow('Commencer maintenant')).fill({ 'Date de naissance': '2004-02-29' }).submit(de)
  page = await page.fill(home).submit(de)
  page = await page.fill({ Commune: 'Lucerne' }).submit(de)
  page = await walk(
    page,
    [
      ['La personne a-t-elle la nationalité suisse ?', { 'Nationalité suisse': 'Oui' }],
      ['Est-ce une première attestation ou une prolongation ?', { Type: 'Première attestation' }],
    ],
    de,
  )
  page = await refused(page, home, de, 'C’est l’adresse du domicile.')
  page = await page.fill({ Rue: 'Rue Exemple', Numéro: '3', 'Code postal': '1700', Localité: 'Fribourg' }).submit(de)
  page = await page.fill({ Raison: 'Études ou école' }).submit(de)
  page = await page.fill({ 'École, haute école ou entreprise': 'Haute école Exemple' }).submit(de)
  page = await page.fill({ 'À quelle fréquence rentrez-vous ?': 'Chaque semaine' }).submit(de)
  page = await page.fill({ 'Premier jour': '2026-12-01', 'Dernier jour prévu': '2028-06-30' }).submit(de)
  page = await page
    .fill({ 'Attestation de l’école, de la haute école ou de l’entreprise': pdf('ecole.pdf') })
    .submit(de)
  page = await page
    .fill({ 'Comment souhaitez-vous recevoir l’attestation ?': 'Par la poste à mon domicile' })
    .submit(de)
  const sent = await send(await page.submit(de), de, 'Envoyer maintenant')
  const desk = await openAtDesk('luzern', sent)
  expect(desk.text).toContain('Haute école Exemple')
  expect(desk.text).toContain('Einwohnerdienste')
})

test('an association without account books a gym in Kriens for every week', async () => {
  const visitor = town.visitor()
  const { service, begin } = await find(visitor, 'de', {
    at: 'kriens/',
    text: 'Turnhalle mieten',
    title: 'Raum oder Halle reservieren',
  })
  expect(service.text).toContain('In Kriens zuständig:Kanzlei')
  let page = await walk(await begin(), [
    ['Wer braucht den Raum?', { 'Wer braucht den Raum?': 'Ein Verein oder eine Gruppe' }],
    ['In welcher Gemeinde suchen Sie einen Raum?', {}],
    [
      'Wie heisst der Verein oder die Firma?',
      { Name: 'Turnverein Beispiel', 'Hat er oder sie den Sitz in dieser Gemeinde?': 'Ja' },
    ],
    [
      'Wer ist verantwortlich?',
      { Vornamen: 'Noah', Nachname: 'Beispiel', 'Telefon, auch am Tag der Nutzung': '041 555 01 09' },
    ],
    ['Welchen Raum brauchen Sie?', { 'Art des Raums': 'Turnhalle oder Sportplatz' }],
    ['Was haben Sie vor?', { Anlass: 'Training oder Probe', 'Wie viele Personen erwarten Sie?': '20' }],
    ['Wie oft brauchen Sie den Raum?', { 'Wie oft brauchen Sie den Raum?': 'Jede Woche' }],
  ])
  const times = { Von: '18.00', Bis: '20.00' }
  const wrong = { 'Tag, oder erster Tag': '2027-02-01', 'Letzter Tag': '2027-01-11', ...times }
  page = await refused(page, wrong, 'Weiter', 'Der letzte Tag liegt vor dem ersten.')
  page = await page.fill({ 'Letzter Tag': '2027-07-05' }).submit('Weiter')
  page = await walk(page, [
    ['Was brauchen Sie sonst noch?', { 'Was brauchen Sie sonst noch?': ['Garderoben und Duschen'] }],
    ['Gibt es etwas zu essen oder zu trinken?', { 'Gibt es etwas zu essen oder zu trinken?': 'Nein' }],
    [
      'Wohin geht die Rechnung?',
      {
        Strasse: 'Beispielweg',
        Hausnummer: '7',
        Postleitzahl: '6010',
        Ort: 'Kriens',
        'Haben Sie eine Haftpflichtversicherung?': 'Ja',
      },
    ],
  ])
  page = await page.fill({ 'E-Mail-Adresse': 'turnverein@wegweiser.example' }).submit('Weiter')
  expect(page.text).toContain('Turnverein Beispiel')
  const sent = await send(page, 'Weiter', 'Jetzt senden')
  expect(sentOn(sent).number).toMatch(/^KRI-/)
  expect((await sent.follow('Geschäft verfolgen')).text).toContain('Raum oder Halle reservieren')
  expect((await openAtDesk('kriens', sent)).text).toContain('Turnverein Beispiel')
})

test('a bar at a festival is permitted by the canton, also from the portal of a municipality, in English', async () => {
  const erika = await town.signIn({ name: 'Erika Example' }, 'en')
  const title = 'Get a permit to sell food or drink at an event'
  const { service, begin } = await find(erika, 'en', { at: 'sursee/', text: 'sell beer at a festival', title })
  expect(service.text).toContain('Lucerne Police, Trade Police')
  const next = 'Continue'
  const forWhom = await (await begin()).fill({ 'Whom do you fill this in for?': 'For myself' }).submit(next)
  let page = await forWhom.fill({ 'Who runs it?': 'A firm' }).submit(next)
  page = await page
    .fill({
      'Food and drink': ['Beer, wine, cider'],
      'Can people eat and drink on the spot?': 'Yes',
      'Does the sale last more than four hours?': 'Yes',
    })
    .submit(next)
  page = await page
    .fill({ Name: 'Beispiel Velo GmbH', 'Business identification number (UID)': 'CHE-999.999.996' })
    .submit(next)
  const phone = { 'Mobile phone, during the event too': '041 555 01 05' }
  page = await refused(page, { 'Date of birth': '2010-01-01', ...phone }, next, 'must be 18 years old')
  page = await page.fill({ 'Date of birth': '1988-01-01' }).submit(next)
  page = await page
    .fill({ 'Name of the event': 'Beispielfest', 'How many guests do you expect at the same time?': '200' })
    .submit(next)
  page = await page.fill({ 'In which municipality does it take place?': 'Sursee' }).submit(next)
  page = await page
    .fill({ 'Venue, square or address': 'Beispielplatz', 'Is the place on public ground?': 'Yes' })
    .submit(next)
  expect(page.heading).toBe('Ask the municipality too')
  page = await page.submit(next)
  page = await page.fill({ Date: '2027-06-12', 'Sale from': '17:00', 'Sale to': '01:00' }).submit(next)
  page = await page
    .fill({
      'Given names': 'Noah',
      'Family name': 'Beispiel',
      Measures: ['Wristbands by age'],
      'Are there three drinks without alcohol cheaper than the cheapest with alcohol?': 'Yes',
    })
    .submit(next)
  page = await (await page.submit(next)).submit(next)
  const sent = await send(page, next, 'Send now')
  expect(sent.document.querySelector('main .case-number')?.textContent).toMatch(/^KLU-/)
  expect((await sent.follow('Follow the case')).text).toContain(title)
  const desk = await openAtDesk('kanton-luzern', sent)
  expect(desk.text).toContain('Gewerbepolizei')
  expect(desk.text).toContain('Beispielfest')
})

test('somebody who cannot pay proposes instalments to the tax office, in Italian', async () => {
  const luca = await town.signIn({ name: 'Luca Esempio' }, 'it')
  const title = 'Pagare le imposte a rate'
  const { service, begin } = await find(luca, 'it', { at: 'luzern/', text: 'pagare le tasse a rate', title })
  expect(service.text).toContain('Ufficio contribuzioni')
  const next = 'Continuare'
  let page = await (await begin()).fill({ 'Chi deve le imposte?': 'Io, da solo o da sola' }).submit(next)
  page = await page.submit(next)
  page = await page.fill({ 'Data di nascita': '1985-03-04' }).submit(next)
  page = await page
    .fill({
      Imposta: 'Imposte cantonali e comunali',
      'Anno fiscale': '2025',
      'Importo scoperto': "4'800.00",
      Stato: 'In esecuzione',
    })
    .submit(next)
  expect(page.heading).toBe('Telefoni oggi all’ufficio contribuzioni')
  page = await page.submit(next)
  page = await page.fill({ 'Che cosa propone?': 'Pago a rate' }).submit(next)
  const plan = { 'Importo al mese': '400', 'Numero di rate': '12' }
  page = await refused(page, { ...plan, 'Prima rata il': '2027-06-01' }, next, 'entro tre mesi')
  page = await page.fill({ 'Prima rata il': '2026-12-31' }).submit(next)
  page = await page
    .fill({ 'Motivo principale': 'Meno reddito', 'Lo motivi in poche frasi': 'Da giugno lavoro a metà tempo.' })
    .submit(next)
  page = await page
    .fill({
      'Reddito mensile dell’economia domestica': '4200',
      'Pigione o interessi ipotecari al mese': '1450',
      'Quanti figli vivono di questo reddito?': '1',
      'Ha altri debiti?': 'No',
    })
    .submit(next)
  page = await page.fill({ 'Ha dei giustificativi?': pdf('paga.pdf') }).submit(next)
  const sent = await send(await page.submit(next), next, 'Inviare ora')
  expect((await sent.follow('Seguire la pratica')).text).toContain(title)
  const desk = await openAtDesk('luzern', sent)
  expect(desk.text).toContain('Steueramt')
  expect(desk.text).toContain('Da giugno lavoro a metà tempo.')
})
