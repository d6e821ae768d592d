import { describe, expect, test } from 'vitest'
import { describeJourneys, errorsOf, type Journey } from './test-journeys.tsx'
import { born, mira, noah, papers, phone, zurich } from './test-people.ts'

const billed = { ...zurich, country: 'CH' }
const uid = 'CHE999999996'

const journeys: readonly Journey[] = [
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
  test('a first instalment far away, and reasons of one word', () => {
    const plan = { wish: 'instalments', instalment: 10_000, instalment_count: 6, first_payment: '2027-06-01' }
    expect(errorsOf('ratenzahlung-steuern', 'instalments', plan)).toEqual(['/first_payment'])
    expect(errorsOf('ratenzahlung-steuern', 'reason', { reason: 'other', reason_text: 'darum' })).toEqual([
      '/reason_text',
    ])
  })
})
