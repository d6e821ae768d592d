import { literal, quoted } from '../query/quoted.ts'
import type { Column } from './column.ts'
import { rowNumber } from './column-names.ts'

type Shape = readonly Pick<Column, 'name' | 'type' | 'isKey'>[]

/**
 * Rows of `before` beside rows of `data`, each row of each once, with `old_id`, `new_id` and `is_same`. They belong together by the key columns that
 * both have, without such by all that is in them; equal ones that come several times are told apart by counting.
 */
export function besideSql(before: Shape, after: Shape): string {
  const keys = after.filter((column) => column.isKey && before.some((one) => one.isKey && isSame(one, column)))
  const areAlike = before.length === after.length && after.every((column) => before.some((one) => isSame(one, column)))
  const hasKeys = keys.length > 0 && keys.length === after.filter(({ isKey }) => isKey).length
  const by = hasKeys ? keys : areAlike ? after : []
  const matched = by.map(({ name }) => quoted(name))
  const numbered = (view: string) =>
    `(select *, row_number() over (partition by ${matched.join(', ')} order by ${rowNumber}) as _turn from ${view})`
  const rest = after.filter(({ name }) => !by.some((one) => one.name === name)).map(({ name }) => quoted(name))
  const isEqual = areAlike
    ? rest.map((name) => `o.${name} is not distinct from n.${name}`).join(' and ') || 'true'
    : 'false'
  if (by.length === 0)
    return `select ${rowNumber} as old_id, null::bigint as new_id, false as is_same from before
      union all select null, ${rowNumber}, false from data`
  const on = matched.map((name) => `o.${name} is not distinct from n.${name}`).join(' and ')
  return `select o.${rowNumber} as old_id, n.${rowNumber} as new_id, coalesce(${isEqual}, false) as is_same
    from ${numbered('before')} o full outer join ${numbered('data')} n on o._turn = n._turn and ${on}`
}

function isSame(one: Shape[number], other: Shape[number]): boolean {
  return one.name === other.name && one.type === other.type
}

/** How many rows were added, changed and removed. */
export function countChangesSql(before: Shape, after: Shape): string {
  return `select count(*) filter (where old_id is null), count(*) filter (where old_id is not null and new_id is not null and not is_same),
    count(*) filter (where new_id is null) from (${besideSql(before, after)})`
}

/** What kind of change, in the order of lists: rows that went by their old number, then those that came or changed by their new one. */
export function listChangesSql(before: Shape, after: Shape): string {
  return `select kind, old_id, new_id from (
      select case when new_id is null then ${literal('removed')} when old_id is null then ${literal('added')} else ${literal('changed')} end as kind,
        old_id, new_id, new_id is not null as is_here, coalesce(new_id, old_id) as row_id
      from (${besideSql(before, after)}) where new_id is null or old_id is null or not is_same)
    where is_here > $1::boolean or (is_here = $1::boolean and row_id > $2::bigint)
    order by is_here, row_id limit $3::integer`
}
