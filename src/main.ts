import { boot, StartError } from './boot.ts'
import { readSettings, SettingsError } from './kernel/config/settings.ts'
import { EmbeddedServerError } from './kernel/db/embedded-server.ts'
import { MigrationError } from './kernel/db/migrate.ts'
import { inSources } from './kernel/source-places.ts'
import { AssetsNotBuiltError } from './ui/assets.ts'

const say = (line: string) => process.stdout.write(`${line}\n`)
const began = performance.now()

try {
  const settings = readSettings(process.env)
  const house = await boot(settings, { say })
  let isStopping = false
  const stop = async (signal: string) => {
    if (isStopping) process.exit(1)
    isStopping = true
    say(`\n${signal}: finishing what is under way …`)
    await house.stop()
    process.exit(0)
  }
  process.on('SIGINT', () => void stop('Stopping'))
  process.on('SIGTERM', () => void stop('Stopping'))
  // A fault nobody caught leaves an unknown state: write it down, stop in order, and let the supervisor start anew.
  process.on('uncaughtException', (error) => fail(error, house.fault))
  process.on('unhandledRejection', (error) => fail(error, house.fault))

  // Last: who reads it may say at once that the program should stop, and jobs that were just begun must not be left behind.
  say('')
  say(`Wegweiser is ready after ${((performance.now() - began) / 1000).toFixed(1)} s.`)
  for (const line of house.welcome()) say(line)
} catch (error) {
  const about = isExpected(error) ? error.message : describeUnexpected(error)
  process.stderr.write(`Wegweiser does not start.\n${about}\n`)
  process.exitCode = 1
}

function fail(error: unknown, report: (error: unknown) => void): void {
  report(error)
  process.exit(1)
}

function describeUnexpected(error: unknown): string {
  return error instanceof Error ? inSources(error.stack ?? error.message) : String(error)
}

function isExpected(error: unknown): error is Error {
  return [SettingsError, EmbeddedServerError, MigrationError, StartError, AssetsNotBuiltError].some(
    (kind) => error instanceof kind,
  )
}
