import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import { Client } from 'pg'
import { migrationFolders } from './app.ts'
import { buildHouse, type House } from './house.ts'
import { type Clock, systemClock } from './kernel/clock.ts'
import type { Settings } from './kernel/config/settings.ts'
import { type EmbeddedServer, startEmbeddedServer } from './kernel/db/embedded-server.ts'
import { keepRunning } from './kernel/db/keep-running.ts'
import { migrate, pendingMigrations, readMigrations } from './kernel/db/migrate.ts'
import { isDatabaseAway } from './kernel/db/pool.ts'
import { masterKeyFile, readMasterKey } from './kernel/sealing/master-key.ts'

/** Something that keeps the program from starting, in a sentence for whoever starts it. */
export class StartError extends Error {
  override name = 'StartError'
}

export type BootOptions = { say: (line: string) => void; clock?: Clock }

export type RunningHouse = {
  app: FastifyInstance
  /** Lines that say where to click. */
  welcome(): string[]
  fault(error: unknown): void
  /** Answers what has been asked, finishes the running jobs, then closes. */
  stop(): Promise<void>
}

/** Starts everything: database, migrations, content, web server and worker, as the settings say. */
export async function boot(settings: Settings, { say, clock = systemClock }: BootOptions): Promise<RunningHouse> {
  await makeFolder(settings.dataFolder)
  let house: House | undefined
  const note: Note = (message, about) => house?.kernel.log.warn(message, about)
  const embedded = settings.databaseUrl === undefined ? await startDatabase(settings, say, note) : undefined
  const urls = {
    app: settings.databaseUrl ?? embedded?.appUrl ?? '',
    owner: settings.ownerDatabaseUrl ?? embedded?.ownerUrl,
  }
  const stop = async () => {
    await house?.close()
    await embedded?.stop()
  }
  try {
    if (settings.role !== 'worker') await tryPort(settings)
    const isNew = await bringUpToDate(urls, say)
    const masterKey = await findMasterKey(settings)
    house = await buildHouse({ settings, clock, appUrl: urls.app, ownerUrl: urls.owner, masterKey })
    for (const line of await house.loadContent()) say(line)
    for (const line of await house.seedDemo()) say(line)
    await house.kernel.database.watchContent()
    await house.jobs.prepare()
    if (settings.role !== 'web') await house.jobs.start({ isNew })
    if (settings.role !== 'worker') await listen(house.app, settings)
  } catch (error) {
    await stop()
    throw error
  }
  const { app, kernel } = house
  return {
    app,
    welcome: () => welcome(settings),
    fault: (error) => kernel.log.fault(error, { place: 'process' }),
    stop,
  }
}

async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true })
    const probe = join(folder, '.writable')
    await writeFile(probe, '')
  } catch (error) {
    throw new StartError(`The folder ${folder} cannot be written. Set WEGWEISER_DATA to one that can.`, {
      cause: error,
    })
  }
}

type EmbeddedDatabase = Pick<EmbeddedServer, 'appUrl' | 'ownerUrl'> & { stop(): Promise<void> }

type Note = (message: string, about: Readonly<Record<string, string | number>>) => void

async function startDatabase(settings: Settings, say: (line: string) => void, note: Note): Promise<EmbeddedDatabase> {
  const folder = join(settings.dataFolder, 'postgres')
  const isNew = !existsSync(join(folder, 'data'))
  const server = await startEmbeddedServer({ folder, say })
  const claim = () => claimFolder(server, settings)
  const release = keepRunning({ held: await claim(), start: server.restart, claim, note })
  const how = server.isAdopted ? 'was still running and is used again' : isNew ? 'set up and started' : 'started'
  say(`Database    embedded PostgreSQL ${how} (for trying out and small pilots; set DATABASE_URL for more)`)
  return {
    appUrl: server.appUrl,
    ownerUrl: server.ownerUrl,
    stop: async () => {
      await release()
      await server.stop()
    },
  }
}

