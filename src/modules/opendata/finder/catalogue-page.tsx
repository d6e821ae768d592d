import { formatNumber } from '#kernel/i18n/format.ts'
import type { Language } from '#kernel/i18n/language.ts'
import type { Translate } from '#kernel/i18n/translate.ts'
import { Details } from '#ui/components/details/details.tsx'
import { EmptyState } from '#ui/components/empty-state/empty-state.tsx'
import { Icon } from '#ui/components/icon/icon.tsx'
import { Pagination } from '#ui/components/pagination/pagination.tsx'
import { SearchBox } from '#ui/components/search-box/search-box.tsx'
import type { PublishedDataSet } from '../catalogue/data-set.ts'
import { type CatalogueWish, cataloguePath, type FacetGroup, facetGroups } from './catalogue-wish.ts'
import { DataSetEntry } from './data-set-entry.tsx'
import type { FacetCounts } from './find-data-sets.ts'

export type CataloguePageProps = {
  wish: CatalogueWish
  items: readonly PublishedDataSet[]
  counts: FacetCounts
  next: string | null
  isLoose: boolean
  /** Set on the portal of one authority, whose data sets alone are shown. */
  authorityName: string | undefined
  /** Where one asks to be told of all changes of this authority. */
  followHref: string | undefined
  /** The page of the series that was chosen. */
  seriesHref: string | undefined
  /** The same on the portal of the canton. */
  wholeCantonHref: string
  labelOf: (group: FacetGroup, value: string) => string
  language: Language
  t: Translate
  href: (path: string) => string
}

/** All data sets: found by words, or by following links. Every wish is an address of its own. */
export function CataloguePage(props: CataloguePageProps) {
  const { wish, t, href, authorityName, followHref } = props
  return (
    <>
      <h1>{t('opendata.finder.title')}</h1>
      <p class="lead">
        {authorityName === undefined
          ? t('opendata.finder.lead')
          : t('opendata.finder.lead_of', { name: authorityName })}
      </p>
      {followHref !== undefined && (
        <p>
          <a href={followHref}>{t('opendata.subscriptions.title')}</a>
        </p>
      )}
      <SearchBox
        t={t}
        action={href('/opendata')}
        name="q"
        value={wish.q}
        label={t('opendata.finder.label')}
        hint={t('opendata.finder.hint')}
      />
      <div class="catalogue">
        <Filters {...props} />
        <Results {...props} />
      </div>
    </>
  )
}

const without = (wish: CatalogueWish, group: FacetGroup): CatalogueWish => ({
  ...wish,
  after: undefined,
  chosen: { ...wish.chosen, [group]: undefined },
})

function Filters(props: CataloguePageProps) {
  const { t, wish, authorityName, wholeCantonHref } = props
  const groups = facetGroups.filter((group) => group !== 'authority' || authorityName === undefined)
  const chosen = groups.filter((group) => wish.chosen[group] !== undefined).length
  return (
    <nav class="catalogue-filters" aria-label={t('opendata.finder.filters')}>
      <details>
        <summary>
          <Icon name="Filter" />
          {t('opendata.finder.narrow', { chosen })}
        </summary>
        <div>
          {authorityName !== undefined && (
            <p>
              <a href={wholeCantonHref}>{t('opendata.finder.whole_canton')}</a>
            </p>
          )}
          {groups.map((group) => (
            <FilterGroup key={group} group={group} {...props} />
          ))}
        </div>
      </details>
    </nav>
  )
}

const shownAtOnce = 6

function FilterGroup({ group, ...props }: CataloguePageProps & { group: FacetGroup }) {
  const { t, wish, counts, labelOf } = props
  const current = wish.chosen[group]
  const values = counts.of[group]
  if (values.length === 0) return null
  const sorted = current === undefined ? values : values.toSorted((one, other) => rank(one.value) - rank(other.value))
  function rank(value: string) {
    return value === current ? 0 : 1
  }
  const entry = ({ value, count }: { value: string; count: number }) => (
    <FacetLink
      key={value}
      text={labelOf(group, value)}
      count={count}
      isCurrent={value === current}
      href={props.href(
        cataloguePath(
          value === current
            ? without(wish, group)
            : { ...wish, after: undefined, chosen: { ...wish.chosen, [group]: value } },
        ),
      )}
      t={t}
    />
  )
  const [first, rest] = [sorted.slice(0, shownAtOnce), sorted.slice(shownAtOnce)]
  return (
    <section class="facet">
      <h2 id={`facet-${group}`}>{t(`opendata.finder.group.${group}`)}</h2>
      <ul aria-labelledby={`facet-${group}`}>{first.map(entry)}</ul>
      {rest.length > 0 && (
        <Details summary={t('opendata.finder.more_choices', { count: rest.length })}>
          <ul>{rest.map(entry)}</ul>
        </Details>
      )}
    </section>
  )
}

