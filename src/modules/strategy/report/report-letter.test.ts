import { afterAll, expect, test } from 'vitest'
import { createTranslators } from '#kernel/i18n/catalogue.ts'
import { languages } from '#kernel/i18n/language.ts'
import { slug, uuid } from '#kernel/ids.ts'
import { createLetters } from '#kernel/letters/letters.ts'
import { matterhornFaults } from '#kernel/letters/matterhorn.ts'
import { readPdf } from '#kernel/letters/read-pdf.ts'
import type { CreditLine } from '../money/queries.ts'
import { dayOf } from '../roadmap/days.ts'
import type { HalfYear } from './read-report.ts'
import { reportLetter } from './report-letter.ts'

const folderOf = (path: string) => new URL(path, import.meta.url).pathname
const translators = createTranslators([
  { prefix: 'kernel', folder: folderOf('../../../kernel/messages') },
  { prefix: 'strategy', folder: folderOf('../messages') },
])
const letters = createLetters({ translators })
afterAll(() => letters.close())

const asOf = dayOf(20_634)
const authorityId = slug<'authority'>('kriens')
const id = uuid<'strategy-node'>('0198c0de-0000-7000-8000-000000001701')
const source = { title: 'Beispiel' }
const definition = {
  version: 1,
  definition: { de: 'Anteil der Gesuche, die online kommen' },
  unit: { de: '%' },
  direction: 'up',
  baseline: undefined,
  target: { value: 80, on: dayOf(21_000) },
  source,
  rhythm: 'yearly',
  uncertainty: undefined,
  owner: 'Fachstelle Digitales',
  counter: undefined,
  validFrom: dayOf(20_000),
  reason: undefined,
} as const
const figure = (period: string, value: number) => ({
  ...{ key: { authorityId, id }, series: '', period, take: 1, version: 1, value, qualifier: undefined },
  ...{ note: undefined, source, reason: undefined, madeAt: new Date(0), madeBy: null },
  isProvisional: false,
})
const credit = {
  ...{ authorityId, id, slug: 'kredit', requested: 9_000_000 },
  standing: 'example',
  kind: 'special',
  ...{ title: { de: 'Beispielkredit «Archiv»' }, addsTo: undefined, partOf: undefined, decidedBy: undefined },
  ...{ decidedOn: undefined, expiresOn: undefined, approved: 8_000_000, spent: 1_500_000, committed: 2_000_000 },
  expected: 0,
  supplemented: { approved: 0, spent: 0, committed: 0, expected: 0 },
} satisfies CreditLine
const report: HalfYear = {
  asOf,
  isDraft: false,
  indicators: [
    {
      title: { de: 'Online eingereicht' },
      definition,
      course: [figure('2024', 31), figure('2025-04', 41.5)],
      standing: 'under_way',
    },
    {
      title: { de: 'Energie' },
      definition: { ...definition, source: undefined, target: undefined },
      course: [],
      standing: 'not_measured',
    },
  ],
  credits: [
    credit,
    { ...credit, id: uuid<'strategy-node'>('0198c0de-0000-7000-8000-000000001702'), approved: 500_000 },
  ],
  parliament: [
    {
      ...{ key: { authorityId, id }, kind: 'motion', state: 'in_work', body: 'Einwohnerrat', count: 1 },
      ...{ saidOn: '2025', dueOn: dayOf(20_600), title: { de: 'Ziele messen' }, proofs: [{ de: 'Beispiel: Cockpit' }] },
    },
  ],
  goals: [{ kind: 'focus_area', title: { de: 'E-Government' } }],
  projects: [
    {
      title: { de: 'Beispiel: Archiv' },
      phase: 'concept',
      summary: 'Wie geplant.',
      own: { rating: 'good', reason: 'Alles nach Plan.' },
      independent: { rating: 'watch', reason: 'Zwei Stellen sind offen.', by: 'Controlling' },
      budget: 120_000_050,
      spent: 30_000_000,
    },
    {
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

test('a draft says so in its title, its first words and at the head of further pages', async () => {
  const { pdf } = await letters.renderLetter(reportLetter({ ...report, isDraft: true }, frame))
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
