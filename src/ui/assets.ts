import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Where `vite build` puts styles, script and fonts; served as it is under `assetsPath`, for ever (names carry a hash). */
export const builtFolder = join(import.meta.dirname, '../../public/built')

export const assetsPath = '/assets/'

/** Addresses of the built files that a page links. */
export type Assets = {
  css: string
  js: string
  /** The font every page needs first. */
  font: string
  /** Style sheet of each theme by name. A theme that is not here looks like the default. */
  themes: Readonly<Record<string, string>>
}

export class AssetsNotBuiltError extends Error {
  override name = 'AssetsNotBuiltError'
}

/** Reads what the last build wrote. Throws `AssetsNotBuiltError` with what to do when there is none. */
export function loadAssets(folder = builtFolder): Assets {
  const file = join(folder, 'assets.json')
  try {
    return readAssets(JSON.parse(readFileSync(file, 'utf8')))
  } catch (cause) {
    throw new AssetsNotBuiltError(`${file} cannot be read: run "vite build" first`, { cause })
  }
}

/** The names of built files as `assets.json` holds them. Throws a `TypeError` for anything else. */
export function readAssets(value: unknown): Assets {
  if (!isRecord(value) || !isRecord(value.themes)) throw new TypeError('assets.json is no record')
  const themes = Object.entries(value.themes).map(([name, address]) => [name, text(address)] as const)
  return { css: text(value.css), js: text(value.js), font: text(value.font), themes: Object.fromEntries(themes) }
}

function text(value: unknown): string {
  if (typeof value !== 'string') throw new TypeError(`${value} is no address`)
  return value
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
