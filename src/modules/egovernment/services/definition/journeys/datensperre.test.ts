import { describe, expect, test } from 'vitest'
import { describeJourneys, errorsOf, type Journey } from './test-journeys.tsx'
import { born, kriens, luzern, mira, noah, papers, phone, zurich } from './test-people.ts'

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
})
