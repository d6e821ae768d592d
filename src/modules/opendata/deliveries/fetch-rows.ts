import { createWriteStream } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { systemActor } from '#kernel/db/actor.ts'
import { NotFoundError } from '#kernel/http/errors.ts'
import { askOutside, type OutsideAnswer, OutsideError } from '#kernel/http/outside.ts'
import { slug, uuid } from '#kernel/ids.ts'
import type { Kernel } from '#kernel/kernel.ts'
import type { JobHandler, LongWork, Module } from '#kernel/module.ts'
import { ProtectionError } from '../protection/run-protect.ts'
import { UnreadableRowsError } from '../tables/build-table.ts'
import { StaleVersionError } from '../tables/store-version.ts'
import { tablesOf } from '../tables/tables.ts'
import type { DeliveryReason } from './delivery.ts'
import { readContentType } from './media-types.ts'
import { mostBytes } from './push-routes.ts'
import { insertDelivery } from './queries.ts'
import { askFetch, findTableSource, listDueSources, noteFetch, setNextFetch, type TableSource } from './source.ts'
import { takeRows } from './take-rows.ts'
import { ClosedTableError } from './target.ts'

const platform = systemActor('opendata')
const limits = { milliseconds: 120_000, bytes: mostBytes } as const

/** What came of asking the address: nothing new, rows that were kept or refused, or nothing to be had. */
type Outcome =
  | { readonly kind: 'unchanged' }
  | { readonly kind: 'kept'; readonly etag: string | null; readonly lastModified: string | null }
  | { readonly kind: 'refused'; readonly reason: DeliveryReason }
  | { readonly kind: 'failed'; readonly reason: 'outside' | 'status'; readonly detail: string }

/**
 * Fetches the rows of a table from its address and takes them as if they were sent. An answer that says that nothing has changed makes no version, nor
 * do the same rows. When it begins to go wrong the stewards are told once; what was public stays. `isAnyway` asks without telling what is known.
 */
export async function fetchRows(kernel: Kernel, source: TableSource, isAnyway = false): Promise<Outcome['kind']> {
  const outcome = await ask(kernel, source, isAnyway)
  await kernel.database.write(platform, async (scope) => {
    const nothing = { version: null, rows: null, changes: null, faults: [], faultCount: 0 }
    const { authorityId, dataSetId, tableId } = source
    const delivery = { authorityId, dataSetId, tableId, way: 'fetch', said: null, ...nothing } as const
    if (outcome.kind === 'unchanged')
      insertDelivery(scope, { ...delivery, outcome: 'same', reason: null, detail: null })
    if (outcome.kind === 'failed')
      insertDelivery(scope, { ...delivery, outcome: 'failed', reason: outcome.reason, detail: outcome.detail })
    const isWrong = outcome.kind === 'failed' || outcome.kind === 'refused'
    const failingSince = isWrong ? (source.failingSince ?? scope.now()) : null
    noteFetch(scope, source, { ...(outcome.kind === 'kept' ? outcome : source), failingSince })
    if (failingSince !== null && source.failingSince === null)
      scope.announce('opendata.fetch_failing', {
        authorityId,
        payload: { dataSetId, tableId, reason: isWrong ? outcome.reason : '', since: failingSince.toISOString() },
      })
  })
  return outcome.kind
}

async function ask(kernel: Kernel, source: TableSource, isAnyway: boolean): Promise<Outcome> {
  try {
    const answer = await askOutside(source.url, {
      ...limits,
      headers: headersFor(source, isAnyway),
      ...(kernel.settings.outsideHosts && { ownHosts: kernel.settings.outsideHosts }),
    })
    if (answer.status !== 200) answer.close()
    if (answer.status === 304) return { kind: 'unchanged' }
    if (answer.status !== 200) return { kind: 'failed', reason: 'status', detail: String(answer.status) }
    return await takeAnswer(kernel, source, answer)
  } catch (error) {
    if (error instanceof OutsideError) return { kind: 'failed', reason: 'outside', detail: error.reason }
    // These left their line already.
    if (error instanceof ClosedTableError) return { kind: 'refused', reason: error.reason }
    if (error instanceof UnreadableRowsError) return { kind: 'refused', reason: 'unreadable' }
    if (error instanceof ProtectionError) return { kind: 'refused', reason: 'unprotected' }
    throw error
  }
}

function headersFor({ etag, lastModified }: TableSource, isAnyway: boolean): Record<string, string> {
  return {
    accept: 'text/csv, application/json;q=0.9, */*;q=0.5',
    ...(!isAnyway && etag !== null && { 'if-none-match': etag }),
    ...(!isAnyway && lastModified !== null && { 'if-modified-since': lastModified }),
  }
}

async function takeAnswer(kernel: Kernel, source: TableSource, answer: OutsideAnswer): Promise<Outcome> {
  const folder = await tablesOf(kernel).cache.workFolder()
  try {
    const path = join(folder, 'answer')
    await pipeline(answer.body, createWriteStream(path, { mode: 0o600 }))
    const name = new URL(answer.url).pathname.split('/').at(-1) ?? ''
    const format = source.format ?? (/\.\w+$/.test(name) ? undefined : formatOf(answer))
    const { authorityId, tableId } = source
    const taken = await takeRows(kernel, platform, {
      ...{ way: 'fetch', authorityId, tableId, path, name, sender: tableId },
      ...(format && { options: { format } }),
    })
    if (taken.kind === 'refused') return { kind: 'refused', reason: 'rows' }
    const { etag = null, 'last-modified': lastModified = null } = answer.headers
    return { kind: 'kept', etag, lastModified }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** What it says to be, where its name says nothing. */
const formatOf = ({ headers }: OutsideAnswer) => readContentType(headers['content-type'] ?? '', 'put')?.format

const perRound = 50

/** Asks for the rows of each table whose time has come, and says when it comes again. */
const askDue: JobHandler = async (scope) => {
  for (const source of await listDueSources(scope, perRound)) {
    setNextFetch(scope, source)
    askFetch(scope, source, false)
  }
}

const fetchOne: LongWork = async ({ kernel, payload }) => {
  const key = {
    authorityId: slug<'authority'>(String(payload.authority)),
    tableId: uuid<'distribution'>(String(payload.table)),
  }
  const source = await kernel.database.read(platform, (scope) => findTableSource(scope, key))
  if (!source) return
  try {
    await fetchRows(kernel, source, payload.isAnyway === true)
  } catch (error) {
    // The table is not there any more, or others bring rows just now: the next time will tell.
    if (!(error instanceof NotFoundError || error instanceof StaleVersionError)) throw error
  }
}

export const fetchJobs: NonNullable<Module['jobs']> = {
  'opendata.ask_table_sources': {
    purpose: 'opendata',
    about: 'Asks for the rows of each table whose address is to be fetched now.',
    handler: askDue,
  },
  'opendata.fetch_rows': {
    purpose: 'opendata',
    about: 'Fetches the rows of one table from its address, and leaves a line of what came of it.',
    longWork: fetchOne,
  },
}

export const fetchSchedules: NonNullable<Module['schedules']> = [
  { job: 'opendata.ask_table_sources', cron: '*/10 * * * *' },
]
