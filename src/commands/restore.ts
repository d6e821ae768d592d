import { existsSync } from 'node:fs'
import { migrationFolders, modules } from '../app.ts'
import { StartError } from '../boot.ts'
import { ArchiveError } from '../kernel/backup/archive.ts'
import { erasureFolder } from '../kernel/backup/erasure-ledger.ts'
import { restoreCommand } from '../kernel/backup/restore-command.ts'
import { MigrationError, readMigrations } from '../kernel/db/migrate.ts'
import { createFileStore } from '../kernel/files/create-file-store.ts'
import { withDatabase } from './with-database.ts'

const say = (line: string) => process.stdout.write(`${line}\n`)
const [file, option, path] = process.argv.slice(2)

if (file === undefined || (option !== undefined && (option !== '--erased' || path === undefined))) {
  say('Usage: bin/restore FILE [--erased PATH]')
  process.exitCode = 2
} else if (!existsSync(file) || (path !== undefined && !existsSync(path))) {
  say(`${existsSync(file) ? path : file} is not there.`)
  process.exitCode = 2
} else {
  await withDatabase(async ({ settings, database, ownerUrl }) => {
    if (ownerUrl === undefined) {
      say('A restore writes all tables: set WEGWEISER_OWNER_DATABASE_URL.')
      return 1
    }
    try {
      return await restoreCommand({
        settings,
        database,
        ownerUrl,
        files: createFileStore(settings),
        migrations: readMigrations(migrationFolders()),
        modules,
        file,
        erased: path ?? erasureFolder(settings.dataFolder),
        say,
      })
    } catch (error) {
      if (!(error instanceof ArchiveError || error instanceof MigrationError || error instanceof StartError))
        throw error
      process.stderr.write(`${error.message}\n`)
      return 1
    }
  })
}
