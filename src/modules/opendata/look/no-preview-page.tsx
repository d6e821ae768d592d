import { formatDate, swissDate } from '#kernel/i18n/format.ts'
import type { Language } from '#kernel/i18n/language.ts'
import type { Translate } from '#kernel/i18n/translate.ts'
import { EmptyState } from '#ui/components/empty-state/empty-state.tsx'
import { Localised } from '#ui/localised.tsx'
import { dataSetPath, documentPath } from '../catalogue/addresses.ts'
import type { Distribution, PublishedDataSet } from '../catalogue/data-set.ts'
import { hostOf } from '../data-set/data-set-facts.tsx'
import { formatBytes } from '../data-set/format-bytes.ts'
import type { FileVersion } from '../files/file-version.ts'

type Props = {
  dataSet: PublishedDataSet
  distribution: Distribution
  language: Language
  t: Translate
  href: (path: string) => string
  /** Of a document that is kept here, the newest first. */
  documents: readonly FileVersion[]
}

/** Why nothing can be seen here of a distribution, and where it is. */
export function NoPreviewPage({ dataSet, distribution, language, t, href, documents }: Props) {
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
        {documents.length > 0 && (
          <ul class="plain-list">
            {documents.map(({ number, bytes, publishedAt }) => (
              <li key={number}>
                <a class="ds-link" href={href(documentPath(dataSet, distribution.slug, number))}>
                  {t('opendata.file.download_version', {
                    number,
                    size: formatBytes(bytes),
                    day: publishedAt ? formatDate(swissDate(publishedAt)) : '',
                  })}
                </a>
              </li>
            ))}
          </ul>
        )}
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
