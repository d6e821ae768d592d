import { findAuthority } from '#kernel/authorities/queries.ts'
import type { Scope } from '#kernel/db/scope.ts'
import { type Answer, file } from '#kernel/http/answers.ts'
import { NotFoundError } from '#kernel/http/errors.ts'
import { get, type Request, type Route } from '#kernel/http/route.ts'
import { isIsoDate } from '#kernel/i18n/format.ts'
import { type AuthorityId, slug } from '#kernel/ids.ts'
import type { Kernel } from '#kernel/kernel.ts'
import { authorityOf, deskPath } from '../desk/desk-context.ts'
import { forEverybody } from '../permissions.ts'
import { readHalfYear } from './read-report.ts'
import { reportLetter } from './report-letter.ts'

/** The half-year report of an authority as a file for everybody to read: what was frozen and is public; at the desk with what only staff see. */
export function reportRoutes(kernel: Kernel): Route[] {
  return [
    get('/strategy/report.pdf', { ...forEverybody, rateLimit: 30 }, (scope, request) => {
      const { authorityId, query } = request
      const asked = query.get('authority') ?? ''
      const one = authorityId ?? (kernel.authorities.has(asked) ? slug<'authority'>(asked) : undefined)
      if (one === undefined) throw new NotFoundError('no authority')
      return giveReport(scope, request, kernel, { authorityId: one, isPublic: true })
    }),
    get(`${deskPath}/report.pdf`, { permission: 'strategy.record.read', rateLimit: 30 }, (scope, request) =>
      giveReport(scope, request, kernel, { authorityId: authorityOf(request), isPublic: false }),
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
  const report = await readHalfYear(scope, { authorityId, day: isIsoDate(asked) ? asked : undefined, isPublic })
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
