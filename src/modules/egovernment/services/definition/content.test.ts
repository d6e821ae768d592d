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
  expect(files.length).toBeGreaterThanOrEqual(3)
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
})
