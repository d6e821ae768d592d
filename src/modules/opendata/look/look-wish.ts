import type { FormBody } from '#kernel/http/form-body.ts'
import type { Column } from '../tables/column.ts'

export const views = ['table', 'chart', 'map', 'columns'] as const
export type View = (typeof views)[number]

/** What somebody wants to see of a table, as it stands in the address. Names of columns are those of the table; all else was typed. */
export type LookWish = {
  readonly view: View
  /** Words that must occur in some column. */
  readonly q: string
  /** By column what was typed into its filter. */
  readonly filters: Readonly<Record<string, string>>
  readonly sort: { readonly column: string; readonly descending: boolean } | undefined
  /** Where the page before ended. */
  readonly after: string | undefined
  /** Where the page after this one begins. */
  readonly before: string | undefined
  /** Settings of chart and map by their names. */
  readonly drawn: Readonly<Partial<Record<Drawn, string>>>
}

/** Kind of chart, what stands on its axes, how values are put together, into which series they fall, and of what time a map is. */
export const drawnSettings = ['kind', 'x', 'y', 'fn', 'by', 'at'] as const
export type Drawn = (typeof drawnSettings)[number]

const longest = 200

/** Reads an address; what the table has not is left out. */
export function readLookWish(query: FormBody, columns: readonly Column[]): LookWish {
  const filters = columns.flatMap(({ name, type }) => {
    const typed = query.get(`f.${name}`)?.trim().slice(0, longest) ?? ''
    return typed === '' || type === 'geometry' ? [] : [[name, typed] as const]
  })
  const sort = query.get('sort') ?? ''
  const sorted = sort.replace(/^-/, '')
  return {
    view: views.find((one) => one === query.get('view')) ?? 'table',
    q: (query.get('q') ?? '').trim().slice(0, longest),
    filters: Object.fromEntries(filters),
    sort: columns.some(({ name, type }) => name === sorted && type !== 'geometry')
      ? { column: sorted, descending: sort.startsWith('-') }
      : undefined,
    after: query.get('after')?.slice(0, 2_000),
    before: query.get('before')?.slice(0, 2_000),
    drawn: Object.fromEntries(
      drawnSettings.flatMap((name) => {
        const value = query.get(name)?.slice(0, 100)
        return value === undefined || value === '' ? [] : [[name, value]]
      }),
    ),
  }
}

/** Names and values of a wish as they stand in its address. */
export function lookParameters({
  view,
  q,
  filters,
  sort,
  after,
  before,
  drawn,
}: LookWish): readonly (readonly [string, string])[] {
  return [
    ...(view === 'table' ? [] : [['view', view] as const]),
    ...(q === '' ? [] : [['q', q] as const]),
    ...Object.entries(filters).map(([name, typed]) => [`f.${name}`, typed] as const),
    ...(sort ? [['sort', `${sort.descending ? '-' : ''}${sort.column}`] as const] : []),
    ...drawnSettings.flatMap((name) => {
      const value = drawn[name]
      return value === undefined ? [] : [[name, value] as const]
    }),
    ...(after === undefined ? [] : [['after', after] as const]),
    ...(before === undefined ? [] : [['before', before] as const]),
  ]
}

/** The address of a wish below `base`. Whatever changes but the place in the list begins the list again. */
export function lookPath(base: string, wish: LookWish, changes: Partial<LookWish> = {}): string {
  const search = new URLSearchParams(
    lookParameters({ ...wish, after: undefined, before: undefined, ...changes }).map(([name, value]) => [name, value]),
  ).toString()
  return search === '' ? base : `${base}?${search}`
}
