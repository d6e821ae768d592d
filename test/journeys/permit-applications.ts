import type { Step } from './applications.ts'
import { pdf, photo } from './attachments.ts'

/** Parkkarte in German: a resident who drives a company car, after a first page that is answered wrongly. */
export const parking: readonly Step[] = [
  ['Ist das Ihr Hauptwohnsitz?', { 'Ist das Ihr Hauptwohnsitz?': 'Ja' }],
  [
    'Auf wen ist das Auto eingelöst?',
    { 'Auf wen ist das Auto eingelöst?': 'Auf eine Firma, ich fahre es hauptsächlich' },
  ],
  [
    'Wem gehört das Geschäftsauto?',
    { 'Name der Firma': 'Muster AG', 'Bestätigung der Firma': pdf('bestaetigung.pdf') },
  ],
  ['Welches Fahrzeug ist es?', { Kontrollschild: 'LU 12345', 'Was für ein Fahrzeug?': 'Personenwagen' }],
  ['Fahrzeugausweis', { Fahrzeugausweis: photo('ausweis.png') }],
  ['Haben Sie schon eine Parkkarte?', { 'Haben Sie schon eine Parkkarte?': 'Nein, das ist die erste' }],
  ['Welche Parkzone, wenn Sie sie kennen?', {}],
  ['Ab wann soll die Karte gelten?', { 'Ab wann soll die Karte gelten?': '2026-12-01' }],
  ['Wie lange soll sie gelten?', { 'Wie lange soll sie gelten?': 'Ein Jahr' }],
  ['Wie erreichen wir Sie bei Fragen?', { Telefon: '041 555 01 01' }],
]

const kriens = { Street: 'Beispielweg', 'House number': '7a', Postcode: '6010', 'Town or village': 'Kriens' }

/** Veranstaltungsbewilligung in English: a club’s concert for 200 people, up to how loud it gets. */
export const concert: readonly Step[] = [
  ['Who is organising the event?', { 'Who is organising the event?': 'A club or a group' }],
  [
    'Who is responsible?',
    { 'Name of the organisation': 'Example Club', 'Given names': 'Mira', 'Family name': 'Muster', ...kriens },
  ],
  [
    'Who can be reached on the day?',
    { 'Given names': 'Noah', 'Family name': 'Beispiel', 'Mobile phone': '079 555 01 01' },
  ],
  [
    'What are you organising?',
    {
      'Name of the event': 'Summer songs',
      Kind: 'Concert, theatre or film',
      'Describe the event': 'Three choirs sing in the square.',
      'Is it mainly for children and young people up to 16?': 'Yes',
    },
  ],
  ['In which municipality does the event take place?', {}],
  ['Where exactly?', { 'Place in words': 'Beispielplatz' }],
  ['When does the event take place?', { Date: '2027-06-12', Start: '18:00', End: '21.30' }],
  [
    'When do you set up and dismantle?',
    {
      'Set-up from': '2027-06-12',
      'Place cleared on': '2027-06-12',
      'Set-up from, time': '14:00',
      'Place cleared at': '23:00',
    },
  ],
  ['How many people at most at the same time?', { 'How many people at most at the same time?': '200' }],
  ['What do you need?', { 'What do you need?': ['Music or loudspeakers'] }],
]

/** … and after it. */
export const concertOfMany: readonly Step[] = [
  ['Who cleans up?', { Waste: 'We take everything away', 'Number of toilets': '4' }],
  [
    'How do you keep people safe?',
    { 'Safety concept': pdf('safety.pdf'), 'Medical concept': pdf('medical.pdf'), 'Number of security staff': '2' },
  ],
  ['Is the event insured for liability?', { 'Is the event insured for liability?': 'Yes' }],
  [
    'How is the event insured?',
    { Insurer: 'Example Insurance', Cover: "5'000'000", 'Policy or confirmation': pdf('policy.pdf') },
  ],
  ['Plan of the site', { 'Plan of the site': pdf('site.pdf') }],
  ['Is there anything else you would like to tell us?', {}],
]

