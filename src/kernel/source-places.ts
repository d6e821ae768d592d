import { readFileSync } from 'node:fs'
import { SourceMap, type SourceMapPayload } from 'node:module'
import { dirname, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

const inBuiltProgram = /(file:\/\/[^\s()]+\/built\/program\.js):(\d+):(\d+)/g
const mostKnown = 1_000
const known = new Map<string, string>()

/**
 * A stack whose places in the built program are named as those of the sources. The map is read when a place is met for the first time and
 * not kept: Node's own reading of it at the start costs 20 MiB for as long as the program runs.
 */
export function inSources(stack: string): string {
  let read: ((line: number, column: number) => string | undefined) | undefined
  return stack.replaceAll(inBuiltProgram, (built: string, url: string, line: string, column: string) => {
    const before = known.get(built)
    if (before !== undefined) return before
    read ??= readMap(fileURLToPath(url))
    const place = read(Number(line), Number(column)) ?? built
    if (known.size < mostKnown) known.set(built, place)
    return place
  })
}

function readMap(program: string): (line: number, column: number) => string | undefined {
  let payload: SourceMapPayload
  try {
    payload = JSON.parse(readFileSync(`${program}.map`, 'utf8'))
  } catch {
    // Without its map a fault still names the place in the program.
    return () => undefined
  }
  const map = new SourceMap(payload)
  return (line, column) => {
    const origin = map.findOrigin(line, column)
    return 'fileName' in origin && origin.fileName
      ? `${resolve(dirname(program), origin.fileName)}:${origin.lineNumber}:${origin.columnNumber}`
      : undefined
  }
}
