import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createTranslators } from '#kernel/i18n/catalogue.ts'
import { methods, phases, sizes } from '../projects/project.ts'
import { dayOf } from '../roadmap/days.ts'
import { type ExchangeProject, faultsOf, planImport, referenceOf } from './exchange-project.ts'
import { readOpenProject, writeOpenProject } from './open-project.ts'
import { csvOf, fromRows, guardedText, tableColumns, toRow, unguarded } from './project-table.ts'

const translators = createTranslators([
  { prefix: 'strategy', folder: new URL('../messages', import.meta.url).pathname },
])

const line = fc
  .oneof(
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 }),
    fc.constantFrom('=1+1', "'=x", "''@y", '-5', '+41', 'a;"b"', 'Zeile\nzwei'),
  )
  .map((text) => text.trim())
  .filter((text) => text !== '')
const day = fc.integer({ min: 18_000, max: 24_000 }).map(dayOf)
const optional = <Value>(arbitrary: fc.Arbitrary<Value>) => fc.option(arbitrary, { nil: undefined })

const projectsOf = fc
  .array(
    fc.record(
      {
        title: line,
        text: line,
        benefit: line,
        owner: line,
        phase: fc.constantFrom(...phases),
        size: fc.constantFrom(...sizes),
        method: fc.constantFrom(...methods),
        beginsOn: day,
        budget: fc.nat({ max: 2_000_000_000 }),
        effortDays: fc.nat({ max: 10_000 }),
      },
      { requiredKeys: ['title', 'phase'] },
    ),
    { minLength: 1, maxLength: 6 },
  )
  .chain((list) =>
    fc
      .array(
        fc.tuple(
          optional(fc.nat({ max: 5 })),
          fc.array(fc.record({ title: line, plannedOn: day, isReached: fc.boolean() }), { maxLength: 3 }),
        ),
        {
          minLength: list.length,
          maxLength: list.length,
        },
      )
      .map((more) =>
        list.map((project, at): ExchangeProject => {
          const [need, milestones] = more[at] ?? [undefined, []]
          const isOther = need !== undefined && need !== at && need < list.length
          return {
            ...project,
            reference: `projekt-${at}`,
            ...(isOther && { needs: [`projekt-${need}`] }),
            ...(milestones.length > 0 && {
              milestones: milestones.map(({ title, plannedOn, isReached }, index) => ({
                reference: `0198c0de-00${at}${index}-7000-8000-000000000000`,
                title,
                plannedOn,
                ...(isReached && { reachedOn: plannedOn }),
              })),
            }),
          }
        }),
      ),
  )

const byReference = (projects: readonly ExchangeProject[]) => new Map(projects.map((one) => [one.reference, one]))
const nobody = () => false

test('what was exported as OpenProject has it and comes back changes nothing', () => {
  fc.assert(
    fc.property(projectsOf, (projects) => {
      const { projects: back, faults } = readOpenProject(
        JSON.stringify(writeOpenProject(projects, { href: '/api/v3/work_packages' })),
      )
      expect(faults).toEqual([])
      expect(back).toHaveLength(projects.length)
      expect(back.map(({ needs, milestones }) => [needs, milestones?.length])).toEqual(
        projects.map(({ needs, milestones }) => [needs, milestones?.length]),
      )
      expect(planImport(byReference(projects), back).map(({ kind }) => kind)).toEqual(projects.map(() => 'unchanged'))
    }),
    { numRuns: 100 },
  )
})

test('a table that goes out and comes in again changes nothing, and no cell of it is a formula', () => {
  fc.assert(
    fc.property(projectsOf, (projects) => {
      const rows = projects.map(toRow)
      for (const cell of rows.flat()) {
        const safe = guardedText(cell ?? '')
        expect(safe).not.toMatch(/^[=+\-@\t\0]/)
        expect(unguarded(safe)).toBe(cell ?? '')
      }
      const guarded = rows.map((row) => row.map((cell) => (cell === null ? null : guardedText(cell))))
      const read = fromRows(guarded, { translators, firstLine: 2 })
      expect(read.faults).toEqual([])
      expect(planImport(byReference(projects), read.projects).map(({ kind }) => kind)).toEqual(
        projects.map(() => 'unchanged'),
      )
    }),
    { numRuns: 100 },
  )
  expect(csvOf(['a'], [['=1'], ['x;"y"']])).toBe('\ufeffa\r\n\'=1\r\n"x;""y"""\r\n')
})

test('what is wrong in a table is told by line and column', () => {
  const row = (cells: Partial<Record<(typeof tableColumns)[number][0], string>>) =>
    tableColumns.map(([name]) => cells[name] ?? null)
  const { projects, faults } = fromRows(
    [
      row({ title: 'Archiv', phase: 'Konzept', budget_chf: '1250.5' }),
      row({ title: 'Netz', phase: 'Träumerei', budget_chf: '1.234' }),
      row({ owner: 'IT' }),
    ],
    { translators, firstLine: 2 },
  )
  expect(projects[0]).toEqual({ reference: 'archiv', title: 'Archiv', phase: 'concept', budget: 125_050 })
  expect(faults.map(({ line, field, kind }) => [line, field, kind])).toEqual([
    [3, 'budget_chf', 'shape'],
    [3, 'phase', 'not_one'],
    [4, 'title', 'missing'],
  ])
  const twice: readonly ExchangeProject[] = [
    { reference: 'a', title: 'A', needs: ['b', 'kriens/x', 'kriens/y'] },
    { reference: 'a', title: 'A', beginsOn: dayOf(20_000), endsOn: dayOf(19_000) },
  ]
  expect(
    faultsOf(twice, new Map(), (one) => one === 'kriens/x').map(({ line, field, kind, value }) => [
      line,
      field,
      kind,
      value,
    ]),
  ).toEqual([
    [1, 'needs', 'unknown_need', 'b'],
    [1, 'needs', 'unknown_need', 'kriens/y'],
    [2, 'reference', 'twice', 'a'],
    [2, 'endsOn', 'order', '2022-01-08'],
  ])
  expect(faultsOf(twice.slice(0, 1), new Map(), nobody)).toHaveLength(3)
})

