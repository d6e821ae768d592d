import { isAbsolute, resolve } from 'node:path'

/** Everything that can be set from outside. Nothing else reads `process.env`. */
export type Settings = {
  mode: 'demo' | 'production'
  /** Which parts of the program this process runs. */
  role: 'all' | 'web' | 'worker'
  port: number
  host: string
  /** The public origin: mails, sign-in, linked data, and the Host check. No trailing slash. */
  origin: string
  /** Host names that stand for one authority's public pages, by host. */
  hosts: ReadonlyMap<string, string>
  dataFolder: string
  databaseUrl: string | undefined
  ownerDatabaseUrl: string | undefined
  databasePool: number
  masterKey: string | undefined
  trustProxy: boolean
  /** Multiplies the number of requests that one network address may send in a minute. */
  rateFactor: number
  smtpUrl: string | undefined
  mailFrom: string
  /** Where the virus scanner listens. */
  clamd: { host: string; port: number } | { path: string } | undefined
  s3: { endpoint: string; bucket: string; accessKey: string; secretKey: string; region: string } | undefined
  oidc: { issuer: string; clientId: string; clientSecret: string } | undefined
  staffOidc: { issuer: string; clientId: string; clientSecret: string } | undefined
  /** Hosts (with port where it is not the usual one) outside the program that may lie in a private network. */
  outsideHosts: ReadonlySet<string>
  logLevel: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent'
  metricsToken: string | undefined
}

type Setting = { name: string; fallback: string | undefined; about: string }

/** All settings with default and meaning, in the order of the reference page. */
export const settingList = [
  {
    name: 'WEGWEISER_MODE',
    fallback: 'demo',
    about:
      '«demo» brings invented people, content and keys; «production» brings none and asks for the settings that matter.',
  },
  { name: 'WEGWEISER_ROLE', fallback: 'all', about: 'What this process runs: «web», «worker» or «all».' },
  { name: 'PORT', fallback: '8080', about: 'Port the portal listens on.' },
  {
    name: 'HOST',
    fallback: undefined,
    about: 'Address it listens on; empty means 127.0.0.1 in the demo and 0.0.0.0 in production.',
  },
  {
    name: 'WEGWEISER_URL',
    fallback: undefined,
    about:
      'Public origin, such as https://portal.example.ch: for mail, sign-in, linked data and the check of the Host header. Empty means http://localhost:PORT (demo only).',
  },
  {
    name: 'WEGWEISER_HOSTS',
    fallback: undefined,
    about:
      'Host names that stand for the public pages of one authority, such as www.kriens.example=kriens, separated by spaces.',
  },
  {
    name: 'WEGWEISER_DATA',
    fallback: './var',
    about: 'Folder for what is kept: embedded database, files, demo credentials.',
  },
  {
    name: 'DATABASE_URL',
    fallback: undefined,
    about: 'Where PostgreSQL is, as the application role; empty means the embedded server in WEGWEISER_DATA.',
  },
  {
    name: 'WEGWEISER_OWNER_DATABASE_URL',
    fallback: undefined,
    about:
      'The same database as its owner, for migrations, backup and restore only; the web process never opens it while serving.',
  },
  { name: 'WEGWEISER_DATABASE_POOL', fallback: '12', about: 'Connections of this process to PostgreSQL at most.' },
  {
    name: 'WEGWEISER_MASTER_KEY',
    fallback: undefined,
    about:
      'Key that wraps the keys of sealed cases: 32 bytes in base64url. Made in the demo, required in production, never in a backup.',
  },
  {
    name: 'WEGWEISER_TRUST_PROXY',
    fallback: 'no',
    about: '«yes» where a proxy of yours sets X-Forwarded-For and X-Forwarded-Proto.',
  },
  {
    name: 'WEGWEISER_RATE_FACTOR',
    fallback: '1',
    about:
      'Multiplies how many requests one network address may send in a minute: more where many people share an address.',
  },
  {
    name: 'WEGWEISER_SMTP_URL',
    fallback: undefined,
    about:
      'Mail server, such as smtps://user:password@mail.example.ch; empty keeps mails in the database (demo: a mailbox page per person).',
  },
  { name: 'WEGWEISER_MAIL_FROM', fallback: 'Wegweiser <noreply@wegweiser.example>', about: 'Sender of mails.' },
  {
    name: 'WEGWEISER_S3_URL',
    fallback: undefined,
    about:
      'Object store for files, such as https://KEY:SECRET@s3.example.ch/bucket?region=ch; empty means a folder in WEGWEISER_DATA.',
  },
  {
    name: 'WEGWEISER_CLAMD',
    fallback: undefined,
    about:
      'Virus scanner: where clamd of ClamAV listens, as host:port or the path of its socket. Files stay closed until it found them clean; empty means files are not scanned.',
  },
  {
    name: 'WEGWEISER_OIDC_URL',
    fallback: undefined,
    about:
      'Sign-in of residents by OpenID Connect: https://CLIENT:SECRET@issuer.example.ch/path; empty means guests only (demo: an own provider).',
  },
  {
    name: 'WEGWEISER_STAFF_OIDC_URL',
    fallback: undefined,
    about: 'Sign-in of staff by OpenID Connect, in the same form.',
  },
  {
    name: 'WEGWEISER_OUTSIDE_HOSTS',
    fallback: undefined,
    about:
      'Hosts of your own network that links and sources of open data may lead to, such as gis.example.ch intern.example.ch:8443, separated by spaces. All other addresses must be on the public internet.',
  },
  {
    name: 'WEGWEISER_LOG_LEVEL',
    fallback: undefined,
    about: 'fatal, error, warn, info, debug, trace or silent; empty means warn in the demo and info in production.',
  },
  {
    name: 'WEGWEISER_METRICS_TOKEN',
    fallback: undefined,
    about: 'Bearer token that /metrics asks for; in production it is closed without one.',
  },
] as const satisfies readonly Setting[]

