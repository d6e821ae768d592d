import type { Scope } from '#kernel/db/scope.ts'
import type { Feed } from '#kernel/feed.ts'
import { type Answer, page } from '#kernel/http/answers.ts'
import { ForbiddenError } from '#kernel/http/errors.ts'
import type { Permissions } from '#kernel/http/route.ts'
import { get, type Request, type Route } from '#kernel/http/route.ts'
import { readDeskNav } from '#modules/egovernment/public.ts'
import { stewardRoles } from '../catalogue/workbench.ts'
import { FeedMonthsPage } from './feed-months-page.tsx'
import { listFeedMonths, type MonthPlace } from './queries.ts'

const path = '/desk/opendata/feeds'
const pageSize = 60

export const feedPermissions: Permissions = { 'opendata.feed.read': stewardRoles }

/** What stewards see of the feeds of their authority: what was shown of each month, and what was hidden and why. */
export function feedRoutes(feeds: () => readonly Feed[]): Route[] {
  return [
    get(path, { permission: 'opendata.feed.read' }, async (scope, request): Promise<Answer> => {
      const months = await listFeedMonths(scope, {
        ...{ authorityId: authorityOf(scope, request), limit: pageSize + 1 },
        after: placeOf(request.query.get('after')),
      })
      const shown = months.slice(0, pageSize)
      const last = months.length > pageSize ? shown.at(-1) : undefined
      const { t, href } = request
      const older = last && href(`${path}?after=${last.month}.${encodeURIComponent(last.feed)}`)
      return page({
        title: t('opendata.feed_months.title'),
        shell: 'desk',
        current: path,
        nav: await readDeskNav(scope, request, 'opendata'),
        body: <FeedMonthsPage {...{ t, href, older }} months={shown} feeds={feeds()} />,
      })
    }),
  ]
}

/** The authority of the address, else the first one whose data she keeps. */
function authorityOf({ actor }: Scope, { authorityId }: Request) {
  const own = (actor.kind === 'staff' ? actor.memberships : []).filter(({ role }) =>
    stewardRoles.some((one) => one === role),
  )
  const found = authorityId ? own.find((one) => one.authorityId === authorityId) : own[0]
  if (!found) throw new ForbiddenError('keeps no data there')
  return found.authorityId
}

/** `2026-10-01.faelle`; anything else is the beginning. */
function placeOf(text: string | undefined): MonthPlace | undefined {
  const [, month, feed] = /^(\d{4}-(?:0[1-9]|1[0-2])-01)\.([a-z0-9-]{1,64})$/.exec(text ?? '') ?? []
  return month === undefined || feed === undefined ? undefined : { month, feed }
}
