import { expect, test } from 'vitest'
import { dayOf } from '../roadmap/days.ts'
import { type Choice, countVotes, type Majority, mayClose, type VoteRule } from './count-votes.ts'

const voter = (id: string, choice: Choice | undefined, inhabitants: number | undefined = 1_000) => ({
  id,
  choice,
  inhabitants,
})
const rule = (majority: Majority, changes: Partial<VoteRule> = {}): VoteRule => ({
  weight: 'one',
  majority,
  quorum: 0,
  ...changes,
})

const threeOfFive = [
  voter('a', 'yes'),
  voter('b', 'yes'),
  voter('c', 'no'),
  voter('d', 'abstain'),
  voter('e', undefined),
]

test.for([
  ['simple', 'carried'],
  ['absolute', 'lost'],
  ['two_thirds', 'carried'],
  ['unanimous', 'lost'],
  ['double', 'carried'],
] as const)('two yes, one no, one abstention, one absent: %s is %s', ([majority, outcome]) => {
  expect(countVotes(threeOfFive, rule(majority))).toMatchObject({ yes: 2, no: 1, abstain: 1, absent: 1, outcome })
})

test('equal votes carry nothing', () => {
  expect(countVotes([voter('a', 'yes'), voter('b', 'no')], rule('simple')).outcome).toBe('lost')
})

test('the quorum counts who takes part, by the weight that votes', () => {
  const voters = [voter('city', undefined, 80_000), voter('a', 'yes', 10_000), voter('b', 'yes', 10_000)]
  expect(countVotes(voters, rule('simple', { quorum: 5_000 })).outcome).toBe('carried')
  expect(countVotes(voters, rule('simple', { quorum: 5_000, weight: 'population' })).outcome).toBe('no_quorum')
  expect(countVotes([voter('a', undefined)], rule('simple')).outcome).toBe('no_quorum')
})

test('by population one large member outvotes many, and a double majority does not let it', () => {
  const voters = [voter('city', 'yes', 80_000), voter('a', 'no', 10_000), voter('b', 'no', 10_000)]
  expect(countVotes(voters, rule('simple', { weight: 'population' })).outcome).toBe('carried')
  expect(countVotes(voters, rule('double', { weight: 'population' })).outcome).toBe('lost')
})

test('where an inhabitant figure is missing that is needed there is no result, and it is said whose', () => {
  const voters = [voter('a', 'yes', 10), { id: 'b', choice: 'yes' as const, inhabitants: undefined }]
  expect(countVotes(voters, rule('simple', { weight: 'population' }))).toMatchObject({
    outcome: 'unknown_weight',
    unknown: ['b'],
  })
  expect(countVotes(voters, rule('simple')).outcome).toBe('carried')
})

test('a vote is counted after its last day, or once everybody has voted', () => {
  const vote = { closesOn: dayOf(20_000) }
  expect(mayClose(vote, threeOfFive, dayOf(20_000))).toBe(false)
  expect(mayClose(vote, threeOfFive, dayOf(20_001))).toBe(true)
  expect(mayClose(vote, threeOfFive.slice(0, 4), dayOf(19_000))).toBe(true)
})
