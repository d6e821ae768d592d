import { page } from '#kernel/http/answers.ts'
import { NotFoundError } from '#kernel/http/errors.ts'
import { get, type Route } from '#kernel/http/route.ts'
import type { Kernel } from '#kernel/kernel.ts'
import { FieldGalleryPage } from './gallery-page.tsx'

export const fieldGalleryPermissions = { 'egovernment.field_gallery.read': ['anyone'] } as const

/** The gallery of form fields; only in the demo. */
export function fieldGalleryRoutes({ settings }: Pick<Kernel, 'settings'>): Route[] {
  return [
    get('/gallery/fields', { permission: 'egovernment.field_gallery.read' }, (_scope, { t, href }) => {
      if (settings.mode !== 'demo') throw new NotFoundError('no gallery in production')
      return page({
        title: t('egovernment.field_gallery.title'),
        shell: 'public',
        noIndex: true,
        body: <FieldGalleryPage t={t} href={href} />,
      })
    }),
  ]
}
