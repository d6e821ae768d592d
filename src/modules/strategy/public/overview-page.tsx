import { type Language, textIn } from '#kernel/i18n/language.ts'
import type { Translate } from '#kernel/i18n/translate.ts'
import type { AuthorityId } from '#kernel/ids.ts'
import { EmptyState } from '#ui/components/empty-state/empty-state.tsx'
import type { Node } from '../graph/node.ts'

type OverviewPageProps = {
  readonly t: Translate
  readonly language: Language
  readonly strategies: readonly Node[]
  readonly nameOf: (id: AuthorityId) => string
}

export function OverviewPage({ t, language, strategies, nameOf }: OverviewPageProps) {
  return (
    <>
      <h1>{t('strategy.overview.title')}</h1>
      <p>{t('strategy.overview.lead')}</p>
      {strategies.length === 0 ? (
        <EmptyState title={t('strategy.overview.none')} />
      ) : (
        <ul>
          {strategies.map((one) => (
            <li key={one.id}>
              {textIn(one.title, language)} ({nameOf(one.authorityId)})
            </li>
          ))}
        </ul>
      )}
    </>
  )
}
