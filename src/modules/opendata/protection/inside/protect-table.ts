import { gunzipSync, gzipSync } from 'node:zlib'
import { type Around, coarsenerOf, type Text } from '../coarsen.ts'
import { lossOf } from '../entropy.ts'
import { frequentIn } from '../frequent-values.ts'
import { type Fresh, type History, type Places, protectRows } from '../protect-rows.ts'
import type { Rows } from '../row-sets.ts'
import type { ProtectionReport, ProtectOrder, Rare, RawColumn } from './order.ts'

/** What a table keeps of itself from version to version: what became public when, and which values are not «other». */
type Kept = { readonly history: History | undefined; readonly values: Readonly<Record<string, readonly string[]>> }

export class TooLongHistoryError extends Error {
  override name = 'TooLongHistoryError'
}

const mostInHistory = 3_000_000

/**
 * Rows on persons as everybody may see them: what names a person left out, what helps to find one put together, what is too few held back. Gives the rows
 * in the order of the columns that are shown, and what has to be kept for the next version. Pure. Throws `TooLongHistoryError`.
 */
export function protectTable(
  raw: Rows,
  { columns, k, districts, history }: Extract<ProtectOrder, { kind: 'protect' }>,
): { readonly rows: Rows; readonly report: ProtectionReport; readonly history: Uint8Array } {
  const before: Kept = history ? readKept(history) : { history: undefined, values: {} }
  const values = Object.fromEntries(
    columns.flatMap((column, at) =>
      column.coarsen?.to === 'other'
        ? [
            [
              column.name,
              before.values[column.name] ??
                frequentIn(
                  raw.map((cells) => cells[at] ?? null),
                  k,
                ),
            ],
          ]
        : [],
    ),
  )
  const shown = columns.flatMap((column, at) => (column.isShown ? [{ column, at }] : []))
  const coarseners = shown.map(({ column }) =>
    coarsenerOf(column.type, column.coarsen, around(districts, values[column.name])),
  )
  const named = columns.flatMap(({ role }, at) => (role === 'identifier' ? [at] : []))
  const fresh = raw.map((cells): Fresh => {
    const names = named.map((at) => cells[at] ?? null)
    return {
      cells: shown.map(({ at }, place) => coarseners[place]?.(cells[at] ?? null) ?? null),
      person: names.some((name) => name !== null) ? JSON.stringify(names) : null,
    }
  })
  const placesOf = (role: string) => shown.flatMap(({ column }, place) => (column.role === role ? [place] : []))
  const places: Places = { quasi: placesOf('quasi-identifier'), sensitive: placesOf('sensitive') }
  const done = protectRows({ fresh, places, k, history: before.history })
  const size = done.history.blocks.reduce((sum, { rows }) => sum + rows.length, 0)
  if (size > mostInHistory) throw new TooLongHistoryError()
  const losses = columns.flatMap((column, at) => {
    if (column.role === 'identifier' || (column.isShown && column.coarsen === undefined)) return []
    const place = shown.findIndex((one) => one.at === at)
    const after = fresh.map(({ cells }) => cells[place] ?? null)
    const before = raw.map((cells) => cells[at] ?? null)
    return [{ column: column.name, lost: place < 0 ? 1 : lossOf(before, after) }]
  })
  const rare = shown.flatMap(({ column }, place) => rareIn(column, done.rows, place, k))
  return {
    rows: done.rows,
    report: { ...done.report, losses, rare },
    history: gzipSync(JSON.stringify({ history: done.history, values } satisfies Kept)),
  }
}

function readKept(history: Uint8Array): Kept {
  const kept: Kept = JSON.parse(gunzipSync(history).toString('utf8'))
  return kept
}

function around(districts: ProtectOrder['districts'], kept: readonly string[] = []): Around {
  return { districts: new Map(districts), kept: new Set(kept) }
}

function rareIn({ name, role }: RawColumn, rows: Rows, place: number, k: number): readonly Rare[] {
  if (role !== 'fact' && role !== 'measure') return []
  const counts = new Map<Text, number>()
  for (const row of rows) counts.set(row[place] ?? null, (counts.get(row[place] ?? null) ?? 0) + 1)
  const few = [...counts.values()].filter((count) => count < k).reduce((sum, count) => sum + count, 0)
  return few === 0 ? [] : [{ column: name, rows: few }]
}
