import { afterAll, expect, test } from 'vitest'
import { createTranslators } from '#kernel/i18n/catalogue.ts'
import { languages } from '#kernel/i18n/language.ts'
import { uuid } from '#kernel/ids.ts'
import { createLetters } from '#kernel/letters/letters.ts'
import { matterhornFaults } from '#kernel/letters/matterhorn.ts'
import { readPdf } from '#kernel/letters/read-pdf.ts'
import { dayOf } from '../roadmap/days.ts'
import type { HalfYear } from './half-year.ts'
import { reportLetter } from './report-letter.ts'

const folderOf = (path: string) => new URL(path, import.meta.url).pathname
const translators = createTranslators([
  { prefix: 'kernel', folder: folderOf('../../../kernel/messages') },
  { prefix: 'strategy', folder: folderOf('../messages') },
])
const letters = createLetters({ translators })
afterAll(() => letters.close())

const asOf = dayOf(20_634)
const id = uuid<'strategy-node'>('0198c0de-0000-7000-8000-000000001701')
const indicator = {
  ...{ nodeId: id, unit: { de: '%' }, version: 1 },
  target: { value: 80, on: dayOf(21_000) },
}
const figure = (period: string, value: number) => ({ period, value, version: 1, isProvisional: false })
const credit = {
  ...{ nodeId: id, title: { de: 'Beispielkredit «Archiv»' }, requested: 9_000_000, approved: 8_000_000 },
  ...{ committed: 2_000_000, spent: 1_500_000, remaining: 6_500_000 },
  kind: 'special',
  standing: 'example',
} satisfies HalfYear['credits'][number]
const report: HalfYear = {
  asOf,
  frozenOn: dayOf(20_650),
  indicators: [
    {
      ...indicator,
      title: { de: 'Online eingereicht' },
      course: [figure('2024', 31), figure('2025-04', 41.5)],
      standing: 'under_way',
    },
    {
      ...indicator,
      title: { de: 'Energie' },
      target: undefined,
      course: [],
      standing: 'not_measured',
    },
  ],
  credits: [
    credit,
    { ...credit, nodeId: uuid<'strategy-node'>('0198c0de-0000-7000-8000-000000001702'), approved: 500_000 },
  ],
  demands: [
    {
      ...{ nodeId: id, kind: 'motion', state: 'in_work', body: 'Einwohnerrat', count: 1 },
      ...{ dueOn: dayOf(20_600), title: { de: 'Ziele messen' }, proofs: [{ de: 'Beispiel: Cockpit' }] },
    },
  ],
  goals: [{ nodeId: id, kind: 'focus_area', title: { de: 'E-Government' } }],
  projects: [
    {
      nodeId: id,
      title: { de: 'Beispiel: Archiv' },
      phase: 'concept',
      summary: 'Wie geplant.',
      own: { rating: 'good', reason: 'Alles nach Plan.' },
      independent: { rating: 'watch', reason: 'Zwei Stellen sind offen.', by: 'Controlling' },
      budget: 120_000_050,
      spent: 30_000_000,
    },
    {
      nodeId: id,
      title: { de: 'Beispiel: Netz' },
      phase: 'idea',
      summary: '',
      own: { rating: 'good', reason: '#panic()' },
      independent: undefined,
      budget: undefined,
      spent: undefined,
    },
  ],
  milestones: [
    {
      id: '1',
      nodeId: id,
      title: { de: 'Abnahme' },
      plannedOn: dayOf(20_600),
      forecastOn: undefined,
      reachedOn: undefined,
      project: { de: 'Beispiel: Archiv' },
    },
  ],
}

/** Text without white space and hyphens, as lines are broken anywhere. */
const bare = (text: string) => text.replace(/[\s\u00ad-]/g, '')

const frame = {
  t: translators.de,
  language: 'de' as const,
  authority: { name: 'Kriens', address: ['Kriens'] },
  isDemo: true,
}

test.each(languages)(
  'a half-year report is set as PDF/UA with its language, tables, pictures in words and bookmarks: %s',
  async (language) => {
    const input = reportLetter(report, {
      t: translators[language],
      language,
      authority: { name: 'Kriens', address: ['Kriens'] },
      isDemo: true,
    })
    const { pdf } = await letters.renderLetter(input)
    const facts = readPdf(pdf)
    expect(facts.isMarked).toBe(true)
    expect(facts.language).toBe(`${language}-CH`)
    expect(facts.title).toContain('Kriens')
    expect(facts.metadata).toContain('<pdfuaid:part>1<')
    expect(facts.structure).toMatchObject({ H1: 1, H2: 7, Table: 7, THead: 7, Figure: 1 })
    expect(matterhornFaults(pdf)).toEqual([])
    const file = Buffer.from(pdf).toString('latin1')
    expect(file).toMatch(/\/Type \/Outlines/)
    expect(file).toMatch(/\/Alt /)
    const text = bare(facts.runs.join(''))
    for (const said of [
      "CHF1'200'000.50",
      "CHF300'000.00",
      '#panic()',
      'Controlling',
      'Beispiel: Archiv: Wie geplant.',
      'Abnahme',
      '2024:31',
      ':41.5',
      'Zielemessen',
    ])
      expect(text).toContain(bare(said))
    for (const key of ['strategy.indicators.standing.not_measured', 'strategy.parliament.overdue'])
      expect(text).toContain(bare(translators[language](key)))
    expect(text).toContain("CHF85'000.00")
    const late = translators[language]('strategy.roadmap.milestone_state.late')
    expect(text).toContain(bare(late))
  },
)

test('a report says of which day it is and when it was frozen', async () => {
  const { pdf } = await letters.renderLetter(reportLetter(report, frame))
  expect(bare(readPdf(pdf).runs.join(''))).toContain(bare('am 16. Juli 2026 festgehalten'))
})

test('a draft says so in its title, its first words and at the head of further pages', async () => {
  const { pdf } = await letters.renderLetter(reportLetter({ ...report, frozenOn: undefined }, frame))
  const facts = readPdf(pdf)
  expect(facts.title).toMatch(/^Entwurf: /)
  expect(bare(facts.runs.join(''))).toContain('DiesisteinEntwurf.')
  expect(matterhornFaults(pdf)).toEqual([])
})

test('what is wrong with a file is found, by the numbers of the Matterhorn Protocol', async () => {
  const { pdf } = await letters.renderLetter(reportLetter(report, frame))
  const spoilt = (from: string | RegExp, to: string) =>
    matterhornFaults(Buffer.from(Buffer.from(pdf).toString('latin1').replace(from, to), 'latin1')).map((one) =>
      one.slice(0, 6),
    )
  expect(spoilt('/DisplayDocTitle true', '/DisplayDocTitle false')).toEqual(['07-002'])
  expect(spoilt('/Lang (de-CH)', '')).toEqual(['11-001'])
  expect(spoilt('/Scope /Column', '')).toEqual(['15-003'])
  expect(spoilt(/\/Alt (?=[(<])/, '/Old ')).toEqual(['13-004'])
  expect(spoilt('/S /H1\n', '/S /H2\n')).toEqual(['14-002'])
  expect(spoilt(/\/ToUnicode \d+ 0 R/, '')).toEqual(['31-027'])
  expect(spoilt(/\/FontFile2 \d+ 0 R/, '')).toEqual(['31-009'])
  expect(spoilt('/Datetime /Span', '/Datetime /Nothing')).toEqual(['02-001'])
  expect(spoilt('/Suspects false', '/Suspects true')).toEqual(['01-007'])
})
