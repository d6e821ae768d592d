/** Buttons of a page that change it instead of sending it on carry this name. */
export const actionName = '_action'

export function addAction(group: string): string {
  return `add ${group}`
}

export function removeAction(group: string, index: number): string {
  return `remove ${group} ${index}`
}

/**
 * The values of a page after a row was added or removed. `undefined` where the post asks for no such thing, or names
 * something that is not one of the page's groups.
 */
export function applyAction(values: URLSearchParams, isGroup: (name: string) => boolean): URLSearchParams | undefined {
  const [verb, group = '', row = ''] = (values.get(actionName) ?? '').split(' ')
  if (!isGroup(group)) return undefined
  const count = Number(values.get(`${group}.count`) ?? '0')
  if (verb === 'add') return withCount(values, group, count + 1)
  if (verb !== 'remove' || !/^\d{1,3}$/.test(row) || Number(row) >= count) return undefined
  return withCount(withoutRow(values, group, Number(row)), group, count - 1)
}

function withCount(values: URLSearchParams, group: string, count: number): URLSearchParams {
  const changed = new URLSearchParams(values)
  changed.set(`${group}.count`, String(count))
  changed.delete(actionName)
  return changed
}

/** Drops a row and moves the rows behind it up; the names in the values of `_shown` move along. */
function withoutRow(values: URLSearchParams, group: string, removed: number): URLSearchParams {
  const moved = (name: string): string | undefined => {
    const rest = name.startsWith(`${group}.`) ? name.slice(group.length + 1) : ''
    const [, index, tail] = /^(\d{1,3})(\..*)$/.exec(rest) ?? []
    if (index === undefined || Number(index) < removed) return name
    return Number(index) === removed ? undefined : `${group}.${Number(index) - 1}${tail}`
  }
  const entries = [...values].flatMap(([name, value]) => {
    const [newName, newValue] = name === '_shown' ? [name, moved(value)] : [moved(name), value]
    return newName === undefined || newValue === undefined ? [] : [[newName, newValue]]
  })
  return new URLSearchParams(entries)
}
