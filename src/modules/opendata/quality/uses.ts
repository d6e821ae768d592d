import { sql } from 'kysely'
import { todayOf } from '#kernel/clock.ts'
import { systemActor } from '#kernel/db/actor.ts'
import type { Database } from '#kernel/db/database.ts'
import type { Scope } from '#kernel/db/scope.ts'
import type { Kernel } from '#kernel/kernel.ts'
import type { PublishedDataSet } from '../catalogue/data-set.ts'

/** `view`: somebody looked at rows here; `download`: a file was taken; `api`: a program asked. */
export type UseKind = 'view' | 'download' | 'api'

type Place = Pick<PublishedDataSet, 'authorityId' | 'id'>

type Counted = { readonly place: Place; readonly month: string; readonly kind: UseKind; count: number }

const platform = systemActor('opendata')
const flushMs = 60_000

/**
 * Counts how often data sets are used, by month and kind, and nothing of who used them. Counts are kept in memory and written each minute and at
 * the end; what is not written when the program is killed is lost.
 */
export class Uses {
  readonly #kernel: Pick<Kernel, 'database' | 'clock'>
  readonly #counts = new Map<string, Counted>()
  #timer: NodeJS.Timeout | undefined

  constructor(kernel: Pick<Kernel, 'database' | 'clock'>) {
    this.#kernel = kernel
  }

  count({ authorityId, id }: Place, kind: UseKind): void {
    this.#add({ place: { authorityId, id }, month: `${todayOf(this.#kernel.clock).slice(0, 7)}-01`, kind, count: 1 })
  }

  #add(counted: Counted): void {
    const key = `${counted.place.authorityId}/${counted.place.id}/${counted.month}/${counted.kind}`
    const known = this.#counts.get(key)
    if (known) known.count += counted.count
    else this.#counts.set(key, counted)
    this.#timer ??= setTimeout(() => void this.flush().catch(() => {}), flushMs).unref()
  }

  /** Writes what was counted since. What could not be written is kept for the next time. */
  async flush(): Promise<void> {
    clearTimeout(this.#timer)
    this.#timer = undefined
    const counted = [...this.#counts.values()]
    if (counted.length === 0) return
    this.#counts.clear()
    try {
      await writeUses(this.#kernel.database, counted)
    } catch (error) {
      for (const one of counted) this.#add(one)
      throw error
    }
  }
}

function writeUses(database: Database, counted: readonly Counted[]): Promise<void> {
  return database.write(platform, async (scope) => {
    await scope.db
      .insertInto('opendata.uses')
      .values(
        counted.map(({ place, month, kind, count }) => ({
          authority_id: place.authorityId,
          data_set_id: place.id,
          month,
          kind,
          count,
        })),
      )
      .onConflict((conflict) =>
        conflict
          .columns(['authority_id', 'data_set_id', 'month', 'kind'])
          .doUpdateSet({ count: sql<number>`opendata.uses.count + excluded.count` }),
      )
      .execute()
  })
}

const known = new WeakMap<object, Uses>()

/** The counter of one program. */
export function usesOf(kernel: Kernel): Uses {
  const found = known.get(kernel) ?? new Uses(kernel)
  known.set(kernel, found)
  return found
}

/** Writes what was counted, where anything was. */
export async function closeUses(kernel: Kernel): Promise<void> {
  await known.get(kernel)?.flush()
}

export type UseCounts = Readonly<Record<UseKind, number>>

/** How often data sets were used in the last twelve months, by id. */
export async function readUses(scope: Scope, places: readonly Place[]): Promise<ReadonlyMap<string, UseCounts>> {
  const counts = new Map<string, Record<UseKind, number>>()
  if (places.length === 0) return counts
  const since = `${Number(scope.today().slice(0, 4)) - 1}${scope.today().slice(4, 7)}-01`
  const rows = await scope.db
    .selectFrom('opendata.uses')
    .select(['data_set_id', 'kind', ({ fn }) => fn.sum<number>('count').as('count')])
    .where(({ eb, refTuple, tuple }) =>
      eb(
        refTuple('authority_id', 'data_set_id'),
        'in',
        places.map(({ authorityId, id }) => tuple(authorityId, id)),
      ),
    )
    .where('month', '>', since)
    .groupBy(['data_set_id', 'kind'])
    .execute()
  for (const { data_set_id, kind, count } of rows) {
    const own = counts.get(data_set_id) ?? { view: 0, download: 0, api: 0 }
    counts.set(data_set_id, own)
    if (kind === 'view' || kind === 'download' || kind === 'api') own[kind] = Number(count)
  }
  return counts
}
