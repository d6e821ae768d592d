import type { Scope } from '#kernel/db/scope.ts'
import { type Answer, page } from '#kernel/http/answers.ts'
import { get, type Request, type Route } from '#kernel/http/route.ts'
import { textIn } from '#kernel/i18n/language.ts'
import { EmptyState } from '#ui/components/empty-state/empty-state.tsx'
import { forEverybody } from '../../permissions.ts'
import { listAgreements, listMembers } from '../queries.ts'
import { listContributions, listProjectShares } from '../shares.ts'
import { AgreementFacts } from './agreement-parts.tsx'
import { PublicShares } from './public-shares.tsx'

/** What authorities agreed on, with members, contributions and sources. */
export function agreementPublicRoutes(): Route[] {
  return [get('/strategy/agreements', forEverybody, showAgreements)]
}

async function showAgreements(scope: Scope, { t, href, language }: Request): Promise<Answer> {
  const agreements = await listAgreements(scope)
  const found = await Promise.all(
    agreements.map(async (agreement) => ({
      agreement,
      members: await listMembers(scope, agreement.key),
      contributions: await listContributions(scope, agreement),
      shares: await listProjectShares(scope, agreement),
    })),
  )
  const title = t('strategy.agreements.public_title')
  return page({
    title,
    shell: 'public',
    description: t('strategy.agreements.public_lead'),
    breadcrumbs: [
      { text: t('strategy.overview.home'), href: href('/') },
      { text: t('strategy.overview.title'), href: href('/strategy') },
      { text: title },
    ],
    body: (
      <>
        <h1>{title}</h1>
        <p>{t('strategy.agreements.public_lead')}</p>
        {agreements.length === 0 && <EmptyState title={t('strategy.agreements.none')} />}
        {found.map(({ agreement, members, contributions, shares }) => (
          <section key={agreement.key.id} class="plain-item">
            <h2>{textIn(agreement.title, language)}</h2>
            <AgreementFacts {...{ t, language, agreement }} members={members} />
            <PublicShares {...{ t, language, href, agreement, contributions, shares }} today={scope.today()} />
          </section>
        ))}
      </>
    ),
  })
}
