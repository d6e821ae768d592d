import { createReadStream } from 'node:fs'
import { Client } from 'pg'
import { v7 } from 'uuid'
import { systemClock } from '#kernel/clock.ts'
import { readSettings } from '#kernel/config/settings.ts'
import { createKernel } from '#kernel/create-kernel.ts'
import { systemActor } from '#kernel/db/actor.ts'
import { createFileStore } from '#kernel/files/create-file-store.ts'
import { slug, uuid } from '#kernel/ids.ts'
import type { Kernel } from '#kernel/kernel.ts'
import { createLog } from '#kernel/log.ts'
import { publishDataSet } from '#modules/opendata/catalogue/publish-data-set.ts'
import { bringDataSet } from '#modules/opendata/content/bring-data-set.ts'
import type { IntakeFormat } from '#modules/opendata/intake/inside/order.ts'
import { readIntake } from '#modules/opendata/intake/read-intake.ts'
import { storeVersion } from '#modules/opendata/tables/store-version.ts'
import { closeTables } from '#modules/opendata/tables/tables.ts'
import { openGate, population } from '#test/support/open-data.ts'
import { messageSources } from '../../../src/app.ts'
import { benchColumns, benchMetadata, tableId } from './generate-rows.ts'

const platform = systemActor('opendata')
const authorityId = slug<'authority'>('kriens')

/** The kernel of the program on its own data, for as long as `work` takes. */
export async function withKernel<Result>(
  { dataFolder, appUrl }: { dataFolder: string; appUrl: string },
  work: (kernel: Kernel) => Promise<Result>,
): Promise<Result> {
  const settings = readSettings({ WEGWEISER_DATA: dataFolder })
  const kernel = createKernel({
    ...{
      settings,
      clock: systemClock,
      databaseUrl: appUrl,
      masterKey: Buffer.alloc(32, 7),
      messages: messageSources(),
    },
    ...{ files: createFileStore(settings), log: createLog({ logLevel: 'silent' }) },
  })
  try {
    await kernel.authorities.refresh(kernel.database)
    return await work(kernel)
  } finally {
    await closeTables(kernel)
    await kernel.database.close()
  }
}

export type Loaded = { readonly rows: number; readonly read: number; readonly stored: number; readonly bytes: number }

/** Takes a file over as the next version, as an upload at the desk does, its keys checked; milliseconds of reading and of storing. */
export async function loadFile(kernel: Kernel, path: string, format: IntakeFormat): Promise<Loaded> {
  const dataSetId = await bringData(kernel)
  const began = performance.now()
  const content = createReadStream(path, { highWaterMark: 1 << 20 })
  const intake = await readIntake(kernel, { content, name: `zeilen.${format}`, columns: benchColumns })
  try {
    const read = performance.now() - began
    if (!intake.source) throw new Error(`not taken over: ${JSON.stringify(intake.faults[0])}`)
    const table = { authorityId, dataSetId, tableId: uuid<'distribution'>(tableId), columns: intake.columns }
    const { version } = await storeVersion(kernel, platform, { ...table, source: intake.source })
    return { rows: version.rows, read, stored: performance.now() - began - read, bytes: version.bytes }
  } finally {
    await intake.close()
  }
}

async function bringData(kernel: Kernel) {
  await bringDataSet(kernel, { authorityId, slug: 'messreihe', metadata: benchMetadata, rows: new Map() })
  return kernel.database.read(platform, async ({ db }) => {
    const { id } = await db
      .selectFrom('opendata.data_sets')
      .select('id')
      .where('authority_id', '=', authorityId)
      .where('slug', '=', 'messreihe')
      .executeTakeFirstOrThrow()
    return uuid<'data-set'>(id)
  })
}

export async function publishBench(kernel: Kernel): Promise<void> {
  const key = { authorityId, id: await bringData(kernel) }
  await kernel.database.write(platform, async (scope) => {
    await openGate(scope, key)
    await publishDataSet(scope, key)
  })
}

/** So many published data sets, each with a table in all formats, an interface and a link. */
export async function fillCatalogue(ownerUrl: string, count: number): Promise<void> {
  const client = new Client({ connectionString: ownerUrl })
  await client.connect()
  try {
    const all = Array.from({ length: count }, (_, at) => {
      const distributions = [...population.metadata.distributions, ...benchMetadata.distributions].map(
        (one, place) => ({
          ...one,
          slug: `teil-${place}`,
          id: v7(),
        }),
      )
      const title = { ...population.metadata.title, de: `Datensatz ${at}` }
      return JSON.stringify({ ...population.metadata, title, distributions })
    })
    const from = `from unnest($1::uuid[], $2::jsonb[]) with ordinality r(id, metadata, n)`
    const columns = `case when n % 2 = 0 then 'luzern' else 'emmen' end, id, 'satz-' || n, 'steward', metadata, now(), now()`
    const values = [all.map(() => v7()), all]
    await client.query(
      `insert into opendata.data_sets (authority_id, id, slug, origin, metadata, created_at, changed_at, state, title)
       select ${columns}, 'published', 'Satz' ${from}`,
      values,
    )
    await client.query(
      `insert into opendata.published_data_sets (authority_id, id, slug, origin, metadata, published_at, changed_at) select ${columns} ${from}`,
      values,
    )
    await client.query('analyze opendata.published_data_sets')
  } finally {
    await client.end()
  }
}
