import type { Scope } from '#kernel/db/scope.ts'
import { type Answer, page } from '#kernel/http/answers.ts'
import { BadRequestError } from '#kernel/http/errors.ts'
import { get, type Request, type Route } from '#kernel/http/route.ts'
import { type AuthorityId, isSlug } from '#kernel/ids.ts'
import type { Kernel } from '#kernel/kernel.ts'
import { countPublished, type ListPlace, listPublished } from '../catalogue/queries.ts'
import { catalogueCrumbs } from '../data-set/routes.tsx'
import { QualityPage } from './quality-page.tsx'
import { readQuality } from './read-quality.ts'

const perPage = 50

/** How good the open data is: of the whole canton, or of one authority below its name. */
export function qualityRoutes(kernel: Kernel): Route[] {
  return [
    get('/opendata/quality', { permission: 'opendata.catalogue.read', isPublic: true }, (scope, request) =>
      showQuality(scope, request, kernel),
    ),
  ]
}

async function showQuality(scope: Scope, request: Request, { authorities }: Kernel): Promise<Answer> {
  const { t, href, language, authorityId } = request
  const dataSets = await listPublished(scope, { authorityId, after: readPlace(request), limit: perPage })
  const [total, deadLinks, qualities] = await Promise.all([
    countPublished(scope, authorityId),
    countDeadLinks(scope, authorityId),
    readQuality(scope, dataSets),
  ])
  const last = dataSets.length === perPage ? dataSets.at(-1) : undefined
  const body = (
    <QualityPage
      listed={dataSets.flatMap((dataSet, at) => {
        const quality = qualities[at]
        return quality ? [{ dataSet, quality }] : []
      })}
      {...{ total, deadLinks, language, t, href }}
      nextHref={last && href(`/opendata/quality?after=${last.authorityId}~${last.slug}`)}
      nameOf={authorityId === undefined ? (id) => authorities.nameOf(id, language) : undefined}
    />
  )
  const title = t('opendata.quality.title')
  const breadcrumbs = [...catalogueCrumbs(request), { text: title }]
  return page({ title, shell: 'public', description: t('opendata.quality.lead'), breadcrumbs, body })
}

function readPlace({ query }: Request): ListPlace | undefined {
  const after = query.get('after')
  if (after === undefined) return undefined
  const [authorityId = '', name = ''] = after.split('~')
  if (!isSlug<'authority'>(authorityId) || !/^[a-z0-9-]{1,64}$/.test(name)) throw new BadRequestError('no such place')
  return { authorityId, slug: name }
}

/** Of what is published now; those of data sets that were taken back are looked at no more. Undefined where no links were looked at yet. */
async function countDeadLinks(scope: Scope, authorityId: AuthorityId | undefined): Promise<number | undefined> {
  const looked = await scope.db
    .selectFrom('opendata.link_looks')
    .select('looked_at')
    .$if(authorityId !== undefined, (query) => query.where('authority_id', '=', authorityId ?? ''))
    .limit(1)
    .executeTakeFirst()
  if (!looked) return undefined
  const row = await scope.db
    .selectFrom('opendata.dead_links as d')
    .innerJoin('opendata.published_data_sets as p', (on) =>
      on.onRef('p.authority_id', '=', 'd.authority_id').onRef('p.id', '=', 'd.data_set_id'),
    )
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('p.withdrawn_at', 'is', null)
    .$if(authorityId !== undefined, (query) => query.where('d.authority_id', '=', authorityId ?? ''))
    .executeTakeFirstOrThrow()
  return Number(row.count)
}
