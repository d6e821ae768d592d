import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTown, type Town } from '#test/support/town.ts'
import type { Answers, Page, Visitor } from '#test/support/visitor.ts'
import type { Step } from './applications.ts'
import { pdf, photo } from './attachments.ts'
import { openWithCode, sentOn, walk } from './walk.ts'

let town: Town
beforeAll(async () => {
  town = await openTown()
})
afterAll(() => town.close())

type Words = {
  search: string
  find: string
  place: string
  start: string
  next: string
  contact: string
  email: string
  review: string
  send: string
  sent: string
}

const words = {
  de: {
    search: 'Dienstleistung suchen',
    find: 'Suchen',
    place: 'Postleitzahl und Ort oder Gemeinde',
    start: 'Jetzt beginnen',
    next: 'Weiter',
    contact: 'Wohin dürfen wir antworten?',
    email: 'E-Mail-Adresse',
    review: 'Stimmt alles?',
    send: 'Jetzt senden',
    sent: 'Ihre Eingabe ist angekommen',
  },
  fr: {
    search: 'Chercher une prestation',
    find: 'Rechercher',
    place: 'Code postal et localité ou commune',
    start: 'Commencer maintenant',
    next: 'Continuer',
    contact: 'Où pouvons-nous vous répondre ?',
    email: 'Adresse e-mail',
    review: 'Tout est-il correct ?',
    send: 'Envoyer maintenant',
    sent: 'Votre demande est bien arrivée',
  },
  it: {
    search: 'Cercare una prestazione',
    find: 'Cercare',
    place: 'Codice postale e località o Comune',
    start: 'Iniziare ora',
    next: 'Continuare',
    contact: 'Dove possiamo risponderle?',
    email: 'Indirizzo e-mail',
    review: 'È tutto corretto?',
    send: 'Inviare ora',
    sent: 'La sua richiesta è arrivata',
  },
  en: {
    search: 'Search for a service',
    find: 'Search',
    place: 'Postcode and locality or municipality',
    start: 'Start now',
    next: 'Continue',
    contact: 'Where may we send our answer?',
    email: 'E-mail address',
    review: 'Is everything correct?',
    send: 'Send now',
    sent: 'Your submission has arrived',
  },
} as const

/** Somebody types what she means, chooses the service, says where, and sees who is in charge. */
async function find(visitor: Visitor, say: Words, typed: string, title: string, unit: string): Promise<Page> {
  const home = await visitor.open(`/${visitor.language}`)
  const found = await home.fill({ [say.search]: typed }).submit(say.find)
  const service = await (await found.follow(title)).fill({ [say.place]: '6010 Kriens' }).submit(say.find)
  expect(service.heading).toBe(title)
  expect(service.text).toContain(unit)
  return service.follow(say.start)
}

/** A page is answered wrongly: it says what is wrong, keeps what was typed, and takes the right answer. */
async function stumble(page: Page, say: Words, wrong: Answers, message: string, right: Answers): Promise<Page> {
  const again = await page.fill(wrong).submit(say.next)
  expect(again.status).toBe(422)
  expect(again.text).toContain(message)
  const next = await again.fill(right).submit(say.next)
  expect(next.status, next.text).toBe(200)
  return next
}

/** Address for answers, review, declaration, sending, and the case as its number and code open it. */
async function send(page: Page, say: Words, shown: readonly string[], unit: string) {
  expect(page.heading).toBe(say.contact)
  const review = await page.fill({ [say.email]: 'mira@beispielhaft.example' }).submit(say.next)
  expect(review.heading).toBe(say.review)
  for (const text of shown) expect(review.text).toContain(text)
  const box = review.document.querySelector('input[type=checkbox]')?.getAttribute('id')
  const declaration = review.document.querySelector(`label[for=${box}]`)?.textContent ?? ''
  const sent = await review.fill({ [declaration]: true }).submit(say.send)
  expect(sent.heading).toBe(say.sent)
  const { number, code } = sentOn(sent)
  const followed = await openWithCode(town.visitor(), { number, code })
  expect(followed.text).toContain('eingegangen')
  for (const text of shown) expect(followed.text).toContain(text)
  const [row] = await town.query<{ unit_id: string }>('select unit_id from egovernment.cases where number = $1', [
    number,
  ])
  expect(row).toEqual({ unit_id: unit })
  return number
}

