import type { DecisionData, LetterInput, MessageData, ReceiptData, SenderData } from './letter-data.ts'

// Letters with invented people, for tests and for looking at a template. Their legal remedies and deadlines are examples.

const authority: SenderData = {
  name: 'Gemeinde Musterlingen',
  unit: 'Einwohnerdienste',
  address: ['Beispielstrasse 1', '6000 Musterlingen'],
  phone: '041 000 00 00',
  email: 'einwohnerdienste@musterlingen.example',
  website: 'https://musterlingen.example',
}

const message: MessageData = {
  isDemo: true,
  authority,
  recipient: ['Frau', 'Erika Beispiel-Muster', 'Erfundener Weg 12', '6010 Kriens'],
  addressWindow: 'right',
  caseNumber: 'MUS-2026-K7P4',
  contact: 'Max Muster, 041 000 00 01',
  yourReference: 'EB 17',
  place: 'Musterlingen',
  date: '2026-11-22',
  subject: 'Ihre Meldung vom 20. November 2026: eine Frage',
  salutation: 'Sehr geehrte Frau Beispiel-Muster',
  body: `Sie haben uns Ihren Umzug gemeldet. Besten Dank.

Für die Anmeldung fehlt uns der Mietvertrag. Bitte laden Sie ihn bei Ihrem Geschäft hoch, oder bringen Sie ihn an den Schalter:
– alle Seiten
– mit beiden Unterschriften

Sobald er bei uns ist, schliessen wir Ihre Anmeldung ab.`,
  signatures: [{ name: 'Max Muster', role: 'Leiter Einwohnerdienste' }],
  enclosures: ['Merkblatt «Umzug» (Beispiel)'],
}

const decision: DecisionData = {
  ...message,
  deliveryNote: 'Einschreiben',
  subject: 'Benützung des Dorfplatzes am 5. Dezember 2026',
  body: `Am 2. November 2026 haben Sie um die Bewilligung ersucht, den Dorfplatz Musterlingen für ein Strassenfest mit rund 120 Personen zu benützen.

Wir haben Ihr Gesuch geprüft und die Polizei und den Werkdienst angehört.`,
  decision: [
    'Die Benützung des Dorfplatzes am 5. Dezember 2026 von 14.00 Uhr bis 22.00 Uhr wird bewilligt.',
    'Die Zufahrt für Feuerwehr und Sanität bleibt auf der ganzen Länge des Platzes in einer Breite von 3,5 Metern frei.',
    'Die Gebühr beträgt CHF 120.00 (Beispiel). Die Rechnung folgt mit getrennter Post.',
  ],
  reasons: `Der Dorfplatz dient der Allgemeinheit. Wer ihn für eine Veranstaltung allein benützt, braucht eine Bewilligung. Sie wird erteilt, wenn keine überwiegenden Interessen entgegenstehen.

Die Veranstaltung ist klein und dauert nur einen Nachmittag und einen Abend. Die Nachbarschaft wurde benachrichtigt; niemand hat sich dagegen ausgesprochen. Mit der freien Zufahrt ist die Sicherheit gewahrt.`,
  remedies: {
    text: 'Gegen diesen Entscheid kann Beschwerde erhoben werden. Die Beschwerde muss einen Antrag und eine Begründung enthalten. Der angefochtene Entscheid ist beizulegen.',
    deadlineDays: 20,
    filedWith: ['Beispielbehörde', 'Musterplatz 3', '6000 Musterlingen'],
    legalBasis: 'Beispiel ohne Rechtsgrundlage',
  },
  signatures: [
    { name: 'Petra Probe', role: 'Gemeindepräsidentin' },
    { name: 'Max Muster', role: 'Gemeindeschreiber' },
  ],
  enclosures: ['Situationsplan', 'Merkblatt «Veranstaltungen» (Beispiel)'],
  notifiedOn: '2026-11-22',
  copies: ['Werkdienst Musterlingen'],
}

const receipt: ReceiptData = {
  isDemo: true,
  authority,
  caseNumber: 'MUS-2026-K7P4',
  service: 'Umzug melden',
  receivedAt: '2026-11-22T13:30:05.123Z',
  filedBy: {
    name: 'Erika Beispiel-Muster',
    address: ['Erfundener Weg 12', '6010 Kriens'],
    onBehalfOf: 'Familie Beispiel',
  },
  hash: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
  checkUrl: 'https://wegweiser.example/check',
  pages: [
    {
      title: 'Wer zieht um?',
      answers: [
        { question: 'Vorname und Name', answer: 'Erika Beispiel-Muster' },
        { question: 'Geburtsdatum', answer: '01.02.1985' },
        { question: 'Wer zieht mit?', answer: 'Ferdinand Beispiel, 03.04.2015\nŽofia Łącka-Beispiel, 05.06.2018' },
      ],
    },
    {
      title: 'Von wo nach wo?',
      answers: [
        { question: 'Bisherige Adresse', answer: 'Alte Gasse 7, 6003 Luzern' },
        { question: 'Neue Adresse', answer: 'Erfundener Weg 12, 6010 Kriens' },
        { question: 'Wann ziehen Sie um?', answer: '01.12.2026' },
        { question: 'Stockwerk und Wohnungsnummer', answer: '' },
      ],
    },
  ],
  files: [
    {
      name: 'Mietvertrag Erfundener Weg 12.pdf',
      size: 482_113,
      sha256: '2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae',
    },
  ],
  next: [
    'Wir prüfen Ihre Meldung.',
    'Fehlt etwas, so schreiben wir Ihnen.',
    'Ist alles gut, so erhalten Sie die Bestätigung Ihrer Anmeldung.',
  ],
  caseUrl: 'https://wegweiser.example/cases/MUS-2026-K7P4',
  access: 'code',
}

export const exampleMessage = {
  template: 'message',
  standard: 'ua-1',
  language: 'de',
  data: message,
} satisfies LetterInput
export const exampleDecision = {
  template: 'decision',
  standard: 'ua-1',
  language: 'de',
  data: decision,
} satisfies LetterInput
export const exampleReceipt = {
  template: 'receipt',
  standard: 'ua-1',
  language: 'de',
  data: receipt,
} satisfies LetterInput
