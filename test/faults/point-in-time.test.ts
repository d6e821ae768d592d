import { execFileSync } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'
import { expect, onTestFinished, test } from 'vitest'
import { type EmbeddedServer, startEmbeddedServer } from '#kernel/db/embedded-server.ts'

async function connect(server: EmbeddedServer): Promise<Client> {
  const client = new Client({ connectionString: server.adminUrl })
  client.on('error', () => {})
  await client.connect()
  return client
}

async function valueIn(client: Client, statement: string): Promise<unknown> {
  const { rows } = await client.query<{ value: unknown }>(statement)
  return rows[0]?.value
}

test('a base backup and the archived log lead to any moment, here between two commits', async () => {
  const ground = mkdtempSync(join(tmpdir(), 'wegweiser-pitr-'))
  chmodSync(ground, 0o755)
  const archive = join(ground, 'archive')
  mkdirSync(archive)
  chmodSync(archive, 0o777)
  const servers: EmbeddedServer[] = []
  onTestFinished(async () => {
    for (const server of servers) await server.stop('immediate')
    rmSync(ground, { recursive: true, force: true })
  })

  const settings = { archive_mode: 'on', archive_command: `cp %p ${archive}/%f` }
  const first = await startEmbeddedServer({ folder: join(ground, 'first'), settings })
  servers.push(first)
  const client = await connect(first)
  await client.query('create table kept (what text)')
  await client.query(`insert into kept values ('before the base backup')`)

  await client.query(`select pg_backup_start('base', true)`)
  const base = join(ground, 'base')
  execFileSync('cp', ['-a', join(ground, 'first'), base])
  const label = await valueIn(client, 'select labelfile as value from pg_backup_stop(false)')
  rmSync(join(base, 'data', 'postmaster.pid'), { force: true })
  writeFileSync(join(base, 'data', 'backup_label'), String(label))

  await client.query(`insert into kept values ('before the moment')`)
  const moment = await valueIn(client, 'select clock_timestamp()::text as value')
  await client.query(`insert into kept values ('after the moment')`)
  const segment = await valueIn(client, 'select pg_walfile_name(pg_switch_wal()) as value')
  await expect
    .poll(() => valueIn(client, 'select last_archived_wal as value from pg_stat_archiver'), { timeout: 20_000 })
    .toBe(segment)
  await client.end()
  await first.stop('immediate')

  writeFileSync(join(base, 'data', 'recovery.signal'), '')
  execFileSync('chown', ['-R', `--reference=${join(base, 'data', 'PG_VERSION')}`, join(base, 'data')])
  const second = await startEmbeddedServer({
    folder: base,
    settings: {
      restore_command: `cp ${archive}/%f %p`,
      recovery_target_time: String(moment),
      recovery_target_action: 'promote',
    },
  })
  servers.push(second)
  const restored = await connect(second)
  await expect.poll(() => valueIn(restored, 'select pg_is_in_recovery() as value'), { timeout: 20_000 }).toBe(false)
  const { rows } = await restored.query<{ what: string }>('select what from kept')
  expect(rows.map(({ what }) => what)).toEqual(['before the base backup', 'before the moment'])
  await restored.end()
})