async function clerkSees(authority: string, unit: string, number: string, answer: string): Promise<void> {
  const clerk = await town.signIn({ role: 'clerk', authority })
  expect((await clerk.open(`/desk/inbox?tab=new&unit=${unit}`)).text).toContain(number)
  expect((await clerk.open(`/desk/cases/${number}`)).text).toContain(answer)
}

test('Betreibungsauszug: a landlord asks about a future tenant; the debt enforcement office of the municipality has it', async () => {
  const say = words.de
  let page = await find(town.visitor(), say, 'Betreibungsauszug', 'Betreibungsauszug bestellen', 'Betreibungsamt')
  const about: readonly Step[] = [
    ['Über wen brauchen Sie einen Auszug?', { 'Über wen brauchen Sie einen Auszug?': 'Über eine andere Person' }],
    ['Wer bestellt den Auszug?', { Vornamen: 'Mira', Nachname: 'Muster' }],
    ['Um welche Person geht es?', { Vornamen: 'Noah', Nachname: 'Beispiel' }],
    ['Wo wohnt diese Person?', { Strasse: 'Beispielweg', Hausnummer: '7a', Postleitzahl: '6010', Ort: 'Kriens' }],
    ['Warum brauchen Sie diesen Auszug?', { 'Ihr Interesse': 'Ich will einen Vertrag abschliessen' }],
  ]
  page = await walk(page, about)
  page = await stumble(page, say, {}, 'Womit belegen Sie Ihr Interesse', {
    'Womit belegen Sie Ihr Interesse?': pdf('mietanmeldung.pdf'),
  })
  page = await walk(page, [
    ['Ihr Ausweis', { 'Ihr Ausweis': photo('ausweis.png') }],
    ['In welcher Sprache?', { 'In welcher Sprache?': 'Deutsch' }],
    ['Wie möchten Sie den Auszug erhalten?', { 'Wie möchten Sie den Auszug erhalten?': 'Mit der Post' }],
    ['Wie viele Exemplare?', { 'Wie viele Exemplare?': '1' }],
    [
      'Wie lautet Ihre Adresse?',
      { Strasse: 'Musterstrasse', Hausnummer: '1', Postleitzahl: '6003', Ort: 'Luzern', Land: 'Schweiz' },
    ],
    ['An eine andere Adresse senden?', { 'An eine andere Adresse senden?': 'Nein' }],
    ['Wie erreichen wir Sie bei Fragen?', {}],
  ])
  const number = await send(page, say, ['Noah Beispiel', 'mietanmeldung.pdf'], 'betreibungsamt')
  expect(number).toMatch(/^KRI-/)
  await clerkSees('kriens', 'betreibungsamt', number, 'Beispielweg 7a')
})

test('dog registration, in English: a first dog with its chip; residents’ services have it', async () => {
  const say = words.en
  const start = await find(town.visitor('en'), say, 'dog registration', 'Register a dog', 'Residents’ Services')
  const about: readonly Step[] = [
    ['Who keeps the dog?', { 'Given names': 'Mira', 'Family name': 'Muster', 'Date of birth': '1990-05-17' }],
    [
      'Where is the dog kept?',
      { Street: 'Beispielweg', 'House number': '7a', Postcode: '6010', 'Town or village': 'Kriens' },
    ],
    ['Is this your first dog?', { 'Is this your first dog?': 'Yes' }],
    [
      'About the dog',
      { Name: 'Basko', Breed: 'Beagle', Sex: 'Male', Colour: 'brown', 'Dog’s date of birth': '2026-06-01' },
    ],
    ['Where did you get the dog?', { 'Where did you get the dog?': 'Taken over from another person' }],
    ['Since when have you kept the dog', { 'Since when have you kept the dog, or kept it here?': '2026-11-14' }],
    [
      'Who kept the dog before?',
      { 'Name of the person, breeder or shelter': 'Noah Beispiel', 'Town or village': 'Horw' },
    ],
    ['You need the dog keeper’s certificate', {}],
    ['Does the dog have a microchip?', { 'Does the dog have a microchip?': 'Yes' }],
  ]
  let page = await walk(start, about, say.next)
  const asked = 'What is the chip number?'
  page = await stumble(page, say, { [asked]: '756 0981 0012 345' }, 'The chip number has 15 digits.', {
    [asked]: '756 0981 0012 3456',
  })
  page = await walk(
    page,
    [
      ['Is damage done by the dog insured?', { 'Is damage done by the dog insured?': 'No' }],
      ['What do you keep the dog for?', { 'What do you keep the dog for?': 'Family dog or companion' }],
      ['How can we reach you with questions?', { Telephone: '041 555 01 01' }],
    ],
    say.next,
  )
  const number = await send(page, say, ['Basko', '756098100123456'], 'einwohnerdienste')
  await clerkSees('kriens', 'einwohnerdienste', number, 'Beagle')
})

