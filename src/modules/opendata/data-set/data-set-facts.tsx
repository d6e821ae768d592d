import { formatDate } from '#kernel/i18n/format.ts'
import { type Language, textIn } from '#kernel/i18n/language.ts'
import type { Translate } from '#kernel/i18n/translate.ts'
import { SummaryList, type SummaryRow } from '#ui/components/summary-list/summary-list.tsx'
import { Localised } from '#ui/localised.tsx'
import { areaNames } from '../catalogue/area-names.ts'
import type { DataSetMetadata, PublishedDataSet } from '../catalogue/data-set.ts'
import { frequencyLabels, licenceLabels, licenceVocabulary, rightsAddresses } from '../catalogue/vocabularies.ts'
import { identifierOf } from '../dcat/data-set-resource.ts'
import { contactFact, themesFact } from './common-facts.tsx'
import { periodText } from './period-text.ts'

export type FactsProps = {
  dataSet: PublishedDataSet
  nameOf: (authority: string) => string
  /** When rows or metadata last changed. */
  /** The day. */
  changedOn: string
  language: Language
  t: Translate
  href: (path: string) => string
}

/** Who publishes a data set, what may be done with it, how fresh it is, and whom to ask. */
export function DataSetFacts(props: FactsProps) {
  const { dataSet, language, t, nameOf, changedOn, href } = props
  const { metadata, authorityId } = dataSet
  const areas = areaNames(metadata, nameOf)
  const rows = [
    {
      key: t('opendata.data_set.publisher'),
      value: <a href={href(`/opendata?authority=${authorityId}`)}>{nameOf(authorityId)}</a>,
    },
    { key: t('opendata.data_set.use'), value: <Licence metadata={metadata} language={language} t={t} /> },
    { key: t('opendata.data_set.changed'), value: formatDate(changedOn) },
    { key: t('opendata.data_set.frequency'), value: textIn(frequencyLabels[metadata.frequency], language) },
    { key: t('opendata.data_set.issued'), value: formatDate(metadata.issued) },
    optional(metadata.temporal, (temporal) => ({
      key: t('opendata.data_set.temporal'),
      value: temporal.map((one) => periodText(one, t)).join(', '),
    })),
    areas.length > 0 ? { key: t('opendata.data_set.spatial'), value: areas.join(', ') } : undefined,
    themesFact(metadata, { t, language, href }),
    contactFact(metadata, { t, language, href }),
    links(t('opendata.data_set.sources'), metadata.sources, language),
    links(t('opendata.data_set.documentation'), metadata.documentation, language),
    links(t('opendata.data_set.legal_basis'), metadata.legalBasis, language),
    links(t('opendata.data_set.relations'), metadata.relations, language),
    optional(metadata.landingPage, (url) => ({
      key: t('opendata.data_set.landing_page'),
      value: <a href={url}>{hostOf(url)}</a>,
    })),
    { key: t('opendata.data_set.identifier'), value: <code>{identifierOf(dataSet)}</code> },
  ]
  return <SummaryList rows={rows.filter((row) => row !== undefined)} />
}

function optional<Value>(value: Value | undefined, row: (value: Value) => SummaryRow): SummaryRow | undefined {
  return value === undefined ? undefined : row(value)
}

/** The terms in their own words, then what that means. */
function Licence({ metadata, language, t }: { metadata: DataSetMetadata; language: Language; t: Translate }) {
  const { licence, rights } = metadata
  return (
    <>
      <a href={`${licenceVocabulary}/${licence}`}>{textIn(licenceLabels[licence], language)}</a>
      <ul class="licence-terms">
        <li>{t('opendata.data_set.may_use')}</li>
        <li>
          {licence === 'terms_ask' || licence === 'terms_by_ask'
            ? t('opendata.data_set.ask_commercial')
            : t('opendata.data_set.may_commercial')}
        </li>
        <li>
          {licence === 'terms_by' || licence === 'terms_by_ask'
            ? t('opendata.data_set.must_name')
            : t('opendata.data_set.may_name')}
        </li>
      </ul>
      {rights && (
        <>
          {t('opendata.data_set.also')} <a href={rightsAddresses[rights]}>{rights.replace(/-(?=\d)/, ' ')}</a>
        </>
      )}
    </>
  )
}

function links(key: string, list: DataSetMetadata['sources'], language: Language): SummaryRow | undefined {
  if (!list?.length) return undefined
  return {
    key,
    value: list.map(({ title, url }) => (
      <div key={url}>
        <a href={url}>
          <Localised text={title} language={language} />
        </a>
      </div>
    )),
  }
}

/** The name of the site that an address leads to. */
export const hostOf = (url: string): string => (URL.canParse(url) ? new URL(url).host : url)
