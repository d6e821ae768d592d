import type { Scope } from '#kernel/db/scope.ts'
import { withPrefix } from '#kernel/http/address.ts'
import { type Answer, page } from '#kernel/http/answers.ts'
import { get, type Request, type Route } from '#kernel/http/route.ts'
import type { Kernel } from '#kernel/kernel.ts'
import { seriesPath } from '../catalogue/addresses.ts'
import { linkedDataFormats } from '../dcat/formats.ts'
import { readSeriesTitles } from '../series/queries.ts'
import { subscriptionPath } from '../subscriptions/subscription-pages.tsx'
import { CataloguePage } from './catalogue-page.tsx'
import { cataloguePath, readWish, seriesPlace } from './catalogue-wish.ts'
import { findDataSets } from './find-data-sets.ts'
import { labelOf } from './labels.ts'

const perPage = 20

/** The catalogue for people: of the whole canton, or of one authority below its name. */
export function finderRoutes(kernel: Kernel): Route[] {
  return [
    get('/opendata', { permission: 'opendata.catalogue.read', isPublic: true }, (scope, request) =>
      showCatalogue(scope, request, kernel),
    ),
  ]
}

async function showCatalogue(scope: Scope, request: Request, { authorities }: Kernel): Promise<Answer> {
  const { t, language, href, authorityId, prefix } = request
  const wish = readWish(request.query, authorityId)
  const found = await findDataSets(scope, { ...wish, language, authorityId, limit: perPage })
  const naming = { language, authorities, series: await readSeriesTitles(scope) }
  const series = seriesPlace(wish.chosen.series ?? '')
  const title = wish.q === '' ? t('opendata.finder.title') : t('opendata.finder.title_words', { q: wish.q })
  const body = (
    <CataloguePage
      {...found}
      wish={wish}
      authorityName={authorityId && authorities.nameOf(authorityId, language)}
      followHref={authorityId && href(subscriptionPath({ authorityId }))}
      seriesHref={series && naming.series.has(wish.chosen.series ?? '') ? href(seriesPath(series)) : undefined}
      wholeCantonHref={withPrefix({ language: prefix.language }, cataloguePath({ ...wish, after: undefined }))}
      labelOf={(group, value) => labelOf(group, value, naming)}
      language={language}
      t={t}
      href={href}
    />
  )
  return page({
    title,
    shell: 'public',
    description: t('opendata.finder.lead'),
    breadcrumbs: [{ text: t('opendata.finder.home'), href: href('/') }, { text: t('opendata.finder.title') }],
    ...(wish.q === '' ? {} : { noIndex: true }),
    alternates: [
      ...linkedDataFormats.map(({ ending, mediaType }) => ({
        href: href(`/opendata/catalog.${ending}`),
        type: mediaType,
      })),
      { href: href('/opendata/changes.atom'), type: 'application/atom+xml', title: t('opendata.changes.feed') },
    ],
    body,
  })
}
