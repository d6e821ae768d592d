import { expect, test } from 'vitest'
import { systemActor } from '#kernel/db/actor.ts'
import { languages } from '#kernel/i18n/language.ts'
import { nobody, openPortal, type PortalParts, sharePortal, staffOf } from '#test/support/portal.ts'
import { asOwner } from '#test/support/test-database.ts'
import { expireFeedback } from './expire-feedback.ts'
import { statementPermissions } from './manifest.ts'
import { statementRoutes } from './routes.tsx'

const productionSettings = {
  WEGWEISER_MODE: 'production',
  WEGWEISER_URL: 'https://localhost:8080',
  DATABASE_URL: 'postgres://app@db.example/wegweiser',
  WEGWEISER_OWNER_DATABASE_URL: 'postgres://owner@db.example/wegweiser',
  WEGWEISER_MASTER_KEY: Buffer.alloc(32, 1).toString('base64url'),
}

const partsIn = (settings: Record<string, string> = {}): PortalParts => ({
  permissions: statementPermissions,
  routes: (kernel) =>
    statementRoutes(kernel, {
      listPages: async (_scope, { authorityId }) => [{ path: '/services/move', authority: authorityId }],
      version: '1.2.3',
    }),
  settings,
})

const shared = sharePortal(partsIn())
/** A portal of one's own, for tests that give feedback. */
const openStatements = () => openPortal(partsIn())

test.each(['/privacy', '/imprint', '/accessibility', '/open-source'])(
  '%s is there in every language, for the canton and each authority',
  async (path) => {
    const portal = shared()
    const visitor = portal.as(nobody)
    for (const language of languages) {
      const shown = await visitor.open(`/${language}/kriens${path}`)
      expect(shown.status).toBe(200)
      expect(shown.document.documentElement.getAttribute('lang')).toBe(language)
      expect(shown.text).toContain(portal.kernel.translators[language]('portal.statements.fill_in'))
      expect(shown.text).not.toMatch(/portal\.|\{\w+\}/)
    }
    expect((await visitor.open(path)).status).toBe(200)
  },
)

test('an authority is reached at its own address; what is invented is marked', async () => {
  const portal = shared()
  const kriens = await portal.as(nobody).open('/kriens/imprint')
  expect(kriens.text).toContain('info@kriens.example Beispiel')
  expect(kriens.document.querySelector('#contact')).not.toBeNull()
  expect(kriens.document.querySelector('#source')).not.toBeNull()

  const canton = await portal.as(nobody).open('/imprint')
  expect(canton.text).toContain('Bahnhofstrasse 15')
  expect(canton.text).not.toContain('Bahnhofstrasse 15 6003 Luzern Beispiel')
  expect(canton.text).not.toContain('kriens')
})

test('a closed municipality is answered for by its successor', async () => {
  const portal = shared()
  expect((await portal.as(nobody).open('/littau/imprint')).text).toContain('info@luzern.example')
})

test('the demo says that it is none of the authority’s, production does not', async () => {
  const demo = shared()
  expect((await demo.as(nobody).open('/privacy')).text).toContain('Dies ist eine Demo')
  const production = await openPortal(partsIn(productionSettings))
  const shown = await production.as(nobody).open('/privacy')
  expect(shown.status).toBe(200)
  expect(shown.html).not.toContain('Dies ist eine Demo')
  expect(shown.text).toContain('__Host-session')
})

test('the privacy page names the cookies', async () => {
  const portal = shared()
  const shown = await portal.as(nobody).open('/privacy')
  const names = [...shown.document.querySelectorAll('code')].map((code) => code.textContent)
  expect(names).toEqual(['session', 'case', 'sign-in', 'kept', 'place', 'language'])
})

