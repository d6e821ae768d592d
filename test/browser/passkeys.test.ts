import type { CDPSession, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openStage, type Stage } from './stage.ts'

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
})
afterAll(() => stage?.close())

/** Somebody of the desk whose sign-in service gave no second factor, in a window with a security key. */
async function openPlain(): Promise<{ page: Page; complaints: string[]; device: CDPSession; authenticatorId: string }> {
  const clerk = await stage.town.signIn({ role: 'clerk', authority: 'kriens' })
  await forgetFactors()
  const { page, complaints } = await stage.open({ as: clerk })
  const device = await page.context().newCDPSession(page)
  await device.send('WebAuthn.enable')
  const options = {
    protocol: 'ctap2',
    transport: 'internal',
    hasResidentKey: true,
    hasUserVerification: true,
    isUserVerified: true,
    automaticPresenceSimulation: true,
  } as const
  const { authenticatorId } = await device.send('WebAuthn.addVirtualAuthenticator', { options })
  return { page, complaints, device, authenticatorId }
}

const forgetFactors = () => stage.town.query('update kernel.sessions set second_factor_at = null')

test('in a real browser: set a passkey up, come in with it, lose it', async () => {
  const { page, complaints, device, authenticatorId } = await openPlain()
  await page.goto('/de/kriens/desk/inbox')
  expect(new URL(page.url()).pathname).toBe('/de/kriens/sign-in/second-factor')
  await page.getByRole('link', { name: 'Passkey einrichten' }).click()
  await page.getByLabel('Name des Passkeys').fill('Laptop im Büro')
  await page.getByRole('button', { name: 'Passkey einrichten' }).click()
  await page.waitForURL('**/desk/inbox**')
  const { credentials } = await device.send('WebAuthn.getCredentials', { authenticatorId })
  expect(credentials).toHaveLength(1)

  await forgetFactors()
  await page.goto('/de/kriens/desk/inbox')
  const posted = page.waitForRequest((request) => request.method() === 'POST' && request.url().includes('next='))
  await page.getByRole('button', { name: 'Mit Passkey bestätigen' }).click()
  const sent = (await posted).postData() ?? ''
  await page.waitForURL('**/desk/inbox**')

  // The same answer once more, as somebody who had listened would send it.
  await forgetFactors()
  const replayed = await page.evaluate(async (body) => {
    const headers = { 'content-type': 'application/x-www-form-urlencoded' }
    const answer = await fetch('/de/kriens/sign-in/second-factor', { method: 'POST', body, headers })
    return answer.url
  }, sent)
  expect(new URL(replayed).searchParams.get('notice')).toBe('refused')

  await page.goto('/de/kriens/desk/inbox')
  await page.getByRole('button', { name: 'Mit Passkey bestätigen' }).click()
  await page.waitForURL('**/desk/inbox**')
  await page.goto('/de/account/passkeys')
  await page.getByRole('link', { name: '«Laptop im Büro» entfernen' }).click()
  await page.getByRole('button', { name: 'Passkey entfernen' }).click()
  // Whoever came in with it is out again.
  await page.waitForURL('**/sign-in?**')
  expect(complaints).toEqual([])
  await page.context().close()
  const { page: anew } = await openPlain()
  await anew.goto('/de/kriens/desk/inbox')
  expect(await anew.getByText('Sie haben noch keinen Passkey').count()).toBe(1)
  await anew.context().close()
})

test('a device that does not check its user, or has another passkey, says so on the page and opens nothing', async () => {
  const { page, device, authenticatorId } = await openPlain()
  await page.goto('/de/account/passkeys/new')
  await page.getByLabel('Name des Passkeys').fill('Schlüssel')
  await device.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified: false })
  await page.getByRole('button', { name: 'Passkey einrichten' }).click()
  expect(await page.getByRole('alert').textContent()).toContain('nicht benutzt')
  expect(await stage.town.query('select 1 from kernel.passkeys')).toEqual([])

  await device.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified: true })
  await page.getByRole('button', { name: 'Passkey einrichten' }).click()
  await page.getByText('Gespeichert.').waitFor()
  await forgetFactors()
  await device.send('WebAuthn.clearCredentials', { authenticatorId })
  await page.goto('/de/kriens/desk/inbox')
  await page.getByRole('button', { name: 'Mit Passkey bestätigen' }).click()
  expect(await page.getByRole('alert').textContent()).toContain('Sie können es noch einmal versuchen')
  await page.context().close()
})

test('without script the page says that passkeys need it, and names the other way', async () => {
  const clerk = await stage.town.signIn({ role: 'clerk', authority: 'kriens' })
  await stage.town.query(
    `insert into kernel.passkeys (id, staff_id, name, credential_id, public_key, counter, transports, created_at)
     select gen_random_uuid(), staff_id, 'Schlüssel am Bund', 'somewhere', '', 0, '{}', now()
     from kernel.sessions where staff_id is not null order by created_at desc limit 1`,
  )
  await forgetFactors()
  const { page } = await stage.open({ as: clerk, javaScriptEnabled: false })
  await page.goto('/de/kriens/desk/inbox')
  expect(await page.getByRole('button', { name: 'Mit Passkey bestätigen' }).count()).toBe(0)
  expect(await page.getByText('Passkeys brauchen JavaScript').count()).toBe(1)
  const other = page.getByRole('link', { name: 'Mit dem zweiten Faktor des Anmeldedienstes anmelden' })
  expect(await other.getAttribute('href')).toContain('/sign-in/staff?')
  await page.context().close()
})
