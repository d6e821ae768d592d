import { describeJourneys, type Journey } from './test-journeys.tsx'
import { kriens, luzern, papers } from './test-people.ts'

const journeys: readonly Journey[] = [
  {
    id: 'wohnsitzbestaetigung',
    what: 'for a family, by post to another address',
    answers: {
      for_whom: 'family',
      person: { given: 'Mira', family: 'Muster' },
      birth_date: '1990-05-17',
      address: luzern,
      family: [{ relation: 'child', member_name: { given: 'Lea', family: 'Muster' }, member_birth_date: '2020-02-29' }],
      purpose: 'other',
      purpose_text: 'Velobörse',
      extras: ['since', 'origin'],
      language: 'fr',
      delivery: 'post',
      copies: 2,
      send_elsewhere: true,
      recipient: 'Muster Bank',
      delivery_address: { street: 'Rua Exemplo', postcode: '1100-148', locality: 'Lisboa', country: 'PT' },
    },
    pages: [
      'for-whom',
      'person',
      'address',
      'family',
      'purpose',
      'contents',
      'language',
      'delivery',
      'copies',
      'other-address',
      'delivery-address',
      'questions',
    ],
    inCharge: 1061,
    told: [],
  },
  {
    id: 'wohnsitzbestaetigung',
    what: 'for someone represented, as PDF',
    answers: {
      for_whom: 'represented',
      person: { given: 'Noah', family: 'Beispiel' },
      birth_date: '1941-08-01',
      address: kriens,
      representative: { given: 'Mira', family: 'Muster' },
      mandate_files: papers,
      purpose: 'bank',
      language: 'de',
      delivery: 'electronic',
    },
    pages: ['for-whom', 'person', 'address', 'mandate', 'purpose', 'contents', 'language', 'delivery', 'questions'],
    inCharge: 1059,
    told: [],
  },
]

describeJourneys(journeys)
