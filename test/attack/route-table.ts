import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { projectFolder } from '#test/support/process.ts'

/** A route as the reference lists it; `bin/check` sees to it that the page is what the manifests say. */
export type ListedRoute = { readonly path: string; readonly method: string; readonly takesJson: boolean }

const row = /^\| `(?<path>\/[^`]*)` +\| (?<method>[A-Z]+) +\|(?<rest>.*)$/gm

export function readRouteTable(): ListedRoute[] {
  const page = readFileSync(join(projectFolder, 'docs/reference/routes.md'), 'utf8')
  return [...page.matchAll(row)].map(({ groups }) => ({
    path: groups?.path ?? '',
    method: groups?.method ?? '',
    takesJson: /takes json/.test(groups?.rest ?? ''),
  }))
}

/** What addresses of a route look like, under an optional language and authority. */
export function patternOf(path: string): RegExp {
  const own = path === '/' ? '/?' : path.replaceAll('.', '\\.').replace(/:\w+/g, '[^/]+')
  return new RegExp(`^(?:/(?:de|fr|it|en))?(?:/(?:kriens|luzern))?${own}$`)
}
