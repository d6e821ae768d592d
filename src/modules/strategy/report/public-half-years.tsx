import type { Scope } from '#kernel/db/scope.ts'
import { withPrefix } from '#kernel/http/address.ts'
import { type Answer, page } from '#kernel/http/answers.ts'
import type { Request } from '#kernel/http/route.ts'
import { formatDate, swissDate } from '#kernel/i18n/format.ts'
import { type AuthorityId, slug } from '#kernel/ids.ts'
import type { Kernel } from '#kernel/kernel.ts'
import { EmptyState } from '#ui/components/empty-state/empty-state.tsx'
import { lastHalfYear } from './half-year.ts'
import { ComparedParts } from './half-year-parts.tsx'
import { listReporting } from './half-years.ts'
import { readCompared } from './read-compared.ts'

export const publicHalfYearsPath = '/strategy/half-years'

/** What an authority reported half-year by half-year, and two of them beside each other; without an authority those that report. */
export async function showPublicHalfYears(scope: Scope, request: Request, { authorities }: Kernel): Promise<Answer> {
  const { t, href, language, authorityId, query } = request
  const wanted = query.get('authority') ?? ''
  const one = authorityId ?? (authorities.has(wanted) ? slug<'authority'>(wanted) : undefined)
  const nameOf = (id: AuthorityId) => authorities.nameOf(id, language)
  const title = t('strategy.half_years.title')
  return page({
    title: one === undefined ? title : `${title}: ${nameOf(one)}`,
    shell: 'public',
    description: t('strategy.half_years.lead'),
    breadcrumbs: [
      { text: t('strategy.overview.home'), href: href('/') },
      { text: t('strategy.overview.title'), href: href('/strategy') },
      { text: title },
    ],
    body: (
      <>
        <h1>{one === undefined ? title : `${title}: ${nameOf(one)}`}</h1>
        <p>{t('strategy.half_years.lead')}</p>
        {one === undefined ? (
          <Reporting {...{ request, nameOf }} all={await listReporting(scope)} />
        ) : (
          await ofOne(scope, request, one)
        )}
      </>
    ),
  })
}

async function ofOne(scope: Scope, request: Request, authorityId: AuthorityId) {
  const { t, language, query, today, prefix, href } = request
  const asked = [query.get('before'), query.get('after')]
  const compared = await readCompared(scope, { authorityId, reader: 'public', asked })
  const last = lastHalfYear(today)
  const own = (path: string) => withPrefix({ ...prefix, authority: authorityId }, path)
  return (
    <>
      {compared.frozen.every(({ asOf }) => asOf !== last) && (
        <p>{t('strategy.half_years.not_yet', { day: formatDate(last) })}</p>
      )}
      <ul>
        {compared.frozen.map(({ asOf, frozenAt }) => (
          <li key={asOf}>
            <a class="ds-link" href={own(`/strategy/report.pdf?day=${asOf}`)}>
              {t('strategy.half_years.pdf', { day: formatDate(asOf) })}
            </a>
            , {t('strategy.half_years.frozen_on', { day: formatDate(swissDate(frozenAt)) })}
          </li>
        ))}
      </ul>
      <ComparedParts {...{ t, language, authorityId, ...compared }} action={href(publicHalfYearsPath)} />
    </>
  )
}

type ReportingProps = {
  readonly request: Request
  readonly all: readonly AuthorityId[]
  readonly nameOf: (id: AuthorityId) => string
}

function Reporting({ request: { t, href }, all, nameOf }: ReportingProps) {
  if (all.length === 0) return <EmptyState title={t('strategy.half_years.none')} />
  return (
    <ul>
      {all.map((id) => (
        <li key={id}>
          <a class="ds-link" href={href(`${publicHalfYearsPath}?authority=${id}`)}>
            {nameOf(id)}
          </a>
        </li>
      ))}
    </ul>
  )
}
