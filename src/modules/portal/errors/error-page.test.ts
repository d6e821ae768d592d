import { expect, test } from 'vitest'
import { page } from '#kernel/http/answers.ts'
import { ConflictError, ForbiddenError, UnavailableError } from '#kernel/http/errors.ts'
import { get, post } from '#kernel/http/route.ts'
import { languages } from '#kernel/i18n/language.ts'
import { nobody, sharePortal, staffOf } from '#test/support/portal.ts'
import { errorPage } from './error-page.tsx'

const away = () => {
  throw new UnavailableError('away', { userMessage: 'kernel.error.database_away' })
}

const shared = sharePortal({
  permissions: { 'test.look': ['anyone'] },
  errorPage,
  routes: () => [
    get('/away', { permission: 'test.look' }, away),
    get('/fault', { permission: 'test.look' }, () => {
      throw new Error('a secret inside')
    }),
    post('/kept', { permission: 'test.look' }, (_scope, request) =>
      page({ title: '', shell: 'public', body: errorPage({ request, status: 503, title: 'Away', text: '' }) }),
    ),
    post('/late', { permission: 'test.look' }, () => {
      throw new ConflictError('late')
    }),
    get('/desk/secret', { permission: 'test.look' }, () => {
      throw new ForbiddenError()
    }),
    get('/form', { permission: 'test.look' }, () => page({ title: 'Form', shell: 'public', body: 'the form' })),
  ],
})

test('what is not there: a search, the front page, and a reference number to copy, in every language', async () => {
  const portal = shared()
  for (const language of languages) {
    const shown = await portal.as(nobody).open(`/${language}/kriens/nowhere`)
    expect(shown.status).toBe(404)
    expect(shown.heading).toBe(portal.kernel.translators[language]('kernel.error.title_not_found'))
    expect(shown.document.querySelector('search form')?.getAttribute('action')).toBe(`/${language}/kriens/services`)
    expect(shown.document.querySelector('main input[readonly]')?.getAttribute('value')).toBe(
      shown.headers['x-request-id'],
    )
    expect(shown.document.querySelectorAll('h1')).toHaveLength(1)
    expect(shown.document.querySelectorAll('main')).toHaveLength(1)
  }
})

test('a page that is away for now can be opened again, with its whole address', async () => {
  const portal = shared()
  const shown = await portal.as(nobody).open('/fr/away?q=z%C3%BCgeln&page=2')
  expect(shown.status).toBe(503)
  expect(shown.document.querySelector('main a.ds-button')?.getAttribute('href')).toBe('/fr/away?q=z%C3%BCgeln&page=2')
})

test('a fault says nothing of its inside', async () => {
  const portal = shared()
  const shown = await portal.as(nobody).open('/fault')
  expect(shown.status).toBe(500)
  expect(shown.html).not.toContain('secret')
  expect(shown.text).toContain('Referenznummer')
})

test('what could not be done any more leads back to the page it was asked on', async () => {
  const portal = shared()
  const shown = await portal.as(nobody).post('/late', '', {
    'content-type': 'application/x-www-form-urlencoded',
    referer: 'http://localhost:8080/form?a=1',
  })
  expect(shown.status).toBe(409)
  expect((await shown.follow('Zurück zur vorherigen Seite')).text).toBe('the form')
})

test('who may not, is led to the right sign-in and back to the page', async () => {
  const portal = shared()
  const shown = await portal.as(staffOf('kriens', 'clerk')).open('/desk/secret')
  expect(shown.status).toBe(403)
  expect(shown.document.querySelector('main a.ds-button')?.getAttribute('href')).toBe(
    '/sign-in/staff?next=%2Fdesk%2Fsecret',
  )
})

test('a form that could not be taken in is kept in the page and sent again as it was', async () => {
  const portal = shared()
  const type = { 'content-type': 'application/x-www-form-urlencoded' }
  const shown = await portal.as(nobody).post('/fr/kept?step=2', 'name=Mara+%22B%22&with=child&with=dog', type)
  expect(shown.text).toContain('est encore sur cette page')
  const form = shown.document.querySelector('main form')
  expect(form?.getAttribute('action')).toBe('/fr/kept?step=2')
  const kept = [...(form?.querySelectorAll('input') ?? [])].map((input) => [
    input.getAttribute('name'),
    input.getAttribute('value'),
  ])
  expect(kept).toEqual([
    ['name', 'Mara "B"'],
    ['with', 'child'],
    ['with', 'dog'],
  ])
})

test('nothing is said to be kept when nothing was sent', async () => {
  const portal = shared()
  const headers = { 'content-type': 'application/x-www-form-urlencoded', referer: 'http://localhost:8080/form' }
  const shown = await portal.as(nobody).post('/kept', '', headers)
  expect(shown.document.querySelector('main form')).toBeNull()
  expect((await shown.follow('Zurück zur vorherigen Seite')).text).toBe('the form')
})