test('tax deadline, in French: a trustee asks for a firm, and the case is the canton’s', async () => {
  const say = words.fr
  const title = 'Prolonger le délai de la déclaration d’impôt'
  const start = await find(town.visitor('fr'), say, "délai déclaration d'impôt", title, 'Service des contributions')
  const about: readonly Step[] = [
    [
      'De quelle déclaration d’impôt s’agit-il ?',
      { 'De quelle déclaration d’impôt s’agit-il ?': 'Entreprise, association ou fondation' },
    ],
    ['Agissez-vous en tant que représentant', { 'Agissez-vous en tant que représentant ou représentante ?': 'Oui' }],
    ['Qui représente ?', { Prénoms: 'Noah', 'Nom de famille': 'Beispiel' }],
    [
      'Le service des impôts a-t-il votre procuration ?',
      { 'Le service des impôts a-t-il votre procuration ?': 'Oui, elle est déposée' },
    ],
    [
      'Quelle entreprise est assujettie ?',
      { 'Raison sociale': 'Muster Immobilien AG', 'Numéro de registre': '456 789' },
    ],
    [
      'Où l’entreprise a-t-elle son siège ?',
      { Rue: 'Beispielweg', Numéro: '7a', 'Code postal': '6010', Localité: 'Kriens' },
    ],
  ]
  let page = await walk(start, about, say.next)
  const year = 'Pour quelle année fiscale ?'
  page = await stumble(page, say, { [year]: '2027' }, 'Il n’y a pas encore de déclaration', { [year]: '2025' })
  page = await walk(
    page,
    [
      ['La demande arrive peut-être trop tard', {}],
      [
        'Avez-vous déjà obtenu une prolongation',
        { 'Avez-vous déjà obtenu une prolongation pour cette année ?': 'Non' },
      ],
      ['Jusqu’à quand avez-vous besoin de temps ?', { 'Jusqu’à quand avez-vous besoin de temps ?': '2026-12-31' }],
      ['Pourquoi avez-vous besoin de plus de temps ?', { Motif: 'Les comptes annuels ne sont pas terminés' }],
      ['Comment vous joindre en cas de question ?', {}],
    ],
    say.next,
  )
  const number = await send(page, say, ['Muster Immobilien AG', '31.12.2026'], 'steuern')
  expect(number).toMatch(/^KLU-/)
  await clerkSees('kanton-luzern', 'steuern', number, '456789')
  const clerk = await town.signIn({ role: 'clerk', authority: 'kriens' })
  expect((await clerk.open(`/desk/cases/${number}`)).status).toBe(404)
})

test('voting papers, in Italian: the envelope has not come, and the post is too slow in the last days', async () => {
  const say = words.it
  const title = 'Richiedere di nuovo il materiale di voto'
  const start = await find(town.visitor('it'), say, 'materiale di voto', title, 'Cancelleria')
  const about: readonly Step[] = [
    ['Per quale votazione?', { 'Per quale votazione?': '2026-11-22' }],
    ['Che cosa è successo al materiale?', { 'Che cosa è successo al materiale?': 'Non è arrivato' }],
    ['Chi vota?', { Nomi: 'Mira', Cognome: 'Muster', 'Data di nascita': '1990-05-17' }],
    ['Ha la cittadinanza svizzera?', { 'Ha la cittadinanza svizzera?': 'Sì' }],
    ['A quale indirizzo', { Via: 'Beispielweg', 'Numero civico': '7a', 'Codice postale': '6010', Località: 'Kriens' }],
    ['Ha traslocato negli ultimi tre mesi?', { 'Ha traslocato negli ultimi tre mesi?': 'No' }],
  ]
  let page = await walk(start, about, say.next)
  const how = 'Come desidera ricevere il materiale?'
  page = await stumble(page, say, { [how]: 'Per posta' }, 'Per la posta non c’è più tempo.', {
    [how]: 'Ritirarlo allo sportello',
  })
  page = await walk(
    page,
    [
      ['Passi di persona', {}],
      ['Come possiamo contattarla in caso di domande?', { Telefono: '041 555 01 01' }],
    ],
    say.next,
  )
  const number = await send(page, say, ['Mira Muster', '22.11.2026'], 'kanzlei')
  await clerkSees('kriens', 'kanzlei', number, '17.05.1990')
})
