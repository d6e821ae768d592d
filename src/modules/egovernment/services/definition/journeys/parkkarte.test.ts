import { describe, expect, test } from 'vitest'
import { describeJourneys, errorsOf, type Journey } from './test-journeys.tsx'
import { kriens, luzern, mira, noah, papers, phone, photos } from './test-people.ts'

const uid = 'CHE123456788'

const journeys: readonly Journey[] = [
  {
    id: 'parkkarte',
    what: 'a resident with her own car, for a year',
    answers: {
      card_kind: 'resident',
      holder: mira,
      home_address: luzern,
      is_main_home: true,
      vehicle_holder: 'self',
      plate: 'LU 12345',
      vehicle_kind: 'car',
      registration_files: photos,
      earlier_card: 'first',
      zone: 'C',
      valid_from: '2026-12-01',
      term: 'year',
    },
    pages: [
      'kind',
      'person',
      'home',
      'main-home',
      'vehicle-holder',
      'plate',
      'registration',
      'earlier-card',
      'zone',
      'from',
      'term',
      'questions',
    ],
    inCharge: 1061,
    told: [],
  },
  {
    id: 'parkkarte',
    what: 'a resident with a new company car, for some months',
    answers: {
      card_kind: 'resident',
      holder: noah,
      home_address: kriens,
      is_main_home: true,
      vehicle_holder: 'company',
      employer: 'Muster AG',
      employer_confirmation: papers,
      plate: 'zg-987654',
      vehicle_kind: 'van',
      registration_files: photos,
      earlier_card: 'replace',
      earlier_plate: 'LU 1',
      valid_from: '2026-11-22',
      term: 'months',
      months: 3,
      phone,
    },
    pages: [
      'kind',
      'person',
      'home',
      'main-home',
      'vehicle-holder',
      'company-car',
      'plate',
      'registration',
      'earlier-card',
      'earlier-plate',
      'zone',
      'from',
      'term',
      'months',
      'questions',
    ],
    inCharge: 1059,
    told: [],
  },
  {
    id: 'parkkarte',
    what: 'a business with two vehicles',
    answers: {
      card_kind: 'business',
      firm_name: 'Muster Sanitär GmbH',
      firm_uid: uid,
      firm_contact: mira,
      seat_address: luzern,
      firm_vehicles: [
        { firm_plate: 'LU 1234', firm_use: 'owned' },
        { firm_plate: 'LU 1235', firm_use: 'leased' },
      ],
      registration_files: papers,
      valid_from: '2027-01-01',
      term: 'month',
    },
    pages: ['kind', 'firm', 'seat', 'firm-vehicles', 'registration', 'zone', 'from', 'term', 'questions'],
    inCharge: 1061,
    told: [],
  },
  {
    id: 'parkkarte',
    what: 'a visitor from abroad, for three days',
    answers: {
      card_kind: 'visitor',
      holder: mira,
      visit_address: kriens,
      visitor_plate: 'W 12345 A',
      vehicle_kind: 'car',
      valid_from: '2026-12-24',
      visit_days: 3,
    },
    pages: ['kind', 'person', 'visit', 'plate', 'zone', 'from', 'visit-days', 'questions'],
    inCharge: 1059,
    told: [],
  },
]

describeJourneys(journeys)

describe('what cannot be', () => {
  test('a resident’s card at a second home, for a trailer, or far ahead', () => {
    expect(errorsOf('parkkarte', 'main-home', { card_kind: 'resident', is_main_home: false })).toEqual([
      '/is_main_home',
    ])
    const vehicle = { card_kind: 'resident', plate: 'LU 1', vehicle_kind: 'heavy' }
    expect(errorsOf('parkkarte', 'plate', vehicle)).toEqual(['/vehicle_kind'])
    expect(errorsOf('parkkarte', 'plate', { ...vehicle, vehicle_kind: 'car', plate: '12345' })).toEqual(['/plate'])
    expect(errorsOf('parkkarte', 'from', { valid_from: '2027-11-22' })).toEqual(['/valid_from'])
  })

  test('six cards for one business', () => {
    const firm_vehicles = Array.from({ length: 6 }, () => ({ firm_plate: 'LU 1', firm_use: 'owned' }))
    expect(errorsOf('parkkarte', 'firm-vehicles', { card_kind: 'business', firm_vehicles })).toEqual(['/firm_vehicles'])
  })
})
