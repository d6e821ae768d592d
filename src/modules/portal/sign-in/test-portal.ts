import { once } from 'node:events'
import { createServer as createSocketServer } from 'node:net'
import { h } from 'preact'
import { renderToString } from 'preact-render-to-string'
import { onTestFinished } from 'vitest'
import type { Settings } from '#kernel/config/settings.ts'
import { json } from '#kernel/http/answers.ts'
import { get, type Permissions, type Route } from '#kernel/http/route.ts'
import { createServer } from '#kernel/http/server.ts'
import { createAuthenticate } from '#kernel/identity/authenticate.ts'
import { type DemoCredentials, prepareDemo } from '#kernel/identity/demo/credentials.ts'
import { mountDemoProvider } from '#kernel/identity/demo/mount-demo-provider.ts'
import { requireLevel, signInPath } from '#kernel/identity/require-level.ts'
import type { Kernel } from '#kernel/kernel.ts'
import { openTestKernel, type TestKernel } from '#test/support/test-kernel.ts'
import { accountRoutes } from '../account/routes.tsx'
import { passkeyRoutes } from '../passkeys/routes.tsx'
import { demoSignInRoutes } from './demo-routes.tsx'
import { signInPermissions } from './manifest.ts'
import { signInRoutes } from './routes.tsx'

export type TestPortal = TestKernel & { origin: string; credentials: DemoCredentials; browser(): Browser }

/** What the tests look at: who is asking, a page for a clerk, one for a surely known person, a door for programs. */
const testRoutes: readonly Route[] = [
  get('/who', { permission: 'test.anyone' }, (_scope, { principal }) =>
    json({
      actor: principal.actor,
      key: principal.key?.scopes,
      endsAt: principal.sessionEndsAt,
      grant: principal.caseGrant,
    }),
  ),
  get('/desk/x', { permission: 'test.desk' }, () => json({ ok: true })),
  get('/api/cases', { permission: 'test.api' }, () => json({ ok: true })),
  get(
    '/sure',
    { permission: 'test.person' },
    (_scope, request) => requireLevel(request, 'substantial') ?? json({ ok: true }),
  ),
]
const testPermissions: Permissions = {
  'test.anyone': ['anyone'],
  'test.desk': ['clerk'],
  'test.api': ['key:cases.read'],
  'test.person': ['person'],
}

/** The portal's sign-in on a real port, with the demo's people and provider, as the program puts it together. */
export async function startPortal(
  settings: Partial<Settings> = {},
  moreRoutes: (kernel: Kernel) => readonly Route[] = () => [],
): Promise<TestPortal> {
  const port = await freePort()
  const origin = `http://localhost:${port}`
  const opened = await openTestKernel({ mode: 'demo', origin, port, host: '127.0.0.1', ...settings })
  const { kernel } = opened
  const app = await createServer({
    kernel,
    routes: [
      ...signInRoutes(kernel),
      ...accountRoutes(kernel),
      ...passkeyRoutes(kernel),
      ...demoSignInRoutes(kernel),
      ...testRoutes,
      ...moreRoutes(kernel),
    ],
    permissions: { ...signInPermissions, ...testPermissions },
    renderPage: (content, { language }) =>
      renderToString(h('html', { lang: language }, h('title', {}, content.title), h('main', {}, content.body))),
    authenticate: createAuthenticate(kernel),
    storeUpload: () => Promise.reject(new Error('no uploads here')),
    signInPath,
  })
  await mountDemoProvider(app, kernel)
  const credentials = kernel.settings.mode === 'demo' ? await prepareDemo(kernel) : { people: [], apiKeys: [] }
  await app.listen({ port, host: '127.0.0.1' })
  onTestFinished(() => app.close())
  return { ...opened, origin, credentials, browser: () => new Browser(origin) }
}

async function freePort(): Promise<number> {
  const probe = createSocketServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const address = probe.address()
  probe.close()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return address.port
}

export type Asking = { method?: string; body?: string | URLSearchParams; headers?: Readonly<Record<string, string>> }

export type Seen = { address: URL; status: number; headers: Headers; text: string }

/** A browser without script: cookies, redirects, nothing else. */
export class Browser {
  readonly cookies = new Map<string, string>()
  readonly origin: string

  constructor(origin: string) {
    this.origin = origin
  }

  /** Asks once and does not follow. */
  async ask(address: string, init: Asking = {}): Promise<Seen> {
    const url = new URL(address, this.origin)
    const answer = await fetch(url, {
      ...init,
      redirect: 'manual',
      headers: {
        accept: 'text/html',
        'accept-language': 'de',
        cookie: [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; '),
        ...init.headers,
      },
    })
    for (const line of answer.headers.getSetCookie()) this.#keep(line)
    return { address: url, status: answer.status, headers: answer.headers, text: await answer.text() }
  }

  /** Asks and follows redirects as long as they stay at home. */
  async open(address: string, init: Asking = {}): Promise<Seen> {
    let seen = await this.ask(address, init)
    for (let hop = 0; hop < 10 && seen.status >= 300 && seen.status < 400; hop += 1) {
      const next = new URL(seen.headers.get('location') ?? '', seen.address)
      if (next.origin !== this.origin) return seen
      seen = await this.ask(next.href)
    }
    return seen
  }

  post(address: string, fields: Record<string, string> = {}): Promise<Seen> {
    return this.open(address, { method: 'POST', body: new URLSearchParams(fields) })
  }

  /** Signs in by the demo's provider: opens the beginning and picks a person on its page. */
  async signIn(beginning: string, fields: Record<string, string>): Promise<Seen> {
    return this.post(await this.#choiceOf(beginning), fields)
  }

  /** The same up to the address at which the provider sends the browser back, which is not opened. */
  async answerFor(beginning: string, fields: Record<string, string>): Promise<URL> {
    const picked = { method: 'POST', body: new URLSearchParams(fields) }
    let seen = await this.ask(await this.#choiceOf(beginning), picked)
    for (let hop = 0; hop < 5; hop += 1) {
      const next = new URL(seen.headers.get('location') ?? '', seen.address)
      if (next.pathname === '/sign-in/callback') return next
      seen = await this.ask(next.href)
    }
    throw new Error('the provider sends nobody back')
  }

  async #choiceOf(beginning: string): Promise<string> {
    const people = await this.open(beginning)
    const action = /<form[^>]*action="([^"]+)"/.exec(people.text)?.[1]
    if (!action) throw new Error(`no people to choose from: ${people.status} ${people.text}`)
    return action
  }

  async who(): Promise<{ actor: { kind: string } & Record<string, unknown>; [more: string]: unknown }> {
    return JSON.parse((await this.ask('/who')).text)
  }

  #keep(line: string): void {
    const [pair = ''] = line.split(';')
    const [name = '', value = ''] = pair.split('=')
    if (value === '' || /max-age=0/i.test(line)) this.cookies.delete(name)
    else this.cookies.set(name, value)
  }
}