/** Kleinbauanzeige in Italian: a fence of somebody who rents, after the costs. */
export const fence: readonly Step[] = [
  ['In quale Comune costruisce?', {}],
  ['Su quale fondo?', { 'Numero del fondo': '1234', 'Luogo a parole': 'Beispielweg 7a' }],
  ['La casa o il quartiere sono protetti?', { 'La casa o il quartiere sono protetti?': 'No' }],
  [
    'Che cosa mette al confine?',
    {
      'Altezza dal suolo': '1.2',
      Lunghezza: '20',
      'Materiale e colore': 'Legno naturale',
      'È lungo una strada?': 'No',
    },
  ],
  ['Forse non deve fare nulla', {}],
  ['Descriva il progetto', { 'Descriva il progetto': 'Una recinzione di legno verso il vicino.' }],
  [
    'Chi costruisce?',
    {
      Committente: 'Una persona',
      Nomi: 'Luca',
      Cognome: 'Esempio',
      Via: 'Beispielweg',
      'Numero civico': '7a',
      'Codice postale': '6010',
      Località: 'Kriens',
    },
  ],
  ['Il fondo appartiene solo a lei?', { 'Il fondo appartiene solo a lei?': 'No' }],
  ['A chi altro appartiene?', { 'Nomi e indirizzi': 'Mira Muster, Kriens', 'Consenso scritto': pdf('consenso.pdf') }],
  ['I vicini sono d’accordo?', { 'I vicini sono d’accordo?': 'Non tutti, o non tutti interpellati' }],
  ['Chi non ha ancora firmato?', { 'Nome e via': 'Noah Beispiel, Beispielweg 9' }],
  ['Quali piani ha?', { 'Piano di situazione con il progetto': pdf('situazione.pdf') }],
  ['Quando desidera costruire?', { 'Inizio previsto': '2027-03-01', 'Durata in settimane': '1' }],
  ['Come possiamo contattarla in caso di domande?', {}],
]

/** Betreuungsgutscheine in French, of somebody signed in whose name is known: before she says how much she works. */
export const childcare: readonly Step[] = [
  ['Qui demande les bons ?', { 'Date de naissance': '1988-02-29', 'Numéro AVS': '756.9217.0769.85' }],
  [
    'Où habitez-vous avec l’enfant ?',
    { Rue: 'Musterstrasse', Numéro: '12', 'Code postal': '6003', Localité: 'Luzern' },
  ],
  ['Vivez-vous en couple ?', { 'Vivez-vous en couple ?': 'Non, j’élève seul ou seule mes enfants' }],
  ['Comment partagez-vous la garde avec l’autre parent ?', { Garde: 'Les enfants vivent chez moi' }],
  ['Comment partagez-vous la garde avec l’autre parent ?', { 'Entretien pour les enfants par mois': '900' }],
  [
    'L’enfant a-t-il besoin de la garde pour une raison particulière ?',
    { 'L’enfant a-t-il besoin de la garde pour une raison particulière ?': 'Non' },
  ],
]

/** … and afterwards. */
export const childcareCosts: readonly Step[] = [
  ['Justificatifs de travail ou de formation', { 'Justificatifs de travail ou de formation': pdf('contrat.pdf') }],
  [
    'Quels enfants sont gardés ?',
    {
      Prénoms: 'Léa',
      'Nom de famille': 'Exemple',
      'Date de naissance': '2024-05-01',
      'Où est-il gardé ?': 'À la crèche',
      'Nom de la crèche ou de l’organisation': 'Crèche Exemple',
      'Jours par semaine': '2.5',
      'Prix par jour': '125',
      'Gardé dès le': '2027-01-04',
    },
  ],
  [
    'Confirmation de la crèche ou de la famille de jour',
    { 'Confirmation de la crèche ou de la famille de jour': pdf('creche.pdf') },
  ],
  [
    'Votre dernière taxation est-elle encore juste ?',
    { 'Votre dernière taxation est-elle encore juste ?': 'Oui, revenu et fortune sont à peu près les mêmes' },
  ],
  ['Qu’indique la taxation ?', { 'Revenu imposable': "58'000", 'Fortune imposable': '0' }],
  [
    'La commune peut-elle consulter vos données fiscales ?',
    { 'La commune peut-elle consulter vos données fiscales ?': 'Oui' },
  ],
  ['Sur quel compte verser l’argent ?', { IBAN: 'CH93 0076 2011 6238 5295 7', Titulaire: 'Claire Exemple' }],
  ['Comment vous joindre en cas de question ?', {}],
]
