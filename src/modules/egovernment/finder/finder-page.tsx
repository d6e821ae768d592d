import { type Language, textIn } from '#kernel/i18n/language.ts'
import type { Translate } from '#kernel/i18n/translate.ts'
import { Card, CardGrid } from '#ui/components/card/card.tsx'
import { Details } from '#ui/components/details/details.tsx'
import { EmptyState } from '#ui/components/empty-state/empty-state.tsx'
import { Pagination } from '#ui/components/pagination/pagination.tsx'
import { SearchBox } from '#ui/components/search-box/search-box.tsx'
import { Localised } from '#ui/localised.tsx'
import type { LifeSituation } from '../services/definition/life-situations.ts'
import type { ServiceDefinition } from '../services/definition/service-definition.ts'
import { type Audience, audiences, type Counts } from './find-services.ts'

/** What the finder is asked, as it stands in the address. */
export type FinderFilters = { q: string; life?: string | undefined; audience?: Audience | undefined }

export type FinderPageProps = {
  filters: FinderFilters
  items: readonly ServiceDefinition[]
  total: number
  next: string | null
  counts: Counts
  /** Those under which there is something. */
  lifeSituations: readonly LifeSituation[]
  /** The authorities that can be chosen, with the present one. */
  authorities: readonly { name: string; href: string; isCurrent: boolean }[]
  authorityName: string | undefined
  language: Language
  t: Translate
  href: (path: string) => string
}

/** Finding a service: by words, or by following links. Every filter is an address of its own. */
export function FinderPage(props: FinderPageProps) {
  const { filters, t, href } = props
  // Who has asked for something sees the answer first, on a phone without scrolling past what else could be asked.
  const hasAsked = filters.q !== '' || filters.life !== undefined || filters.audience !== undefined
  return (
    <>
      <h1>{t('egovernment.finder.title')}</h1>
      <SearchBox
        t={t}
        action={href('/services')}
        name="q"
        value={filters.q}
        label={t('egovernment.finder.label')}
        hint={t('egovernment.finder.hint')}
        suggestUrl={href('/services/suggest')}
      />
      {hasAsked ? (
        <>
          <Results {...props} />
          <Filters {...props} />
        </>
      ) : (
        <>
          <Filters {...props} />
          <Results {...props} />
        </>
      )}
    </>
  )
}

/** The address of the finder with these filters. */
export function finderPath({ q, life, audience }: Partial<FinderFilters>, after?: string): string {
  const parameters = new URLSearchParams()
  for (const [name, value] of Object.entries({ q, life, audience, after })) if (value) parameters.set(name, value)
  const search = parameters.toString()
  return search === '' ? '/services' : `/services?${search}`
}

function Filters({ filters, counts, lifeSituations, authorities, authorityName, language, t, href }: FinderPageProps) {
  const link = (changed: Partial<FinderFilters>) => href(finderPath({ ...filters, ...changed }))
  return (
    <nav class="service-filters" aria-label={t('egovernment.finder.filters')}>
      <FilterGroup
        label={t('egovernment.finder.life')}
        choices={[
          {
            text: t('egovernment.finder.all'),
            count: counts.life.all,
            href: link({ life: undefined }),
            isCurrent: filters.life === undefined,
          },
          ...lifeSituations.map(({ id, title }) => ({
            text: textIn(title, language),
            count: counts.life.of(id),
            href: link({ life: id }),
            isCurrent: filters.life === id,
          })),
        ]}
      />
      <FilterGroup
        label={t('egovernment.finder.audience')}
        choices={[
          {
            text: t('egovernment.finder.all'),
            count: counts.audience.all,
            href: link({ audience: undefined }),
            isCurrent: filters.audience === undefined,
          },
          ...audiences.map((audience) => ({
            text: t(`egovernment.finder.audience_${audience}`),
            count: counts.audience.of(audience),
            href: link({ audience }),
            isCurrent: filters.audience === audience,
          })),
        ]}
      />
      <Details
        summary={t('egovernment.finder.authority', { name: authorityName ?? t('egovernment.finder.whole_canton') })}
      >
        <ul class="columns">
          {authorities.map((authority) => (
            <li key={authority.href}>
              <a href={authority.href} aria-current={authority.isCurrent ? 'true' : undefined}>
                {authority.name}
              </a>
            </li>
          ))}
        </ul>
      </Details>
    </nav>
  )
}

type Choice = { text: string; count: number; href: string; isCurrent: boolean }

function FilterGroup({ label, choices }: { label: string; choices: readonly Choice[] }) {
  const id = `filter-${label.toLowerCase().replace(/\W+/g, '-')}`
  return (
    <div class="filter-group">
      <p id={id}>{label}</p>
      <ul class="chips" aria-labelledby={id}>
        {choices.map(({ text, count, href, isCurrent }) => (
          <li key={href}>
            <a class="chip" href={href} aria-current={isCurrent ? 'true' : undefined}>
              {text} <span class="chip-count">({count})</span>
            </a>
          </li>
        ))}
      </ul>
    </div>
  )
}

function Results({ filters, items, total, next, language, t, href }: FinderPageProps) {
  if (items.length === 0) return <NothingFound filters={filters} t={t} href={href} />
  return (
    <section aria-labelledby="results">
      <h2 id="results">
        {t('egovernment.finder.found', { count: total, words: filters.q === '' ? 'none' : 'some', q: filters.q })}
      </h2>
      <CardGrid>
        {items.map((service) => (
          <Card key={service.id} title={textIn(service.title, language)} href={href(`/services/${service.id}`)}>
            <Localised text={service.summary} language={language} />
          </Card>
        ))}
      </CardGrid>
      {next !== null && <Pagination t={t} nextHref={href(finderPath(filters, next))} />}
    </section>
  )
}

function NothingFound({ filters, t, href }: Pick<FinderPageProps, 'filters' | 't' | 'href'>) {
  const isFiltered = filters.life !== undefined || filters.audience !== undefined
  return (
    <EmptyState
      title={t('egovernment.finder.nothing', { words: filters.q === '' ? 'none' : 'some', q: filters.q })}
      icon="MagnifyingGlass"
    >
      <ul>
        <li>{t('egovernment.finder.nothing_other_words')}</li>
        {isFiltered && (
          <li>
            <a href={href(finderPath({ q: filters.q }))}>{t('egovernment.finder.nothing_without_filters')}</a>
          </li>
        )}
        <li>
          <a href={href('/services')}>{t('egovernment.finder.nothing_all')}</a>
        </li>
        <li>
          <a href={href('/imprint#contact')}>{t('egovernment.finder.nothing_ask')}</a>
        </li>
      </ul>
    </EmptyState>
  )
}
