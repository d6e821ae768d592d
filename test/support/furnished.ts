import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { importAuthorities } from '#kernel/authorities/import-authorities.ts'
import { loadAuthorities } from '#kernel/authorities/load-authorities.ts'
import { type Clock, fixedClock } from '#kernel/clock.ts'
import { readSettings } from '#kernel/config/settings.ts'
import { createLog } from '#kernel/log.ts'
import { buildHouse, contentFolder, type House } from '../../src/house.ts'
import { cloneFurnished, type DatabaseUrls, type TestDatabase, testNow } from './test-database.ts'

export const testHost = 'wegweiser.test'

/** A database of its own with the 80 authorities and nothing else. */
export function cloneWithAuthorities(): Promise<TestDatabase> {
  return cloneFurnished('authorities', async ({ ownerUrl }) => {
    await importAuthorities(ownerUrl, loadAuthorities(join(contentFolder, 'authorities')))
  })
}

/** A database of its own with everything that the demo's content brings, services published. */
export function cloneWithContent(): Promise<TestDatabase> {
  return cloneFurnished('content', async (urls) => {
    const folder = await makeTownFolder()
    const house = await buildTestHouse(urls, folder, {
      clock: fixedClock(testNow),
      logs: [],
      host: testHost,
      extra: {},
    })
    await house.loadContent()
    await house.jobs.prepare()
    await house.close()
    await rm(folder, { recursive: true, force: true })
  })
}

export function makeTownFolder(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'wegweiser-town-'))
}

export type BuildOptions = { clock: Clock; logs: string[]; host: string; extra: Readonly<Record<string, string>> }

/** The whole house on a database and a folder; what it logs goes to `logs`. */
export function buildTestHouse(
  urls: DatabaseUrls,
  dataFolder: string,
  { clock, logs, host, extra }: BuildOptions,
): Promise<House> {
  const { port } = new URL(`http://${host}`)
  const settings = readSettings({
    ...(port === '' ? {} : { PORT: port }),
    WEGWEISER_URL: `http://${host}`,
    WEGWEISER_DATA: dataFolder,
    WEGWEISER_DATABASE_POOL: '4',
    ...extra,
  })
  return buildHouse({
    settings,
    clock,
    appUrl: urls.appUrl,
    ownerUrl: urls.ownerUrl,
    masterKey: Buffer.alloc(32, 7),
    log: createLog({ logLevel: 'info' }, { write: (line) => logs.push(line) }),
  })
}
