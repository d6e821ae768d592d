import { describe, expect, test } from 'vitest'
import { describeJourneys, errorsOf, type Journey } from './test-journeys.tsx'
import { kriens, luzern, mira, noah, papers, phone } from './test-people.ts'

const ahv = { parent_ahv: '7569217076985' }
const family = { parent: mira, parent_birth_date: '1990-05-17', ...ahv }
const partner = {
  partner: noah,
  partner_birth_date: '1989-01-02',
  partner_ahv: '7561234567897',
  partner_agrees: true,
}
const child = {
  child_name: { given: 'Lea', family: 'Muster' },
  child_birth_date: '2024-02-29',
  care_kind: 'nursery',
  care_name: 'Kita Muster',
  care_days: 2.5,
  care_cost: 12_500,
  care_from: '2027-01-04',
}
const employed = (pensum: number) => ({ occupation: 'employed', pensum, workplace: 'Muster AG' })
const account = { iban: 'CH9300762011623852957', account_holder: 'Mira Muster' }

const journeys: readonly Journey[] = [
  {
    id: 'betreuungsgutscheine',
    what: 'parents together, who let the municipality see their taxes',
    answers: {
      ...family,
      home_address: luzern,
      household: 'parents',
      ...partner,
      is_special: false,
      adults: [employed(80), employed(60)],
      work_files: papers,
      children: [child, { ...child, care_kind: 'family', care_days: 1 }],
      care_files: papers,
      income_base: 'tax',
      taxable_income: 7_200_000,
      taxable_assets: 0,
      may_see_tax: true,
      ...account,
    },
    pages: [
      'parent',
      'home',
      'household',
      'partner',
      'special',
      'work',
      'work-proof',
      'children',
      'care-proof',
      'income-base',
      'tax-figures',
      'tax-access',
      'account',
      'questions',
    ],
    inCharge: 1061,
    told: [],
  },
  {
    id: 'betreuungsgutscheine',
    what: 'a mother alone, ill, with custody in turn and taxed at source',
    answers: {
      ...family,
      home_address: kriens,
      household: 'alone',
      custody: 'alternating',
      maintenance: 0,
      is_special: true,
      special_files: papers,
      adults: [{ occupation: 'none', pensum: 0 }],
      children: [child],
      care_files: papers,
      income_base: 'source',
      gross_income: 3_000_000,
      assets: 100_000,
      income_files: papers,
      may_see_tax: false,
      ...account,
      phone,
    },
    pages: [
      'parent',
      'home',
      'household',
      'custody',
      'special',
      'special-proof',
      'work',
      'children',
      'care-proof',
      'income-base',
      'own-figures',
      'tax-access',
      'account',
      'questions',
    ],
    inCharge: 1059,
    told: [],
  },
  {
    id: 'betreuungsgutscheine',
    what: 'with a new partner and a high income, and with the tax bill instead of access',
    answers: {
      ...family,
      home_address: luzern,
      household: 'partner',
      ...partner,
      custody: 'mine',
      maintenance: 90_000,
      is_special: false,
      adults: [employed(100), { occupation: 'training', pensum: 20, workplace: 'Muster Schule' }],
      work_files: papers,
      children: [child],
      care_files: papers,
      income_base: 'tax',
      taxable_income: 13_000_000,
      taxable_assets: 5_000_000,
      may_see_tax: false,
      tax_files: papers,
      ...account,
    },
    pages: [
      'parent',
      'home',
      'household',
      'partner',
      'custody',
      'special',
      'work',
      'work-proof',
      'children',
      'care-proof',
      'income-base',
      'tax-figures',
      'high-income',
      'tax-access',
      'tax-proof',
      'account',
      'questions',
    ],
    inCharge: 1061,
    told: [],
  },
]

describeJourneys(journeys)

describe('what cannot be', () => {
  test('vouchers for too little work, for the wrong number of adults, and for schoolchildren', () => {
    const work = (household: string, adults: readonly object[], is_special = false) =>
      errorsOf('betreuungsgutscheine', 'work', { household, is_special, adults })
    expect(work('parents', [employed(60), employed(60)])).toEqual([])
    expect(work('parents', [employed(60), employed(59)])).toEqual(['/adults'])
    expect(work('parents', [employed(60), employed(59)], true)).toEqual([])
    expect(work('parents', [employed(100)])).toEqual(['/adults'])
    expect(work('alone', [employed(20)])).toEqual([])
    expect(work('alone', [employed(19)])).toEqual(['/adults'])
    expect(work('alone', [employed(60), employed(60)])).toEqual(['/adults'])
    const aged = (child_birth_date: string) =>
      errorsOf('betreuungsgutscheine', 'children', { children: [{ ...child, child_birth_date }] })
    expect(aged('2019-11-23')).toEqual([])
    expect(aged('2019-11-22')).toEqual(['/children'])
  })

  test('vouchers asked for by the parent with whom the child does not live', () => {
    expect(errorsOf('betreuungsgutscheine', 'custody', { household: 'alone', custody: 'other' })).toEqual(['/custody'])
  })
})
