import { expect, test } from 'vitest'
import { json } from '#kernel/http/answers.ts'
import { get, post } from '#kernel/http/route.ts'
import type { Claims } from '#kernel/identity/oidc-client.ts'
import { signInActor } from '#kernel/identity/sessions.ts'
import { admit } from '#kernel/identity/sign-in.ts'
import { asOwner } from '#test/support/test-database.ts'
import { type Browser, startPortal } from './test-portal.ts'

const minute = 60_000
const sensitive = { permission: 'test.anyone', freshSignIn: 10 } as const

const beginning = { state: 's', nonce: 'n', verifier: 'v' }
const nameless = { name: undefined, givenName: undefined, familyName: undefined, email: undefined, locale: undefined }
const claims: Omit<Claims, 'secondsSinceProof'> = {
  ...nameless,
  issuer: 'https://provider.example',
  subject: 'mia',
  level: 'high',
  hasSecondFactor: true,
}

const openPortal = () =>
  startPortal({}, () => [
    get('/account/bank', sensitive, (_scope, request) => json({ shown: request.search })),
    post('/account/bank', sensitive, (_scope, { form }) =>
      json({ iban: form.get('iban'), notes: form.all('note'), names: form.names() }),
    ),
  ])

async function signIn(portal: Awaited<ReturnType<typeof openPortal>>, person: string, kind = 'person') {
  const browser = portal.browser()
  await browser.signIn(`/sign-in/${kind}?next=/who&fresh=1`, { person })
  return browser
}

const entered = new URLSearchParams([
  ['iban', 'CH93 0076 2011 6238 5295 7'],
  ['note', '"><b>eins'],
  ['note', 'zwei'],
])
const send = (browser: Browser) => browser.open('/fr/account/bank?x=1', { method: 'POST', body: entered })

/** Sends the form on which a page ends, as it stands. */
function sendOn(browser: Browser, html: string) {
  const action = /<form[^>]*action="([^"]+)"/.exec(html)?.[1] ?? ''
  const plain = (text = '') => text.replaceAll('&quot;', '"').replaceAll('&lt;', '<').replaceAll('&gt;', '>')
  const fields = [...html.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)"/g)]
  const body = new URLSearchParams(fields.map(([, name, value]) => [plain(name), plain(value)]))
  return browser.open(action.replaceAll('&amp;', '&'), { method: 'POST', body })
}

test.each([
  ['mia-muster', 'person'],
  ['vreni-muster', 'staff'],
])(
  '%s does something sensitive soon after her sign-in, later only after another one, and comes back to it',
  async (person, kind) => {
    const portal = await openPortal()
    const browser = await signIn(portal, person, kind)
    portal.clock.advance(9 * minute)
    expect((await browser.open('/account/bank?x=1')).text).toBe('{"shown":"?x=1"}')

    portal.clock.advance(2 * minute)
    const asked = await browser.open('/fr/account/bank?x=1')
    expect(asked.address.pathname).toBe('/fr/sign-in/again')
    expect(asked.text).toContain('Veuillez vous connecter encore une fois')
    const again =
      /href="(\/fr\/sign-in\/(?:person|staff)\?[^"]+)"/.exec(asked.text)?.[1]?.replaceAll('&amp;', '&') ?? ''
    expect(again).toContain(`/sign-in/${kind}?`)
    const back = await browser.signIn(again, { person })
    expect([back.address.pathname + back.address.search, back.text]).toEqual([
      '/fr/account/bank?x=1',
      '{"shown":"?x=1"}',
    ])
  },
)

test('what was entered waits, sealed, and goes on as it was after the sign-in', async () => {
  const portal = await openPortal()
  const mia = await signIn(portal, 'mia-muster')
  portal.clock.advance(11 * minute)
  const asked = await send(mia)
  expect(asked.address.pathname).toBe('/fr/sign-in/again')
  const kept = await asOwner<{ sealed_form: Buffer }>(portal.urls, 'select * from kernel.kept_forms')
  expect(kept).toHaveLength(1)
  expect(kept[0]?.sealed_form.includes('CH93')).toBe(false)

  const next = asked.address.searchParams.get('next') ?? ''
  const before = mia.cookies.get('session')
  const back = await mia.signIn(`/fr/sign-in/person?${new URLSearchParams({ next, fresh: '1' })}`, {
    person: 'mia-muster',
  })
  expect(mia.cookies.get('session')).not.toBe(before)
  expect(back.address.pathname).toBe(next)
  expect(back.text).toContain('Rien n’a encore été envoyé')
  const sent = await sendOn(mia, back.text)
  expect(sent.address.pathname).toBe('/fr/account/bank')
  expect(JSON.parse(sent.text)).toEqual({
    iban: 'CH93 0076 2011 6238 5295 7',
    notes: ['"><b>eins', 'zwei'],
    names: ['iban', 'note'],
  })
})

