import { formatDate, formatLongDate, swissDate } from '#kernel/i18n/format.ts'
import { type Language, pickText, textIn } from '#kernel/i18n/language.ts'
import type { Translate } from '#kernel/i18n/translate.ts'
import { Details } from '#ui/components/details/details.tsx'
import { Icon } from '#ui/components/icon/icon.tsx'
import { Markdown } from '#ui/components/markdown/markdown.tsx'
import { DataBlock } from '#ui/data-block.ts'
import { Localised } from '#ui/localised.tsx'
import { dataSetPath, distributionPath } from '../catalogue/addresses.ts'
import type { PublishedDataSet } from '../catalogue/data-set.ts'
import { modifiedDay, modifiedOf } from '../catalogue/modified.ts'
import type { EndedDistribution } from '../catalogue/published-distributions.ts'
import { changeText } from '../changes/change-text.ts'
import type { DataSetChange } from '../changes/queries.ts'
import { linkedDataFormats } from '../dcat/formats.ts'
import type { Arrival } from '../deliveries/arrivals.ts'
import { QualitySection } from '../quality/quality-section.tsx'
import type { Quality } from '../quality/read-quality.ts'
import { QuestionsSection, type QuestionsSectionProps } from '../questions/questions-section.tsx'
import type { Membership } from '../series/series.ts'
import { SubscribeForm, subscriptionPath } from '../subscriptions/subscription-pages.tsx'
import type { TableVersion } from '../tables/table-version.ts'
import { ColumnList } from './column-list.tsx'
import { DataSetFacts } from './data-set-facts.tsx'
import { DistributionEntry } from './distribution-entry.tsx'
import { Examples, examplesOf } from './examples.tsx'
import { SeriesSteps } from './series-steps.tsx'

export type DataSetPageProps = {
  dataSet: PublishedDataSet
  /** The rows of today, by table. */
  versions: ReadonlyMap<string, TableVersion>
  /** What was public in it, is not continued, and has versions. */
  ended: readonly EndedDistribution[]
  /** How the rows of a table come by themselves. */
  arrivals: ReadonlyMap<string, Arrival>
  /** The series that it is in. */
  memberships: readonly Membership[]
  changes: readonly DataSetChange[]
  quality: Quality | undefined
  /** What was asked in public, and whether whoever looks follows it already. */
  questions: QuestionsSectionProps['questions']
  hasMoreQuestions: boolean
  knownEmail: string | undefined
  followedAs: string | undefined
  nameOf: (authority: string) => string
  /** What search engines and learning machines read. */
  described: readonly unknown[]
  origin: string
  today: string
  language: Language
  t: Translate
  href: (path: string) => string
}

/** The day on which it last changed, as its linked data says. */
function changedDay({ dataSet, versions }: DataSetPageProps): string {
  const rowsChangedAt = [...versions].flatMap(([id, { publishedAt }]) =>
    publishedAt ? [[id, publishedAt] as const] : [],
  )
  return modifiedDay(modifiedOf(dataSet, new Map(rowsChangedAt)))
}

/** One data set: what it is, the data themselves, what may be done with them, and what has changed. */
export function DataSetPage(props: DataSetPageProps) {
  const { dataSet, versions, arrivals, nameOf, language, t, href, described } = props
  const { metadata } = dataSet
  const description = pickText(metadata.description, language)
  const changedOn = changedDay(props)
  return (
    <div class="data-set">
      <header>
        <h1>
          <Localised text={metadata.title} language={language} />
        </h1>
        <Markdown
          text={description.text}
          {...(description.language === language ? {} : { lang: description.language })}
        />
      </header>
      <section aria-labelledby="data">
        <h2 id="data">{t('opendata.data_set.data')}</h2>
        {metadata.distributions.map((distribution) => (
          <DistributionEntry
            key={distribution.id}
            dataSet={dataSet}
            distribution={distribution}
            version={versions.get(distribution.id)}
            arrival={arrivals.get(distribution.id)}
            language={language}
            t={t}
            href={href}
          />
        ))}
        <Ended {...props} />
      </section>
      {props.memberships.map((membership) => (
        <SeriesSteps key={membership.series.id} membership={membership} language={language} t={t} href={href} />
      ))}
      <aside class="data-set-facts" aria-labelledby="facts">
        <h2 id="facts">{t('opendata.data_set.facts')}</h2>
        <DataSetFacts dataSet={dataSet} changedOn={changedOn} nameOf={nameOf} language={language} t={t} href={href} />
      </aside>
      <Columns {...props} />
      <Changes {...props} />
      <QuestionsSection {...props} />
      {props.quality && <QualitySection quality={props.quality} t={t} href={href} />}
      <Cite {...props} />
      <ForPrograms {...props} />
      {described.map((one, at) => (
        <DataBlock key={at} type="application/ld+json" data={one} />
      ))}
    </div>
  )
}

