import { expect, test } from 'vitest'
import { startTown } from '#test/support/town.ts'
import { confirmation } from './applications.ts'
import { walk } from './walk.ts'

const start = '/fr/luzern/services/wohnsitzbestaetigung/apply'

test('a citizen signed in, in French: prefilled, continued on other devices, sent, found again, withdrawn', async () => {
  const town = await startTown()
  const claire = { name: 'Claire Exemple' }
  const phone = await town.signIn(claire, 'fr')
  let page = await walk(await phone.open(start), confirmation.slice(0, 1), 'Continuer')
  expect(values(page)).toEqual(expect.arrayContaining(['Claire', 'Exemple']))
  page = await walk(page, confirmation.slice(1, 2), 'Continuer')

  // 6005 Luzern lies in two municipalities, so she is asked in which.
  page = await page
    .fill({ Rue: 'Musterstrasse', Numéro: '12', 'Code postal': '6005', Localité: 'Luzern' })
    .submit('Continuer')
  expect(page.status).toBe(422)
  page = await page.fill({ Commune: 'Lucerne' }).submit('Continuer')
  page = await walk(page, confirmation.slice(2, 3), 'Continuer')

  // Signed in on another device she stands where she stopped.
  const laptop = await town.signIn(claire, 'fr')
  page = await laptop.open(start)
  expect(page.heading).toContain(confirmation[3]?.[0])
  page = await walk(page, confirmation.slice(3, 5), 'Continuer')

  // Where she began she gets a link, which elsewhere is not enough: this service wants to know who fills it in.
  expect((await page.follow('Continuer plus tard')).text).not.toContain('Créer un lien')
  const later = await (await phone.open(start)).follow('Continuer plus tard')
  const made = await later
    .fill({ 'Envoyer le lien par e-mail à': 'claire.exemple@wegweiser.example' })
    .submit('Créer un lien')
  const link = new URL(made.document.querySelector('main code')?.textContent ?? '').pathname
  expect((await town.mail.to('claire.exemple@wegweiser.example'))[0]?.text).toContain(link)
  page = await (await town.visitor('fr').open(link)).submit('Continuer')
  expect(page.heading).toBe('Se connecter')

  page = await walk(await laptop.open(start), confirmation.slice(5), 'Continuer')
  if (page.path.includes('/contact')) page = await page.submit('Continuer')
  expect(page.heading).toBe('Tout est-il correct ?')
  expect(page.text).toContain('claire.exemple@wegweiser.example')
  const box = page.document.querySelector('input[type=checkbox]')?.getAttribute('id')
  if (box) page = page.fill({ [page.document.querySelector(`label[for=${box}]`)?.textContent ?? '']: true })
  page = await page.submit('Envoyer maintenant')
  expect(page.text).toContain('C’est bien arrivé.')
  const number = page.document.querySelector('main .case-number')?.textContent ?? ''
  expect(number).toMatch(/^LUZ-/)

  page = await phone.open('/fr/cases')
  expect(page.text).toContain(number)
  page = await phone.open(`/fr/cases/${number}`)
  page = await page.fill({ Motif: 'Plus nécessaire' }).submit('Retirer maintenant')
  expect(page.text).toContain('Vous avez retiré la demande.')
  expect(page.text).toContain('retiré')

  const other = await town.signIn({ name: 'Luca Esempio' }, 'fr')
  expect((await other.open('/fr/cases')).text).not.toContain(number)
})

function values(page: { document: Document }): (string | null)[] {
  return [...page.document.querySelectorAll('input')].map((input) => input.getAttribute('value'))
}