// Held for as long as the program runs: the number only has to be the same everywhere.
const folderLock = 7_201_929

/** One program per embedded data folder: a second one leaves the first one's server alone. The lock goes with the process, however it ends. */
async function claimFolder(server: EmbeddedServer, settings: Settings): Promise<Client> {
  const client = new Client({ connectionString: server.ownerUrl, application_name: 'wegweiser-folder' })
  client.on('error', () => {})
  await client.connect()
  const { rows } = await client.query<{ mine: boolean }>('select pg_try_advisory_lock($1) as mine', [folderLock])
  if (rows[0]?.mine) return client
  await client.end()
  throw new StartError(
    `Wegweiser already runs with the folder ${settings.dataFolder}. Stop it, or give this one another folder: WEGWEISER_DATA=./var-2 PORT=8081 npm start`,
  )
}

/** One process migrates under a lock; a program without the owner's address only checks that all is applied. */
type Urls = { app: string; owner: string | undefined }

/** Gives whether something was brought: the program is here for the first time, or in a new version. */
async function bringUpToDate(urls: Urls, say: (line: string) => void): Promise<boolean> {
  try {
    return (await applyMigrations(urls, say)) > 0
  } catch (error) {
    if (!isDatabaseAway(error)) throw error
    const { host } = new URL(urls.owner ?? urls.app)
    throw new StartError(
      `PostgreSQL does not answer at ${host || 'its socket'}. Check that it runs, and DATABASE_URL and WEGWEISER_OWNER_DATABASE_URL.`,
      { cause: error },
    )
  }
}

async function applyMigrations(urls: Urls, say: (line: string) => void): Promise<number> {
  const migrations = readMigrations(migrationFolders())
  if (urls.owner === undefined) {
    const missing = await pendingMigrations(urls.app, migrations)
    if (missing.length > 0)
      throw new StartError(
        `The database lacks ${missing.length} migrations. Start once with WEGWEISER_OWNER_DATABASE_URL.`,
      )
    return 0
  }
  const applied = await migrate(urls.owner, migrations)
  if (applied.length > 0) say(`Migrations  ${applied.length} applied`)
  return applied.length
}

/** In the demo the master key is made once and kept beside the data; in production it must be given. */
async function findMasterKey(settings: Settings): Promise<Buffer> {
  if (settings.masterKey === undefined && settings.mode === 'production')
    throw new StartError('WEGWEISER_MASTER_KEY is needed.')
  const known = await readMasterKey(settings)
  if (known) return known
  const made = randomBytes(32)
  await writeFile(masterKeyFile(settings), made.toString('base64url'), { mode: 0o600, flag: 'wx' })
  return made
}

/** Said before migrations and content, which take a while at the first start. */
async function tryPort({ port, host }: Settings): Promise<void> {
  const probe = createServer()
  await new Promise<void>((done, fail) => {
    probe.once('error', (error) => fail(aboutPort(error, port)))
    probe.listen(port, host, () => probe.close(() => done()))
  })
}

async function listen(app: FastifyInstance, { port, host }: Settings): Promise<void> {
  try {
    await app.listen({ port, host })
  } catch (error) {
    throw aboutPort(error, port)
  }
}

function aboutPort(error: unknown, port: number): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  if (code === 'EADDRINUSE')
    return new StartError(`Port ${port} is in use. Stop the other program, or choose another port: PORT=8081 npm start`)
  if (code === 'EACCES')
    return new StartError(`Port ${port} needs more rights. Choose one above 1023: PORT=8080 npm start`)
  return error
}

function welcome(settings: Settings): string[] {
  const lines = [`Portal      ${settings.origin}`]
  if (settings.mode === 'production') return lines
  return [
    ...lines,
    `Desk        ${settings.origin}/desk (choose whom you want to be)`,
    `Mailbox     ${settings.origin}/mailbox (mails of the demo)`,
    `People      bin/demo prints who one can be, and keys for programs`,
    'Stop        Ctrl+C',
  ]
}
