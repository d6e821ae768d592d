import { formatDate, formatNumber, swissDate } from '#kernel/i18n/format.ts'
import type { Translate } from '#kernel/i18n/translate.ts'
import { Details } from '#ui/components/details/details.tsx'
import { Table } from '#ui/components/table/table.tsx'
import type { Freshness } from './freshness.ts'
import type { Quality } from './read-quality.ts'

/** How good a data set is, on its page: the points and what would bring more, its promise, dead links, and how often it is used. */
export function QualitySection({
  quality,
  t,
  href,
}: {
  quality: Quality
  t: Translate
  href: (path: string) => string
}) {
  const { score, freshness, deadLinks, uses } = quality
  return (
    <section aria-labelledby="quality">
      <h2 id="quality">{t('opendata.quality.heading')}</h2>
      <ul>
        <li>
          {t('opendata.quality.points', {
            points: score.points,
            most: score.most,
            rating: t(`opendata.quality.rating.${score.rating}`),
          })}
        </li>
        <li>{freshnessText(freshness, t)}</li>
        <li>{t('opendata.quality.used', { ...uses })}</li>
      </ul>
      {deadLinks.length > 0 && (
        <>
          <p>{t('opendata.quality.dead', { count: deadLinks.length })}</p>
          <ul>
            {deadLinks.map(({ url, since }) => (
              <li key={url}>
                <span class="address">{url}</span> ·{' '}
                {t('opendata.quality.dead_since', { day: formatDate(swissDate(since)) })}
              </li>
            ))}
          </ul>
        </>
      )}
      <Details summary={t('opendata.quality.by_dimension')}>
        <Table
          caption={t('opendata.quality.by_dimension')}
          hideCaption
          head={[t('opendata.quality.dimension.name'), t('opendata.quality.reached'), t('opendata.quality.missing')]}
          rows={score.dimensions.map(({ dimension, points, most, missing }) => [
            t(`opendata.quality.dimension.${dimension}`),
            t('opendata.quality.of', { points, most }),
            missing.map((one) => t(`opendata.quality.indicator.${one}`)).join(', ') || '–',
          ])}
        />
        <p>
          {t('opendata.quality.method')}{' '}
          <a href="https://data.europa.eu/mqa/methodology">data.europa.eu/mqa/methodology</a>
        </p>
      </Details>
      <p>
        <a href={href('/opendata/quality')}>{t('opendata.quality.all')}</a>
      </p>
    </section>
  )
}

/** Whether it keeps its promise, in words. */
export function freshnessText(freshness: Freshness, t: Translate): string {
  if (freshness.kind === 'none') return t('opendata.quality.fresh.none')
  return t(`opendata.quality.fresh.${freshness.kind}`, {
    day: formatDate(freshness.dueOn),
    days: formatNumber(freshness.days),
  })
}
