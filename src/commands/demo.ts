import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { readSettings } from '../kernel/config/settings.ts'
import type { DemoCredentials } from '../kernel/identity/demo/credentials.ts'

/** Prints who one can be in the demo that was started last with these settings. */
const settings = readSettings(process.env)
const file = join(settings.dataFolder, 'demo', 'credentials.json')
const text = await readFile(file, 'utf8').catch(() => undefined)
if (text === undefined) {
  process.stderr.write(`There is no ${file}: start the demo first (npm start).\n`)
  process.exitCode = 1
} else {
  const { people, apiKeys }: DemoCredentials = JSON.parse(text)
  const lines = [
    'People (open the address to be signed in):',
    ...people.map(
      ({ name, role, authority, signInUrl }) =>
        `  ${name}, ${role}${authority ? ` at ${authority}` : ''}\n    ${signInUrl}`,
    ),
    '',
    'Keys for programs (Authorization: Bearer …):',
    ...apiKeys.map(
      ({ role, authority, key, scopes }) =>
        `  ${role}${authority ? ` of ${authority}` : ''}: ${scopes.join(', ')}\n    ${key}`,
    ),
  ]
  process.stdout.write(`${lines.join('\n')}\n`)
}
