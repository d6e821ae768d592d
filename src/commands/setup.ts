import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { boot, StartError } from '../boot.ts'
import { readSettings, SettingsError } from '../kernel/config/settings.ts'
import { EmbeddedServerError, startEmbeddedServer } from '../kernel/db/embedded-server.ts'

const say = (line: string) => process.stdout.write(`${line}\n`)

try {
  // The worker has no port: setting up must also go while something listens on it.
  const settings = { ...readSettings(process.env), role: 'worker' as const }
  if (process.argv.includes('--reset')) {
    if (settings.mode === 'production' || settings.databaseUrl !== undefined) {
      throw new StartError('--reset removes the embedded database of a demo only; this is none.')
    }
    const server = await startEmbeddedServer({ folder: join(settings.dataFolder, 'postgres') })
    await server.stop('immediate')
    await rm(server.folder, { recursive: true, force: true })
    await rm(settings.dataFolder, { recursive: true, force: true })
    say(`Removed ${settings.dataFolder}`)
  }
  const house = await boot(settings, { say })
  await house.stop()
  say('Ready. Start with: npm start')
} catch (error) {
  if (!(error instanceof SettingsError || error instanceof StartError || error instanceof EmbeddedServerError))
    throw error
  process.stderr.write(`${error.message}\n`)
  process.exitCode = 1
}
