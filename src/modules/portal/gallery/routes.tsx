import { withPrefix } from '#kernel/http/address.ts'
import { page, seeOther } from '#kernel/http/answers.ts'
import { NotFoundError } from '#kernel/http/errors.ts'
import { get, type Request, type Route } from '#kernel/http/route.ts'
import type { Kernel } from '#kernel/kernel.ts'
import { GalleryPage } from './gallery-page.tsx'

export const galleryPermissions = { 'portal.gallery.read': ['anyone'] } as const

/** The gallery of the interface; only in the demo. `?authority=` leads to the gallery in that authority's colours. */
export function galleryRoutes({ settings, authorities }: Pick<Kernel, 'settings' | 'authorities'>): Route[] {
  return [
    get('/gallery', { permission: 'portal.gallery.read' }, (_scope, request) => {
      if (settings.mode !== 'demo') throw new NotFoundError('no gallery in production')
      const wanted = request.query.get('authority')
      if (wanted !== undefined) return seeOther(galleryOf(request, authorities.has(wanted) ? wanted : undefined))
      const { t, href, language, authorityId } = request
      const options = authorities
        .entries()
        .filter(({ isClosed }) => !isClosed)
        .map(({ slug }) => ({ value: slug, label: authorities.nameOf(slug, language) }))
      return page({
        title: t('portal.gallery.title'),
        shell: 'public',
        noIndex: true,
        body: (
          <GalleryPage
            t={t}
            href={href}
            authorities={[{ value: '', label: t('ui.shell.canton') }, ...options]}
            chosen={authorityId}
          />
        ),
      })
    }),
  ]
}

function galleryOf({ prefix }: Request, authority: string | undefined): string {
  return withPrefix({ language: prefix.language, authority }, '/gallery')
}
