import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { messageSources, modules } from '../app.ts'
import { systemClock } from '../kernel/clock.ts'
import { readSettings, settingList } from '../kernel/config/settings.ts'
import { createKernel } from '../kernel/create-kernel.ts'
import type { FileStore } from '../kernel/files/file-store.ts'
import type { Grantee, Route } from '../kernel/http/route.ts'
import { readCatalogues } from '../kernel/i18n/catalogue.ts'
import type { Kernel } from '../kernel/kernel.ts'

const src = join(import.meta.dirname, '..')

/** The generated pages of `docs/reference`, by file name. They say what the code says, nothing more. */
export function referencePages(): Readonly<Record<string, string>> {
  return {
    'settings.md': settingsPage(),
    'permissions.md': permissionsPage(),
    'routes.md': routesPage(),
    'events.md': eventsPage(),
    'jobs.md': jobsPage(),
    'errors.md': errorsPage(),
  }
}

const generated = '<!-- Written by bin/write-reference from the code. Change the code, then run it again. -->'

function pageOf(title: string, intro: string, ...parts: string[]): string {
  return `${[`# ${title}`, generated, intro, ...parts].join('\n\n')}\n`
}

/** A table in Markdown with columns of even width, as the formatter of this repository has them. */
function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [head, ...rows].map((cells) => cells.map((cell) => cell.replaceAll('|', '\\|')))
  const widths = head.map((_, column) => Math.max(3, ...lines.map((cells) => cells[column]?.length ?? 0)))
  const [first = '', ...others] = lines.map((cells) =>
    row(cells.map((cell, column) => cell.padEnd(widths[column] ?? 0))),
  )
  return [first, row(widths.map((width) => '-'.repeat(width))), ...others].join('\n')
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`
}

const code = (text: string) => `\`${text}\``

function byName<Value>(entries: Iterable<readonly [string, Value]>): (readonly [string, Value])[] {
  return [...entries].sort(([one], [other]) => (one < other ? -1 : 1))
}

function settingsPage(): string {
  return pageOf(
    'Settings',
    'Environment variables, read once at the start. All faults are reported together; a name that begins with `WEGWEISER_` and is not listed here is refused.',
    table(
      ['name', 'default', 'meaning'],
      settingList.map(({ name, fallback, about }) => [code(name), fallback === undefined ? '' : code(fallback), about]),
    ),
  )
}

const granteeTexts = {
  anyone: 'everybody',
  person: 'a signed-in person',
  case_holder: 'whoever has proven a case’s number and code',
} as const

function granteeText(grantee: Grantee): string {
  switch (grantee) {
    case 'anyone':
    case 'person':
    case 'case_holder':
      return granteeTexts[grantee]
    default:
      return grantee.startsWith('key:') ? `a key of scope ${code(grantee.slice('key:'.length))}` : `staff: ${grantee}`
  }
}

function permissionsPage(): string {
  const entries = modules.flatMap((module) => Object.entries(module.permissions))
  return pageOf(
    'Permissions',
    'What somebody may do, and who. Which rows she sees is decided by the row policies of the database: staff see the cases of their authorities, persons their own.',
    table(
      ['permission', 'granted to'],
      byName(entries).map(([name, grantees]) => [code(name), grantees.map(granteeText).join(', ')]),
    ),
  )
}

function routesPage(): string {
  const kernel = kernelForListing()
  const routes = modules.flatMap((module) => module.routes(kernel).map((route) => [sortKey(route), route] as const))
  return pageOf(
    'Routes',
    'Every address the program answers, as of a demo start. Each path exists under an optional language and an optional authority: `/fr/kriens/services` is `/services` in French, of Kriens.',
    table(
      ['path', 'method', 'permission', 'notes'],
      byName(routes).map(([, route]) => [
        code(route.path),
        route.method,
        code(route.options.permission),
        routeNotes(route).join(', '),
      ]),
    ),
  )
}

function sortKey({ path, method }: Route): string {
  return `${path} ${method}`
}

function routeNotes({ method, options }: Route): string[] {
  const { showsPersonalData, body, rateLimit, isPublic, secondFactor, freshSignIn, acceptsCrossSite } = options
  return [
    ...(body !== undefined && body !== 'none' && (method !== 'POST' || body !== 'form') ? [`takes ${body}`] : []),
    ...(showsPersonalData === undefined ? [] : [`shows personal data (${showsPersonalData}), recorded`]),
    ...(rateLimit === undefined ? [] : [`${rateLimit} a minute`]),
    ...(isPublic ? ['may be cached with an ETag'] : []),
    ...(secondFactor === false ? ['before the second factor'] : []),
    ...(freshSignIn ? [`signed in within ${freshSignIn} minutes`] : []),
    ...(acceptsCrossSite ? ['takes requests of other sites'] : []),
  ]
}

