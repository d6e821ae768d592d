import type { ComponentChildren } from 'preact'
import { formatDate, formatNumber, swissDate } from '#kernel/i18n/format.ts'
import { Alert } from '#ui/components/alert/alert.tsx'
import { Tabs } from '#ui/components/tabs/tabs.tsx'
import { Localised } from '#ui/localised.tsx'
import { dataSetPath, distributionPath } from '../catalogue/addresses.ts'
import type { Distribution, PublishedDataSet } from '../catalogue/data-set.ts'
import { Downloads } from '../data-set/distribution-entry.tsx'
import type { TableVersion } from '../tables/table-version.ts'
import type { CellWords } from './cell-text.ts'
import { type LookWish, lookPath, type View } from './look-wish.ts'

/** What every view of a table is told. */
export type LookProps = CellWords & {
  dataSet: PublishedDataSet
  distribution: Distribution
  version: TableVersion
  /** Whether there are newer rows than these. */
  isFormer: boolean
  /** Since when the table is not continued. */
  endedAt?: Date
  wish: LookWish
  /** Columns whose filter nobody can read. */
  unclear: readonly string[]
  /** The address of this page without its wishes. */
  base: string
  title: string
  views: readonly View[]
  href: (path: string) => string
}

/** A table before it is downloaded: its rows, a chart, a map, and what is in its columns. */
export function LookPage({ children, ...props }: LookProps & { children: ComponentChildren }) {
  const { dataSet, distribution, version, isFormer, endedAt, wish, base, views, language, t, href } = props
  const since = version.publishedAt ?? version.madeAt
  const path = href(distributionPath(dataSet, distribution.slug))
  return (
    <>
      <h1>
        <Localised text={distribution.title} language={language} />
      </h1>
      <p class="data-set-line">
        <span>
          <a href={href(dataSetPath(dataSet))}>
            <Localised text={dataSet.metadata.title} language={language} />
          </a>
        </span>
        <span>{t('opendata.data_set.rows', { count: version.rows, rows: formatNumber(version.rows) })}</span>
        <span>{t('opendata.finder.changed', { day: formatDate(swissDate(since)) })}</span>
        <span>
          <a href={`${path}/versions`}>{t('opendata.look.version', { number: version.number })}</a>
        </span>
      </p>
      {isFormer && (
        <Alert kind="info">
          <p>
            {endedAt ? (
              <>
                {t('opendata.versions.ended', { day: formatDate(swissDate(endedAt)) })}{' '}
                <a href={`${path}/versions`}>{t('opendata.versions.all')}</a>
              </>
            ) : (
              <>
                {t('opendata.look.former')} <a href={path}>{t('opendata.look.to_current')}</a>
              </>
            )}
          </p>
        </Alert>
      )}
      <Tabs
        label={t('opendata.look.views')}
        items={views.map((view) => ({
          href: lookPath(base, { ...wish, drawn: {} }, { view }),
          text: t(`opendata.look.view.${view}`),
          isCurrent: view === wish.view,
        }))}
      />
      <div class="look">{children}</div>
      {!isFormer && <Downloads place={dataSet} distribution={distribution} t={t} />}
    </>
  )
}
