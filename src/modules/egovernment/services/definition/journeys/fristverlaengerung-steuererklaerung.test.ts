import { describe, expect, test } from 'vitest'
import { exampleContext as context } from '../../../forms/example-context.ts'
import type { Answers } from '../../../forms/form.ts'
import { otherUnitKind } from '../../unit-kind.ts'
import { describeJourneys, errorsOf, type Journey, writtenService } from './test-journeys.tsx'
import { kriens, luzern, mira, noah, papers, phone } from './test-people.ts'

const uid = 'CHE999999996'

const journeys: readonly Journey[] = [
  {
    id: 'fristverlaengerung-steuererklaerung',
    what: 'somebody with a wage, for the first time',
    answers: {
      taxpayer: 'employed',
      is_representative: false,
      person: mira,
      pid: '1234567',
      address: luzern,
      tax_year: 2025,
      has_extension: false,
      until: '2026-12-31',
      reason: 'documents',
    },
    pages: ['taxpayer', 'filer', 'person', 'address', 'year', 'before', 'until', 'reason', 'questions'],
    inCharge: 1061,
    told: [],
  },
  {
    id: 'fristverlaengerung-steuererklaerung',
    what: 'a trustee for a firm, a second time and beyond the end of the year',
    answers: {
      taxpayer: 'firm',
      is_representative: true,
      representative: noah,
      representative_firm: 'Beispiel Treuhand AG',
      representative_uid: uid,
      mandate: 'upload',
      mandate_files: papers,
      firm_name: 'Muster Immobilien AG',
      firm_uid: uid,
      register_number: '456789',
      seat: kriens,
      tax_year: 2025,
      has_extension: true,
      earlier_until: '2026-11-30',
      until: '2027-02-28',
      reason: 'accounts',
      reason_text: 'Die Revision ist erst im Januar.',
      proof_files: papers,
      phone,
    },
    pages: [
      'taxpayer',
      'filer',
      'representative',
      'mandate',
      'mandate-files',
      'firm',
      'seat',
      'year',
      'late',
      'before',
      'earlier',
      'until',
      'reason',
      'proof',
      'questions',
    ],
    inCharge: 1059,
    told: [],
  },
  {
    id: 'fristverlaengerung-steuererklaerung',
    what: 'a self-employed person whose representative is known',
    answers: {
      taxpayer: 'self-employed',
      is_representative: true,
      representative: noah,
      mandate: 'known',
      person: mira,
      pid: '1234567',
      address: kriens,
      tax_year: 2026,
      has_extension: false,
      until: '2027-01-31',
      reason: 'other',
      reason_text: 'Wegzug ins Ausland im Sommer.',
    },
    pages: [
      'taxpayer',
      'filer',
      'representative',
      'mandate',
      'person',
      'address',
      'year',
      'before',
      'until',
      'reason',
      'proof',
      'questions',
    ],
    inCharge: 1059,
    told: [],
  },
]

describeJourneys(journeys)

test('the canton’s tax service handles the self-employed and firms, the municipality everybody else', () => {
  const definition = writtenService('fristverlaengerung-steuererklaerung')
  const kinds = journeys.map(({ answers }) => otherUnitKind(definition, answers, context))
  expect(kinds).toEqual([undefined, 'cantonal-tax', 'cantonal-tax'])
  expect(otherUnitKind(writtenService('umzug'), {}, context)).toBeUndefined()
})

describe('what cannot be', () => {
  test.each<[string, string, Answers, readonly string[]]>([
    ['a tax return of next year', 'year', { tax_year: 2027 }, ['/tax_year']],
    ['a tax return of long ago', 'year', { tax_year: 2019 }, ['/tax_year']],
    [
      'a deadline that one has already',
      'until',
      { has_extension: true, earlier_until: '2026-12-31', until: '2026-12-15' },
      ['/until'],
    ],
    ['a deadline two years ahead', 'until', { has_extension: false, until: '2028-12-15' }, ['/until']],
    [
      'time beyond the end of the year without a reason',
      'reason',
      { until: '2027-01-31', reason: 'documents' },
      ['/reason_text'],
    ],
  ])('%s', (_what, page, answers, paths) => {
    expect(errorsOf('fristverlaengerung-steuererklaerung', page, answers)).toEqual(paths)
  })
})
