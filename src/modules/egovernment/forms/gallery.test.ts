import { expect, test } from 'vitest'
import { languages } from '#kernel/i18n/language.ts'
import { nobody, openPortal } from '#test/support/portal.ts'
import { fieldTypes } from './field-types.ts'
import { exampleField, problemsOf } from './gallery-page.tsx'
import { fieldGalleryPermissions, fieldGalleryRoutes } from './gallery-routes.tsx'

const openGallery = () => openPortal({ permissions: fieldGalleryPermissions, routes: fieldGalleryRoutes })

test('every type of field and everything it may say is shown, in every language', async () => {
  const portal = await openGallery()
  for (const language of languages) {
    const shown = await portal.as(nobody).open(`/${language}/gallery/fields`)
    expect(shown.status, language).toBe(200)
    expect(shown.text).not.toMatch(/egovernment\.|undefined/)
    for (const type of fieldTypes()) {
      const section = shown.document.querySelector(`section[aria-labelledby="field-${type.name}"]`)
      expect(section?.querySelectorAll('li').length, type.name).toBeGreaterThanOrEqual(type.messages.length)
      expect(section?.querySelectorAll('h3').length, type.name).toBeGreaterThanOrEqual(type.examples.length)
    }
  }
})

test('ids on the page are unique', async () => {
  const portal = await openGallery()
  const shown = await portal.as(nobody).open('/gallery/fields')
  const ids = [...shown.document.querySelectorAll('[id]')].map((element) => element.getAttribute('id'))
  expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([])
})

test('what is refused says why, with the label in the page’s language', async () => {
  const portal = await openGallery()
  const t = portal.kernel.translators.fr
  const refusals = fieldTypes().flatMap((type) =>
    type.examples.flatMap((example) =>
      (example.refused ?? []).map(({ entries }) => {
        const field = exampleField(type, example, t)
        const values = new URLSearchParams(entries.map(([part, value]) => [`x.answer${part}`, value]))
        return { type: type.name, entries, problems: problemsOf(field, values, 'x.', t) }
      }),
    ),
  )
  expect(refusals.length).toBeGreaterThan(30)
  expect(refusals.filter(({ problems }) => problems.length === 0)).toEqual([])
})
