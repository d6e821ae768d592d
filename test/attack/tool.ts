import { execFile } from 'node:child_process'

/** The first line with which a tool says its version. Ends this process where the tool is not installed. */
export function requireTool(name: string, args: readonly string[]): Promise<string> {
  return new Promise((done) => {
    execFile(name, [...args], (error, out) => {
      if (error && 'code' in error && error.code === 'ENOENT') {
        process.stdout.write(`${name} is not installed: apt-get install ${name}\n`)
        process.exit(1)
      }
      done(/\d+\.\d+(?:\.\d+)?\S*/.exec(out)?.[0] ?? 'of unknown version')
    })
  })
}
