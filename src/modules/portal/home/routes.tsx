import { findAuthority } from '#kernel/authorities/queries.ts'
import type { Scope } from '#kernel/db/scope.ts'
import { type Answer, page } from '#kernel/http/answers.ts'
import { get, type Request, type Route } from '#kernel/http/route.ts'
import { findServices, offererOf, oftenUsed, usedLifeSituations } from '#modules/egovernment/public.ts'
import { HomePage } from './home-page.tsx'

const mostServices = 200
const mostOftenUsed = 6

/** The front page of the canton's portal and of every authority's own. */
export const homeRoutes: readonly Route[] = [get('/', { permission: 'portal.home.read', isPublic: true }, showHome)]

async function showHome(scope: Scope, request: Request): Promise<Answer> {
  const { t, language, href, authorityId } = request
  const [found, authority] = await Promise.all([
    findServices(scope, { text: '', language, authorityId: offererOf(authorityId), limit: mostServices }),
    authorityId === undefined ? undefined : findAuthority(scope, authorityId),
  ])
  const body = (
    <HomePage
      services={found.items}
      oftenUsed={oftenUsed(found.catalogue, found.items, mostOftenUsed)}
      lifeSituations={usedLifeSituations(found.catalogue)}
      authority={authority}
      language={language}
      t={t}
      href={href}
    />
  )
  return page({
    title: t('portal.home.page_title'),
    shell: 'public',
    width: 'full',
    description: t('portal.home.description'),
    body,
  })
}
