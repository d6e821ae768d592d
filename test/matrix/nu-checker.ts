import { execFile, execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export const nuVersion = '26.9.27'

/** Messages that are no fault of a page: what newer HTML allows, and what the renderer writes and HTML permits. */
const allowed = [/Trailing slash on void elements/, /Custom element/i]

/** Errors of the Nu Html Checker (vnu, from the npm package `vnu-jar`) in the pages of a folder. Needs Java; throws where there is none. */
export async function checkWithNu(folder: string): Promise<string[]> {
  const place = mkdtempSync(join(tmpdir(), 'wegweiser-vnu-'))
  try {
    execFileSync('npm', ['install', '--ignore-scripts', '--no-save', '--prefix', place, `vnu-jar@${nuVersion}`], {
      stdio: 'ignore',
    })
    const jar = join(place, 'node_modules/vnu-jar/build/dist/vnu.jar')
    if (!existsSync(jar)) throw new Error('vnu-jar has no vnu.jar')
    const output = await run('java', [
      '-jar',
      jar,
      '--errors-only',
      '--exit-zero-always',
      '--format',
      'json',
      '--skip-non-html',
      folder,
    ])
    const { messages }: { messages: { url: string; message: string; extract?: string }[] } = JSON.parse(output)
    return messages
      .filter(({ message }) => !allowed.some((pattern) => pattern.test(message)))
      .map(({ url, message, extract }) => `${url.split('/').at(-1)}: ${message} ${extract?.trim().slice(0, 120) ?? ''}`)
  } finally {
    rmSync(place, { recursive: true, force: true })
  }
}

/** The checker writes its report to the error stream. */
function run(command: string, args: readonly string[]): Promise<string> {
  return new Promise((done, fail) => {
    execFile(command, [...args], { maxBuffer: 256 * 1024 * 1024 }, (error, _output, errors) =>
      error && errors === '' ? fail(error) : done(errors),
    )
  })
}