type FacetLinkProps = { text: string; count: number; isCurrent: boolean; href: string; t: Translate }

function FacetLink({ text, count, isCurrent, href, t }: FacetLinkProps) {
  return (
    <li>
      <a href={href} aria-current={isCurrent ? 'true' : undefined}>
        <span>{text}</span>
        <span class="facet-count">
          {formatNumber(count)}
          {isCurrent && (
            <>
              <Icon name="XMark" />
              <span class="ds-sr-only">{t('opendata.finder.take_off')}</span>
            </>
          )}
        </span>
      </a>
    </li>
  )
}

function Results(props: CataloguePageProps) {
  const { t, wish, items, counts, next, isLoose, href } = props
  if (items.length === 0) return <Nothing {...props} />
  return (
    <section class="catalogue-results" aria-labelledby="results">
      <h2 id="results">
        {t('opendata.finder.found', { count: counts.total, words: wish.q === '' ? 'none' : 'some', q: wish.q })}
      </h2>
      {isLoose && <p>{t('opendata.finder.loose')}</p>}
      {wish.q !== '' && <SortLinks {...props} />}
      {props.seriesHref !== undefined && (
        <p>
          <a href={props.seriesHref}>{t('opendata.series.about', { title: labelOfSeries(props) })}</a>
        </p>
      )}
      <ol class="data-sets">
        {items.map((one) => (
          <li key={one.id}>
            <DataSetEntry dataSet={one} {...props} />
          </li>
        ))}
      </ol>
      <Pagination
        t={t}
        {...(wish.after === undefined ? {} : { previousHref: href(cataloguePath({ ...wish, after: undefined })) })}
        {...(next === null ? {} : { nextHref: href(cataloguePath({ ...wish, after: next })) })}
      />
    </section>
  )
}

const labelOfSeries = ({ wish, labelOf }: CataloguePageProps): string => labelOf('series', wish.chosen.series ?? '')

function SortLinks({ t, wish, href }: CataloguePageProps) {
  return (
    <p class="sort-links">
      {t('opendata.finder.sort')}{' '}
      {(['relevance', 'newest'] as const).map((sort) => (
        <a
          key={sort}
          href={href(cataloguePath({ ...wish, sort, after: undefined }))}
          aria-current={wish.sort === sort ? 'true' : undefined}
        >
          {t(`opendata.finder.sort_${sort}`)}
        </a>
      ))}
    </p>
  )
}

/** The platform always brings data sets of its own: where there are none at all, they are on their way. */
function Preparing({ t, href }: CataloguePageProps) {
  return (
    <section class="catalogue-results">
      <EmptyState title={t('opendata.finder.preparing')} icon="Database">
        <p>
          <a href={href('/opendata')}>{t('opendata.finder.preparing_text')}</a>
        </p>
      </EmptyState>
    </section>
  )
}

function Nothing(props: CataloguePageProps) {
  const { t, wish, href, authorityName, wholeCantonHref } = props
  const isNarrowed = Object.values(wish.chosen).some((value) => value !== undefined)
  const isEmpty = wish.q === '' && !isNarrowed
  if (isEmpty && authorityName === undefined) return <Preparing {...props} />
  return (
    <section class="catalogue-results">
      <EmptyState
        title={
          isEmpty
            ? t('opendata.finder.empty')
            : t('opendata.finder.nothing', { words: wish.q === '' ? 'none' : 'some', q: wish.q })
        }
        icon="Database"
      >
        <ul>
          {!isEmpty && <li>{t('opendata.finder.nothing_other_words')}</li>}
          {isNarrowed && (
            <li>
              <a href={href(cataloguePath({ ...wish, chosen: {}, after: undefined }))}>
                {t('opendata.finder.nothing_without_filters')}
              </a>
            </li>
          )}
          {!isEmpty && (
            <li>
              <a href={href('/opendata')}>{t('opendata.finder.nothing_all')}</a>
            </li>
          )}
          {authorityName !== undefined && (
            <li>
              <a href={wholeCantonHref}>{t('opendata.finder.whole_canton')}</a>
            </li>
          )}
          <li>
            <a href={href('/imprint#contact')}>{t('opendata.finder.nothing_ask')}</a>
          </li>
        </ul>
      </EmptyState>
    </section>
  )
}
