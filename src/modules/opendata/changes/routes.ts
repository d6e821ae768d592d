import { createHash } from 'node:crypto'
import type { Scope } from '#kernel/db/scope.ts'
import { type Answer, noContent, text } from '#kernel/http/answers.ts'
import { BadRequestError } from '#kernel/http/errors.ts'
import { get, type Request, type Route } from '#kernel/http/route.ts'
import { type LocalText, textIn } from '#kernel/i18n/language.ts'
import type { AuthorityId } from '#kernel/ids.ts'
import type { Kernel } from '#kernel/kernel.ts'
import { dataSetPath, seriesPath } from '../catalogue/addresses.ts'
import type { DataSetId } from '../catalogue/data-set.ts'
import { findAddressed } from '../data-set/find-data-set.ts'
import { isKnown } from '../dcat/formats.ts'
import { readRevision } from '../dcat/read-catalogue.ts'
import { findAddressedSeries } from '../series/routes.tsx'
import { type AtomEntry, writeAtom } from './atom.ts'
import { changeText } from './change-text.ts'
import { isChangePlace, listChanges } from './queries.ts'

const open = { permission: 'opendata.catalogue.read', isPublic: true, isOpenToSites: true, rateLimit: 120 } as const
const shown = 100

/** What changed lately, for feed readers: in the canton, at one authority, in one data set, in the data sets of a series. */
export function changeRoutes(kernel: Kernel): Route[] {
  return [
    get('/opendata/changes.atom', open, (scope, request) => showFeed(scope, request, kernel, undefined)),
    get('/opendata/:authority/:slug/changes.atom', open, async (scope, request) => {
      const dataSet = await findAddressed(scope, request)
      const { authorityId, metadata, id } = dataSet
      return showFeed(scope, request, kernel, {
        authorityId,
        title: metadata.title,
        path: dataSetPath(dataSet),
        dataSetIds: [id],
      })
    }),
    get('/opendata/series/:authority/:slug/changes.atom', open, async (scope, request) => {
      const series = await findAddressedSeries(scope, request)
      const { authorityId, metadata, members } = series
      const dataSetIds = members.map(({ id }) => id)
      return showFeed(scope, request, kernel, {
        authorityId,
        title: metadata.title,
        path: seriesPath(series),
        dataSetIds,
        withdrawn: series.withdrawnAt
          ? { id: series.id, at: series.withdrawnAt, reason: series.withdrawalReason }
          : undefined,
      })
    }),
  ]
}

/** What a feed is of, if not of a whole catalogue. */
type Subject = {
  readonly authorityId: AuthorityId
  readonly title: LocalText
  readonly path: string
  readonly dataSetIds: readonly DataSetId[]
  /** Of a series that was taken back. */
  readonly withdrawn?: { readonly id: string; readonly at: Date; readonly reason: string | null } | undefined
}

async function showFeed(
  scope: Scope,
  request: Request,
  { authorities, settings }: Kernel,
  subject: Subject | undefined,
): Promise<Answer> {
  const { language, t, url } = request
  const authorityId = subject?.authorityId ?? request.authorityId
  const { revision, changedAt } = await readRevision(scope)
  const after = request.query.get('after')
  if (after !== undefined && !isChangePlace(after)) throw new BadRequestError('no such place')
  const at = url(request.path)
  const self = after === undefined ? at : `${at}?after=${after}`
  const etag = createHash('sha256').update([revision, self, language, '3'].join('\n')).digest('base64url').slice(0, 27)
  const headers = { etag: `"${etag}"` }
  if (isKnown(request.header('if-none-match'), etag)) return noContent({ status: 304, headers })
  const wish = { authorityId, dataSetIds: subject?.dataSetIds, after, limit: shown + 1 }
  const found = await listChanges(scope, wish)
  const changes = found.slice(0, shown)
  const end = found.length > shown ? changes.at(-1) : undefined
  const about = subject ? textIn(subject.title, language) : authorityId && authorities.nameOf(authorityId, language)
  const body = writeAtom({
    self,
    ...(end && { next: `${at}?after=${end.place}` }),
    page: url(subject?.path ?? '/opendata'),
    title: about === undefined ? t('opendata.changes.feed') : t('opendata.changes.feed_of', { about }),
    author: authorityId ? authorities.nameOf(authorityId, language) : new URL(settings.origin).host,
    language,
    updatedAt: subject?.withdrawn?.at ?? changes[0]?.at ?? changedAt,
    entries: [
      ...(after === undefined ? ending(request, subject, authorities) : []),
      ...changes.map((change) => ({
        id: change.id,
        title: textIn(change.title, language),
        summary: changeText(change, language, t),
        author: authorities.nameOf(change.authorityId, language),
        page: url(dataSetPath(change)),
        at: change.at,
      })),
    ],
  })
  return text(body, 'application/atom+xml; charset=utf-8', { headers })
}

/** That a series was taken back, and why where that was said: what its feed ends with. */
function ending(
  { t, language, url }: Request,
  subject: Subject | undefined,
  authorities: Kernel['authorities'],
): AtomEntry[] {
  const { withdrawn } = subject ?? {}
  if (!subject || !withdrawn) return []
  const { reason } = withdrawn
  const because = reason === null ? [] : [t('opendata.series.reason', { reason })]
  return [
    {
      id: withdrawn.id,
      title: textIn(subject.title, language),
      summary: [`${t('opendata.series.news.withdrawn')}.`, ...because].join(' '),
      author: authorities.nameOf(subject.authorityId, language),
      page: url(subject.path),
      at: withdrawn.at,
    },
  ]
}
