import { expect, test } from 'vitest'
import { asOwner } from '#test/support/test-database.ts'
import { startPortal } from './test-portal.ts'

test('a resident signs in at the provider and comes back to where she was', async () => {
  const { browser } = await startPortal()
  const mia = browser()
  const choice = await mia.open('/fr/sign-in?next=/fr/who')
  expect(choice.status).toBe(200)
  expect(choice.text).toContain('Se connecter avec un compte')
  expect(choice.text).toContain('href="/fr/sign-in/person?next=%2Ffr%2Fwho"')

  const back = await mia.signIn('/fr/sign-in/person?next=/fr/who', { person: 'mia-muster' })
  expect(back.address.pathname).toBe('/fr/who')
  expect(await mia.who()).toMatchObject({ actor: { kind: 'person', level: 'high', represents: [] } })
})

test('the page of invented people speaks the language in which one came', async () => {
  const { browser } = await startPortal()
  for (const [language, title] of [
    ['de', 'Wer möchten Sie sein?'],
    ['fr', 'Qui souhaitez-vous être\u202f?'],
    ['it', 'Chi desidera essere?'],
    ['en', 'Who would you like to be?'],
  ])
    expect((await browser().open(`/${language}/sign-in/person`)).text).toContain(title)
})

test('staff sign in with a second factor and get to the desk; residents are sent to the sign-in', async () => {
  const { browser } = await startPortal()
  const vreni = browser()
  expect((await vreni.ask('/desk/x')).headers.get('location')).toBe('/sign-in/staff?next=%2Fdesk%2Fx')
  const back = await vreni.signIn('/sign-in/staff?next=/desk/x', { person: 'vreni-muster' })
  expect([back.address.pathname, back.status]).toEqual(['/desk/x', 200])

  const mia = browser()
  await mia.signIn('/sign-in/person', { person: 'mia-muster' })
  expect((await mia.ask('/desk/x')).status).toBe(403)
  expect((await mia.ask('/desk/x')).text).not.toContain('ok')
})

test('residents and staff are picked at their own sign-in only', async () => {
  const { browser } = await startPortal()
  expect((await browser().signIn('/sign-in/person', { person: 'vreni-muster' })).status).toBe(400)
  expect((await browser().signIn('/sign-in/staff', { person: 'mia-muster' })).status).toBe(400)
})

test('in one browser, one after another signs in: residents, others, and staff', async () => {
  const { browser } = await startPortal()
  const shared = browser()
  for (const [kind, person, name] of [
    ['person', 'mia-muster', 'Mia Muster'],
    ['person', 'claire-exemple', 'Claire Exemple'],
    ['staff', 'nina-exemple', 'Nina Exemple'],
    ['person', 'mia-muster', 'Mia Muster'],
  ] as const) {
    const account = await shared.signIn(`/sign-in/${kind}?next=/account`, { person })
    expect([account.status, account.address.pathname, account.text.includes(name)]).toEqual([200, '/account', true])
  }
})

test('whoever changes her mind at the provider comes back and reads how to go on', async () => {
  const { browser } = await startPortal()
  const visitor = browser()
  const back = await visitor.signIn('/it/sign-in/person?next=/it/who', { cancel: 'yes' })
  expect(back.address.pathname).toBe('/it/sign-in')
  expect(back.text).toContain('Ha annullato')
  expect((await visitor.who()).actor).toEqual({ kind: 'public' })
})

test('a first sign-in makes a person, the next finds her again by issuer and subject', async () => {
  const { browser, urls } = await startPortal()
  await asOwner(urls, `delete from kernel.identities where subject = 'claire-exemple'`)
  const count = async () =>
    (await asOwner<{ n: number }>(urls, 'select count(*)::int as n from kernel.parties'))[0]?.n ?? 0
  const before = await count()
  const claire = browser()
  await claire.signIn('/sign-in/person', { person: 'claire-exemple' })
  const { actor } = await claire.who()
  expect(await count()).toBe(before + 1)
  expect(
    await asOwner(urls, 'select name, given_name, family_name, email, language from kernel.parties where id = $1', [
      actor.partyId,
    ]),
  ).toEqual([
    {
      name: 'Claire Exemple',
      given_name: 'Claire',
      family_name: 'Exemple',
      email: 'claire.exemple@wegweiser.example',
      language: 'fr',
    },
  ])

  const again = browser()
  await again.signIn('/sign-in/person', { person: 'claire-exemple' })
  expect((await again.who()).actor.partyId).toBe(actor.partyId)
  expect(await count()).toBe(before + 1)
})

test('a firm is represented by the one who may', async () => {
  const { browser, urls } = await startPortal()
  const erika = browser()
  await erika.signIn('/sign-in/person', { person: 'erika-example' })
  const [firm] = await asOwner<{ id: string }>(urls, `select id from kernel.parties where name = 'Beispiel Velo GmbH'`)
  expect((await erika.who()).actor.represents).toEqual([
    { partyId: firm?.id, services: 'all', maySubmit: true, mayManage: true },
  ])
  expect((await erika.open('/account')).text).toContain('Beispiel Velo GmbH, CHE-999.999.996')

  await asOwner(urls, `update kernel.representations set valid_to = '2026-11-21'`)
  expect((await erika.who()).actor.represents).toEqual([])
})

