import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { referencePages } from './reference-pages.ts'

const folder = join(import.meta.dirname, '../../docs/reference')
const isCheck = process.argv.includes('--check')

const outdated = Object.entries(referencePages()).filter(([name, text]) => {
  const file = join(folder, name)
  return !existsSync(file) || readFileSync(file, 'utf8') !== text
})
for (const [name, text] of outdated) {
  if (isCheck) process.stderr.write(`docs/reference/${name} is not up to date: run bin/write-reference\n`)
  else {
    writeFileSync(join(folder, name), text)
    process.stdout.write(`docs/reference/${name} written\n`)
  }
}
process.exit(isCheck && outdated.length > 0 ? 1 : 0)
