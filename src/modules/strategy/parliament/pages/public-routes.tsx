import type { Scope } from '#kernel/db/scope.ts'
import { type Answer, page } from '#kernel/http/answers.ts'
import { get, type Request, type Route } from '#kernel/http/route.ts'
import { EmptyState } from '#ui/components/empty-state/empty-state.tsx'
import { Pagination } from '#ui/components/pagination/pagination.tsx'
import { forEverybody } from '../../permissions.ts'
import { listItems } from '../queries.ts'
import { PlainItem } from './items.tsx'

const path = '/strategy/parliament'

/** What parliaments asked for and what became of it, of all authorities or of one below its name. */
export function parliamentPublicRoutes(): Route[] {
  return [get(path, forEverybody, showItems)]
}

async function showItems(scope: Scope, request: Request): Promise<Answer> {
  const { t, href, language, authorityId, today, query } = request
  const { items, next } = await listItems(scope, { authorityId, after: query.get('after') })
  const title = t('strategy.parliament.public_title')
  return page({
    title,
    shell: 'public',
    description: t('strategy.parliament.public_lead'),
    breadcrumbs: [
      { text: t('strategy.overview.home'), href: href('/') },
      { text: t('strategy.overview.title'), href: href('/strategy') },
      { text: title },
    ],
    body: (
      <>
        <h1>{title}</h1>
        <p>{t('strategy.parliament.public_lead')}</p>
        {items.length === 0 && <EmptyState title={t('strategy.parliament.none')} />}
        {items.map((item) => (
          <PlainItem key={item.key.id} {...{ t, language, href, today, item }} />
        ))}
        <Pagination t={t} {...(next !== undefined && { nextHref: href(`${path}?after=${next}`) })} />
      </>
    ),
  })
}
