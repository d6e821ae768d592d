import { describe, expect, test } from 'vitest'
import { exampleContext as context } from '../../forms/example-context.ts'
import { describeJourneys, errorsOf, type Journey } from './test-journeys.tsx'

const luzern = { street: 'Musterstrasse', number: '1', postcode: '6003', locality: 'Luzern', municipality: 1061 }
const kriens = { street: 'Beispielweg', number: '7a', postcode: '6010', locality: 'Kriens', municipality: 1059 }
const zurich = { street: 'Musterstrasse', number: '3', postcode: '8001', locality: 'Zürich' }
const billed = { ...zurich, country: 'CH' }
const mira = { given: 'Mira', family: 'Muster' }
const noah = { given: 'Noah', family: 'Beispiel' }
const born = '1990-05-17'
const uid = 'CHE999999996'
const phone = '+41412088111'
const papers = [context.file('contract-1')]

const journeys: readonly Journey[] = [
  {
    id: 'datensperre',
    what: 'no lists, for oneself',
    answers: {
      for_whom: 'self',
      person: mira,
      birth_date: born,
      address: luzern,
      extent: 'lists',
      how_long: 'open',
      tell_previous: false,
    },
    pages: ['for-whom', 'person', 'address', 'extent', 'how-long', 'before', 'questions'],
    inCharge: 1061,
    told: [],
  },
  {
    id: 'datensperre',
    what: 'a family under threat, which moved here from Kriens',
    answers: {
      for_whom: 'family',
      person: mira,
      birth_date: born,
      address: luzern,
      family: [{ member_name: noah, member_birth_date: '2019-08-01' }],
      extent: 'everything',
      reason: 'threat',
      reason_text: 'Jemand sucht uns.',
      proof_files: papers,
      how_long: 'until',
      until: '2028-12-31',
      tell_previous: true,
      previous_municipality: 1059,
      phone,
    },
    pages: ['for-whom', 'person', 'address', 'family', 'extent', 'reason', 'danger', 'how-long', 'before', 'questions'],
    inCharge: 1061,
    told: [1059],
  },
  {
    id: 'datensperre',
    what: 'for someone represented, because of the profession',
    answers: {
      for_whom: 'represented',
      person: noah,
      birth_date: '1941-08-01',
      address: kriens,
      representative: mira,
      mandate_files: papers,
      extent: 'everything',
      reason: 'profession',
      how_long: 'open',
      tell_previous: false,
    },
    pages: ['for-whom', 'person', 'address', 'mandate', 'extent', 'reason', 'how-long', 'before', 'questions'],
    inCharge: 1059,
    told: [],
  },
  {
    id: 'heimatausweis',
    what: 'a student who comes home every week',
    answers: {
      person: mira,
      birth_date: '2005-05-17',
      address: kriens,
      is_swiss: true,
      kind: 'first',
      stay_address: zurich,
      care_of: 'WG Muster',
      purpose: 'study',
      institution: 'Hochschule Beispiel',
      returns: 'weekly',
      stay_from: '2026-12-01',
      stay_until: '2029-09-30',
      proof_files: papers,
      delivery: 'home',
    },
    pages: [
      'person',
      'address',
      'nationality',
      'first-time',
      'stay',
      'purpose',
      'weekends',
      'period',
      'proof',
      'delivery',
      'questions',
    ],
    inCharge: 1059,
    told: [],
  },
  {
    id: 'heimatausweis',
    what: 'an extension without Swiss citizenship, by somebody who is rarely home',
    answers: {
      person: { given: 'Ana', family: 'Exemplo' },
      birth_date: '1992-01-03',
      address: luzern,
      is_swiss: false,
      permit_until: '2027-06-30',
      kind: 'renewal',
      previous_until: '2026-11-30',
      stay_address: zurich,
      purpose: 'other',
      purpose_text: 'Probenzeit im Orchester',
      returns: 'rarely',
      stay_from: '2025-12-01',
      stay_until: '2027-05-31',
      delivery: 'counter',
      remarks: 'Ich hole ihn am Donnerstag.',
    },
    pages: [
      'person',
      'address',
      'nationality',
      'first-time',
      'stay',
      'purpose',
      'weekends',
      'maybe-move',
      'period',
      'delivery',
      'questions',
    ],
    inCharge: 1061,
    told: [],
  },
  {
    id: 'raumreservation',
    what: 'an association that trains every week',
    answers: {
      who: 'association',
      municipality: 1059,
      organisation: 'Turnverein Beispiel',
      is_local: true,
      responsible: mira,
      phone,
      room_kind: 'gym',
      occasion: 'training',
      guests: 20,
      rhythm: 'weekly',
      first_day: '2027-01-11',
      last_day: '2027-07-02',
      start_time: '18:00',
      end_time: '20:00',
      equipment: ['changing-rooms', 'step-free'],
      food: 'none',
      invoice_address: billed,
      is_insured: true,
    },
    pages: [
      'who',
      'municipality',
      'organisation',
      'contact-person',
      'room',
      'occasion',
      'once-or-often',
      'when',
      'equipment',
      'food',
      'invoice',
    ],
    inCharge: 1059,
    told: [],
  },
  {
    id: 'raumreservation',
    what: 'a private concert in a classroom, soon, with a bar',
    answers: {
      who: 'person',
      municipality: 1061,
      responsible: noah,
      phone,
      room_kind: 'classroom',
      room_wish: 'Aula',
      occasion: 'event',
      description: 'Konzert mit Freunden',
      guests: 80,
      rhythm: 'other',
      first_day: '2026-12-05',
      other_days: '6. und 12. Dezember',
      start_time: '19:00',
      end_time: '01:00',
      food: 'sold',
      invoice_address: billed,
      is_insured: false,
      plan_files: papers,
    },
    pages: [
      'who',
      'municipality',
      'contact-person',
      'room',
      'not-private',
      'occasion',
      'once-or-often',
      'when',
      'soon',
      'equipment',
      'food',
      'sale',
      'invoice',
      'plan',
    ],
    inCharge: 1061,
    told: [],
  },
  {
    id: 'einzelbewilligung-gastwirtschaft',
    what: 'a firm with a bar on a square, two evenings, late',
    answers: {
      who: 'firm',
      goods: ['hot', 'soft', 'beer-wine', 'spirits'],
      has_seats: true,
      is_long: true,
      organisation: 'Beispiel Bar GmbH',
      uid,
      responsible: mira,
      birth_date: born,
      phone,
      event_name: 'Beispielfest',
      guests: 300,
      municipality: 1061,
      site: 'Beispielplatz',
      is_public_ground: true,
      plan_files: papers,
      days: [
        { day: '2026-12-04', opens: '17:00', closes: '00:30' },
        { day: '2026-12-05', opens: '11:00', closes: '23:00' },
      ],
      youth_person: noah,
      youth_measures: ['id-check', 'bands'],
      three_soft_drinks: true,
      invoice_address: billed,
      remarks: 'Mehrweggeschirr',
    },
    pages: [
      'who',
      'offer',
      'organisation',
      'responsible',
      'event',
      'municipality',
      'site',
      'ground',
      'when',
      'late',
      'youth',
      'invoice',
      'remarks',
    ],
    inCharge: 'kanton-luzern',
    told: [],
  },
  {
    id: 'einzelbewilligung-gastwirtschaft',
    what: 'scouts who sell cakes for two hours and probably need no permit',
    answers: {
      who: 'association',
      goods: ['cold', 'soft'],
      has_seats: false,
      is_long: false,
      organisation: 'Pfadi Beispiel',
      responsible: mira,
      birth_date: born,
      phone,
      event_name: 'Kuchenverkauf',
      guests: 30,
      municipality: 1059,
      site: 'Vor dem Laden, Beispielweg 7',
      is_public_ground: false,
      days: [{ day: '2027-02-06', opens: '09:00', closes: '11:00' }],
      invoice_address: billed,
    },
    pages: [
      'who',
      'offer',
      'exempt',
      'organisation',
      'responsible',
      'event',
      'municipality',
      'site',
      'when',
      'invoice',
      'remarks',
    ],
    inCharge: 'kanton-luzern',
    told: [],
  },
  {
    id: 'ratenzahlung-steuern',
    what: 'a couple in instalments, with tax at source and debt enforcement',
    answers: {
      who: 'couple',
      municipality: 1061,
      person: mira,
      birth_date: born,
      address: billed,
      bills: [
        { tax: 'cantonal', year: 2025, amount: 480_000, state: 'enforcement' },
        { tax: 'source', year: 2025, amount: 60_000, state: 'final' },
      ],
      wish: 'instalments',
      instalment: 40_000,
      instalment_count: 12,
      first_payment: '2026-12-31',
      reason: 'less-income',
      reason_text: 'Ich arbeite seit dem Sommer nur noch halbtags.',
      income: 520_000,
      rent: 145_000,
      dependants: 2,
      other_debts: true,
      other_debts_monthly: 25_000,
      phone,
    },
    pages: [
      'who',
      'municipality',
      'person',
      'bills',
      'at-source',
      'enforcement',
      'wish',
      'instalments',
      'reason',
      'household',
      'proof',
      'questions',
    ],
    inCharge: 1061,
    told: [],
  },
  {
    id: 'ratenzahlung-steuern',
    what: 'a firm that pays later',
    answers: {
      who: 'firm',
      municipality: 1059,
      firm_name: 'Beispiel Velo GmbH',
      uid,
      person: noah,
      address: billed,
      bills: [{ tax: 'federal', year: 2024, amount: 1_250_050, state: 'reminder' }],
      wish: 'later',
      pay_until: '2027-03-31',
      pay_from: 'Zahlung einer Kundin',
      reason: 'business',
      reason_text: 'Eine grosse Rechnung ist noch offen.',
      proof_files: papers,
    },
    pages: ['who', 'municipality', 'firm', 'person', 'bills', 'wish', 'later', 'reason', 'proof', 'questions'],
    inCharge: 1059,
    told: [],
  },
]

