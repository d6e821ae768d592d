import { realpathSync } from 'node:fs'
import { join } from 'node:path'

const program = join(import.meta.dirname, '../..')

/**
 * Arguments that take everything from a child process of ours that it does not need: it may read its own source, the packages, and what `read`
 * names; it may write nothing but what `write` names, start nothing, and be debugged by nobody. Together with an empty environment it comes to no key of ours by way of
 * Node.js. `addons` lets it load native code, to which these limits do not apply (decision 0008).
 */
export function childRights({
  read,
  write = [],
  addons = false,
}: {
  read: readonly string[]
  write?: readonly string[]
  addons?: boolean
}): string[] {
  const readable = [...read, join(program, 'node_modules'), join(program, 'package.json')]
  return [
    '--permission',
    '--disable-warning=SecurityWarning',
    '--disallow-code-generation-from-strings',
    ...readable.map((path) => `--allow-fs-read=${realpathSync(path)}`),
    ...write.map((path) => `--allow-fs-write=${realpathSync(path)}`),
    ...(addons ? ['--allow-addons'] : []),
  ]
}
