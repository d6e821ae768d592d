import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { parse } from 'yaml'
import type { Theme } from '../themes/theme-css.ts'

/** An authority as far as the build of styles and maps needs it. */
export type BuildAuthority = { slug: string; name: string; accent: string | undefined; bfsNumber: number | undefined }

/** The authorities of `content/authorities/*.yaml`; none when the folder is not there. */
export function readAuthorities(folder: string): BuildAuthority[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder)
    .filter((file) => file.endsWith('.yaml'))
    .sort()
    .flatMap((file) => {
      const value: unknown = parse(readFileSync(join(folder, file), 'utf8'))
      return isRecord(value) && isRecord(value.name) ? [authority(basename(file, '.yaml'), value, value.name)] : []
    })
}

/** Those that give a colour of their own. */
export function themesOf(authorities: readonly BuildAuthority[]): Theme[] {
  return authorities.flatMap(({ slug, accent }) => (accent === undefined ? [] : [{ slug, accent }]))
}

function authority(slug: string, value: Record<string, unknown>, name: Record<string, unknown>): BuildAuthority {
  const theme = isRecord(value.theme) ? value.theme : {}
  return {
    slug,
    name: typeof name.de === 'string' ? name.de : slug,
    accent: typeof theme.accent === 'string' ? theme.accent : undefined,
    bfsNumber: typeof value.bfsNumber === 'number' ? value.bfsNumber : undefined,
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