type Name = (typeof settingList)[number]['name']

export class SettingsError extends Error {
  override name = 'SettingsError'
  readonly problems: readonly string[]
  constructor(problems: readonly string[]) {
    super(problems.join('\n'))
    this.problems = problems
  }
}

/** Reads all settings at once and reports all that is wrong together (`SettingsError`). */
export function readSettings(environment: Readonly<Record<string, string | undefined>>): Settings {
  const problems: string[] = []
  const known = new Set<string>(settingList.map((setting) => setting.name))
  for (const name of Object.keys(environment)) {
    if (name.startsWith('WEGWEISER_') && !known.has(name))
      problems.push(`${name} is no setting; see docs/reference/settings.md.`)
  }
  const text = (name: Name): string | undefined => {
    const value = environment[name]?.trim()
    if (value) return value
    return settingList.find((setting) => setting.name === name)?.fallback
  }
  const oneOf = <const Value extends string>(name: Name, values: readonly Value[]): Value => {
    const value = values.find((allowed) => allowed === text(name))
    if (value === undefined) problems.push(`${name} is «${text(name)}»; it may be ${values.join(', ')}.`)
    return value ?? first(values)
  }
  const whole = (name: Name, from: number, to: number): number => {
    const value = Number(text(name))
    if (!Number.isInteger(value) || value < from || value > to)
      problems.push(`${name} is «${text(name)}»; it must be a whole number from ${from} to ${to}.`)
    return value
  }
  const url = (name: Name, protocols: readonly string[]): URL | undefined => {
    const value = text(name)
    if (value === undefined) return undefined
    if (URL.canParse(value) && protocols.includes(new URL(value).protocol)) return new URL(value)
    problems.push(
      `${name} must be an address that begins with ${protocols.map((protocol) => `${protocol}//`).join(' or ')}.`,
    )
    return undefined
  }

  const mode = oneOf('WEGWEISER_MODE', ['demo', 'production'])
  const port = whole('PORT', 0, 65_535)
  const publicUrl = url('WEGWEISER_URL', ['http:', 'https:'])
  const web = ['http:', 'https:'] as const
  const dataFolder = text('WEGWEISER_DATA') ?? './var'
  const postgres = ['postgres:', 'postgresql:'] as const
  const settings: Settings = {
    mode,
    role: oneOf('WEGWEISER_ROLE', ['all', 'web', 'worker']),
    port,
    host: text('HOST') ?? (mode === 'demo' ? '127.0.0.1' : '0.0.0.0'),
    origin: publicUrl?.origin ?? `http://localhost:${port}`,
    hosts: readHosts(text('WEGWEISER_HOSTS'), problems),
    dataFolder: isAbsolute(dataFolder) ? dataFolder : resolve(dataFolder),
    databaseUrl: url('DATABASE_URL', postgres) && text('DATABASE_URL'),
    ownerDatabaseUrl: url('WEGWEISER_OWNER_DATABASE_URL', postgres) && text('WEGWEISER_OWNER_DATABASE_URL'),
    databasePool: whole('WEGWEISER_DATABASE_POOL', 2, 200),
    masterKey: text('WEGWEISER_MASTER_KEY'),
    rateFactor: whole('WEGWEISER_RATE_FACTOR', 1, 100_000),
    trustProxy: oneOf('WEGWEISER_TRUST_PROXY', ['yes', 'no']) === 'yes',
    smtpUrl: url('WEGWEISER_SMTP_URL', ['smtp:', 'smtps:']) && text('WEGWEISER_SMTP_URL'),
    mailFrom: text('WEGWEISER_MAIL_FROM') ?? '',
    clamd: readClamd(text('WEGWEISER_CLAMD'), problems),
    s3: readS3(url('WEGWEISER_S3_URL', web), problems),
    oidc: readOidc('WEGWEISER_OIDC_URL', url('WEGWEISER_OIDC_URL', web), problems),
    staffOidc: readOidc('WEGWEISER_STAFF_OIDC_URL', url('WEGWEISER_STAFF_OIDC_URL', web), problems),
    outsideHosts: readOutsideHosts(text('WEGWEISER_OUTSIDE_HOSTS'), problems),
    logLevel:
      text('WEGWEISER_LOG_LEVEL') === undefined ? defaultLogLevel[mode] : oneOf('WEGWEISER_LOG_LEVEL', logLevels),
    metricsToken: text('WEGWEISER_METRICS_TOKEN'),
  }
  problems.push(...pairsThatCannotBeMeant(settings, publicUrl))
  if (problems.length > 0) throw new SettingsError(problems)
  return settings
}

