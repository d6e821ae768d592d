import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { fixedClock } from '#kernel/clock.ts'
import type { Language } from '#kernel/i18n/language.ts'
import { prepareDemo } from '#kernel/identity/demo/credentials.ts'
import type { House } from '../../src/house.ts'
import { buildTestHouse, cloneWithContent, makeTownFolder, testHost } from './furnished.ts'
import { asOwner, type TestDatabase, testNow } from './test-database.ts'
import { Visitor } from './visitor.ts'

type Credentials = {
  people: { name: string; role: string; authority: string | null; signInUrl: string }[]
  apiKeys: { role: string; authority: string | null; key: string; scopes: string[] }[]
}

export type Town = {
  house: House
  urls: TestDatabase
  clock: ReturnType<typeof fixedClock>
  credentials: Credentials
  host: string
  folder: string
  /** Somebody without account. */
  visitor(language?: Language): Visitor
  /** Somebody of the demo, by role and authority (`clerk`, `kriens`) or by name, signed in with the second factor. */
  signIn(who: { role: string; authority?: string } | { name: string }, language?: Language): Promise<Visitor>
  key(role: string, authority?: string): string
  jobs: { drain(): Promise<number> }
  mail: { to(address: string): Promise<{ to: string; subject: string; text: string }[]> }
  query<Row extends Record<string, unknown>>(statement: string, values?: unknown[]): Promise<Row[]>
  logs: string[]
  close(): Promise<void>
}

/**
 * The whole house on a database of its own, with the demo's content and people, and a clock that stands still. It listens only where a test
 * makes it, and then `host` is where.
 */
export async function openTown(
  clock = fixedClock(testNow),
  host = testHost,
  extra: Readonly<Record<string, string>> = {},
  ground?: Ground,
): Promise<Town> {
  const urls = ground?.urls ?? (await cloneWithContent())
  const folder = ground?.folder ?? (await makeTownFolder())
  const logs: string[] = []
  const house = await buildTestHouse(urls, folder, { clock, logs, host, extra })
  if (ground) await house.loadContent()
  else {
    // The content is there already; people get the keys of this town.
    await house.kernel.authorities.refresh(house.kernel.database)
    await prepareDemo(house.kernel)
  }
  await house.jobs.prepare()
  await house.app.ready()
  const credentials: Credentials = JSON.parse(await readFile(join(folder, 'demo', 'credentials.json'), 'utf8'))

  const signIn: Town['signIn'] = async (who, language = 'de') => {
    const person = credentials.people.find((one) =>
      'name' in who
        ? one.name === who.name
        : one.role === who.role && (who.authority === undefined || one.authority === who.authority),
    )
    if (!person)
      throw new Error(
        `nobody is ${JSON.stringify(who)}: ${credentials.people.map((one) => `${one.name} (${one.role} ${one.authority})`).join(', ')}`,
      )
    const visitor = new Visitor(house.app, host, language)
    await visitor.open(new URL(person.signInUrl).pathname)
    return visitor
  }
  return {
    house,
    urls,
    clock,
    credentials,
    host,
    folder,
    logs,
    visitor: (language = 'de') => new Visitor(house.app, host, language),
    signIn,
    key: (role, authority) => {
      const found = credentials.apiKeys.find(
        (one) => one.role === role && (authority === undefined || one.authority === authority),
      )
      if (!found)
        throw new Error(
          `no key ${role} ${authority}: ${credentials.apiKeys.map((one) => `${one.role} ${one.authority}`).join(', ')}`,
        )
      return found.key
    },
    jobs: house.jobs,
    mail: {
      to: (address) =>
        asOwner(
          urls,
          `select to_address as "to", subject, body_text as text from kernel.mails where to_address = $1 order by created_at`,
          [address],
        ),
    },
    query: (statement, values) => asOwner(urls, statement, values),
    close: async () => {
      await house.close()
      await urls.drop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** What a town stands on: its database, and the folder of its files. */
export type Ground = { readonly urls: TestDatabase; readonly folder: string }

/** A town that closes when the running test ends. */
export async function startTown(clock?: ReturnType<typeof fixedClock>): Promise<Town> {
  const town = await openTown(clock)
  onTestFinished(() => town.close())
  return town
}
