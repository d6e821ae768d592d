import type { Answers } from '#test/support/visitor.ts'
import { pdf, photo } from './attachments.ts'

/** One page of a form: its question, and what is answered to it. */
export type Step = readonly [question: string, answers: Answers]

export const mother: Answers = {
  Vornamen: 'Mira',
  Nachname: 'Muster',
  Geburtsdatum: '1990-05-17',
  Staatsangehörigkeit: 'Schweiz',
  'Heimatort, mit Kanton': 'Musterdorf LU',
  'Geschlecht, wie im Register': 'weiblich',
  Zivilstand: 'ledig',
  Landeskirche: 'keine davon',
}

export const partner: Answers = {
  Vornamen: 'Ana',
  Nachname: 'Exemplo',
  Geburtsdatum: '1992-01-03',
  Staatsangehörigkeit: 'Portugal',
  Ausländerausweis: 'B, Aufenthalt',
  'Geschlecht, wie im Register': 'weiblich',
  Zivilstand: 'ledig',
  Landeskirche: 'römisch-katholisch',
}

/** Umzug, from Luzern to a rented flat in Kriens: up to the persons. */
export const moveOfHome: readonly Step[] = [
  ['Wo wohnen Sie bisher?', { 'Wo wohnen Sie bisher?': 'Im Kanton Luzern' }],
  ['Wohin ziehen Sie?', { 'Wohin ziehen Sie?': 'An eine Adresse im Kanton Luzern' }],
  ['An welchem Tag ziehen Sie um?', { 'An welchem Tag ziehen Sie um?': '2026-12-01' }],
  [
    'Wie lautet Ihre bisherige Adresse?',
    { Strasse: 'Musterstrasse', Hausnummer: '1', Postleitzahl: '6003', Ort: 'Luzern' },
  ],
  ['Wie lautet Ihre neue Adresse?', { Strasse: 'Beispielweg', Hausnummer: '7a', Postleitzahl: '6010', Ort: 'Kriens' }],
  ['Wie wohnen Sie an der neuen Adresse?', { 'Wie wohnen Sie an der neuen Adresse?': 'Zur Miete' }],
  [
    'Welche Wohnung ist es?',
    {
      'Stockwerk, mit Lage': '2. Stock links',
      'Anzahl Zimmer': '3.5',
      'Vermieterin, Vermieter oder Verwaltung': 'Muster Immobilien AG',
    },
  ],
]

/** Umzug, after the persons, of whom one is without Swiss citizenship. */
export const moveOfFamily: readonly Step[] = [
  ['Ausländerausweise oder Pässe', { 'Ausländerausweise oder Pässe': pdf('ausweis.pdf') }],
  ['Ihr Mietvertrag', { 'Ihr Mietvertrag': pdf('mietvertrag.pdf') }],
  ['Sind alle in der Schweiz krankenversichert?', { 'Sind alle in der Schweiz krankenversichert?': 'Ja' }],
  ['Bei welcher Krankenkasse?', { 'Name der Krankenkasse': 'Muster Krankenkasse' }],
  ['Zieht ein Hund mit?', { 'Zieht ein Hund mit?': 'Nein' }],
  ['Wie erreichen wir Sie bei Fragen?', { Telefon: '041 555 01 01' }],
]

/** Wohnsitzbestätigung in French, of somebody signed in, whose name is known: all but the address. */
export const confirmation: readonly Step[] = [
  ['Pour qui est l’attestation ?', { 'Pour qui est l’attestation ?': 'Pour moi' }],
  ['Qui habite dans la commune ?', { 'Date de naissance': '1988-02-29' }],
  ['À quoi sert l’attestation ?', { 'Destinataire ou usage': 'Bailleur' }],
  [
    'Que faut-il y indiquer en plus ?',
    { 'Que faut-il y indiquer en plus ?': ['Depuis quand j’habite ici', 'État civil'] },
  ],
  ['Dans quelle langue ?', { 'Dans quelle langue ?': 'Français' }],
  [
    'Comment souhaitez-vous recevoir l’attestation ?',
    { 'Comment souhaitez-vous recevoir l’attestation ?': 'Par la poste' },
  ],
  ['Combien d’exemplaires ?', { 'Combien d’exemplaires ?': '2' }],
  ['Envoyer à une autre adresse ?', { 'Envoyer à une autre adresse ?': 'Non' }],
  ['Comment vous joindre en cas de question ?', {}],
]

/** Schadensmeldung in English: a lamp, with its place and a photo, without name. */
export const brokenLamp: readonly Step[] = [
  ['What is damaged?', { 'What is damaged?': 'Lighting' }],
  ['Could someone get hurt?', { 'Could someone get hurt?': 'Yes' }],
  ['If someone is in danger now, call', {}],
  ['In which municipality is the damage?', {}],
  ['Where exactly?', { 'Place in words': 'Beispielplatz, by the fountain' }],
  ['What did you see?', { 'What does it do?': 'It is damaged', 'Describe the damage': 'The lamp hangs by its cable.' }],
  ['When did you first see the damage?', { 'When did you first see the damage?': '2026-11-21' }],
  ['Do you have photos?', { 'Do you have photos?': photo('lamp.png') }],
  ['May we call you back?', {}],
]
