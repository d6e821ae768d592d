import type { Language } from '#kernel/i18n/language.ts'
import type { Translate } from '#kernel/i18n/translate.ts'
import { EmptyState } from '#ui/components/empty-state/empty-state.tsx'
import { Localised } from '#ui/localised.tsx'
import { dataSetPath } from '../catalogue/addresses.ts'
import type { Distribution, PublishedDataSet } from '../catalogue/data-set.ts'
import { hostOf } from '../data-set/data-set-facts.tsx'

type Props = {
  dataSet: PublishedDataSet
  distribution: Distribution
  language: Language
  t: Translate
  href: (path: string) => string
}

/** Why nothing can be seen here of a distribution, and where it is. */
export function NoPreviewPage({ dataSet, distribution, language, t, href }: Props) {
  const { kind, url, title } = distribution
  return (
    <>
      <h1>
        <Localised text={title} language={language} />
      </h1>
      <EmptyState title={t('opendata.look.no_preview')} icon="Table">
        <p>
          {kind === 'table'
            ? t('opendata.data_set.no_rows')
            : kind === 'service'
              ? t('opendata.look.why_service')
              : url === undefined
                ? t('opendata.look.why_file')
                : t('opendata.data_set.lies_elsewhere', { host: hostOf(url) })}
        </p>
        {url !== undefined && (
          <p>
            <a href={url}>{t('opendata.data_set.open_at', { host: hostOf(url) })}</a>
          </p>
        )}
        <p>
          <a href={href(dataSetPath(dataSet))}>{t('opendata.look.back')}</a>
        </p>
      </EmptyState>
    </>
  )
}
