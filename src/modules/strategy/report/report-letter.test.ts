import { afterAll, expect, test } from 'vitest'
import { createTranslators } from '#kernel/i18n/catalogue.ts'
import { languages } from '#kernel/i18n/language.ts'
import { createLetters } from '#kernel/letters/letters.ts'
import { readPdf } from '#kernel/letters/read-pdf.ts'
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
const report: HalfYear = {
  asOf,
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
    expect(facts.structure).toMatchObject({ H1: 1, H2: 4, Table: 4, THead: 4, Figure: 1 })
    const file = Buffer.from(pdf).toString('latin1')
    expect(file).toMatch(/\/Type \/Outlines/)
    expect(file).toMatch(/\/Alt /)
    const text = facts.runs.join('').replace(/\s/g, '')
    for (const said of ["CHF1'200'000.50", "CHF300'000.00", '#panic()', 'Controlling', 'Abnahme'])
      expect(text).toContain(said)
    const late = translators[language]('strategy.roadmap.milestone_state.late')
    expect(text).toContain(late.replace(/\s/g, ''))
  },
)
