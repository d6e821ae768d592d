import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { migrationFolders } from '../app.ts'
import { startEmbeddedServer } from '../kernel/db/embedded-server.ts'
import { generateTypes } from '../kernel/db/generate-types.ts'
import { migrate, readMigrations } from '../kernel/db/migrate.ts'

const target = join(import.meta.dirname, '../kernel/db/schema.ts')
const isCheck = process.argv.includes('--check')

const folder = await mkdtemp(join(tmpdir(), 'wegweiser-types-'))
await chmod(folder, 0o755)
const server = await startEmbeddedServer({ folder, settings: { fsync: 'off' } })
try {
  await migrate(server.ownerUrl, readMigrations(migrationFolders()))
  const file = isCheck ? join(folder, 'schema.ts') : target
  await generateTypes(server.ownerUrl, file)
  if (isCheck && (await readFile(file, 'utf8')) !== (await readFile(target, 'utf8'))) {
    process.stderr.write('src/kernel/db/schema.ts is not up to date: run bin/generate-types\n')
    process.exitCode = 1
  }
} finally {
  await server.stop('immediate')
  await rm(folder, { recursive: true, force: true })
}
