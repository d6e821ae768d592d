import fc from 'fast-check'
import { expect, test } from 'vitest'
import { slug, uuid } from '#kernel/ids.ts'
import { readDemoPeople } from '../demo/load-demo-people.ts'
import type { SkillLevel } from '../planning/instance.ts'
import { capacityMap, isOverloaded, shareOf } from './capacity-map.ts'
import { isDemandOvertaken, readSeen, stretchesOf, writeSeen } from './demand-versions.ts'
import { firstDay, lastDay, monthOf, monthText, readMonth, readTypedMonth, typedMonth } from './months.ts'
import { overloadsOf } from './overloads.ts'
import { capacityIn, daysText, type Person, readDays, skillLevels } from './person.ts'

const id = (last: number) => `0198c0de-0000-7000-8000-${String(last).padStart(12, '0')}`
const [analysis, privacy] = [uuid<'strategy-skill'>(id(1)), uuid<'strategy-skill'>(id(2))]
const skills = [
  { id: analysis, slug: 'analysis', name: { de: 'Analyse' } },
  { id: privacy, slug: 'privacy', name: { de: 'Datenschutz' } },
]
const [archive, portal] = [uuid<'strategy-node'>(id(11)), uuid<'strategy-node'>(id(12))]
const march = monthOf('2027-03-01')

function person(at: number, tenths: number, known: Person['skills'], changes: Partial<Person> = {}): Person {
  return {
    authorityId: slug<'authority'>('luzern'),
    id: uuid<'strategy-person'>(id(20 + at)),
    name: 'Testa Muster',
    role: 'other',
    tenths,
    since: march,
    until: undefined,
    skills: known,
    months: [],
    revision: 1,
    ...changes,
  }
}

const need = (nodeId: typeof archive, skillId: typeof privacy, level: SkillLevel, month: number, tenths: number) => ({
  nodeId,
  skillId,
  level,
  month,
  tenths,
  isAgreed: false,
})

test('months are counted over the turn of the year, and only months are read', () => {
  expect([monthOf('2026-12-24'), firstDay(monthOf('2026-12-01') + 1), lastDay(monthOf('2028-02-01'))]).toEqual([
    24_323,
    '2027-01-01',
    '2028-02-29',
  ])
  expect(readMonth('2027-03')).toBe(march)
  expect(monthText(march)).toBe('2027-03')
  for (const text of ['', '2027-13', '2027-3', '1999-01', "2027-03'--"]) expect(readMonth(text)).toBeUndefined()
  expect(typedMonth(march)).toBe('03.2027')
  expect(['03.2027', '3.2027', ' 3/2027 '].map(readTypedMonth)).toEqual([march, march, march])
  for (const text of ['', '13.2027', '2027-03', '3.27', '3.1999']) expect(readTypedMonth(text)).toBeUndefined()
})

test('days are read as people write them', () => {
  expect(['12', '7.5', '7,5', '0'].map(readDays)).toEqual([120, 75, 75, 0])
  expect(['', '-1', '7.55', 'x', '1e3'].map(readDays)).toEqual([undefined, undefined, undefined, undefined, undefined])
  expect([120, 75].map(daysText)).toEqual(['12', '7.5'])
})

test('time in a month is what is usual or noted, less the part that she is away, and none before and after', () => {
  const months = [
    { month: march + 1, tenths: 40, away: 0 },
    { month: march + 2, tenths: undefined, away: 333 },
    { month: march + 3, tenths: 40, away: 500 },
  ]
  const one = person(1, 100, [], { months, until: march + 3 })
  expect([-1, 0, 1, 2, 3, 4].map((at) => capacityIn(one, march + at))).toEqual([0, 100, 40, 66, 20, 0])
})

test('an overload shows at the level where it is, with the projects that cause it', () => {
  const people = [
    person(1, 60, [{ skillId: privacy, level: 4 }]),
    person(2, 80, [
      { skillId: privacy, level: 2 },
      { skillId: analysis, level: 3 },
    ]),
  ]
  const demands = [
    need(archive, privacy, 3, march, 50),
    need(portal, privacy, 3, march, 35),
    need(portal, privacy, 2, march, 20),
    need(archive, analysis, 2, march + 1, 40),
  ]
  const map = capacityMap({ people, skills, demands }, { from: march, spans: 2, length: 1 })
  const [first, second] = map.skills.get(privacy) ?? []
  expect(first).toEqual({
    asked: 85,
    there: 60,
    missing: 25,
    causes: [
      { nodeId: archive, tenths: 50 },
      { nodeId: portal, tenths: 35 },
    ],
  })
  expect(first && [shareOf(first), isOverloaded(first)]).toEqual([142, true])
  expect(second && isOverloaded(second)).toBe(false)
  expect(map.nobody.map(({ missing }) => missing)).toEqual([25, 0])
  const done = people.map((one) => map.people.get(one.id)?.map(({ asked }) => asked))
  expect(done).toEqual([
    [60, 0],
    [20, 40],
  ])
})

