import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { makeDataFolder, removeDataFolder, runCommand } from '#test/support/process.ts'
import type { Report } from './report.ts'

const names = [
  'front page',
  'service page',
  'question page of a form',
  'saving an answer',
  'submission by API',
  'list of an authority by API',
  'list of an authority by API, 8 at once',
  'inbox of an authority at the desk',
  'inbox of an authority at the desk, 8 at once',
  'bare HTTP, a constant page',
  'bare PostgreSQL, a submission’s rows, 12 connections',
]

test('every main path is measured beside its ceiling, without an error', { timeout: 420_000 }, async () => {
  const folder = makeDataFolder()
  onTestFinished(() => removeDataFolder(folder))
  const result = await runCommand(
    'bin/bench',
    ['--quick', '--seconds', '1', '--connections', '4', '--output', folder],
    { bound: 400_000 },
  )
  expect(result, `${result.output}${result.errors}`).toMatchObject({ code: 0, errors: '' })

  const files = readdirSync(folder).sort()
  expect(files.map((file) => file.replace(/^[\d-]{10}/, 'DATE'))).toEqual([
    'DATE-2000-cases-quick.json',
    'DATE-2000-cases-quick.md',
  ])
  const [raw = '', table = ''] = files.map((file) => readFileSync(join(folder, file), 'utf8'))
  const report: Report = JSON.parse(raw)
  expect(report.lines.map(({ name }) => name)).toEqual(names)
  for (const line of report.lines) {
    expect(line.answers, line.name).toBeGreaterThan(0)
    expect(line.errors, line.name).toBe(0)
    expect(result.output).toContain(line.name)
    expect(table).toContain(line.name)
  }
  expect(report.database).toMatchObject({ fsync: 'on', synchronous_commit: 'on' })
  expect(table).toContain(report.machine.processor)
})
