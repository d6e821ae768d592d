import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { nobody, openPortal } from '#test/support/portal.ts'
import { galleryPermissions, galleryRoutes } from './routes.tsx'

const openGallery = () => openPortal({ permissions: galleryPermissions, routes: galleryRoutes })

test('the gallery shows every component that has examples', async () => {
  const portal = await openGallery()
  const shown = await portal.as(nobody).open('/gallery')
  const folder = join(import.meta.dirname, '../../../ui/components')
  const expected = readdirSync(folder).filter((name) =>
    readdirSync(join(folder, name)).includes(`${name}.examples.tsx`),
  )
  const found = [...shown.document.querySelectorAll('h2[id^=component-]')].map((heading) => heading.textContent)
  expect(expected.length).toBeGreaterThan(20)
  expect([...found, 'language-switch'].toSorted()).toEqual(expected.toSorted())
})

test('a chosen authority lends its colours, and the language stays', async () => {
  const portal = await openGallery()
  const shown = await portal.as(nobody).open('/fr/gallery')
  const coloured = await shown.fill({ 'Couleurs de': 'Kriens' }).submit('Afficher')
  expect(coloured.path).toBe('/fr/kriens/gallery')
  expect(coloured.document.documentElement.getAttribute('data-theme')).toBe('kriens')
  expect((await portal.as(nobody).open('/gallery?authority=//evil.example')).path).toBe('/gallery')
})
