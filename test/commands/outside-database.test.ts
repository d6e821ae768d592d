import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { readSettings } from '#kernel/config/settings.ts'
import { startEmbeddedServer } from '#kernel/db/embedded-server.ts'
import { boot } from '../../src/boot.ts'

async function openFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'wegweiser-outside-'))
  await chmod(folder, 0o755)
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return folder
}

test('the house runs on a PostgreSQL of one’s own, and a program without the owner’s address only serves what is migrated', async () => {
  const server = await startEmbeddedServer({ folder: await openFolder(), settings: { fsync: 'off' } })
  onTestFinished(() => server.stop('immediate'))
  const outside = {
    DATABASE_URL: server.appUrl,
    WEGWEISER_OWNER_DATABASE_URL: server.ownerUrl,
    PORT: '0',
    WEGWEISER_DATA: await openFolder(),
  }
  const lines: string[] = []

  const unmigrated = boot({ ...readSettings(outside), ownerDatabaseUrl: undefined }, { say: () => {} })
  await expect(unmigrated).rejects.toThrow(/lacks \d+ migrations/)

  const house = await boot(readSettings(outside), { say: (line) => lines.push(line) })
  try {
    expect(lines.join('\n')).not.toContain('embedded')
    const ready = await house.app.inject({ url: '/readyz' })
    expect(ready.json()).toMatchObject({ status: 'ready' })
    const services = await house.app.inject({ url: '/api/v1/services?q=z%C3%BCgeln', headers: { host: 'localhost:0' } })
    expect(services.json().items[0]).toMatchObject({ id: 'umzug' })
  } finally {
    await house.stop()
  }

  const second = await boot({ ...readSettings(outside), ownerDatabaseUrl: undefined }, { say: () => {} })
  expect((await second.app.inject({ url: '/readyz' })).statusCode).toBe(200)
  await second.stop()
})
