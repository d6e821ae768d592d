import { randomBytes } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Client } from 'pg'
import { expect, onTestFinished, test } from 'vitest'
import { fixedClock } from '#kernel/clock.ts'
import { systemActor } from '#kernel/db/actor.ts'
import { Database } from '#kernel/db/database.ts'
import { startEmbeddedServer } from '#kernel/db/embedded-server.ts'
import { migrate, readMigrations } from '#kernel/db/migrate.ts'
import { createSealing } from '#kernel/sealing/sealing.ts'
import { eraseCase } from '#modules/egovernment/cases/erase-case.ts'
import { submission } from '#modules/egovernment/cases/test-cases.ts'
import { CaseNumbers } from '#modules/egovernment/submissions/case-numbers.ts'
import { submitCase } from '#modules/egovernment/submissions/submit-case.ts'
import { makeDataFolder, removeDataFolder } from '#test/support/process.ts'
import { testNow } from '#test/support/test-database.ts'
import { migrationFolders } from '../../src/app.ts'

/** Written into the answers and the contact, which are sealed. */
const sealedWord = `geheim${randomBytes(6).toString('hex')}`
/** Written into the name, which lists show, and which is therefore clear until the case is erased. */
const clearWord = `klar${randomBytes(6).toString('hex')}`

test('an erased case leaves no readable word in the files of the database', { timeout: 60_000 }, async () => {
  const stage = await openStage()
  const submitted = await submitCase(
    stage,
    submission({
      applicantName: `Petra ${clearWord}`,
      answers: { what: sealedWord },
      contact: { email: 'petra@beispielhaft.example', language: 'de' },
    }),
  )
  await stage.asAdmin('checkpoint')
  expect(filesWith(stage.data, sealedWord)).toEqual([])
  // What the search below has to find where it is: else its silence would prove nothing.
  expect(filesWith(join(stage.data, 'base'), clearWord).length).toBeGreaterThan(0)
  expect(filesWith(join(stage.data, 'pg_wal'), clearWord).length).toBeGreaterThan(0)

  await stage.database.write(systemActor('erasure'), (scope) => eraseCase(scope, submitted, 'Aufbewahrung abgelaufen'))
  // A plain vacuum gives the space free, but leaves the bytes in it until something is written there.
  await stage.asAdmin('vacuum full egovernment.cases, egovernment.case_tokens')
  await stage.asAdmin('checkpoint')
  expect(filesWith(stage.data, sealedWord)).toEqual([])
  expect(filesWith(join(stage.data, 'base'), clearWord)).toEqual([])

  // The log of the database keeps clear words until its segments have been written over.
  await stage.recycleLog()
  expect(filesWith(stage.data, clearWord)).toEqual([])
})

async function openStage() {
  const dataFolder = makeDataFolder()
  onTestFinished(() => removeDataFolder(dataFolder))
  const server = await startEmbeddedServer({
    folder: join(dataFolder, 'postgres'),
    settings: { min_wal_size: '32MB', max_wal_size: '64MB', wal_recycle: 'off' },
  })
  await migrate(server.ownerUrl, readMigrations(migrationFolders()))
  const database = new Database({ connectionString: server.appUrl, poolSize: 2, clock: fixedClock(testNow) })
  const admin = new Client({ connectionString: server.adminUrl.replace('/postgres?', '/wegweiser?') })
  await admin.connect()
  onTestFinished(async () => {
    await database.close()
    await admin.end()
    await server.stop('immediate')
  })
  const asAdmin = (statement: string) => admin.query(statement)
  return {
    database,
    sealing: createSealing(randomBytes(32)),
    numbers: new CaseNumbers(database),
    data: join(dataFolder, 'postgres/data'),
    asAdmin,
    recycleLog: async () => {
      for (let segment = 0; segment < 3; segment += 1) {
        await asAdmin('select pg_switch_wal()')
        await asAdmin('checkpoint')
      }
    },
  }
}

/** The files below a folder that hold the word, as text, in UTF-16, or as base64 or hex would write it. */
function filesWith(folder: string, word: string): string[] {
  const traces = [Buffer.from(word), Buffer.from(word, 'utf16le'), Buffer.from(Buffer.from(word).toString('hex'))]
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => {
      const content = readFileSync(file)
      return traces.some((trace) => content.includes(trace))
    })
}
