import { describe, expect, test } from 'vitest'
import { describeJourneys, errorsOf, type Journey } from './test-journeys.tsx'
import { kriens, luzern, mira, papers, zurich } from './test-people.ts'

const journeys: readonly Journey[] = [
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
]

describeJourneys(journeys)

describe('what cannot be', () => {
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
})