const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const
const defaultLogLevel = { demo: 'warn', production: 'info' } as const

const loopback = new Set(['127.0.0.1', 'localhost', '::1'])

function pairsThatCannotBeMeant(settings: Settings, publicUrl: URL | undefined): string[] {
  const problems: string[] = []
  if (publicUrl && publicUrl.href !== `${publicUrl.origin}/`)
    problems.push('WEGWEISER_URL must be an origin without a path.')
  if (settings.masterKey !== undefined && Buffer.from(settings.masterKey, 'base64url').length !== 32) {
    problems.push(
      'WEGWEISER_MASTER_KEY must be 32 bytes in base64url; make one with: openssl rand -base64 32 | tr "+/" "-_" | tr -d "="',
    )
  }
  if ((settings.databaseUrl === undefined) !== (settings.ownerDatabaseUrl === undefined)) {
    problems.push('DATABASE_URL and WEGWEISER_OWNER_DATABASE_URL belong together: set both or neither.')
  }
  if (settings.databaseUrl !== undefined && settings.databaseUrl === settings.ownerDatabaseUrl) {
    problems.push(
      'DATABASE_URL and WEGWEISER_OWNER_DATABASE_URL must be different roles: the portal must not run as the owner of the tables.',
    )
  }
  if (settings.mode === 'demo') return problems

  if (publicUrl?.protocol !== 'https:') problems.push('In production WEGWEISER_URL must be an https address.')
  if (settings.databaseUrl === undefined)
    problems.push('In production DATABASE_URL is needed: the embedded server is for trying out and small pilots.')
  if (settings.masterKey === undefined) problems.push('In production WEGWEISER_MASTER_KEY is needed.')
  if (loopback.has(settings.host) && settings.trustProxy === false) {
    problems.push('HOST is this machine only: then a proxy stands before it, and WEGWEISER_TRUST_PROXY must be «yes».')
  }
  return problems
}

function readHosts(text: string | undefined, problems: string[]): ReadonlyMap<string, string> {
  const pairs = (text ?? '').split(/\s+/).filter((part) => part !== '')
  for (const pair of pairs) {
    if (!/^[a-z0-9.-]+=[a-z0-9-]+$/.test(pair))
      problems.push(`WEGWEISER_HOSTS: «${pair}» is not of the form host.name=authority.`)
  }
  return new Map(pairs.map((pair) => [pair.split('=')[0] ?? '', pair.split('=')[1] ?? '']))
}

function readOutsideHosts(text: string | undefined, problems: string[]): ReadonlySet<string> {
  const hosts = (text ?? '').split(/\s+/).filter((part) => part !== '')
  for (const host of hosts) {
    if (!/^(?:[a-z0-9.-]+|\[[0-9a-f:.]+\])(?::\d{1,5})?$/.test(host))
      problems.push(`WEGWEISER_OUTSIDE_HOSTS: «${host}» is not of the form host.name or host.name:port.`)
  }
  return new Set(hosts)
}

function readClamd(value: string | undefined, problems: string[]): Settings['clamd'] {
  if (value === undefined) return undefined
  if (isAbsolute(value)) return { path: value }
  const [, host, digits] =
    /^(?:\[([^\]]+)\]|([^:/\s]+)):(\d{1,5})$/.exec(value)?.filter((part) => part !== undefined) ?? []
  const port = Number(digits)
  if (host !== undefined && port > 0 && port <= 65_535) return { host, port }
  problems.push('WEGWEISER_CLAMD must be host:port, such as 127.0.0.1:3310, or the full path of a socket.')
  return undefined
}

function readS3(url: URL | undefined, problems: string[]): Settings['s3'] {
  if (!url) return undefined
  const bucket = url.pathname.slice(1)
  if (!url.username || !url.password || !bucket) {
    problems.push('WEGWEISER_S3_URL must name key, secret and bucket: https://KEY:SECRET@host/bucket')
    return undefined
  }
  return {
    endpoint: url.origin,
    bucket,
    accessKey: decodeURIComponent(url.username),
    secretKey: decodeURIComponent(url.password),
    region: url.searchParams.get('region') ?? 'us-east-1',
  }
}

function readOidc(name: string, url: URL | undefined, problems: string[]): Settings['oidc'] {
  if (!url) return undefined
  if (!url.username || !url.password) {
    problems.push(`${name} must name client and secret: https://CLIENT:SECRET@issuer`)
    return undefined
  }
  const issuer = new URL(url)
  issuer.username = ''
  issuer.password = ''
  return {
    issuer: issuer.href,
    clientId: decodeURIComponent(url.username),
    clientSecret: decodeURIComponent(url.password),
  }
}

function first<Value>(values: readonly Value[]): Value {
  const [value] = values
  if (value === undefined) throw new Error('an empty list of values')
  return value
}
