import { describe, expect, test } from 'vitest'
import { describeJourneys, errorsOf, type Journey } from './test-journeys.tsx'
import { mira, noah, papers, phone, zurich } from './test-people.ts'

const billed = { ...zurich, country: 'CH' }

const journeys: readonly Journey[] = [
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
]

describeJourneys(journeys)

describe('what cannot be', () => {
  test('a series of bookings that ends before it begins', () => {
    const days = { rhythm: 'weekly', first_day: '2027-02-01', last_day: '2027-01-01' }
    expect(errorsOf('raumreservation', 'when', { ...days, start_time: '18:00', end_time: '20:00' })).toEqual([
      '/last_day',
    ])
  })
})
