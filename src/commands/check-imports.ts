import { globSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { modules } from '../app.ts'

/**
 * Proves the directions of the house by reading the imports: kernel ← ui ← modules ← composition. A module imports kernel, ui, itself, and the
 * `public.ts` of a module that its manifest lists under `uses`; that graph has no cycle. Code for the browser imports no server code.
 */
const root = resolve(import.meta.dirname, '../..')

/** `kernel`, `ui`, `ui/islands`, `modules/<name>`, or `house` for what stands directly in src. */
function roomOf(file: string): string {
  const [first = '', second = '', third] = relative(join(root, 'src'), file).split('/')
  if (first === 'kernel') return 'kernel'
  if (first === 'ui') return second === 'islands' ? 'ui/islands' : 'ui'
  if (first === 'modules') return third === undefined ? 'house' : `modules/${second}`
  return 'house'
}

/** Types of the kernel that the browser may know: they leave nothing behind when compiled. */
const isTest = (file: string) => /\.test\.tsx?$/.test(file)

function importsOf(file: string): { target: string; isType: boolean }[] {
  const source = readFileSync(file, 'utf8')
  const found = source.matchAll(
    /^\s*(import|export)\s+(type\s)?[^'"\n;]*?(?:\{[^}]*\}[^'"\n;]*?)?from\s+'([^']+)'|\bimport\(\s*'([^']+)'\s*\)|^\s*import\s+'([^']+)'/gm,
  )
  return [...found].flatMap((match) => {
    const name = match[3] ?? match[4] ?? match[5] ?? ''
    const target = resolveImport(name, file)
    return target === undefined ? [] : [{ target, isType: match[2] !== undefined }]
  })
}

function resolveImport(name: string, from: string): string | undefined {
  if (name.startsWith('.')) return resolve(dirname(from), name)
  const alias = /^#(kernel|ui|modules)\/(.+)$/.exec(name)
  return alias ? join(root, 'src', alias[1] ?? '', alias[2] ?? '') : undefined
}

const uses = new Map(modules.map((module) => [`modules/${module.name}`, module.uses.map((name) => `modules/${name}`)]))

function isAllowed(from: string, to: string, target: string, isType: boolean): boolean {
  if (from === 'house' || from === to) return true
  if (from === 'kernel') return false
  if (from === 'ui/islands') return to === 'ui' || (to === 'kernel' && isType)
  if (to === 'kernel') return true
  if (from === 'ui') return to === 'ui/islands'
  if (to === 'ui') return true
  return target.endsWith('/public.ts') && (uses.get(from)?.includes(to) ?? false)
}

function findCycle(): string[] | undefined {
  const visit = (name: string, path: string[]): string[] | undefined => {
    if (path.includes(name)) return [...path.slice(path.indexOf(name)), name]
    for (const next of uses.get(name) ?? []) {
      const cycle = visit(next, [...path, name])
      if (cycle) return cycle
    }
    return undefined
  }
  for (const name of uses.keys()) {
    const cycle = visit(name, [])
    if (cycle) return cycle
  }
  return undefined
}

const faults: string[] = []
let count = 0
for (const file of globSync('src/**/*.{ts,tsx}', { cwd: root }).map((path) => join(root, path))) {
  if (isTest(file)) continue
  for (const { target, isType } of importsOf(file)) {
    count += 1
    const [from, to] = [roomOf(file), roomOf(target)]
    if (!isAllowed(from, to, target, isType))
      faults.push(`${relative(root, file)} imports ${relative(root, target)}: ${from} may not reach ${to}`)
  }
}
const cycle = findCycle()
if (cycle) faults.push(`modules use each other in a circle: ${cycle.join(' → ')}`)
if (count < 100) faults.push(`only ${count} imports were read: the check itself is broken`)
if (faults.length > 0) {
  process.stderr.write(`${faults.join('\n')}\n`)
  process.exitCode = 1
}