function Ended({ dataSet, ended, language, t, href }: DataSetPageProps) {
  if (ended.length === 0) return null
  return (
    <>
      <h3>{t('opendata.data_set.ended')}</h3>
      <p>{t('opendata.data_set.ended_text')}</p>
      <ul>
        {ended.map(({ distribution: { slug, title }, endedAt }) => (
          <li key={slug}>
            <a href={href(distributionPath(dataSet, slug))}>
              <Localised text={title} language={language} />
            </a>{' '}
            ({t('opendata.data_set.ended_since', { day: formatDate(swissDate(endedAt)) })})
          </li>
        ))}
      </ul>
    </>
  )
}

function Columns({ dataSet, versions, language, t }: DataSetPageProps) {
  const tables = dataSet.metadata.distributions.filter(({ id }) => versions.has(id))
  if (tables.length === 0) return null
  const list = (table: (typeof tables)[number]) => (
    <ColumnList
      caption={t('opendata.data_set.columns_of', { title: textIn(table.title, language) })}
      columns={versions.get(table.id)?.columns ?? []}
      language={language}
      t={t}
    />
  )
  const [only] = tables
  return (
    <section aria-labelledby="columns">
      <h2 id="columns">{t('opendata.data_set.columns')}</h2>
      {tables.length === 1 && only
        ? list(only)
        : tables.map((table) => (
            <Details key={table.id} summary={textIn(table.title, language)}>
              {list(table)}
            </Details>
          ))}
    </section>
  )
}

function Changes({ dataSet, changes, versions, knownEmail, followedAs, language, t, href }: DataSetPageProps) {
  if (changes.length === 0) return null
  const tables = dataSet.metadata.distributions.filter(({ id }) => versions.has(id))
  return (
    <section aria-labelledby="changes">
      <h2 id="changes">{t('opendata.data_set.changes')}</h2>
      <ol class="change-log">
        {changes.map((change) => (
          <li key={change.id}>
            <time dateTime={change.at.toISOString()}>{formatDate(swissDate(change.at))}</time>{' '}
            {changeText(change, language, t)}
          </li>
        ))}
      </ol>
      <ul class="plain-list">
        {tables.map((table) => (
          <li key={table.id}>
            <a href={href(`${distributionPath(dataSet, table.slug)}/versions`)}>
              {t('opendata.data_set.versions_of', { title: textIn(table.title, language) })}
            </a>
          </li>
        ))}
        <li>
          <a href={href(`${dataSetPath(dataSet)}/changes`)}>{t('opendata.changes.all')}</a>
        </li>
        <li>
          <a href={href(`${dataSetPath(dataSet)}/changes.atom`)}>
            <Icon name="Newspaper" /> {t('opendata.data_set.feed')}
          </a>
        </li>
      </ul>
      <Details summary={t('opendata.subscriptions.title')}>
        <SubscribeForm
          t={t}
          href={href}
          action={subscriptionPath(dataSet)}
          knownEmail={knownEmail}
          followedAs={followedAs}
        />
      </Details>
    </section>
  )
}

function Cite(props: DataSetPageProps) {
  const { dataSet, nameOf, language, t, origin, today } = props
  const { metadata, authorityId } = dataSet
  const changedOn = changedDay(props)
  const text = t('opendata.data_set.citation', {
    publisher: nameOf(authorityId),
    year: changedOn.slice(0, 4),
    title: textIn(metadata.title, language),
    state: formatLongDate(changedOn, language),
    url: origin + dataSetPath(dataSet),
    today: formatLongDate(today, language),
  })
  return (
    <section aria-labelledby="cite">
      <h2 id="cite">{t('opendata.data_set.cite')}</h2>
      <copy-text data-copy={t('opendata.data_set.copy')} data-copied={t('opendata.data_set.copied')}>
        <p class="copy-line" />
        <pre class="code-block">{text}</pre>
      </copy-text>
    </section>
  )
}

function ForPrograms({ dataSet, versions, origin, language, t }: DataSetPageProps) {
  const tables = dataSet.metadata.distributions.filter(({ id }) => versions.has(id))
  const path = dataSetPath(dataSet)
  return (
    <section aria-labelledby="programs">
      <h2 id="programs">{t('opendata.data_set.programs')}</h2>
      {tables.map((table) => (
        <Examples
          key={table.id}
          title={t('opendata.data_set.examples_of', { title: textIn(table.title, language) })}
          examples={examplesOf(dataSet, table, origin)}
          t={t}
        />
      ))}
      <p>
        {t('opendata.data_set.described')}{' '}
        {linkedDataFormats.map(({ ending }, at) => (
          <>
            {at > 0 && ', '}
            <a href={`${path}.${ending}`}>{formNames[ending]}</a>
          </>
        ))}
        , <a href={`${path}.schema.json`}>schema.org</a>
        {tables.length > 0 && (
          <>
            , <a href={`${path}.croissant.json`}>Croissant</a>
          </>
        )}
      </p>
    </section>
  )
}

const formNames = { rdf: 'RDF/XML', ttl: 'Turtle', jsonld: 'JSON-LD' } as const
