import { describe, expect, test } from 'vitest'
import type { Answers } from '../../../forms/form.ts'
import { describeJourneys, errorsOf, type Journey } from './test-journeys.tsx'
import { born, kriens, luzern, mira, noah, papers, phone } from './test-people.ts'

const basko = {
  dog_name: 'Basko',
  breed: 'Appenzeller Sennenhund',
  dog_sex: 'male',
  colour: 'dreifarbig',
  dog_birth_date: '2026-06-01',
}

const journeys: readonly Journey[] = [
  {
    id: 'hundeanmeldung',
    what: 'the first dog, taken over from somebody, with chip and insurance',
    answers: {
      keeper: mira,
      birth_date: born,
      address: kriens,
      is_first_dog: true,
      ...basko,
      origin: 'keeper',
      kept_since: '2026-11-14',
      previous_keeper: 'Noah Beispiel',
      previous_place: 'Horw',
      is_chipped: true,
      chip_number: '756098100123456',
      is_insured: true,
      insurer: 'Muster Versicherung',
      use: 'companion',
      phone,
    },
    pages: [
      'keeper',
      'address',
      'first-dog',
      'dog',
      'origin',
      'since',
      'previous-keeper',
      'course',
      'chip',
      'chip-number',
      'insurance',
      'insurer',
      'use',
      'questions',
    ],
    inCharge: 1059,
    told: [],
  },
  {
    id: 'hundeanmeldung',
    what: 'a guide dog from abroad, not chipped, exempt from the tax',
    answers: {
      keeper: mira,
      birth_date: born,
      address: luzern,
      is_first_dog: false,
      amicus_id: '100200',
      ...basko,
      origin: 'abroad',
      kept_since: '2026-11-14',
      import_country: 'DE',
      import_files: papers,
      is_chipped: false,
      is_insured: false,
      use: 'guide',
      exemption_files: papers,
    },
    pages: [
      'keeper',
      'address',
      'first-dog',
      'amicus',
      'dog',
      'origin',
      'since',
      'import',
      'course',
      'chip',
      'no-chip',
      'insurance',
      'use',
      'exemption',
      'questions',
    ],
    inCharge: 1061,
    told: [],
  },
  {
    id: 'hundeanmeldung',
    what: 'a farm dog that was bred at home',
    answers: {
      keeper: noah,
      birth_date: born,
      address: kriens,
      is_first_dog: false,
      ...basko,
      origin: 'own',
      kept_since: '2026-06-01',
      is_chipped: true,
      chip_number: '756098100123456',
      is_insured: false,
      use: 'farm',
      reduction_reason: 'Hof Beispielmatt, von mir bewirtschaftet.',
    },
    pages: [
      'keeper',
      'address',
      'first-dog',
      'amicus',
      'dog',
      'origin',
      'since',
      'chip',
      'chip-number',
      'insurance',
      'use',
      'reduction',
      'questions',
    ],
    inCharge: 1059,
    told: [],
  },
]

describeJourneys(journeys)

describe('what cannot be', () => {
  test.each<[string, string, Answers, readonly string[]]>([
    [
      'a chip number with 14 digits',
      'chip-number',
      { is_chipped: true, chip_number: '75609810012345' },
      ['/chip_number'],
    ],
    ['a dog kept before it was born', 'since', { ...basko, kept_since: '2026-05-31' }, ['/kept_since']],
    ['a dog of forty', 'dog', { ...basko, dog_birth_date: '1986-01-01' }, ['/dog_birth_date']],
    ['an exemption without proof', 'exemption', { use: 'service' }, ['/exemption_files']],
  ])('%s', (_what, page, answers, paths) => {
    expect(errorsOf('hundeanmeldung', page, answers)).toEqual(paths)
  })
})
