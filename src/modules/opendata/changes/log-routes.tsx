import type { Scope } from '#kernel/db/scope.ts'
import { type Answer, page } from '#kernel/http/answers.ts'
import { BadRequestError } from '#kernel/http/errors.ts'
import { get, type Request, type Route } from '#kernel/http/route.ts'
import { formatDate, swissDate } from '#kernel/i18n/format.ts'
import { textIn } from '#kernel/i18n/language.ts'
import type { Kernel } from '#kernel/kernel.ts'
import { Pagination } from '#ui/components/pagination/pagination.tsx'
import { dataSetPath } from '../catalogue/addresses.ts'
import { findAddressed } from '../data-set/find-data-set.ts'
import { catalogueCrumbs, withdrawnAnswer } from '../data-set/routes.tsx'
import { changeText } from './change-text.ts'
import { isChangePlace, listChanges } from './queries.ts'

const perPage = 50

/** Everything that ever happened to a data set, page by page. */
export function changeLogRoutes(kernel: Kernel): Route[] {
  return [
    get(
      '/opendata/:authority/:slug/changes',
      { permission: 'opendata.catalogue.read', isPublic: true },
      (scope, request) => showLog(scope, request, kernel),
    ),
  ]
}

async function showLog(scope: Scope, request: Request, kernel: Kernel): Promise<Answer> {
  const dataSet = await findAddressed(scope, request)
  if (dataSet.withdrawnAt) return withdrawnAnswer(scope, request, dataSet, dataSet.withdrawnAt, kernel)
  const { t, language, href, query } = request
  const after = query.get('after')
  if (after !== undefined && !isChangePlace(after)) throw new BadRequestError('no such place')
  const { authorityId, id } = dataSet
  const found = await listChanges(scope, { authorityId, dataSetId: id, after, limit: perPage + 1 })
  const changes = found.slice(0, perPage)
  const end = found.length > perPage ? changes.at(-1) : undefined
  const name = textIn(dataSet.metadata.title, language)
  const at = href(`${dataSetPath(dataSet)}/changes`)
  return page({
    title: `${t('opendata.changes.all')}: ${name}`,
    shell: 'public',
    noIndex: true,
    breadcrumbs: [
      ...catalogueCrumbs(request),
      { text: name, href: href(dataSetPath(dataSet)) },
      { text: t('opendata.changes.all') },
    ],
    body: (
      <>
        <h1>{t('opendata.changes.all')}</h1>
        <p class="lead">{name}</p>
        <ol class="change-log">
          {changes.map((change) => (
            <li key={change.id}>
              <time dateTime={change.at.toISOString()}>{formatDate(swissDate(change.at))}</time>{' '}
              {changeText(change, language, t)}
            </li>
          ))}
        </ol>
        <Pagination t={t} {...(end && { nextHref: `${at}?after=${end.place}` })} />
      </>
    ),
  })
}
