import { expect, onTestFinished, test, vi } from 'vitest'
import { freePort } from '#kernel/db/embedded-server.ts'
import { openTown, type Town } from '#test/support/town.ts'
import type { Page, Visitor } from '#test/support/visitor.ts'

type Mode = 'well' | 'off' | 'silent' | 'failing' | 'nonsense'

/** The demo's provider, whose answers to the program (never to the browser) go through our hands. */
async function openTownWithProvider() {
  const port = await freePort()
  const town = await openTown(undefined, `localhost:${port}`)
  await town.house.app.listen({ port, host: '127.0.0.1' })
  const provider: { mode: Mode } = { mode: 'well' }
  const real = globalThis.fetch
  vi.stubGlobal('fetch', (url: string, init: RequestInit = {}) => {
    if (!String(url).includes('/demo/oidc/')) return real(url, init)
    switch (provider.mode) {
      case 'well':
        return real(url, init)
      case 'off':
        return Promise.reject(new TypeError('fetch failed'))
      case 'silent':
        return new Promise((_, fail) => {
          init.signal?.addEventListener('abort', () => fail(init.signal?.reason))
        })
      case 'failing':
        return Promise.resolve(new Response('Bad Gateway', { status: 502 }))
      case 'nonsense':
        return Promise.resolve(Response.json({ access_token: 'x', token_type: 'Bearer', id_token: 'a.b.c' }))
    }
  })
  onTestFinished(async () => {
    vi.unstubAllGlobals()
    await town.close()
  })
  return { town, provider }
}

const begin = (visitor: Visitor) => visitor.open('/de/sign-in/person?next=/de/account')
const choose = (people: Page) => people.submit('Als Mia Muster anmelden')

async function expectPlainWords(page: Page): Promise<void> {
  expect([page.status, page.heading]).toEqual([503, 'Anmelden'])
  expect(Number(page.headers['retry-after'])).toBeGreaterThan(0)
  expect(page.text).toContain('Der Anmeldedienst ist gerade nicht erreichbar.')
  expect(page.text).toContain('Ohne Konto können Sie alles ausfüllen und einreichen')
  expect((await page.follow('Geschäft mit Nummer und Zugangscode verfolgen')).status).toBe(200)
}

/** Nobody: the account and the desk lead to the sign-in, whatever the provider said. */
async function expectNobody(visitor: Visitor): Promise<void> {
  for (const path of ['/de/account', '/de/desk']) {
    const page = await visitor.open(path)
    expect(page.heading, path).toBe('Anmelden')
    expect(page.path).toContain('/sign-in')
  }
}

async function expectOpenHouse(town: Town): Promise<void> {
  const guest = town.visitor()
  expect((await guest.open('/de')).status).toBe(200)
  const question = await guest.open('/de/kriens/services/schadensmeldung/apply')
  expect((await question.fill({ 'Was ist beschädigt?': 'Beleuchtung' }).submit('Weiter')).heading).toBe(
    'Kann sich jemand verletzen?',
  )
}

test('without the sign-in service nobody new comes in, everything else goes on, and it says so in plain words', {
  timeout: 90_000,
}, async () => {
  const { town, provider } = await openTownWithProvider()
  const known = await town.signIn({ name: 'Mia Muster' })
  const clerk = await town.signIn({ role: 'clerk', authority: 'kriens' })

  provider.mode = 'off'
  const early = town.visitor()
  await expectPlainWords(await begin(early))
  await expectNobody(early)
  await expectOpenHouse(town)
  expect((await known.open('/de/account')).text).toContain('Mia Muster')
  expect((await clerk.open('/de/desk')).status).toBe(200)
  expect(town.logs.join()).toContain('sign-in provider')

  // It goes away between the page where one shows who one is and the way back.
  const late: readonly [Mode, number][] = [
    ['silent', 503],
    ['failing', 503],
    ['nonsense', 403],
  ]
  for (const [mode, status] of late) {
    provider.mode = 'well'
    const visitor = town.visitor()
    const people = await begin(visitor)
    expect(people.status, people.text).toBe(200)
    provider.mode = mode
    const back = await choose(people)
    expect(back.status, `${mode}: ${back.text}`).toBe(status)
    if (status === 503) await expectPlainWords(back)
    // Staff have a way in of their own, which would be waited for once more.
    if (mode === 'silent') provider.mode = 'off'
    await expectNobody(visitor)
    // While somebody waits for it, nobody else does.
    await expectOpenHouse(town)
  }

  provider.mode = 'well'
  expect((await choose(await begin(early))).text).toContain('Mia Muster')
})
