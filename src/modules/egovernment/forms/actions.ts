import { shownPrefix } from './fields.ts'

/** The name of the button that adds a row. Each button has a name of its own, below a prefix that no field can have. */
export function addName(group: string): string {
  return `_add.${group}`
}

export function removeName(group: string, index: number): string {
  return `_remove.${group}.${index}`
}

/** Whether a value of a post is a pressed button of a group. */
function isAction(name: string): boolean {
  return name.startsWith('_add.') || name.startsWith('_remove.')
}

/**
 * The values of a page after a row was added or removed. `undefined` where the post asks for no such thing, or names
 * something that is not one of the page's groups.
 */
export function applyAction(values: URLSearchParams, isGroup: (name: string) => boolean): URLSearchParams | undefined {
  const [, verb, group = '', row] =
    /^_(add|remove)\.(.+?)(?:\.(\d{1,3}))?$/.exec([...values.keys()].find(isAction) ?? '') ?? []
  if (!isGroup(group)) return undefined
  const count = Number(values.get(`${group}.count`) ?? '0')
  if (verb === 'add') return withCount(values, group, count + 1)
  return row === undefined || Number(row) >= count
    ? undefined
    : withCount(withoutRow(values, group, Number(row)), group, count - 1)
}

function withCount(values: URLSearchParams, group: string, count: number): URLSearchParams {
  const changed = new URLSearchParams([...values].filter(([name]) => !isAction(name)))
  changed.set(`${group}.count`, String(count))
  return changed
}

/** Drops a row and moves the rows behind it up, with the marks of what was shown. */
function withoutRow(values: URLSearchParams, group: string, removed: number): URLSearchParams {
  const moved = (name: string): string | undefined => {
    const mark = name.startsWith(shownPrefix) ? shownPrefix : ''
    const start = `${mark}${group}.`
    const [, index, tail] = /^(\d{1,3})(\..*)$/.exec(name.startsWith(start) ? name.slice(start.length) : '') ?? []
    if (index === undefined || Number(index) < removed) return name
    return Number(index) === removed ? undefined : `${start}${Number(index) - 1}${tail}`
  }
  const entries = [...values].flatMap(([name, value]) => {
    const newName = moved(name)
    return newName === undefined ? [] : [[newName, value]]
  })
  return new URLSearchParams(entries)
}
