import { mkdir, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type SystemActor, systemActor } from '../../db/actor.ts'
import { jsonb } from '../../db/jsonb.ts'
import type { Scope, WriteScope } from '../../db/scope.ts'
import type { Kernel } from '../../kernel.ts'
import { createApiKey, keyEnd } from '../api-keys.ts'
import { findIdentity } from '../queries.ts'
import { hashToken, isToken, newToken } from '../token.ts'
import { demoProviderPath } from './demo-provider-settings.ts'
import { loadDemoPeople } from './load-people.ts'
import { type DemoPeople, fullName, readDemoPeople } from './people-file.ts'

/** What `{WEGWEISER_DATA}/demo/credentials.json` holds; programs hold on to this shape. */
export type DemoCredentials = {
  people: { name: string; role: string; authority: string | null; signInUrl: string }[]
  apiKeys: { role: string; authority: string | null; key: string; scopes: readonly string[] }[]
}

/**
 * Makes the demo ready at each start: its people, one sign-in address for each, its keys, and the file that lists them. Addresses and
 * keys of an earlier start stop working. Refuses to run in production.
 */
export async function prepareDemo(kernel: Pick<Kernel, 'settings' | 'database'>): Promise<DemoCredentials> {
  const { origin, dataFolder, mode } = kernel.settings
  if (mode !== 'demo') throw new Error('the people and keys of the demo are for the demo only')
  const people = readDemoPeople()
  const credentials = await kernel.database.write(systemActor('people'), async (scope) => {
    loadDemoPeople(scope, people, demoIssuer(origin))
    return { people: makeSignInAddresses(scope, people, origin), apiKeys: makeKeys(scope, people) }
  })
  await writeCredentials(dataFolder, credentials)
  return credentials
}

export function demoIssuer(origin: string): string {
  return `${origin}${demoProviderPath}`
}

const linksFact = 'demo.sign_in_links'

function makeSignInAddresses(
  scope: WriteScope<SystemActor>,
  people: DemoPeople,
  origin: string,
): DemoCredentials['people'] {
  const links: Record<string, string> = {}
  const addressOf = (id: string): string => {
    const token = newToken()
    links[hashToken(token)] = id
    return `${origin}/demo/sign-in/${token}`
  }
  const residents = people.residents.map((resident) => ({
    name: fullName(resident),
    role: 'resident',
    authority: null,
    signInUrl: addressOf(resident.id),
  }))
  const staff = people.staff.flatMap((member) => {
    const signInUrl = addressOf(member.id)
    return member.roles.map(({ role, authority }) => ({ name: fullName(member), role, authority, signInUrl }))
  })
  const row = { value: jsonb(links), at: scope.now() }
  scope.write(
    scope.db
      .insertInto('kernel.facts')
      .values({ key: linksFact, ...row })
      .onConflict((on) => on.column('key').doUpdateSet(row)),
  )
  return [...residents, ...staff]
}

/** The person (by her id in the demo's file) whom a sign-in address of this start stands for, with her identity. */
export async function findBySignInToken(scope: Scope, token: string, origin: string) {
  if (!isToken(token)) return undefined
  const fact = await scope.db.selectFrom('kernel.facts').select('value').where('key', '=', linksFact).executeTakeFirst()
  const personId = readLink(fact?.value, hashToken(token))
  const identity = personId === undefined ? undefined : await findIdentity(scope, demoIssuer(origin), personId)
  return personId !== undefined && identity ? { personId, identity } : undefined
}

function readLink(value: unknown, hash: string): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  const found = Object.entries(value).find(([key]) => key === hash)?.[1]
  return typeof found === 'string' ? found : undefined
}

function makeKeys(scope: WriteScope<SystemActor>, people: DemoPeople): DemoCredentials['apiKeys'] {
  scope.write(
    scope.db
      .updateTable('kernel.api_keys')
      .set({ revoked_at: scope.now() })
      .where(
        'name',
        'in',
        people.keys.map((key) => key.name),
      )
      .where('revoked_at', 'is', null),
  )
  return people.keys.map(({ name, role, authority, scopes }) => {
    const authorityId = authority ?? null
    const { key } = createApiKey(scope, { authorityId, name, scopes, expiresAt: keyEnd(scope, 365) })
    return { role, authority: authorityId, key, scopes }
  })
}

async function writeCredentials(dataFolder: string, credentials: DemoCredentials): Promise<void> {
  const folder = join(dataFolder, 'demo')
  const file = join(folder, 'credentials.json')
  await mkdir(folder, { recursive: true, mode: 0o700 })
  // Written beside and moved, so that nobody reads half a file, and with its mode from the first byte on.
  const draft = `${file}.${process.pid}`
  await writeFile(draft, `${JSON.stringify(credentials, null, 2)}\n`, { mode: 0o600, flag: 'w' })
  await rename(draft, file)
}
