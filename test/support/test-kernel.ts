import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { fixedClock } from '#kernel/clock.ts'
import { readSettings, type Settings } from '#kernel/config/settings.ts'
import { createKernel } from '#kernel/create-kernel.ts'
import { createFileStore } from '#kernel/files/create-file-store.ts'
import type { Kernel } from '#kernel/kernel.ts'
import { createLog } from '#kernel/log.ts'
import { messageSources } from '../../src/app.ts'
import { cloneDatabase, type TestDatabase, testNow } from './test-database.ts'

export type TestKernel = {
  kernel: Kernel
  urls: TestDatabase
  clock: ReturnType<typeof fixedClock>
  /** What was logged, line by line. */
  logged: string[]
}

/** A kernel as the program makes it, on a clone of the database and a folder of its own; all gone when the running test ends. */
export async function openTestKernel(settings: Partial<Settings> = {}): Promise<TestKernel> {
  const dataFolder = await mkdtemp(join(tmpdir(), 'wegweiser-kernel-'))
  const urls = await cloneDatabase()
  const clock = fixedClock(testNow)
  const logged: string[] = []
  const all = { ...readSettings({ WEGWEISER_URL: 'http://portal.example' }), dataFolder, ...settings }
  const kernel = createKernel({
    settings: all,
    clock,
    databaseUrl: urls.appUrl,
    masterKey: Buffer.alloc(32, 1),
    messages: messageSources(),
    files: createFileStore(all),
    log: createLog({ logLevel: 'info' }, { write: (line) => logged.push(line) }),
  })
  onTestFinished(async () => {
    await kernel.database.close()
    await urls.drop()
    await rm(dataFolder, { recursive: true, force: true })
  })
  return { kernel, urls, clock, logged }
}
