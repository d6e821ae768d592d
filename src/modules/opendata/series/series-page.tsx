import { formatDate, swissDate } from '#kernel/i18n/format.ts'
import { type Language, pickText, textIn } from '#kernel/i18n/language.ts'
import type { Translate } from '#kernel/i18n/translate.ts'
import { Details } from '#ui/components/details/details.tsx'
import { Icon } from '#ui/components/icon/icon.tsx'
import { Markdown } from '#ui/components/markdown/markdown.tsx'
import { Pagination } from '#ui/components/pagination/pagination.tsx'
import { SummaryList } from '#ui/components/summary-list/summary-list.tsx'
import { DataBlock } from '#ui/data-block.ts'
import { Localised } from '#ui/localised.tsx'
import { seriesPath } from '../catalogue/addresses.ts'
import type { PublishedDataSet } from '../catalogue/data-set.ts'
import { frequencyLabels } from '../catalogue/vocabularies.ts'
import { contactFact, themesFact } from '../data-set/common-facts.tsx'
import { periodText } from '../data-set/period-text.ts'
import { linkedDataFormats } from '../dcat/formats.ts'
import { modifiedAt } from '../dcat/series-resource.ts'
import type { FacetGroup } from '../finder/catalogue-wish.ts'
import { DataSetEntry } from '../finder/data-set-entry.tsx'
import { SubscribeForm, seriesSubscriptionPath } from '../subscriptions/subscription-pages.tsx'
import { type PublishedSeries, periodOf } from './series.ts'

export type SeriesPageProps = {
  series: PublishedSeries
  /** Those of this page, as people read them. */
  dataSets: readonly PublishedDataSet[]
  previousHref: string | undefined
  nextHref: string | undefined
  /** The address of the account of whoever is signed in, and its subscription where it follows this. */
  knownEmail: string | undefined
  followedAs: string | undefined
  nameOf: (authority: string) => string
  labelOf: (group: FacetGroup, value: string) => string
  /** What search engines read. */
  described: unknown
  language: Language
  t: Translate
  href: (path: string) => string
}

/** A series: what it is, whose, and its data sets, the newest first. */
export function SeriesPage(props: SeriesPageProps) {
  const { series, language, t, href, previousHref, nextHref } = props
  const { metadata, members } = series
  const description = pickText(metadata.description, language)
  return (
    <div class="data-set">
      <header>
        <p class="data-set-line">{t('opendata.series.kind')}</p>
        <h1>
          <Localised text={metadata.title} language={language} />
        </h1>
        <Markdown
          text={description.text}
          {...(description.language === language ? {} : { lang: description.language })}
        />
      </header>
      <section aria-labelledby="members">
        <h2 id="members">{t('opendata.series.members', { count: members.length })}</h2>
        {members.length === 0 ? (
          <p>{t('opendata.series.empty')}</p>
        ) : (
          <ol class="data-sets">
            {props.dataSets.map((one) => (
              <li key={one.id}>
                <DataSetEntry dataSet={one} labelOf={props.labelOf} language={language} t={t} href={href} />
              </li>
            ))}
          </ol>
        )}
        <Pagination
          t={t}
          {...(previousHref === undefined ? {} : { previousHref })}
          {...(nextHref === undefined ? {} : { nextHref })}
        />
      </section>
      <aside class="data-set-facts" aria-labelledby="facts">
        <h2 id="facts">{t('opendata.data_set.facts')}</h2>
        <Facts {...props} />
      </aside>
      <ForPrograms {...props} />
      <DataBlock type="application/ld+json" data={props.described} />
    </div>
  )
}

function Facts({ series, nameOf, language, t, href }: SeriesPageProps) {
  const { metadata, authorityId, members } = series
  const period = periodOf(members)
  return (
    <SummaryList
      rows={[
        {
          key: t('opendata.data_set.publisher'),
          value: <a href={href(`/opendata?authority=${authorityId}`)}>{nameOf(authorityId)}</a>,
        },
        { key: t('opendata.data_set.changed'), value: formatDate(swissDate(modifiedAt(series))) },
        { key: t('opendata.data_set.frequency'), value: textIn(frequencyLabels[metadata.frequency], language) },
        ...(period ? [{ key: t('opendata.data_set.temporal'), value: periodText(period, t) }] : []),
        ...(metadata.order === 'none'
          ? []
          : [{ key: t('opendata.series.order'), value: t(`opendata.series.orders.${metadata.order}`) }]),
        themesFact(metadata, { t, language, href }),
        contactFact(metadata, { t, language, href }),
      ]}
    />
  )
}

const formNames = { rdf: 'RDF/XML', ttl: 'Turtle', jsonld: 'JSON-LD' } as const

function ForPrograms({ series, knownEmail, followedAs, t, href }: SeriesPageProps) {
  const path = seriesPath(series)
  return (
    <section aria-labelledby="programs">
      <h2 id="programs">{t('opendata.series.more')}</h2>
      <ul class="plain-list">
        <li>
          <a href={href(`/opendata?series=${series.slug}%40${series.authorityId}`)}>{t('opendata.series.search')}</a>
        </li>
        <li>
          <a href={href(`${path}/changes.atom`)}>
            <Icon name="Newspaper" /> {t('opendata.series.feed')}
          </a>
        </li>
        <li>
          {t('opendata.series.described')}{' '}
          {linkedDataFormats.map(({ ending }, at) => (
            <>
              {at > 0 && ', '}
              <a href={`${path}.${ending}`}>{formNames[ending]}</a>
            </>
          ))}
        </li>
      </ul>
      <Details summary={t('opendata.subscriptions.title')}>
        <SubscribeForm
          t={t}
          href={href}
          action={seriesSubscriptionPath(series)}
          knownEmail={knownEmail}
          followedAs={followedAs}
        />
      </Details>
    </section>
  )
}
