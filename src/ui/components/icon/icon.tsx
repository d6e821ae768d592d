/**
 * A drawing beside a text, never instead of one: screen readers do not see it.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import type * as icons from '@navikt/aksel-icons/metadata'

export type IconName = keyof typeof icons.default.default

type Path = { d: string; isEvenOdd: boolean }

const folder = dirname(createRequire(import.meta.url).resolve('@navikt/aksel-icons/svg/House.svg'))
const names: ReadonlySet<string> = new Set(readdirSync(folder).map((file) => file.replace(/\.svg$/, '')))
const drawings = new Map<IconName, readonly Path[]>()

/** Whether a name given in content is one of the icons of `@navikt/aksel-icons`. */
export function isIconName(name: string): name is IconName {
  return names.has(name)
}

/** The paths of an icon's file, read once. */
function drawing(name: IconName): readonly Path[] {
  const known = drawings.get(name)
  if (known) return known
  const svg = readFileSync(join(folder, `${name}.svg`), 'utf8')
  const paths = [...svg.matchAll(/<path[^>]*\bd="([^"]+)"[^>]*>/g)].map(([element, d = '']) => ({
    d,
    isEvenOdd: element.includes('fill-rule="evenodd"'),
  }))
  drawings.set(name, paths)
  return paths
}

export function Icon({ name }: { name: IconName }) {
  return (
    <svg
      class="icon"
      viewBox="0 0 24 24"
      width="24"
      height="24"
      fill="currentColor"
      aria-hidden="true"
      focusable="false"
    >
      {drawing(name).map(({ d, isEvenOdd }) => (
        <path key={d} d={d} fill-rule={isEvenOdd ? 'evenodd' : undefined} />
      ))}
    </svg>
  )
}
