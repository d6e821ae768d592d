import { join, resolve } from 'node:path'
import { modules } from '../app.ts'
import { ArchiveError, checkArchive } from '../kernel/backup/archive.ts'
import { backUp, storedFilesOf } from '../kernel/backup/back-up.ts'
import { systemClock } from '../kernel/clock.ts'
import { createFileStore } from '../kernel/files/create-file-store.ts'
import { withDatabase } from './with-database.ts'

const say = (line: string) => process.stdout.write(`${line}\n`)
const [first, second] = process.argv.slice(2)

if (first === '--check' && second !== undefined) await check(second)
else
  await withDatabase(async ({ settings, ownerUrl }) => {
    if (ownerUrl === undefined) {
      say('A backup reads all tables: set WEGWEISER_OWNER_DATABASE_URL.')
      return 1
    }
    const stamp = systemClock.now().toISOString().replace(/[-:]/g, '').slice(0, 15)
    const file = resolve(first ?? join(settings.dataFolder, `wegweiser-${stamp}.tar.gz`))
    const made = await backUp(
      { ownerUrl, files: createFileStore(settings), clock: systemClock, storedFiles: storedFilesOf(modules) },
      file,
    )
    say(`${made.rows} rows of ${made.tables} tables and ${made.files} files in ${made.file}`)
    if (made.missingFiles.length > 0)
      say(
        `${made.missingFiles.length} files are named in the database and not in the store: ${made.missingFiles.join(', ')}`,
      )
    say('The master key is not in it. Without the key nothing that was sealed can be read: keep it elsewhere.')
    return made.missingFiles.length > 0 ? 3 : 0
  })

async function check(file: string): Promise<void> {
  try {
    const { about, sums } = await checkArchive(file)
    say(
      `Whole: made ${about.madeAt}, ${Object.values(sums.rows).reduce((sum, n) => sum + n, 0)} rows, ${sums.files} files.`,
    )
  } catch (error) {
    if (!(error instanceof ArchiveError)) throw error
    process.stderr.write(`${error.message}\n`)
    process.exitCode = 1
  }
}
