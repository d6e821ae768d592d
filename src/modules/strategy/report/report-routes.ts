import { findAuthority } from '#kernel/authorities/queries.ts'
import type { Scope } from '#kernel/db/scope.ts'
import { type Answer, file } from '#kernel/http/answers.ts'
import { NotFoundError } from '#kernel/http/errors.ts'
import { get, post, type Request, type Route } from '#kernel/http/route.ts'
import { isIsoDate } from '#kernel/i18n/format.ts'
import { type AuthorityId, slug } from '#kernel/ids.ts'
import type { Kernel } from '#kernel/kernel.ts'
import { authorityOfProjects, deskPath } from '../desk/desk-context.ts'
import { forEverybody } from '../permissions.ts'
import { deskHalfYearsPath, freezeAsked, showDeskHalfYears } from './desk-half-years.tsx'
import { draftHalfYear, findHalfYear } from './half-years.ts'
import { publicHalfYearsPath, showPublicHalfYears } from './public-half-years.tsx'
import { reportLetter } from './report-letter.ts'

/**
 * The half-year report of an authority as a file: as it was frozen, with what was public of it then and still is; at the desk with what only its
 * authority sees, and a draft where nothing was frozen.
 */
export function reportRoutes(kernel: Kernel): Route[] {
  return [
    get(publicHalfYearsPath, forEverybody, (scope, request) => showPublicHalfYears(scope, request, kernel)),
    get(deskHalfYearsPath, { permission: 'strategy.project.read' }, (scope, request) =>
      showDeskHalfYears(scope, request),
    ),
    post(deskHalfYearsPath, { permission: 'strategy.record.edit' }, freezeAsked),
    get('/strategy/report.pdf', { ...forEverybody, rateLimit: 30 }, (scope, request) => {
      const { authorityId, query } = request
      const asked = query.get('authority') ?? ''
      const one = authorityId ?? (kernel.authorities.has(asked) ? slug<'authority'>(asked) : undefined)
      if (one === undefined) throw new NotFoundError('no authority')
      return giveReport(scope, request, kernel, { authorityId: one, isPublic: true })
    }),
    get(`${deskPath}/report.pdf`, { permission: 'strategy.project.read', rateLimit: 30 }, (scope, request) =>
      giveReport(scope, request, kernel, { authorityId: authorityOfProjects(request), isPublic: false }),
    ),
  ]
}

async function giveReport(
  scope: Scope,
  request: Request,
  kernel: Kernel,
  { authorityId, isPublic }: { authorityId: AuthorityId; isPublic: boolean },
): Promise<Answer> {
  const asked = request.query.get('day') ?? ''
  const { language, t } = request
  const day = isIsoDate(asked) ? asked : undefined
  const frozen = await findHalfYear(scope, { authorityId, day, reader: isPublic ? 'public' : 'authority' })
  const report =
    frozen ?? (isPublic ? undefined : await draftHalfYear(scope, { authorityId, day: day ?? scope.today() }))
  const authority = await findAuthority(scope, authorityId)
  if (!report || !authority) throw new NotFoundError('no report of that half-year')
  const input = reportLetter(report, {
    t,
    language,
    isDemo: kernel.settings.mode === 'demo',
    authority: {
      name: kernel.authorities.nameOf(authorityId, language),
      address: [kernel.authorities.nameOf(authorityId, language)],
    },
  })
  const { pdf } = await kernel.letters.renderLetter(input)
  return file({ name: `${authorityId}-${report.asOf}.pdf`, contentType: 'application/pdf', body: pdf, inline: true })
}