test('work packages as OpenProject gives them out become projects, milestones and what waits for what', () => {
  const packageLink = (id: number, title?: string) => ({
    href: `/api/v3/work_packages/${id}`,
    ...(title !== undefined && { title }),
  })
  const relation = {
    _type: 'Relation',
    type: 'precedes',
    reverseType: 'follows',
    lag: 0,
    _links: { from: packageLink(12), to: packageLink(20) },
  }
  const collection = {
    _type: 'WorkPackageCollection',
    total: 4,
    count: 4,
    _embedded: {
      elements: [
        {
          _type: 'WorkPackage',
          id: 11,
          subject: 'E-Baugesuch',
          description: { format: 'markdown', raw: 'Online einreichen', html: '<p>x</p>' },
          startDate: '2026-02-01',
          dueDate: '2027-06-30',
          percentageDone: 40,
          lockVersion: 3,
          _links: {
            self: packageLink(11),
            type: { href: '/api/v3/types/5', title: 'Epic' },
            status: { href: '/api/v3/statuses/7', title: 'In progress' },
            parent: { href: null, title: null },
          },
        },
        {
          _type: 'WorkPackage',
          id: 12,
          subject: 'Abnahme',
          date: '2027-06-30',
          percentageDone: null,
          _links: { type: { title: 'Milestone' }, status: { title: 'New' }, parent: packageLink(11, 'E-Baugesuch') },
          _embedded: { relations: { _embedded: { elements: [relation] } } },
        },
        {
          _type: 'WorkPackage',
          id: 13,
          subject: 'Aufgabe',
          startDate: null,
          dueDate: null,
          _links: { type: { title: 'Task' }, status: { title: 'New' }, parent: packageLink(11) },
        },
        {
          _type: 'WorkPackage',
          id: 20,
          subject: 'Archiv',
          startDate: '2027-07-01',
          dueDate: null,
          _links: { type: { title: 'Epic' }, status: { title: 'New' }, parent: { href: null } },
        },
      ],
    },
  }
  expect(readOpenProject(JSON.stringify(collection))).toEqual({
    faults: [],
    projects: [
      {
        reference: 'openproject-11',
        title: 'E-Baugesuch',
        text: 'Online einreichen',
        phase: 'execution',
        beginsOn: '2026-02-01',
        endsOn: '2027-06-30',
        milestones: [{ reference: 'openproject-12', title: 'Abnahme', plannedOn: '2027-06-30' }],
      },
      {
        reference: 'openproject-20',
        title: 'Archiv',
        phase: 'idea',
        beginsOn: '2027-07-01',
        needs: ['openproject-11'],
      },
    ],
  })
  for (const broken of ['{', '[]', '{"_embedded":{"elements":[]}}', '{"_embedded":{"elements":[{"id":"x"}]}}'])
    expect(readOpenProject(broken).faults).toHaveLength(1)
})

test('the phase of a known project stays as it is, whatever a file says; the preview tells', () => {
  const there: ExchangeProject = { reference: 'a', title: 'A', phase: 'concept', size: 'large', method: 'classic' }
  const [same] = planImport(byReference([there]), [{ ...there, phase: 'closed' }])
  expect([same?.kind, same?.phaseKept, same?.project.phase]).toEqual(['unchanged', 'concept', undefined])
  const [renamed] = planImport(byReference([there]), [{ ...there, title: 'B', phase: 'realisation' }])
  expect(renamed?.fields.map(({ field }) => field)).toEqual(['title'])
  expect(planImport(byReference([there]), [there])[0]?.phaseKept).toBeUndefined()
})

test('a new project comes in a phase that its path has', () => {
  const phaseOf = (project: Omit<ExchangeProject, 'reference' | 'title'>) =>
    planImport(new Map(), [{ reference: 'a', title: 'A', ...project }])[0]?.project.phase
  expect(phaseOf({ phase: 'execution', size: 'large', method: 'classic' })).toBe('realisation')
  expect(phaseOf({ phase: 'concept', size: 'large', method: 'agile' })).toBe('execution')
  expect(phaseOf({ phase: 'execution', size: 'small', method: 'classic' })).toBe('execution')
  expect(phaseOf({})).toBeUndefined()
})

test('a file cannot take a known project off the path of its phase', () => {
  const there: ExchangeProject = { reference: 'a', title: 'A', phase: 'execution', size: 'small', method: 'classic' }
  const faults = (said: Partial<ExchangeProject>) =>
    faultsOf([{ reference: 'a', ...said }], byReference([there]), nobody).map(({ field, kind }) => [field, kind])
  expect(faults({ size: 'large' })).toEqual([['size', 'off_path']])
  expect(faults({ size: 'large', method: 'agile' })).toEqual([])
})

test('a name of another tool becomes one of ours, always the same', () => {
  expect(referenceOf('Prüfung & Öffnung (2026)')).toBe('pruefung-oeffnung-2026')
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (text) => {
      expect(referenceOf(text)).toMatch(/^[a-z0-9]+(?:-[a-z0-9]+)*$/)
      expect(referenceOf(text).length).toBeLessThanOrEqual(64)
      expect(referenceOf(referenceOf(text))).toBe(referenceOf(text))
    }),
  )
})
