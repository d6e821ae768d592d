import { formatDate, formatInstant, formatNumber, swissDate } from '#kernel/i18n/format.ts'
import type { Language } from '#kernel/i18n/language.ts'
import type { Translate } from '#kernel/i18n/translate.ts'
import { LinkButton } from '#ui/components/button/button.tsx'
import { Icon } from '#ui/components/icon/icon.tsx'
import { Localised } from '#ui/localised.tsx'
import { distributionPath, documentPath, downloadPath } from '../catalogue/addresses.ts'
import type { Distribution, PublishedDataSet } from '../catalogue/data-set.ts'
import { downloadCodes } from '../catalogue/formats.ts'
import { formatsOf } from '../dcat/distribution-resource.ts'
import type { Arrival } from '../deliveries/arrivals.ts'
import { formatName } from '../finder/labels.ts'
import type { DownloadFormat } from '../query/table-reader.ts'
import type { TableVersion } from '../tables/table-version.ts'
import { hostOf } from './data-set-facts.tsx'
import { formatBytes } from './format-bytes.ts'

type Props = {
  dataSet: PublishedDataSet
  distribution: Distribution
  version: TableVersion | undefined
  /** How its rows come by themselves. */
  arrival: Arrival | undefined
  language: Language
  t: Translate
  href: (path: string) => string
}

/** One way to the data: what it is, how to look at it, and how to take it along. */
export function DistributionEntry(props: Props) {
  const { dataSet, distribution, language, t, href } = props
  const { title, description, kind, slug } = distribution
  return (
    <article class="distribution">
      <h3>
        <Localised text={title} language={language} />
      </h3>
      {description && (
        <p>
          <Localised text={description} language={language} />
        </p>
      )}
      {kind === 'table' ? (
        <TableWays {...props} />
      ) : (
        <OtherWay
          distribution={distribution}
          document={distribution.sha256 === undefined ? undefined : href(documentPath(dataSet, slug))}
          fallback={href(distributionPath(dataSet, slug))}
          t={t}
        />
      )}
    </article>
  )
}

function TableWays({ dataSet, distribution, version, arrival, language, t, href }: Props) {
  const { slug, protection } = distribution
  if (!version) return <p>{t('opendata.data_set.no_rows')}</p>
  return (
    <>
      <p class="data-set-line">
        <span>{t('opendata.data_set.rows', { count: version.rows, rows: formatNumber(version.rows) })}</span>
        <span>{t('opendata.data_set.column_count', { count: version.columns.length })}</span>
        {version.publishedAt && (
          <span>{t('opendata.finder.changed', { day: formatDate(swissDate(version.publishedAt)) })}</span>
        )}
      </p>
      {arrival && <p class="field-hint">{arrivalText(t, language, arrival)}</p>}
      {protection && <p class="field-hint">{t('opendata.data_set.protected', { k: protection.k })}</p>}
      <p>
        <LinkButton href={href(distributionPath(dataSet, slug))}>
          <Icon name="Table" /> {t('opendata.data_set.look')}
        </LinkButton>
      </p>
      <Downloads place={dataSet} distribution={distribution} t={t} />
    </>
  )
}

function arrivalText(t: Translate, language: Language, { way, everyHours, at }: Arrival): string {
  const last = { at: formatInstant(at, language) }
  if (way !== 'fetch') return t('opendata.data_set.delivered', last)
  const rhythm = everyHours === null ? '' : t(`opendata.delivery.rhythm.${everyHours}`)
  return t('opendata.data_set.fetched', { ...last, rhythm })
}

/** Links to the files of today's rows, one per format. */
export function Downloads({
  place,
  distribution,
  t,
}: {
  place: PublishedDataSet
  distribution: Distribution
  t: Translate
}) {
  const id = `download-${distribution.slug}`
  return (
    <div class="downloads">
      <p id={id}>
        <Icon name="Download" /> {t('opendata.data_set.download')}
      </p>
      <ul class="chips" aria-labelledby={id}>
        {formatsOf(distribution).map((format) => (
          <li key={format}>
            <a class="chip" href={downloadPath(place, distribution.slug, format)} download>
              {downloadName(format)}
            </a>
          </li>
        ))}
      </ul>
    </div>
  )
}

const downloadName = (format: DownloadFormat): string =>
  format === 'ndjson' ? 'NDJSON' : formatName(downloadCodes[format])

type OtherProps = {
  distribution: Distribution
  /** Where a document that is kept here is taken along. */
  document: string | undefined
  fallback: string
  t: Translate
}

function OtherWay({ distribution, document, fallback, t }: OtherProps) {
  const { kind, url, format, byteSize, modified } = distribution
  const about = [
    format && formatName(format),
    byteSize !== undefined && formatBytes(byteSize),
    modified && t('opendata.finder.changed', { day: formatDate(modified) }),
  ].filter((part) => part !== undefined && part !== false && part !== '')
  return (
    <>
      {about.length > 0 && (
        <p class="data-set-line">
          {about.map((part) => (
            <span key={part}>{part}</span>
          ))}
        </p>
      )}
      {document !== undefined && (
        <p>
          <LinkButton href={document} variant="secondary">
            <Icon name="Download" /> {t('opendata.file.download')}
          </LinkButton>{' '}
          <a class="ds-link" href={fallback}>
            {t('opendata.file.versions')}
          </a>
        </p>
      )}
      {document === undefined && (
        <p>
          <LinkButton href={url ?? fallback} variant="secondary">
            {kind === 'service'
              ? t('opendata.data_set.open_service')
              : url
                ? t('opendata.data_set.open_at', { host: hostOf(url) })
                : t('opendata.data_set.open_file')}
          </LinkButton>
        </p>
      )}
      {url && <p class="field-hint">{t('opendata.data_set.lies_elsewhere', { host: hostOf(url) })}</p>}
    </>
  )
}