const again = (browser: Browser, next: string) =>
  browser.signIn(`/sign-in/person?${new URLSearchParams({ next, fresh: '1' })}`, { person: 'mia-muster' })

test('what was kept opens once, after another sign-in, in the browser that sent it and for nobody else', async () => {
  const portal = await openPortal()
  const mia = await signIn(portal, 'mia-muster')
  portal.clock.advance(11 * minute)
  const next = (await send(mia)).address.searchParams.get('next') ?? ''
  // Her session of before is still open: it does not show what she typed.
  expect((await mia.open(next)).address.pathname).toBe('/fr/sign-in/again')
  const elsewhere = await signIn(portal, 'mia-muster')
  expect((await elsewhere.open(next)).status).toBe(404)
  const claire = await signIn(portal, 'claire-exemple')
  claire.cookies.set('kept', mia.cookies.get('kept') ?? '')
  expect((await claire.open(next)).status).toBe(404)
  expect((await portal.browser().ask(next)).headers.get('location')).toContain('/sign-in?next=')
  expect((await again(mia, next)).text).toContain('CH93')
  expect((await mia.open(next)).status).toBe(404)
  expect((await mia.open('/sign-in/kept/nonsense')).status).toBe(404)

  portal.clock.advance(11 * minute)
  const late = (await send(mia)).address.searchParams.get('next') ?? ''
  portal.clock.advance(16 * minute)
  expect((await again(mia, late)).status).toBe(404)
})

test('few forms wait for one person, none of them large, and not many in a minute', async () => {
  const portal = await openPortal()
  const mia = await signIn(portal, 'mia-muster')
  portal.clock.advance(11 * minute)
  const sendText = (note: string) =>
    mia.ask('/account/bank', { method: 'POST', body: new URLSearchParams({ iban: 'x', note }) })
  expect((await sendText('x'.repeat(70_000))).status).toBe(413)
  const count = async () => (await asOwner(portal.urls, 'select 1 from kernel.kept_forms')).length
  expect(await count()).toBe(0)
  for (let one = 0; one < 5; one += 1) expect((await sendText('short')).status).toBe(303)
  expect((await sendText('short')).status).toBe(429)
  portal.clock.advance(minute)
  expect((await sendText('short')).status).toBe(303)
  expect(await count()).toBe(5)
})

test('the provider is asked to ask again, and an answer of long ago does not count', async () => {
  const portal = await openPortal()
  const mia = portal.browser()
  const asked = new URL((await mia.ask('/sign-in/person?fresh=1')).headers.get('location') ?? '')
  expect([asked.searchParams.get('prompt'), asked.searchParams.get('max_age')]).toEqual(['login', '0'])

  const begun = { ...beginning, next: '/', level: 'none', isFresh: true, invitationHash: null, kind: 'person' } as const
  for (const secondsSinceProof of [301, undefined]) {
    const letIn = portal.kernel.database.write(signInActor, (scope) =>
      admit(scope, begun, { ...claims, secondsSinceProof }),
    )
    await expect(letIn).rejects.toMatchObject({ status: 403, userMessage: 'kernel.identity.not_fresh' })
  }

  await mia.signIn('/sign-in/person?next=/who&fresh=1', { person: 'mia-muster' })
  await asOwner(portal.urls, 'update kernel.sessions set proven_at = null')
  expect((await mia.open('/account/bank')).address.pathname).toBe('/sign-in/again')
})

test('whoever changes her mind stays signed in, and reads that nothing was changed', async () => {
  const portal = await openPortal()
  const mia = await signIn(portal, 'mia-muster')
  const back = await mia.signIn('/it/sign-in/person?next=/it/account/bank&fresh=1', { cancel: 'yes' })
  expect(back.address.pathname).toBe('/it/sign-in/again')
  expect(back.text).toContain('nulla è stato modificato')
  expect((await mia.who()).actor).toMatchObject({ kind: 'person' })
})

test('programs and strangers are refused, not led', async () => {
  const portal = await openPortal()
  const mia = await signIn(portal, 'mia-muster')
  portal.clock.advance(11 * minute)
  const program = await mia.ask('/account/bank', { headers: { accept: 'application/json' } })
  expect([program.status, JSON.parse(program.text).code]).toEqual([401, 'SignInNeededError'])
  const key = portal.credentials.apiKeys[0]?.key ?? ''
  const keyed = await portal.browser().ask('/account/bank', {
    headers: { accept: 'application/json', authorization: `Bearer ${key}` },
  })
  expect(keyed.status).toBe(401)
  expect((await portal.browser().ask('/account/bank')).headers.get('location')).toBe('/sign-in?next=%2Faccount%2Fbank')
})
