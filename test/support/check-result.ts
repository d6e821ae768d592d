import { mkdirSync, writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { join } from 'node:path'

/** Where pages of results are kept. */
export const checksFolder = join(import.meta.dirname, '../../docs/reference/checks')

/** Keeps what a check found as a page of the reference. */
export function writeResult(
  name: string,
  rows: readonly (readonly [string, string | number])[],
  by = 'bin/check --full',
): void {
  mkdirSync(checksFolder, { recursive: true })
  const day = new Date().toISOString().slice(0, 10)
  const cell = (value: string | number) =>
    String(value)
      .replaceAll('|', '\\|')
      .replace(/\p{Cc}+/gu, ' ')
  const lines = rows.map(([what, value]) => `| ${cell(what)} | ${cell(value)} |`)
  writeFileSync(
    join(checksFolder, `${name}.md`),
    `# ${name}\n\nBy \`${by}\` on ${day}, ${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}.\n\n| what | |\n| --- | --- |\n${lines.join('\n')}\n`,
  )
}
