import type { Scope } from '#kernel/db/scope.ts'
import { type Answer, page } from '#kernel/http/answers.ts'
import { get, type Request, type Route } from '#kernel/http/route.ts'
import { textIn } from '#kernel/i18n/language.ts'
import type { Kernel } from '#kernel/kernel.ts'
import { readKnownAsker } from '../addressees/asker.ts'
import { dataSetPath } from '../catalogue/addresses.ts'
import type { PublishedDataSet } from '../catalogue/data-set.ts'
import { listEnded } from '../catalogue/published-distributions.ts'
import { findWithdrawalReason, listChanges } from '../changes/queries.ts'
import { croissantOf } from '../dcat/croissant.ts'
import { linkedDataFormats } from '../dcat/formats.ts'
import { readSurroundings } from '../dcat/read-catalogue.ts'
import { linkedDataInstead, varied } from '../dcat/routes.ts'
import { schemaOrgOf } from '../dcat/schema-org.ts'
import { listArrivals } from '../deliveries/arrivals.ts'
import { readQuality } from '../quality/read-quality.ts'
import { listPublicQuestions } from '../questions/queries.ts'
import { findOwnSubscription } from '../subscriptions/queries.ts'
import { listCurrentVersions } from '../tables/queries.ts'
import { DataSetPage } from './data-set-page.tsx'
import { findAddressed } from './find-data-set.ts'
import { WithdrawnPage } from './withdrawn-page.tsx'

const [shownChanges, shownQuestions] = [10, 3]

/** The page of one data set; programs that prefer linked data are led to it. */
export function dataSetRoutes(kernel: Kernel): Route[] {
  return [
    get('/opendata/:authority/:slug', { permission: 'opendata.catalogue.read', isPublic: true }, (scope, request) =>
      showDataSet(scope, request, kernel),
    ),
  ]
}

async function showDataSet(scope: Scope, request: Request, kernel: Kernel): Promise<Answer> {
  const dataSet = await findAddressed(scope, request)
  if (dataSet.withdrawnAt) return withdrawnAnswer(scope, request, dataSet, dataSet.withdrawnAt, kernel)
  const instead = linkedDataInstead(request, dataSetPath(dataSet), kernel)
  if (instead) return instead
  const { t, language, href } = request
  const { metadata, authorityId, id } = dataSet
  const known = await readKnownAsker(scope, request)
  const [versions, ended, arrivals, changes, around, [quality], asked, followed] = await Promise.all([
    listCurrentVersions(
      scope,
      metadata.distributions.flatMap((one) => (one.kind === 'table' ? [one.id] : [])),
    ),
    listEnded(scope, dataSet),
    listArrivals(scope, dataSet),
    listChanges(scope, { authorityId, dataSetId: id, limit: shownChanges }),
    readSurroundings(scope, kernel, [dataSet]),
    readQuality(scope, [dataSet]),
    listPublicQuestions(scope, dataSet, { limit: shownQuestions }),
    known && findOwnSubscription(scope, known.partyId, { authorityId, dataSetId: id, seriesId: null }),
  ])
  const title = textIn(metadata.title, language)
  return page(
    {
      title,
      shell: 'public',
      description: textIn(metadata.description, language).slice(0, 300),
      breadcrumbs: [...catalogueCrumbs(request), { text: title }],
      alternates: alternatesOf(request, dataSet),
      body: (
        <DataSetPage
          dataSet={dataSet}
          versions={versions}
          ended={ended.filter(({ withdrawnAt }) => !withdrawnAt)}
          arrivals={arrivals}
          memberships={around.memberships.get(id) ?? []}
          changes={changes}
          quality={quality}
          questions={asked.questions}
          hasMoreQuestions={asked.next !== undefined}
          knownEmail={known?.email}
          followedAs={followed?.id}
          nameOf={(one) => kernel.authorities.nameOf(one, language)}
          described={[
            schemaOrgOf(dataSet, around, language),
            ...(versions.size > 0 ? [croissantOf(dataSet, around, language)] : []),
          ]}
          origin={kernel.settings.origin}
          today={request.today}
          language={language}
          t={t}
          href={href}
        />
      ),
    },
    { headers: varied },
  )
}

/** The way from the start page to the catalogue. */
export function catalogueCrumbs({ t, href }: Request) {
  return [
    { text: t('opendata.finder.home'), href: href('/') },
    { text: t('opendata.finder.title'), href: href('/opendata') },
  ]
}

function alternatesOf({ href, t }: Request, dataSet: PublishedDataSet) {
  const path = dataSetPath(dataSet)
  return [
    ...linkedDataFormats.map(({ ending, mediaType }) => ({ href: `${path}.${ending}`, type: mediaType })),
    { href: href(`${path}/changes.atom`), type: 'application/atom+xml', title: t('opendata.data_set.feed') },
  ]
}

/** 410: it was there and is no more; the address stays and says so, since when, and why where a reason was given. */
export async function withdrawnAnswer(
  scope: Scope,
  request: Request,
  dataSet: PublishedDataSet,
  withdrawnAt: Date,
  { authorities }: Pick<Kernel, 'authorities'>,
): Promise<Answer> {
  const { t, language, href } = request
  const reason = await findWithdrawalReason(scope, dataSet)
  const title = textIn(dataSet.metadata.title, language)
  return page(
    {
      title,
      shell: 'public',
      noIndex: true,
      breadcrumbs: [...catalogueCrumbs(request), { text: title }],
      body: (
        <WithdrawnPage
          message="opendata.data_set.withdrawn"
          metadata={dataSet.metadata}
          publisher={authorities.nameOf(dataSet.authorityId, language)}
          withdrawnAt={withdrawnAt}
          reason={reason}
          language={language}
          t={t}
          href={href}
        />
      ),
    },
    { status: 410 },
  )
}
