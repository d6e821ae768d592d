import { formatNumber } from '#kernel/i18n/format.ts'
import { type Language, textIn } from '#kernel/i18n/language.ts'
import type { Translate } from '#kernel/i18n/translate.ts'
import { Table } from '#ui/components/table/table.tsx'
import { dataSetPath } from '../catalogue/addresses.ts'
import type { PublishedDataSet } from '../catalogue/data-set.ts'
import { freshnessText } from './quality-section.tsx'
import type { Quality } from './read-quality.ts'

export type QualityPageProps = {
  readonly listed: readonly { readonly dataSet: PublishedDataSet; readonly quality: Quality }[]
  readonly total: number
  /** Undefined where no links were looked at yet. */
  readonly deadLinks: number | undefined
  readonly nextHref: string | undefined
  /** Set where the list is of the whole canton: then each says whose it is. */
  readonly nameOf: ((authority: string) => string) | undefined
  readonly language: Language
  readonly t: Translate
  readonly href: (path: string) => string
}

/** How good the open data is, data set by data set. */
export function QualityPage({ listed, total, deadLinks, nextHref, nameOf, language, t, href }: QualityPageProps) {
  return (
    <>
      <h1>{t('opendata.quality.title')}</h1>
      <p class="lead">{t('opendata.quality.lead')}</p>
      <p>
        {t('opendata.quality.total', { count: total })}{' '}
        {deadLinks === undefined
          ? t('opendata.quality.not_looked')
          : t('opendata.quality.total_dead', { count: deadLinks })}{' '}
        {t('opendata.quality.uses')}
      </p>
      <Table
        caption={t('opendata.quality.title')}
        hideCaption
        head={[
          t('opendata.quality.data_set'),
          t('opendata.quality.description'),
          t('opendata.quality.freshness'),
          t('opendata.quality.dead_links'),
          ...(['view', 'download', 'api'] as const).map((kind) => t(`opendata.quality.use.${kind}`)),
        ]}
        rows={listed.map(({ dataSet, quality }) => [
          <>
            <a href={href(dataSetPath(dataSet))}>{textIn(dataSet.metadata.title, language)}</a>
            {nameOf && (
              <>
                <br />
                <small>{nameOf(dataSet.authorityId)}</small>
              </>
            )}
          </>,
          <>
            {t('opendata.quality.of', { points: quality.score.points, most: quality.score.most })}
            <br />
            <small>{t(`opendata.quality.rating.${quality.score.rating}`)}</small>
          </>,
          freshnessText(quality.freshness, t),
          formatNumber(quality.deadLinks.length),
          ...(['view', 'download', 'api'] as const).map((kind) => formatNumber(quality.uses[kind])),
        ])}
      />
      {nextHref && (
        <p>
          <a href={nextHref}>{t('opendata.quality.next')}</a>
        </p>
      )}
      <p>
        {t('opendata.quality.method')}{' '}
        <a href="https://data.europa.eu/mqa/methodology">data.europa.eu/mqa/methodology</a>
      </p>
    </>
  )
}
