import type { Plugin, Rolldown } from 'vite'
import { type Assets, assetsPath } from '../assets.ts'
import { defaultThemeCss, themeCss } from '../themes/theme-css.ts'
import { readAuthorities, themesOf } from './authority-themes.ts'
import { lucerneBoundaries } from './boundaries.ts'

const boundariesModule = 'virtual:boundaries'

/**
 * Adds to the build what is computed: the default theme in the style sheet, one small style sheet per authority,
 * the map's boundaries, and `assets.json`, which tells the server the names of all this.
 */
export function wegweiserAssets(authorityFolder: string): Plugin {
  const authorities = readAuthorities(authorityFolder)
  const themes = new Map<string, string>()
  return {
    name: 'wegweiser-assets',
    enforce: 'pre',

    buildStart() {
      for (const theme of themesOf(authorities)) {
        themes.set(
          theme.slug,
          this.emitFile({ type: 'asset', name: `theme-${theme.slug}.css`, source: themeCss(theme) }),
        )
      }
    },

    resolveId: (id) => (id === boundariesModule ? `\0${boundariesModule}` : undefined),

    load(id) {
      if (id !== `\0${boundariesModule}`) return
      const names = new Map(authorities.flatMap(({ bfsNumber, name }) => (bfsNumber ? [[bfsNumber, name]] : [])))
      const file = this.emitFile({
        type: 'asset',
        name: 'boundaries.geojson',
        source: JSON.stringify(lucerneBoundaries(names)),
      })
      return `export default import.meta.ROLLUP_FILE_URL_${file}`
    },

    transform(code, id) {
      if (id.endsWith('/styles/app.css')) return `${code}\n@layer ds.theme{${defaultThemeCss()}}`
    },

    generateBundle(_options, bundle) {
      const files = Object.values(bundle)
      const assets: Assets = {
        css: assetsPath + named(files, 'styles.css'),
        js: assetsPath + entry(files, 'app'),
        font: assetsPath + named(files, 'atkinson-hyperlegible-next-latin-wght-normal.woff2'),
        themes: Object.fromEntries([...themes].map(([slug, file]) => [slug, assetsPath + this.getFileName(file)])),
      }
      this.emitFile({ type: 'asset', fileName: 'assets.json', source: JSON.stringify(assets, undefined, 2) })
    },
  }
}

type Built = Rolldown.OutputAsset | Rolldown.OutputChunk

function named(files: readonly Built[], name: string): string {
  const file = files.find((each) => each.type === 'asset' && each.names.includes(name))
  if (!file) throw new Error(`the build made no ${name}`)
  return file.fileName
}

function entry(files: readonly Built[], name: string): string {
  const file = files.find((each) => each.type === 'chunk' && each.isEntry && each.name === name)
  if (!file) throw new Error(`the build made no ${name} script`)
  return file.fileName
}
