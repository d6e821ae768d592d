import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Adds up the JSON reports of a folder and prints the closing line. A run that left no report, or no test, has failed. */
const folder = process.argv[2] ?? ''
const files = readdirSync(folder).filter((file) => file.endsWith('.json'))
let passed = 0
let failed = 0
for (const file of files) {
  const report: { numPassedTests?: number; numFailedTests?: number; success?: boolean } = JSON.parse(
    readFileSync(join(folder, file), 'utf8'),
  )
  passed += report.numPassedTests ?? 0
  failed += report.numFailedTests ?? 0
  if (!report.success && (report.numFailedTests ?? 0) === 0) failed += 1
}
if (files.length === 0 || passed === 0) failed += 1
process.stdout.write(`\n${passed} passed, ${failed} failed\n`)
process.exitCode = failed > 0 ? 1 : 0