test('only a path of our own follows a sign-in', async () => {
  const { browser } = await startPortal()
  for (const next of [
    '//evil.example',
    '/\\evil.example',
    '/%2f%2fevil.example',
    'https://evil.example',
    '/\tevil',
    '/%5cevil',
  ]) {
    const visitor = browser()
    const back = await visitor.signIn(`/sign-in/person?next=${encodeURIComponent(next)}`, { person: 'mia-muster' })
    expect([next, back.address.href]).toEqual([next, `${visitor.origin}/`])
  }
})

test('a page that needs a surer sign-in says so and asks the provider for it', async () => {
  const { browser } = await startPortal()
  const mia = browser()
  await mia.signIn('/sign-in/person', { person: 'mia-muster', level: 'low' })
  const before = mia.cookies.get('session')
  const why = await mia.open('/sure')
  expect(why.address.pathname).toBe('/sign-in')
  expect(why.text).toContain('«Ausweis geprüft»')
  expect(why.text).toContain('href="/sign-in/person?next=%2Fsure&amp;level=substantial"')

  const asked = await mia.ask('/sign-in/person?next=/sure&level=substantial')
  expect(new URL(asked.headers.get('location') ?? '').searchParams.get('acr_values')?.split(' ')).toEqual([
    'urn:qa.agov.ch:names:tc:ac:classes:300',
    'urn:qa.agov.ch:names:tc:ac:classes:400',
  ])
  const back = await mia.signIn('/sign-in/person?next=/sure&level=substantial', { person: 'mia-muster' })
  expect([back.address.pathname, back.status]).toEqual(['/sure', 200])
  expect(mia.cookies.get('session')).not.toBe(before)
})

test('what the provider says of the level counts, not what it was asked', async () => {
  const { browser } = await startPortal()
  const beat = browser()
  const answer = await beat.signIn('/sign-in/person?next=/sure&level=substantial', { person: 'beat-beispiel' })
  expect(answer.status).toBe(403)
  expect(answer.text).toContain('noch nicht sicher genug überprüft')
  expect((await beat.who()).actor).toEqual({ kind: 'public' })
})

test('an answer of the provider is good once, and only in the browser that asked', async () => {
  const { browser } = await startPortal()
  const mia = browser()
  const callback = (await mia.answerFor('/sign-in/person?next=/who', { person: 'mia-muster' })).href

  const thief = browser()
  expect((await thief.open(callback)).status).toBe(403)
  const otherBrowser = browser()
  await otherBrowser.open('/sign-in/person')
  expect((await otherBrowser.open(callback)).status).toBe(403)

  const browserToken = mia.cookies.get('sign-in') ?? ''
  expect((await mia.open(callback)).address.pathname).toBe('/who')
  mia.cookies.set('sign-in', browserToken)
  expect((await mia.open(callback)).status).toBe(403)
})

test.each([
  ['another state', (url: URL) => url.searchParams.set('state', 'x'.repeat(43))],
  ['no state', (url: URL) => url.searchParams.delete('state')],
  ['another code', (url: URL) => url.searchParams.set('code', 'x'.repeat(43))],
  ['another issuer', (url: URL) => url.searchParams.set('iss', 'https://evil.example')],
])('an answer with %s lets nobody in', async (_name, change) => {
  const { browser } = await startPortal()
  const mia = browser()
  const callback = await mia.answerFor('/sign-in/person?next=/who', { person: 'mia-muster' })
  change(callback)
  expect((await mia.open(callback.href)).status).toBe(403)
  expect((await mia.who()).actor).toEqual({ kind: 'public' })
})

test('a sign-in that took too long has to begin anew', async () => {
  const { browser, clock } = await startPortal()
  const mia = browser()
  const callback = await mia.answerFor('/sign-in/person?next=/who', { person: 'mia-muster' })
  clock.advance(16 * 60_000)
  const late = await mia.open(callback.href)
  expect(late.status).toBe(403)
  expect(late.text).toContain('abgelaufen')
  expect((await mia.signIn('/sign-in/person?next=/who', { person: 'mia-muster' })).address.pathname).toBe('/who')
})

test('in production there is no demo: no provider, no people, no addresses that sign in', async () => {
  const { browser, urls } = await startPortal({ mode: 'production' })
  const visitor = browser()
  for (const path of [
    '/demo/oidc/.well-known/openid-configuration',
    '/demo/oidc/auth',
    '/demo/people/x',
    `/demo/sign-in/${'x'.repeat(43)}`,
    '/sign-in/person',
    '/sign-in/staff',
  ])
    expect([path, (await visitor.ask(path)).status]).toEqual([path, 404])
  expect((await visitor.ask('/demo/people/x/choice', { method: 'POST', body: 'person=mia-muster' })).status).toBe(404)
  expect((await visitor.open('/sign-in')).text).toContain('Ohne Konto')
  expect((await visitor.open('/sign-in')).text).not.toContain('/sign-in/person')
  expect(await asOwner(urls, 'select 1 from kernel.parties union all select 1 from kernel.staff')).toEqual([])
})

test('a provider that is away gives a clear page, and the next attempt asks it again', async () => {
  const { browser } = await startPortal({
    oidc: { issuer: 'http://127.0.0.1:9', clientId: 'a', clientSecret: 'b' },
  })
  const answer = await browser().open('/sign-in/person')
  expect(answer.status).toBe(503)
  expect(answer.text).toContain('Anmeldedienst ist gerade nicht erreichbar')
  expect((await browser().open('/sign-in/person')).status).toBe(503)
})
