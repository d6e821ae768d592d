import { expect, test } from 'vitest'
import { redirectOf } from '#kernel/authorities/redirect-of.ts'
import { publicActor } from '#kernel/db/actor.ts'
import { type PortalParts, sharePortal } from '#test/support/portal.ts'
import { homeRoutes } from './routes.tsx'

const parts: PortalParts = { routes: () => homeRoutes, permissions: { 'portal.home.read': ['anyone'] } }
const furnished = sharePortal({ ...parts, furniture: 'content' })
const empty = sharePortal(parts)
const visitor = (language = 'de', portal = furnished()) => portal.as({ actor: publicActor }, language)

test('asks one question and offers the ways in: search, life situations, services, a case', async () => {
  const page = await visitor().open('/')
  expect(page.heading).toBe('Was möchten Sie erledigen?')
  expect(page.document.querySelector('form[action="/services"] input[name="q"]')).not.toBeNull()
  expect(page.document.querySelector('suggest-box')?.getAttribute('data-suggest-url')).toBe('/services/suggest')
  expect(page.document.querySelector('a[href="/services?life=umziehen-wohnen"]')?.textContent).toBe(
    'Umziehen und wohnen',
  )
  // First what belongs there before anywhere else.
  expect(page.text).toMatch(/Umziehen und wohnen\s*(\S+ \S+, )?Umzug melden/)
  expect(page.document.querySelectorAll('main a[href^="/services/"]').length).toBeGreaterThan(3)
  expect(page.document.querySelector('form[action="/cases"] input[name="number"]')).not.toBeNull()
  // Each occasion that a service is for, among them the only one for pets.
  expect(page.document.querySelector('a[href="/services?life=tiere"]')).not.toBeNull()
})

test('every authority has its own, in every language, and keeps to it', async () => {
  const page = await visitor().open('/fr/kriens/')
  expect(page.heading).toBe('Que souhaitez-vous faire ?')
  expect(page.text).toContain('info@kriens.example')
  const links = [...page.document.querySelectorAll('main a[href^="/"]')].map((link) => link.getAttribute('href') ?? '')
  expect(links.length).toBeGreaterThan(5)
  expect(links.filter((href) => !href.startsWith('/fr/kriens/'))).toEqual([])
})

test('is there before anything has been published', async () => {
  expect((await visitor('de', empty()).open('/')).text).toContain('Hier gibt es noch keine Dienstleistungen.')
})

test('an answer can be kept and is asked for again only when it changed', async () => {
  const first = await visitor().open('/')
  const etag = String(first.headers.etag)
  expect(first.headers['cache-control']).toBe('public, no-cache')
  expect((await visitor().open('/', { 'if-none-match': etag })).status).toBe(304)
})

test('the address of a former municipality leads to its successor, in the same language and on the same page', async () => {
  const { kernel } = empty()
  const redirect = (authority: string | undefined, search = '') =>
    kernel.database.read(publicActor, (scope) =>
      redirectOf(scope, kernel.authorities, { prefix: { language: 'fr', authority }, path: '/services/umzug', search }),
    )
  expect(await redirect('littau', '?q=a%20b')).toBe('/fr/luzern/services/umzug?q=a%20b')
  expect(await redirect('kriens')).toBeUndefined()
  expect(await redirect(undefined)).toBeUndefined()
  expect(await redirect('atlantis')).toBeUndefined()
})
