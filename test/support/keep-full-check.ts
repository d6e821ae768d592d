import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { checksFolder } from './check-result.ts'
import { promises } from './promises.ts'

/**
 * Keeps what `bin/check --full` found as one page: its steps, as `bin/lib/full-check` writes them (name, exit code, seconds, words,
 * commit, with tabs between), and the rows of the plan of safety with what shows each.
 */
const pages: Readonly<Record<string, readonly string[]>> = {
  kill: [`faults-${new Date().toISOString().slice(0, 10)}`],
  requests: ['odd-requests'],
  attempts: ['isolation-requests'],
  rows: ['isolation-rows'],
  texts: ['open-data-queries'],
  parameters: ['open-data-parameters'],
  protection: ['open-data-protected-tables', 'open-data-protected-rows'],
  sqlmap: ['sqlmap'],
  pages: ['pages'],
  wapiti: ['wapiti'],
}
const lines = readFileSync(process.argv[2] ?? '', 'utf8')
  .trim()
  .split('\n')
const steps = lines.map((line) => {
  const [name = '', code = '', seconds = '', words = '', commit = ''] = line.split('\t')
  return { name, isGreen: code === '0', seconds: Number(seconds), words, commit }
})
const today = new Date().toISOString().slice(0, 10)
const lasted = (seconds: number) => `${Math.floor(seconds / 60)} min ${seconds % 60} s`
const link = (name: string) => `[${name}](${name}.md)`
const kept = (name: string) => {
  const there = pages[name] ?? []
  return there.filter((page) => existsSync(`${checksFolder}/${page}.md`)).map(link)
}
const open = promises.filter(({ shownBy }) => shownBy.length === 0)
const partly = promises.filter(({ shownBy, gap }) => shownBy.length > 0 && gap !== undefined)

writeFileSync(
  `${checksFolder}/full.md`,
  `# full

By \`bin/check --full\` on ${today}, ${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}. The suite ran first; the steps after it in two lanes side by side.
What a step did not reach in its time stands on its page. Where states differ, a step had failed and was done once more after it was mended.

| step | result | lasted | state | page |
| --- | --- | --- | --- | --- |
${steps.map(({ name, isGreen, seconds, words, commit }) => `| ${words} | ${isGreen ? 'ok' : 'FAILED'} | ${lasted(seconds)} | ${commit} | ${kept(name).join(', ')} |`).join('\n')}

## What shows each row of the plan of safety

Written by hand; that the files are there is a test. ${promises.length} rows: ${promises.length - open.length - partly.length} are shown, ${partly.length} in part, ${open.length} by nothing.

| row | promise | shown by | not shown |
| --- | --- | --- | --- |
${promises.map(({ id, what, shownBy, gap }) => `| ${id} | ${what} | ${shownBy.map((file) => `\`${file}\``).join(', ') || 'nothing'} | ${gap ?? ''} |`).join('\n')}
`,
)
