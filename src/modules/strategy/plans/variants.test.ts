import { expect, test } from 'vitest'
import { createTranslate } from '#kernel/i18n/translate.ts'
import { type Id, uuid } from '#kernel/ids.ts'
import { differingDates } from './differing-dates.ts'
import { instanceOf } from './instance-of.ts'
import type { PlanSettings, StoredProposal } from './plan-settings.ts'
import type { Portfolio } from './read-portfolio.ts'

const id = <Kind extends string>(count: number): Id<Kind> => uuid<Kind>(`0198c0de-0001-7000-8000-00000000000${count}`)
const january = 2027 * 12

test('an analyst more is there in her months only, and after the people that there are', () => {
  const portfolio: Portfolio = {
    from: january,
    ...{ projects: [], demands: [], money: [], credits: [], tranches: [], used: [], dependencies: [], people: [] },
    skills: [{ id: id(1), slug: 'analyse', name: { de: 'Analyse' } }],
  }
  const settings: PlanSettings = {
    ...{ aim: 'benefit', money: 'none', usesPeople: true, reserve: 0, mayLeaveOut: false, frontier: 'none' },
    ...{ months: 24, mandatory: [], seconds: 5 },
    extraPeople: [{ count: 2, skillId: id(1), level: 3, tenths: 160, from: january + 2, until: january + 3 }],
  }
  const { people } = instanceOf(portfolio, settings).instance
  expect(people.map(({ skills, tenths }) => [skills, tenths.slice(0, 6)])).toEqual([
    [[{ skill: 0, level: 3 }], [0, 0, 160, 160, 0, 0]],
    [[{ skill: 0, level: 3 }], [0, 0, 160, 160, 0, 0]],
  ])
  const { extraPeople: _none, ...today } = settings
  expect(instanceOf(portfolio, today).instance.people).toEqual([])
})

test('side by side stand the projects whose dates differ; the others are counted', () => {
  const proposal = (project: number, start?: number): StoredProposal => ({
    ...{ nodeId: id(project), revision: 1, wished: january, lateBy: 0, reasons: [] },
    ...(start !== undefined && { start, end: start + 3 }),
    parts: [{ from: january, months: 3, isFixed: false, ...(start !== undefined && { start }) }],
  })
  const title = (de: string) => ({ slug: de, title: { de } })
  const t = createTranslate('de', new Map([['strategy.planning.kind.out', 'nicht eingeplant']]))
  const names = {
    t,
    language: 'de' as const,
    nodes: new Map([title('Archiv'), title('Schalter'), title('Amt')].map((one, at) => [id<'n'>(at + 1), one])),
    skills: new Map(),
  }
  const results = [
    { proposals: [proposal(1, january), proposal(2, january), proposal(3, january)] },
    { proposals: [proposal(1), proposal(2, january), proposal(3, january + 2)] },
  ]
  expect(differingDates(names, results)).toEqual({
    rows: [
      { nodeId: id(3), dates: ['Januar 2027 – März 2027', 'März 2027 – Mai 2027'] },
      { nodeId: id(1), dates: ['Januar 2027 – März 2027', 'nicht eingeplant'] },
    ],
    alike: 1,
  })
})
