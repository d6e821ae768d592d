import { join } from 'node:path'
import { Client } from 'pg'
import { type EmbeddedServer, freePort, startEmbeddedServer } from '#kernel/db/embedded-server.ts'
import { readCredentials } from '#test/support/credentials.ts'
import {
  makeDataFolder,
  type Program,
  removeDataFolder,
  startProgram,
  withoutRateLimits,
} from '#test/support/process.ts'
import { damageReport, readAcknowledgement } from '#test/support/submissions.ts'
import { workDone } from '#test/support/work-done.ts'

/** Somebody whom the attack plays, with the cookie line of her browser. */
export type Player = { readonly name: string; readonly cookie: string }

const signedIn = {
  person: { name: 'signed-in resident', role: 'resident', authority: null },
  clerk: { name: 'clerk of Kriens', role: 'clerk', authority: 'kriens' },
  steward: { name: 'data steward of Kriens', role: 'data_steward', authority: 'kriens' },
  strategist: { name: 'strategist of Luzern', role: 'strategist', authority: 'luzern' },
  admin: { name: 'administrator of Kriens', role: 'admin', authority: 'kriens' },
} as const

type SignedIn = keyof typeof signedIn

/** The program in demo mode on a fresh database, without rate limits or limits of guessing, with people signed in and a case and a draft to attack. */
export type AttackStage = {
  readonly program: Program
  readonly server: EmbeddedServer
  readonly players: { readonly [name in 'guest' | SignedIn]: Player }
  /** Signs somebody in anew: a session of staff ends when nobody uses it for half an hour. */
  signIn(who: SignedIn): Promise<Player>
  readonly caseNumber: string
  readonly accessCode: string
  readonly draft: { readonly id: string; readonly token: string }
  readonly apiKey: string
  readonly folder: string
  close(): Promise<void>
}

export async function openAttackStage(): Promise<AttackStage> {
  const folder = makeDataFolder()
  const server = await startEmbeddedServer({ folder: join(folder, 'database') })
  const env = {
    DATABASE_URL: server.appUrl,
    WEGWEISER_OWNER_DATABASE_URL: server.ownerUrl,
    WEGWEISER_LOG_LEVEL: 'error',
    ...withoutRateLimits,
  }
  const program = await startProgram({ dataFolder: folder, port: await freePort(), env }).catch(
    async (error: unknown) => {
      await server.stop('immediate')
      removeDataFolder(folder)
      throw error
    },
  )
  await forgetWrongCodes(server.ownerUrl)
  // The program publishes its own data sets after it is ready, and much of what is attacked looks at them.
  await workDone(server.ownerUrl, 300_000)
  const { people, apiKeys } = readCredentials(folder)
  const send = sender(program.origin)

  const signIn = async (who: SignedIn): Promise<Player> => {
    const { name, role, authority } = signedIn[who]
    const found = people.find((one) => one.role === role && one.authority === authority)
    if (!found) throw new Error(`nobody is ${role} of ${authority}`)
    const answer = await fetch(found.signInUrl, { redirect: 'manual' })
    const cookie = cookieLine(answer)
    if (!cookie.includes('session=')) throw new Error(`${role} is not signed in: ${answer.status}`)
    return { name, cookie }
  }
  const made = await send('/api/v1/submissions', damageReport('attack'), { 'idempotency-key': 'attack-stage' })
  const { number, accessCode } = readAcknowledgement(await made.json())
  const proven = await fetch(`${program.origin}/cases/access`, {
    method: 'POST',
    redirect: 'manual',
    headers: { 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': 'same-origin' },
    body: new URLSearchParams({ number, code: accessCode }),
  })
  const { service, authority } = damageReport('')
  const draft: unknown = await (
    await send('/api/v1/drafts', { service, authority, language: 'de', answers: { kind: 'road' } }, {})
  ).json()
  if (!isDraft(draft)) throw new TypeError(`not a draft: ${JSON.stringify(draft)}`)
  return {
    program,
    server,
    players: {
      guest: { name: 'guest with a case', cookie: cookieLine(proven) },
      person: await signIn('person'),
      clerk: await signIn('clerk'),
      steward: await signIn('steward'),
      strategist: await signIn('strategist'),
      admin: await signIn('admin'),
    },
    signIn,
    caseNumber: number,
    accessCode,
    draft,
    apiKey: apiKeys.find((key) => key.role === 'clerk' && key.authority === 'kriens')?.key ?? '',
    folder,
    close: async () => {
      await program.kill()
      await server.stop('immediate')
      removeDataFolder(folder)
    },
  }
}

/** Whoever guesses codes is slowed, and a scanner would soon test nothing but that. Wrong attempts are not kept on this stage. */
async function forgetWrongCodes(ownerUrl: string): Promise<void> {
  const client = new Client({ connectionString: ownerUrl })
  await client.connect()
  try {
    await client.query(
      `create function egovernment.forget_attempt() returns trigger language plpgsql as 'begin return null; end'`,
    )
    await client.query(
      'create trigger forget before insert on egovernment.case_access_attempts for each row execute function egovernment.forget_attempt()',
    )
  } finally {
    await client.end()
  }
}

function sender(origin: string) {
  return (path: string, body: unknown, headers: Readonly<Record<string, string>>) =>
    fetch(`${origin}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    })
}

function cookieLine(answer: Response): string {
  return answer.headers
    .getSetCookie()
    .map((line) => line.split(';', 1).join(''))
    .filter((pair) => !pair.endsWith('='))
    .join('; ')
}

function isDraft(body: unknown): body is { id: string; token: string } {
  return typeof body === 'object' && body !== null && 'id' in body && 'token' in body
}