/**
 * A real kernel that has opened nothing: routes are made with it and only listed, so no setting, folder or database is needed. Whatever
 * a module wants to do when its routes are made, beyond making them, fails here: the database's address leads nowhere.
 */
function kernelForListing(): Kernel {
  return createKernel({
    settings: readSettings({}),
    clock: systemClock,
    databaseUrl: 'postgres://nobody@nowhere.invalid/none',
    masterKey: Buffer.alloc(32),
    messages: messageSources(),
    files: unusableStore,
  })
}

const unusable = () => Promise.reject(new Error('routes are only listed here'))

const unusableStore: FileStore = {
  put: unusable,
  get: unusable,
  delete: unusable,
  list() {
    throw new Error('routes are only listed here')
  },
}

function eventsPage(): string {
  const listens = modules.flatMap((module) => module.listens ?? [])
  const events = modules.flatMap((module) => Object.entries(module.events ?? {}))
  return pageOf(
    'Events',
    'Facts that a module announces in the transaction that makes them true. They carry ids, never contents, are delivered at least once and handled once.',
    events.length === 0
      ? 'None yet.'
      : table(
          ['event', 'version', 'meaning', 'payload', 'who listens'],
          byName(events).map(([name, { version, about, payload }]) => [
            code(name),
            String(version),
            about,
            payload.map(code).join(', '),
            listens
              .filter((one) => one.event === name)
              .map((one) => code(one.subscriber))
              .join(', '),
          ]),
        ),
  )
}

function jobsPage(): string {
  const schedules = modules.flatMap((module) => module.schedules ?? [])
  const jobs = modules.flatMap((module) => Object.entries(module.jobs ?? {}))
  return pageOf(
    'Jobs',
    'Work that is done after a request, or at set times (cron, Swiss time). Each runs as the program itself, for the one purpose that the row policies know it by.',
    table(
      ['job', 'meaning', 'purpose', 'when'],
      byName(jobs).map(([name, { about, purpose }]) => [
        code(name),
        about,
        code(purpose),
        schedules
          .filter(({ job }) => job === name)
          .map(({ cron, atStart }) => `${code(cron)}${atStart ? ' and at the start' : ''}`)
          .join(', ') || 'when asked for',
      ]),
    ),
  )
}

function errorsPage(): string {
  const { de, en } = readCatalogues(messageSources())
  const messages = [...en].filter(([key]) => key.startsWith('kernel.error.') && !key.startsWith('kernel.error.title_'))
  return pageOf(
    'Errors',
    'A program is answered with problem+json (RFC 9457): `{ type, title, status, detail, reference, code }`. `reference` is the number that stands in the log and on the page; `code` is one of the following.',
    '## Codes',
    table(
      ['code', 'status', 'meaning'],
      byName(Object.entries(errorCodes())).map(([name, { status, about }]) => [code(name), status, about]),
    ),
    '## What people read',
    table(
      ['message', 'English', 'German'],
      byName(messages).map(([key, text]) => [code(key), text, de.get(key) ?? '']),
    ),
  )
}

type ErrorCode = { status: string; about: string }

/** Every error class that comes from `HttpError`, with the status it answers and the sentence above it, as the code has them. */
function errorCodes(): Record<string, ErrorCode> {
  const classes = new Map<string, { parent: string; status: string | undefined; about: string }>()
  for (const file of globSync('**/*.ts', { cwd: src }).sort()) {
    if (file.endsWith('.test.ts')) continue
    const text = readFileSync(join(src, file), 'utf8')
    const found = text.matchAll(
      /(?:\/\*\*((?:[^*]|\*(?!\/))*)\*\/\s*)?export class (\w+Error) extends (\w+) \{([\s\S]*?)\n\}/g,
    )
    for (const [, comment = '', name = '', parent = '', body = ''] of found) {
      classes.set(name, { parent, status: /super\(\s*(\d{3})\b/.exec(body)?.[1], about: sentence(comment) })
    }
  }
  const statusOf = (name: string): string | undefined => {
    const found = classes.get(name)
    return found && (found.status ?? statusOf(found.parent))
  }
  const codes = [...classes].flatMap(([name, { about }]) => {
    const status = statusOf(name)
    return status === undefined ? [] : [[name, { status, about: about.replace(/^\d{3}: /, '') }] as const]
  })
  return Object.fromEntries([
    ...codes,
    ['InternalError', { status: '500', about: 'a fault of ours; it is in the log.' }],
  ])
}

/** The text of a comment in one line. */
function sentence(comment: string): string {
  return comment
    .replace(/^\s*\* ?/gm, ' ')
    .replace(/\s+/g, ' ')
    .trim()
}