test('somebody says what is in her way; the staff of that authority read it and mark it done', async () => {
  const portal = await openStatements()
  const form = await portal.as(nobody, 'fr').open('/kriens/accessibility')
  const sent = await form
    .fill({ 'Qu’est-ce qui vous gêne ?': 'Le bouton est trop petit.', 'E-mail': 'mara@beispiel.example' })
    .submit('Envoyer')
  expect(sent.path).toBe('/kriens/accessibility/feedback')
  expect(sent.text).toContain('02.12.2026')

  const others = await portal.as(staffOf('luzern', 'admin')).open('/desk/feedback')
  expect(others.text).toContain('Keine Rückmeldungen')
  const clerk = await portal.as(staffOf('kriens', 'clerk')).open('/desk/feedback')
  expect(clerk.status).toBe(403)

  const desk = await portal.as(staffOf('kriens', 'lead')).open('/desk/feedback')
  expect(desk.document.querySelector('.desk-nav [aria-current]')?.textContent).toContain('Rückmeldungen')
  expect(desk.text).toContain('Le bouton est trop petit.')
  expect(desk.document.querySelector('main span[lang=fr]')).not.toBeNull()
  expect(desk.text).toContain('mara@beispiel.example')
  const done = await desk.submit('Als erledigt markieren')
  expect(done.text).toContain('erledigt am 22.11.2026')
  expect(done.document.querySelector('main form')).toBeNull()

  const audit = await asOwner<{ action: string; kind: string; subject_ids: string[] }>(
    portal.urls,
    `select action, kind, authority_id from kernel.audit_entries where authority_id = 'kriens' order by id`,
  )
  expect(audit.map((entry) => entry.action)).toEqual([
    'portal.feedback.given',
    'shown:GET /desk/feedback',
    'portal.feedback.answered',
    'shown:GET /desk/feedback',
  ])
})

test('feedback is marked done by its own authority only, and once', async () => {
  const portal = await openStatements()
  const form = await portal.as(nobody).open('/kriens/accessibility')
  await form.fill({ 'Was hindert Sie?': 'Der Kontrast.' }).submit('Rückmeldung senden')
  const [row] = await asOwner<{ id: string }>(portal.urls, 'select id from portal.feedback')
  const answer = (who: Parameters<typeof portal.as>[0], id = row?.id ?? '') =>
    portal.as(who).post(`/desk/feedback/${id}/answer`, '', { 'content-type': 'application/x-www-form-urlencoded' })

  expect((await answer(staffOf('luzern', 'admin'))).status).toBe(404)
  expect((await answer(staffOf('kriens', 'admin'), 'nonsense')).status).toBe(404)
  expect((await answer(staffOf('kriens', 'admin'))).status).toBe(200)
  expect((await answer(staffOf('kriens', 'admin'))).status).toBe(404)
})

test('an empty or wrong form comes back with what was typed and what to do', async () => {
  const portal = await openStatements()
  const form = await portal.as(nobody).open('/accessibility')
  const again = await form
    .fill({ 'Was hindert Sie?': '', 'Auf welcher Seite?': '/services', 'E-Mail': 'mara' })
    .submit('Rückmeldung senden')
  expect(again.status).toBe(422)
  expect(again.document.querySelector('#error-summary a')?.getAttribute('href')).toBe('#feedback-text')
  expect(again.document.querySelector('#feedback-email')?.getAttribute('value')).toBe('mara')
  expect(again.document.querySelector('#feedback-email-error')?.textContent).toContain('Prüfen Sie die E-Mail-Adresse')
  expect(await asOwner(portal.urls, 'select id from portal.feedback')).toEqual([])
})

test('feedback is deleted after the time that the privacy page names, not before', async () => {
  const portal = await openStatements()
  const form = await portal.as(nobody).open('/accessibility')
  await form.fill({ 'Was hindert Sie?': 'Der Kontrast.' }).submit('Rückmeldung senden')
  const left = async () => {
    await portal.kernel.database.write(systemActor('retention'), expireFeedback)
    return (await asOwner(portal.urls, 'select id from portal.feedback')).length
  }
  portal.clock.advance(364 * 24 * 60 * 60 * 1_000)
  expect(await left()).toBe(1)
  portal.clock.advance(2 * 24 * 60 * 60 * 1_000)
  expect(await left()).toBe(0)
})

test('the sitemap lists every authority in every language, and the pages that other modules name', async () => {
  const portal = shared()
  const shown = await portal.as(nobody).open('/sitemap.xml')
  expect(shown.headers['content-type']).toBe('application/xml; charset=utf-8')
  const addresses = [...shown.html.matchAll(/<loc>http:\/\/localhost:8080([^<]*)<\/loc>/g)].map((match) => match[1])
  expect(addresses).toContain('/it/kriens/')
  expect(addresses).toContain('/en/services/move')
  expect(addresses).not.toContain('/de/littau/')
  expect(new Set(addresses).size).toBe(addresses.length)
  expect(addresses.length).toBe(4 * (81 * 11 + 1))

  const own = await portal.as(nobody).open('/kriens/sitemap.xml')
  expect(own.html.match(/<loc>/g)).toHaveLength(4 * 12)
})
