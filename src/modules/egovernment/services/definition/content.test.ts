import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { isIconName } from '#ui/components/icon/icon.tsx'
import { checkServiceForPublishing } from './check-service.ts'
import { parseLifeSituations } from './life-situations.ts'
import { locateProblems, parseService, problemText } from './parse-service.ts'

const folder = join(import.meta.dirname, '../../../../../content/services')
const lifeSituations = parseLifeSituations(readFileSync(join(folder, '_life-situations.yaml'), 'utf8'))
const files = readdirSync(folder).filter((name) => name.endsWith('.yaml') && !name.startsWith('_'))

test('there are services, and each life situation has its icon', () => {
  expect(files.length).toBeGreaterThanOrEqual(16)
  expect(lifeSituations.filter(({ icon }) => !isIconName(icon))).toEqual([])
})

describe.each(files)('content/services/%s', (name) => {
  test('can be published without a problem', () => {
    const text = readFileSync(join(folder, name), 'utf8')
    const parsed = parseService(text, name)
    if (!parsed.ok) return expect(parsed.problems.map(problemText)).toEqual([])
    const problems = checkServiceForPublishing(parsed.definition, lifeSituations)
    expect(locateProblems(text, name, problems).map(problemText)).toEqual([])
  })

  test('is complete: papers, a question that depends on an answer, a law or a source that one can look up', () => {
    const parsed = parseService(readFileSync(join(folder, name), 'utf8'), name)
    if (!parsed.ok) throw new Error('see above')
    const { form, documents, legalBasis, fee, duration, deadline } = parsed.definition
    expect(documents.length).toBeGreaterThan(0)
    const conditions = form.pages.flatMap(({ showIf, fields }) => [showIf, ...fields.map((field) => field.showIf)])
    expect(conditions.some((one) => one !== undefined)).toBe(true)
    const sources = [fee, duration, deadline, ...documents].flatMap((one) => one?.source ?? [])
    expect([...sources, ...legalBasis].length).toBeGreaterThan(0)
  })
})
