import type { ComponentChildren } from 'preact'
import type { Outline } from '#kernel/authorities/boundaries.ts'
import { formatNumber } from '#kernel/i18n/format.ts'
import { textIn } from '#kernel/i18n/language.ts'
import type { Translate } from '#kernel/i18n/translate.ts'
import { LinkButton } from '#ui/components/button/button.tsx'
import { SummaryList } from '#ui/components/summary-list/summary-list.tsx'
import { Table } from '#ui/components/table/table.tsx'
import { ColumnList } from '../data-set/column-list.tsx'
import { type CellWords, cellText } from '../look/cell-text.ts'
import { shapeOf } from '../map/geometry.ts'
import { MapDrawing, viewOf } from '../map/map-svg.tsx'
import { operations } from './api-document.ts'
import type { Collection } from './collection.ts'
import type { CollectionDocument } from './documents.ts'
import type { Link } from './links.ts'
import type { Feature } from './read-features.ts'

/** What a link without a title leads to. */
function nameOf(rel: string, t: Translate): string {
  switch (rel) {
    case 'self':
      return t('opendata.features.this')
    case 'alternate':
      return t('opendata.features.as_json')
    default:
      return rel
  }
}

/** Relations that are no word of the registry are addresses (RFC 8288, 2.1.2): a phone has no room for them. */
const shortRel = (rel: string): string => rel.replace(/^https?:.*\//, '')

/** Every link of a resource, as the class «html» asks (OGC 17-069r4, requirement «/req/html/content»). */
export function Links({ links, t }: { links: readonly Link[]; t: Translate }) {
  return (
    <section aria-labelledby="links">
      <h2 id="links">{t('opendata.features.links')}</h2>
      <ul>
        {links.map(({ href, rel, type, title }) => (
          <li key={`${rel} ${href}`}>
            <a href={href} rel={rel} type={type}>
              {title ?? nameOf(rel, t)}
            </a>{' '}
            <small>
              {shortRel(rel)}, {type}
            </small>
          </li>
        ))}
      </ul>
    </section>
  )
}

type Framed = { title: string; links: readonly Link[]; t: Translate; children?: ComponentChildren }

/** What every resource of the interface looks like as a page. */
export function ResourcePage({ title, links, t, children }: Framed) {
  return (
    <>
      <h1>{title}</h1>
      {children}
      <Links links={links} t={t} />
    </>
  )
}

export function ConformanceList({ classes }: { classes: readonly string[] }) {
  return (
    <ul>
      {classes.map((one) => (
        <li key={one}>
          <code>{one}</code>
        </li>
      ))}
    </ul>
  )
}

function aboutOf(name: (typeof operations)[number]['parameters'][number]) {
  switch (name) {
    case 'collectionId':
      return 'collection'
    case 'featureId':
      return 'feature'
    case 'bbox-crs':
      return 'bbox_crs'
    default:
      return name
  }
}

export function OperationList({ base, t }: { base: string; t: Translate }) {
  return (
    <Table
      caption={t('opendata.features.api')}
      hideCaption
      head={[t('opendata.features.address'), t('opendata.features.about'), t('opendata.features.parameters')]}
      rows={operations.map(({ path, id, parameters }) => [
        <code key="path">{`${base}${path === '/' ? '' : path}`}</code>,
        t(`opendata.features.operation.${id}`),
        <ul key="parameters" class="plain-list">
          {parameters.map((name) => (
            <li key={name}>
              <code>{name}</code>: {t(`opendata.features.parameter.${aboutOf(name)}`)}
            </li>
          ))}
        </ul>,
      ])}
    />
  )
}

export function CollectionList({
  collections,
  hrefOf,
  t,
}: {
  collections: readonly CollectionDocument[]
  hrefOf: (id: string) => string
  t: Translate
}) {
  if (collections.length === 0) return <p>{t('opendata.features.none')}</p>
  return (
    <Table
      caption={t('opendata.features.collections')}
      hideCaption
      head={[t('opendata.features.collection'), t('opendata.features.id'), t('opendata.features.where')]}
      rows={collections.map((one) => [
        <a key="title" href={hrefOf(one.id)}>
          {one.title}
        </a>,
        <code key="id">{one.id}</code>,
        <ExtentText key="extent" extent={one.extent} />,
      ])}
    />
  )
}

function ExtentText({ extent }: Pick<CollectionDocument, 'extent'>) {
  const [box] = extent?.spatial?.bbox ?? []
  const [interval] = extent?.temporal?.interval ?? []
  return (
    <>
      {box && <div>{box.map((side) => side.toFixed(4)).join(', ')}</div>}
      {interval && <div>{interval.map((at) => at.slice(0, 10)).join(' – ')}</div>}
      {!box && !interval && '–'}
    </>
  )
}

export function CollectionAbout({
  document,
  collection,
  itemsHref,
  words,
}: {
  document: CollectionDocument
  collection: Collection
  itemsHref: string
  words: CellWords
}) {
  const { t, language } = words
  const { version } = collection
  return (
    <>
      <p class="lead">{document.description}</p>
      <p>
        <LinkButton href={itemsHref}>{t('opendata.features.items')}</LinkButton>
      </p>
      <SummaryList
        rows={[
          { key: t('opendata.features.id'), value: <code>{document.id}</code> },
          { key: t('opendata.features.where'), value: <ExtentText extent={document.extent} /> },
          {
            key: t('opendata.features.system'),
            value: (
              <ul class="plain-list">
                {document.crs.map((one) => (
                  <li key={one}>
                    <code>{one}</code>
                  </li>
                ))}
              </ul>
            ),
          },
          ...(document.storageCrs
            ? [{ key: t('opendata.features.storage_system'), value: <code>{document.storageCrs}</code> }]
            : []),
          { key: t('opendata.features.keywords'), value: document.keywords.join(', ') },
        ]}
      />
      <ColumnList
        caption={t('opendata.data_set.columns_of', { title: document.title })}
        columns={version.columns}
        language={language}
        t={t}
      />
    </>
  )
}

type Shown = { features: readonly Feature[]; collection: Collection; outlines: readonly Outline[]; words: CellWords }

/** What was found on a map, where any of it has a place. */
function FeatureMap({ features, collection, outlines, words }: Shown) {
  const { t, nameOfMunicipality } = words
  const shapes = features.flatMap(({ geometry, ...feature }) => {
    const shape = geometry === null ? undefined : shapeOf(geometry)
    return shape ? [{ shape, label: labelOf(feature, collection, words) }] : []
  })
  if (shapes.length === 0) return null
  const data = {
    plan: {
      kind: 'shapes' as const,
      column: collection.place.kind === 'points' ? collection.place.x : collection.place.column,
    },
    title: t('opendata.map.places'),
    unit: undefined,
    areas: [],
    shapes,
    merged: [],
    strangers: 0,
    isCut: false,
  }
  const { width, height } = viewOf(outlines, data)
  return (
    <figure class="chart map">
      <div class="map-frame">
        <svg viewBox={`0 0 ${width} ${height}`} role="img" aria-label={data.title}>
          <MapDrawing data={data} outlines={outlines} classes={[]} nameOf={nameOfMunicipality} nothing="" />
        </svg>
      </div>
      <figcaption>
        <p>{t('opendata.map.boundaries')}</p>
      </figcaption>
    </figure>
  )
}

const propertiesOf = ({ version, place }: Collection) =>
  version.columns.filter((column) => place.kind !== 'geometry' || column !== place.column)

function labelOf({ properties }: Pick<Feature, 'properties'>, collection: Collection, words: CellWords): string {
  return propertiesOf(collection)
    .slice(0, 3)
    .map(
      (column) =>
        `${textIn(column.title, words.language)}: ${cellText(properties[column.name] ?? null, column, words)}`,
    )
    .join('\n')
}

export function FeatureList({
  matched,
  next,
  hrefOf,
  ...shown
}: Shown & { matched: number; next: string | undefined; hrefOf: (id: string | number) => string }) {
  const { features, collection, words } = shown
  const { t, language } = words
  const columns = propertiesOf(collection)
  return (
    <>
      <p>
        {t('opendata.features.matched', {
          count: matched,
          shown: formatNumber(features.length),
          matched: formatNumber(matched),
        })}
      </p>
      <FeatureMap {...shown} />
      {features.length > 0 && (
        <Table
          caption={t('opendata.features.items')}
          hideCaption
          head={[t('opendata.features.feature'), ...columns.map(({ title }) => textIn(title, language))]}
          rows={features.map(({ id, properties }) => [
            id === undefined ? '–' : <a href={hrefOf(id)}>{id}</a>,
            ...columns.map((column) => cellText(properties[column.name] ?? null, column, words)),
          ])}
        />
      )}
      {next !== undefined && (
        <p>
          <LinkButton href={next} variant="secondary">
            {t('opendata.features.next')}
          </LinkButton>
        </p>
      )}
    </>
  )
}

export function FeatureAbout(shown: Shown) {
  const { features, collection, words } = shown
  return (
    <>
      <FeatureMap {...shown} />
      {features.map(({ properties }, at) => (
        <SummaryList
          key={at}
          rows={propertiesOf(collection).map((column) => ({
            key: textIn(column.title, words.language),
            value: cellText(properties[column.name] ?? null, column, words),
          }))}
        />
      ))}
    </>
  )
}
