import type { IsoDate } from '#kernel/i18n/format.ts'

/** Each member one vote, or as many as people live there. */
export const voteWeights = ['one', 'population'] as const
export type VoteWeight = (typeof voteWeights)[number]

/**
 * What carries: more yes than no (`simple`); more than half of all votes there are, also of those who abstain or stay away (`absolute`); two
 * thirds of those cast (`two_thirds`); all cast (`unanimous`); or more yes than no by heads of members and by inhabitants alike (`double`).
 */
export const majorities = ['simple', 'absolute', 'two_thirds', 'unanimous', 'double'] as const
export type Majority = (typeof majorities)[number]

export const choices = ['yes', 'no', 'abstain'] as const
export type Choice = (typeof choices)[number]

export type VoteRule = {
  readonly weight: VoteWeight
  readonly majority: Majority
  /** Basis points of all members' weight that must take part, 0 to 10,000. */
  readonly quorum: number
}

/** One who may vote; without a choice she has not. `inhabitants` is undefined where nobody has said. */
export type Voter = {
  readonly id: string
  readonly inhabitants: number | undefined
  readonly choice: Choice | undefined
}

export type VoteResult = {
  readonly yes: number
  readonly no: number
  readonly abstain: number
  readonly absent: number
  /** Whose weight is not known; with one of them there is no result. */
  readonly unknown: readonly string[]
  readonly outcome: 'carried' | 'lost' | 'no_quorum' | 'unknown_weight'
}

type Term = { readonly closesOn: IsoDate }

/** Whether the last day on which members vote has passed. */
export const isOver = ({ closesOn }: Term, today: IsoDate): boolean => closesOn < today

/** A vote is counted once all members have voted, or after the day until which they were told that it is open. */
export const mayClose = (vote: Term, voters: readonly Pick<Voter, 'choice'>[], today: IsoDate): boolean =>
  isOver(vote, today) || voters.every(({ choice }) => choice !== undefined)

/** Counts a vote. Abstaining is taking part, but is no vote cast. Equal votes carry nothing. */
export function countVotes(voters: readonly Voter[], rule: VoteRule): VoteResult {
  const needsPeople = rule.weight === 'population' || rule.majority === 'double'
  const unknown = needsPeople ? voters.filter(({ inhabitants }) => inhabitants === undefined).map(({ id }) => id) : []
  const counted = tally(voters, rule.weight)
  if (unknown.length > 0) return { ...counted, unknown, outcome: 'unknown_weight' }
  const all = counted.yes + counted.no + counted.abstain + counted.absent
  const there = all - counted.absent
  if (there === 0 || there * 10_000 < all * rule.quorum) return { ...counted, unknown, outcome: 'no_quorum' }
  return { ...counted, unknown, outcome: isCarried(voters, rule, counted, all) ? 'carried' : 'lost' }
}

type Tally = Pick<VoteResult, 'yes' | 'no' | 'abstain' | 'absent'>

function tally(voters: readonly Voter[], weight: VoteWeight): Tally {
  const sum = (choice: Choice | undefined) =>
    voters
      .filter((voter) => voter.choice === choice)
      .reduce((total, { inhabitants }) => total + (weight === 'one' ? 1 : (inhabitants ?? 0)), 0)
  return { yes: sum('yes'), no: sum('no'), abstain: sum('abstain'), absent: sum(undefined) }
}

function isCarried(voters: readonly Voter[], { majority }: VoteRule, { yes, no }: Tally, all: number): boolean {
  switch (majority) {
    case 'simple':
      return yes > no
    case 'absolute':
      return 2 * yes > all
    case 'two_thirds':
      return yes > 0 && 3 * yes >= 2 * (yes + no)
    case 'unanimous':
      return yes > 0 && no === 0
    case 'double':
      return (['one', 'population'] as const).every((weight) => {
        const by = tally(voters, weight)
        return by.yes > by.no
      })
  }
}
