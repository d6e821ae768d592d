import type { Scope } from '#kernel/db/scope.ts'
import { type Answer, page } from '#kernel/http/answers.ts'
import { get, type Request, type Route } from '#kernel/http/route.ts'
import { formatDate } from '#kernel/i18n/format.ts'
import type { Kernel } from '#kernel/kernel.ts'
import { Pagination } from '#ui/components/pagination/pagination.tsx'
import { listAllNodes } from '../graph/queries.ts'
import { listLatest } from '../indicators/queries.ts'
import { forEverybody } from '../permissions.ts'
import { strategyCrumbs } from './goal-routes.tsx'
import { keyOf, NewsLine } from './news-line.tsx'
import { newsPath, SinceForm } from './news-parts.tsx'
import { readNews } from './read-news.ts'
import { readSince } from './since.ts'

/** All that is new since a day, page by page, of all authorities or of one below its name. */
export function newsRoutes(kernel: Kernel): Route[] {
  return [get(newsPath, forEverybody, (scope, request) => showNews(scope, request, kernel))]
}

async function showNews(scope: Scope, request: Request, { authorities }: Kernel): Promise<Answer> {
  const { t, language, href, authorityId, query, today } = request
  const asked = readSince(query.get('since'), today)
  const indicators = await listAllNodes(scope, { kind: 'indicator', authorityId, audience: 'public' })
  const latest = await listLatest(scope, indicators)
  const { since } = asked
  const { items, next } = await readNews(scope, { since, authorityId, after: query.get('after'), indicators, latest })
  const title = t('strategy.told.new_since', { day: formatDate(since) })
  return page({
    title,
    shell: 'public',
    breadcrumbs: strategyCrumbs(request, title),
    body: (
      <>
        <h1>{title}</h1>
        <SinceForm t={t} action={href(newsPath)} {...asked} />
        {items.length === 0 && <p>{t('strategy.told.nothing_new')}</p>}
        <ul class="goal-tree">
          {items.map((item) => (
            <NewsLine
              key={keyOf(item)}
              {...{ t, language, href, item }}
              nameOf={(id) => authorities.nameOf(id, language)}
            />
          ))}
        </ul>
        <Pagination
          t={t}
          {...(next !== undefined && {
            nextHref: href(`${newsPath}?since=${since}&after=${encodeURIComponent(next)}`),
          })}
        />
      </>
    ),
  })
}
