import { expect, test } from 'vitest'
import { learnWeights } from '#test/support/learn-weights.ts'
import { isLarge } from '#test/support/random.ts'
import { judgedOn, keyOf, readGold, scoreAgainst } from '#test/support/synergy-gold.ts'
import { makePortfolio } from '#test/support/synergy-portfolio.ts'
import { evidenceBetween } from './evidence.ts'
import { findSynergies, surroundingsOf } from './find-synergies.ts'
import { chance, expected, learnt, strengthsOf } from './weights.ts'

const gold = readGold('tuning')
const portfolio = { profiles: gold.profiles, today: judgedOn }
const percent = (share: number) => `${Math.round(share * 100)} %`

test('on the pairs it was tuned on the finder is right and misses little', () => {
  const score = scoreAgainst(gold, findSynergies(portfolio))
  process.stdout.write(
    `synergies, tuning half: precision at 10 ${percent(score.precisionAt10)}, of all ${percent(score.precision)}, recall ${percent(score.recall)}, ` +
      `kind right ${percent(score.kinds)}, hard negatives suggested ${score.hardNegatives} of ${gold.negatives.size}\n`,
  )
  expect(score.precisionAt10).toBeGreaterThanOrEqual(0.8)
  expect(score.precision).toBeGreaterThanOrEqual(0.9)
  expect(score.recall).toBeGreaterThanOrEqual(0.8)
  expect(score.kinds).toBeGreaterThanOrEqual(0.8)
  expect(score.hardNegatives).toBeLessThanOrEqual(1)
})

test('on the pairs held back, scored once when the finder was done, it is nearly as good', () => {
  const heldBack = readGold('held-back')
  const score = scoreAgainst(heldBack, findSynergies({ profiles: heldBack.profiles, today: judgedOn }))
  process.stdout.write(
    `synergies, half held back: precision at 10 ${percent(score.precisionAt10)}, of all ${percent(score.precision)}, recall ${percent(score.recall)}, ` +
      `kind right ${percent(score.kinds)}, hard negatives suggested ${score.hardNegatives} of ${heldBack.negatives.size}\n`,
  )
  expect(score.precisionAt10).toBeGreaterThanOrEqual(0.8)
  expect(score.recall).toBeGreaterThanOrEqual(0.8)
})

test('the weights are what the tuning half teaches', () => {
  const around = surroundingsOf(portfolio)
  const examples = gold.profiles.flatMap((one, index) =>
    gold.profiles.slice(index + 1).flatMap((other) => {
      const key = keyOf(one.id, other.id)
      const strengths = strengthsOf(evidenceBetween(one, other, around))
      const [isRight, isHard] = [gold.pairs.has(key), gold.negatives.has(key)]
      if (gold.debatable.has(key) || (!isRight && strengths.every((strength) => strength === 0))) return []
      return [{ strengths, isRight, counts: isHard ? 3 : 1 }]
    }),
  )
  expect(learnWeights(examples, expected)).toEqual(learnt)
})

test('every suggestion has a reason that counts, and none is suggested twice', () => {
  const found = findSynergies(portfolio)
  expect(found.length).toBeGreaterThan(30)
  for (const { evidence, chance: likely } of found) {
    expect(evidence.some(({ strength, type }) => type !== 'apart' && strength > 0)).toBe(true)
    expect(likely).toBeCloseTo(chance(evidence))
  }
  expect(new Set(found.map(({ one, other }) => keyOf(one, other))).size).toBe(found.length)
})

test('kinds that are bound to facts are claimed only where the facts are there', () => {
  const kindOf = (one: string, other: string, today = judgedOn) =>
    findSynergies({ ...portfolio, today, leastChance: 0 }).find(
      (found) => keyOf(found.one, found.other) === keyOf(one, other),
    )?.kinds
  expect(kindOf('emmen-erp', 'horw-erp')?.[0]).toBe('joint_procurement')
  const afterTheTenders = gold.profiles.find(({ id }) => id === 'emmen-erp')?.endsOn ?? judgedOn
  expect(kindOf('emmen-erp', 'horw-erp', afterTheTenders)).not.toContain('joint_procurement')
  expect(kindOf('kanton-register', 'emmen-prognose')?.[0]).toBe('dependency')
  expect(kindOf('kriens-fasnachtsumzug', 'kriens-zentrumsplatz')?.[0]).toBe('conflict')
})

test(`${isLarge ? '2,000' : '400'} projects are looked through in time that grows with them, not with their pairs`, () => {
  const size = isLarge ? 2_000 : 400
  const profiles = makePortfolio(size, gold.profiles)
  const begin = performance.now()
  const found = findSynergies({ profiles, today: judgedOn })
  const took = performance.now() - begin
  process.stdout.write(`synergies: ${size} projects, ${found.length} suggestions in ${Math.round(took)} ms\n`)
  expect(found.length).toBeGreaterThan(100)
  expect(took).toBeLessThan(5_000)
})
