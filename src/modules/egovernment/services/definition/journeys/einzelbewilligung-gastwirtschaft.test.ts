import { describe, expect, test } from 'vitest'
import { describeJourneys, errorsOf, type Journey } from './test-journeys.tsx'
import { born, mira, noah, papers, phone, zurich } from './test-people.ts'

const billed = { ...zurich, country: 'CH' }
const uid = 'CHE999999996'

const journeys: readonly Journey[] = [
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
]

describeJourneys(journeys)

describe('what cannot be', () => {
  test('a minor who is responsible for a bar, and alcohol without cheaper drinks', () => {
    const minor = { responsible: mira, phone, birth_date: '2008-11-23' }
    expect(errorsOf('einzelbewilligung-gastwirtschaft', 'responsible', minor)).toEqual(['/birth_date'])
    const adult = { ...minor, birth_date: '2008-11-22' }
    expect(errorsOf('einzelbewilligung-gastwirtschaft', 'responsible', adult)).toEqual([])
    const bar = { goods: ['beer-wine'], youth_person: noah, youth_measures: ['signs'], three_soft_drinks: false }
    expect(errorsOf('einzelbewilligung-gastwirtschaft', 'youth', bar)).toEqual(['/three_soft_drinks'])
  })
})
