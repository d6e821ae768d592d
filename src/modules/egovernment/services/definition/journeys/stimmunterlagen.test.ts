import { describe, expect, test } from 'vitest'
import type { Answers } from '../../../forms/form.ts'
import { describeJourneys, errorsOf, type Journey } from './test-journeys.tsx'
import { born, kriens, luzern, mira, phone } from './test-people.ts'

const journeys: readonly Journey[] = [
  {
    id: 'stimmunterlagen',
    what: 'nothing has come, one week before, by post',
    answers: {
      voting_day: '2026-11-29',
      problem: 'not-received',
      voter: mira,
      birth_date: born,
      is_swiss: true,
      address: luzern,
      has_moved: false,
      delivery: 'post',
    },
    pages: ['day', 'problem', 'voter', 'citizenship', 'address', 'moved', 'delivery', 'questions'],
    inCharge: 1061,
    told: [],
  },
  {
    id: 'stimmunterlagen',
    what: 'the wrong card is in the envelope, after a move, collected at the counter',
    answers: {
      voting_day: '2026-12-20',
      problem: 'incomplete',
      items: ['card', 'booklet'],
      items_note: 'Ausweis einer anderen Person',
      voter: mira,
      birth_date: '2008-12-20',
      is_swiss: true,
      address: kriens,
      has_moved: true,
      moved_on: '2026-11-02',
      moved_from: 'Horw',
      delivery: 'counter',
      phone,
    },
    pages: [
      'day',
      'too-early',
      'problem',
      'items',
      'voter',
      'citizenship',
      'address',
      'moved',
      'move',
      'delivery',
      'collect',
      'questions',
    ],
    inCharge: 1059,
    told: [],
  },
]

describeJourneys(journeys)

describe('what cannot be', () => {
  test.each<[string, string, Answers, readonly string[]]>([
    ['papers for a day that is no Sunday', 'day', { voting_day: '2026-11-30' }, ['/voting_day']],
    ['papers for a day that is over', 'day', { voting_day: '2026-11-15' }, ['/voting_day']],
    ['papers for a day far ahead', 'day', { voting_day: '2027-06-06' }, ['/voting_day']],
    [
      'a vote before the eighteenth birthday',
      'voter',
      { voting_day: '2026-11-29', voter: mira, birth_date: '2008-11-30' },
      ['/birth_date'],
    ],
    ['a vote without Swiss citizenship', 'citizenship', { is_swiss: false }, ['/is_swiss']],
    [
      'a vote where one arrives four days before',
      'move',
      { voting_day: '2026-11-22', has_moved: true, moved_on: '2026-11-18', moved_from: 'Horw' },
      ['/moved_on'],
    ],
    ['the post in the last days', 'delivery', { voting_day: '2026-11-22', delivery: 'post' }, ['/delivery']],
  ])('%s', (_what, page, answers, paths) => {
    expect(errorsOf('stimmunterlagen', page, answers)).toEqual(paths)
  })
})