test('quarters add up their months', () => {
  const people = [person(1, 100, [{ skillId: analysis, level: 2 }])]
  const demands = [need(archive, analysis, 1, march, 90), need(archive, analysis, 1, march + 2, 60)]
  const [quarter] =
    capacityMap({ people, skills, demands }, { from: march, spans: 1, length: 3 }).skills.get(analysis) ?? []
  expect(quarter).toMatchObject({ asked: 150, there: 300, missing: 0 })
})

test('months in a row with the same need are one line', () => {
  const lines = [0, 1, 2, 4].map((at) => need(archive, privacy, 3, march + at, at === 2 ? 30 : 50))
  expect(stretchesOf(lines).map(({ from, to, tenths }) => [from - march, to - march, tenths])).toEqual([
    [0, 1, 50],
    [2, 2, 30],
    [4, 4, 50],
  ])
})

test('what she had before her comes back from her form as it was, and is compared in the months that she changes only', () => {
  const needs = fc.array(
    fc.record({
      skillId: fc.constantFrom(analysis, privacy),
      level: fc.constantFrom(...skillLevels),
      month: fc.integer({ min: march, max: march + 12 }),
      tenths: fc.constantFrom(5, 10),
      isAgreed: fc.boolean(),
    }),
  )
  const change = { skillId: privacy, level: 2, from: march + 2, to: march + 6, tenths: 20, isAgreed: false } as const
  fc.assert(
    fc.property(needs, needs, (before, now) => {
      const once = (list: typeof before) => [
        ...new Map(list.map((one) => [`${one.skillId} ${one.level} ${one.month}`, one])).values(),
      ]
      const [seen, stored] = [stretchesOf(once(before)), stretchesOf(once(now))]
      expect(readSeen(writeSeen(seen))).toEqual(seen)
      const touched = (list: typeof before) =>
        once(list)
          .filter(
            ({ skillId, level, month }) =>
              skillId === privacy && level === 2 && month >= march + 2 && month <= march + 6,
          )
          .map(({ month, tenths, isAgreed }) => `${month} ${tenths} ${isAgreed}`)
          .toSorted()
      expect(isDemandOvertaken(seen, stored, change)).toBe(String(touched(before)) !== String(touched(now)))
    }),
  )
})

test('the people of the demo are invented, and every need names a skill that the authority has', () => {
  const staffs = readDemoPeople()
  expect(staffs.length).toBeGreaterThanOrEqual(3)
  for (const { people, demand, skills: known } of staffs) {
    for (const { name } of people) expect(name).toMatch(/ (Beispiel|Muster)$/)
    for (const { skill } of demand) expect(Object.keys(known)).toContain(skill)
    for (const one of people) for (const skill of Object.keys(one.skills)) expect(Object.keys(known)).toContain(skill)
  }
})

test('the day is told which skill is short in which months and how many have it, the one that lacks most first', () => {
  const people = [person(1, 100, [{ skillId: analysis, level: 2 }]), person(2, 50, [{ skillId: privacy, level: 3 }])]
  const demands = [
    need(archive, analysis, 1, march, 90),
    need(portal, analysis, 1, march + 1, 130),
    need(portal, privacy, 2, march + 1, 100),
    need(archive, privacy, 2, march + 2, 60),
    // Beyond the half-year, and nobody looks so far ahead.
    need(archive, privacy, 2, march + 6, 900),
  ]
  const found = overloadsOf({ people, skills, demands }, march)
  expect(found.map(({ skill, months, missing, able }) => [skill.slug, months, missing, able])).toEqual([
    ['privacy', [march + 1, march + 2], 60, 1],
    ['analysis', [march + 1], 30, 1],
  ])
  expect(overloadsOf({ people, skills, demands: [] }, march)).toEqual([])
})
