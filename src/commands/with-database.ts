import { join } from 'node:path'
import { systemClock } from '../kernel/clock.ts'
import { readSettings, type Settings, SettingsError } from '../kernel/config/settings.ts'
import { Database } from '../kernel/db/database.ts'
import { type EmbeddedServer, EmbeddedServerError, startEmbeddedServer } from '../kernel/db/embedded-server.ts'

export type CommandParts = { settings: Settings; database: Database; ownerUrl: string | undefined }

/**
 * Runs a command on the installation that the settings name, beside a running program or without one. Problems that whoever runs it can
 * mend are said in a sentence; the exit code is what `work` gives.
 */
export async function withDatabase(work: (parts: CommandParts) => Promise<number>): Promise<void> {
  try {
    const settings = readSettings(process.env)
    const server = settings.databaseUrl === undefined ? await findServer(settings) : undefined
    const database = new Database({
      connectionString: settings.databaseUrl ?? server?.appUrl ?? '',
      poolSize: 2,
      clock: systemClock,
    })
    try {
      process.exitCode = await work({ settings, database, ownerUrl: settings.ownerDatabaseUrl ?? server?.ownerUrl })
    } finally {
      await database.close()
      // A server that was running before the command belongs to the program that started it.
      if (server && !server.isAdopted) await server.stop()
    }
  } catch (error) {
    if (!(error instanceof SettingsError || error instanceof EmbeddedServerError)) throw error
    process.stderr.write(`${error.message}\n`)
    process.exitCode = 1
  }
}

function findServer(settings: Settings): Promise<EmbeddedServer> {
  return startEmbeddedServer({ folder: join(settings.dataFolder, 'postgres') })
}
