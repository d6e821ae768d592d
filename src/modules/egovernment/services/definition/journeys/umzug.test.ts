import { describe, expect, test } from 'vitest'
import { exampleContext as context } from '../../../forms/example-context.ts'
import type { Answers } from '../../../forms/form.ts'
import { describeJourneys, errorsOf, type Journey } from './test-journeys.tsx'
import { kriens, luzern, papers, zurich } from './test-people.ts'

const mira = { person_name: { given: 'Mira', family: 'Muster' }, birth_date: '1990-05-17', nationality: 'CH' }
const ana = {
  person_name: { given: 'Ana', family: 'Exemplo' },
  birth_date: '1992-01-03',
  nationality: 'PT',
  permit: 'b',
}
const arrived = { sex: 'female', marital_status: 'single', religion: 'none' }
const dwelling = {
  dwelling_kind: 'tenant',
  floor_position: '2. Stock links',
  rooms: 3.5,
  landlord: 'Muster Immobilien AG',
}

const journeys: readonly Journey[] = [
  {
    id: 'umzug',
    what: 'within a municipality',
    answers: {
      from_where: 'lucerne',
      to_where: 'lucerne',
      move_date: '2026-12-01',
      old_address: luzern,
      new_address: { ...luzern, number: '9' },
      ...dwelling,
      persons: [mira],
      lease_files: papers,
      has_dogs: false,
    },
    pages: [
      'from',
      'to',
      'date',
      'old-address',
      'new-address',
      'dwelling-kind',
      'dwelling',
      'persons',
      'lease',
      'dogs',
      'questions',
    ],
    inCharge: 1061,
    told: [],
  },
  {
    id: 'umzug',
    what: 'from one municipality of the canton to another, with a partner from Portugal and a dog',
    answers: {
      from_where: 'lucerne',
      to_where: 'lucerne',
      move_date: '2026-11-01',
      old_address: kriens,
      new_address: luzern,
      ...dwelling,
      persons: [
        { ...mira, ...arrived, origin: 'Beispielwil LU' },
        { ...ana, ...arrived, ahv_number: '7569217076985' },
      ],
      permit_files: [context.file('photo-1')],
      lease_files: papers,
      is_insured: true,
      insurer: 'Muster Kasse',
      has_dogs: true,
      dog_count: 1,
      phone: '+41412088111',
    },
    pages: [
      'from',
      'to',
      'date',
      'old-address',
      'new-address',
      'dwelling-kind',
      'dwelling',
      'persons',
      'permits',
      'lease',
      'insurance',
      'insurance-proof',
      'dogs',
      'dog-details',
      'questions',
    ],
    inCharge: 1061,
    told: [1059],
  },
  {
    id: 'umzug',
    what: 'from abroad into a shared flat, not insured yet',
    answers: {
      from_where: 'abroad',
      to_where: 'lucerne',
      move_date: '2026-11-20',
      old_country: 'PT',
      old_place: 'Lisboa',
      new_address: kriens,
      ...dwelling,
      dwelling_kind: 'shared',
      housemates: 'Noah Beispiel',
      persons: [{ ...ana, ...arrived, permit: 'none' }],
      is_insured: false,
      has_dogs: false,
    },
    pages: [
      'from',
      'to',
      'date',
      'old-country',
      'new-address',
      'dwelling-kind',
      'dwelling',
      'household',
      'persons',
      'permits',
      'lease',
      'insurance',
      'insurance-later',
      'dogs',
      'questions',
    ],
    inCharge: 1059,
    told: [],
  },
  {
    id: 'umzug',
    what: 'to another canton',
    answers: {
      from_where: 'lucerne',
      to_where: 'switzerland',
      move_date: '2026-12-31',
      old_address: luzern,
      new_address: zurich,
      persons: [mira],
    },
    pages: ['from', 'to', 'date', 'old-address', 'new-address', 'persons', 'questions'],
    inCharge: 1061,
    told: [],
  },
  {
    id: 'umzug',
    what: 'abroad',
    answers: {
      from_where: 'lucerne',
      to_where: 'abroad',
      move_date: '2026-12-31',
      old_address: kriens,
      new_country: 'DE',
      persons: [mira],
    },
    pages: ['from', 'to', 'date', 'old-address', 'new-country', 'persons', 'questions'],
    inCharge: 1059,
    told: [],
  },
]

describeJourneys(journeys)

describe('what cannot be', () => {
  const errors = (page: string, answers: Answers) => errorsOf('umzug', page, answers)

  test('a move that has nothing to do with the canton', () => {
    expect(errors('to', { from_where: 'abroad', to_where: 'switzerland' })).toEqual(['/to_where'])
  })

  test('an address in the canton said to be outside, and the other way round', () => {
    expect(errors('old-address', { from_where: 'switzerland', old_address: luzern })).toEqual(['/old_address'])
    expect(errors('old-address', { from_where: 'lucerne', old_address: zurich })).toEqual(['/old_address'])
  })

  test('a move in the far future or past', () => {
    expect(errors('date', { move_date: '2028-01-01' })).toEqual(['/move_date'])
    expect(errors('date', { move_date: '2001-01-01' })).toEqual(['/move_date'])
  })

  test('a locality in several municipalities without saying which', () => {
    const { municipality, ...divided } = { ...luzern, postcode: '6005' }
    const answers = { from_where: 'lucerne', old_address: divided }
    expect(errors('old-address', answers)).toEqual(['/old_address/municipality'])
    expect(errors('old-address', { ...answers, old_address: { ...divided, municipality: 1059 } })).toEqual([])
    expect(errors('old-address', { ...answers, old_address: { ...divided, municipality: 1024 } })).toEqual([
      '/old_address/municipality',
    ])
  })
})
