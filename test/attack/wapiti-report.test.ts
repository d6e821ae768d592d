import { expect, test } from 'vitest'
import { readFindings } from './wapiti-report.ts'

const found = { level: 4, method: 'GET', path: '/search', parameter: 'q', info: 'SQL Injection' }

test('findings are read with kind and level', () => {
  const report = {
    vulnerabilities: { 'SQL Injection': [found], Backup: [] },
    anomalies: { 'Internal Server Error': [] },
  }
  expect(readFindings(report)).toEqual({ weaknesses: [{ kind: 'SQL Injection', ...found }], anomalies: [] })
})

test('what is no report is refused, not taken for a report without findings', () => {
  for (const odd of [
    {},
    null,
    { vulnerabilities: {}, anomalies: { x: 1 } },
    { vulnerabilities: { x: [{}] }, anomalies: {} },
  ])
    expect(() => readFindings(odd)).toThrow(TypeError)
})