describeJourneys(journeys)

describe('what cannot be', () => {
  test('a block that ends within days, or for an address outside the canton', () => {
    expect(errorsOf('datensperre', 'how-long', { how_long: 'until', until: '2026-11-25' })).toEqual(['/until'])
    expect(errorsOf('datensperre', 'address', { address: zurich })).toEqual(['/address'])
  })

  test('another reason without saying which', () => {
    expect(errorsOf('datensperre', 'reason', { extent: 'everything', reason: 'other' })).toEqual(['/reason_text'])
  })

  test('staying during the week where one is at home; a stay that ends before it begins, or lasts too long', () => {
    const home = {
      address: kriens,
      stay_address: { street: 'Beispielweg', number: '7a', postcode: '6010', locality: 'Kriens' },
    }
    expect(errorsOf('heimatausweis', 'stay', home)).toEqual(['/stay_address'])
    const period = (stay_from: string, stay_until: string) =>
      errorsOf('heimatausweis', 'period', { stay_from, stay_until })
    expect(period('2027-02-01', '2027-01-01')).toEqual(['/stay_until'])
    expect(period('2026-12-01', '2032-12-01')).toEqual(['/stay_until'])
    expect(period('2024-01-01', '2027-01-01')).toEqual(['/stay_from'])
  })

  test('a series of bookings that ends before it begins', () => {
    const days = { rhythm: 'weekly', first_day: '2027-02-01', last_day: '2027-01-01' }
    expect(errorsOf('raumreservation', 'when', { ...days, start_time: '18:00', end_time: '20:00' })).toEqual([
      '/last_day',
    ])
  })

  test('a minor who is responsible for a bar, and alcohol without cheaper drinks', () => {
    const minor = { responsible: mira, phone, birth_date: '2008-11-23' }
    expect(errorsOf('einzelbewilligung-gastwirtschaft', 'responsible', minor)).toEqual(['/birth_date'])
    const adult = { ...minor, birth_date: '2008-11-22' }
    expect(errorsOf('einzelbewilligung-gastwirtschaft', 'responsible', adult)).toEqual([])
    const bar = { goods: ['beer-wine'], youth_person: noah, youth_measures: ['signs'], three_soft_drinks: false }
    expect(errorsOf('einzelbewilligung-gastwirtschaft', 'youth', bar)).toEqual(['/three_soft_drinks'])
  })

  test('a first instalment far away, and reasons of one word', () => {
    const plan = { wish: 'instalments', instalment: 10_000, instalment_count: 6, first_payment: '2027-06-01' }
    expect(errorsOf('ratenzahlung-steuern', 'instalments', plan)).toEqual(['/first_payment'])
    expect(errorsOf('ratenzahlung-steuern', 'reason', { reason: 'other', reason_text: 'darum' })).toEqual([
      '/reason_text',
    ])
  })
})
