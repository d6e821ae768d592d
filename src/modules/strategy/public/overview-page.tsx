import type { ComponentChildren } from 'preact'
import { formatDate, formatMoney, formatNumber, type IsoDate } from '#kernel/i18n/format.ts'
import { textIn } from '#kernel/i18n/language.ts'
import type { AuthorityId } from '#kernel/ids.ts'
import { Details } from '#ui/components/details/details.tsx'
import { EmptyState } from '#ui/components/empty-state/empty-state.tsx'
import type { Facts } from '../graph/facts.ts'
import type { Node } from '../graph/node.ts'
import type { Branch } from '../graph/tree.ts'
import type { Definition, Observation } from '../indicators/indicator.ts'
import { IndicatorTable } from './indicator-pages.tsx'
import type { NewsItem } from './news.ts'
import { keyOf, type NewFigure, NewsLine } from './news-line.tsx'
import { SinceForm } from './news-parts.tsx'
import { Amounts, NodeLink, type Shown } from './node-parts.tsx'
import type { AskedSince } from './since.ts'
import { publicPath } from './strategy-places.ts'

type OverviewPageProps = Shown & {
  readonly today: IsoDate
  readonly branches: readonly Branch[]
  readonly works: readonly Node[]
  readonly credits: readonly Node[]
  readonly factsOf: (node: Node) => Facts
  readonly approvedOf: (node: Node) => number | undefined
  readonly indicators: readonly Node[]
  readonly definitions: ReadonlyMap<string, Definition>
  readonly latest: ReadonlyMap<string, Observation>
  /** What happened until today, the newest first. */
  readonly news: readonly (NewsItem | NewFigure)[]
  /** Where older news is, if there is any. */
  readonly olderHref: string | undefined
  readonly nameOf: (authorityId: AuthorityId) => string
  /** The day from which something is new. */
  readonly asked: AskedSince
  /** Whether the authority has a half-year report that everybody may read. */
  readonly isReported: boolean
}

const pages = [
  ['map.title', '/strategy/map'],
  ['projects.public.title', '/strategy/projects'],
  ['roadmap.title', '/strategy/roadmap'],
  ['parliament.public_title', '/strategy/parliament'],
  ['agreements.public_title', '/strategy/agreements'],
  ['questions.title', '/strategy/questions'],
  ['indicators.title', '/strategy/indicators'],
  ['half_years.title', '/strategy/half-years'],
] as const

/** In plain words: what authorities want, what they do for it, what it costs, what came of it, and what is new since a day of the reader's choice. */
export function OverviewPage(props: OverviewPageProps) {
  const { t, language, href, branches, works, credits, factsOf, approvedOf, indicators, isReported } = props
  const shown = { t, language, href }
  if (branches.length === 0)
    return (
      <>
        <h1>{t('strategy.overview.title')}</h1>
        <EmptyState title={t('strategy.overview.none')} />
      </>
    )
  return (
    <>
      <h1>{t('strategy.overview.title')}</h1>
      <p>{t('strategy.overview.lead')}</p>
      <Glance {...props} />
      <nav aria-label={t('strategy.told.parts')} class="button-row">
        {pages.map(([key, path]) => (
          <a key={path} class="ds-link" href={href(path)}>
            {t(`strategy.${key}`)}
          </a>
        ))}
        {isReported && (
          <a class="ds-link" href={href('/strategy/report.pdf')}>
            {t('strategy.report.take')}
          </a>
        )}
      </nav>
      <h2 id="want">{t('strategy.told.want')}</h2>
      <Branches {...shown} branches={branches} />
      {works.length > 0 && (
        <>
          <h2>{t('strategy.told.do')}</h2>
          <RealFirst
            t={t}
            className="goal-tree"
            nodes={works}
            itemOf={(node) => (
              <li key={node.id}>
                <NodeLink {...shown} node={node} />
                {node.text && <p>{textIn(node.text, language)}</p>}
              </li>
            )}
          />
        </>
      )}
      {credits.length > 0 && (
        <>
          <h2 id="cost">{t('strategy.told.cost')}</h2>
          <p>{t('strategy.told.cost_lead')}</p>
          <RealFirst
            t={t}
            className="edge-list"
            nodes={credits}
            itemOf={(node) => (
              <li key={node.id}>
                <NodeLink {...shown} node={node} />
                <Money {...{ t, language, node, factsOf, approvedOf }} />
              </li>
            )}
          />
        </>
      )}
      {indicators.length > 0 && (
        <>
          <h2>{t('strategy.told.came')}</h2>
          <Results {...props} />
        </>
      )}
      <NewsPart {...props} />
    </>
  )
}

/** For a reader in a hurry: what the strategies are about, what is new, and the largest amount that a source names. */
function Glance(props: OverviewPageProps) {
  const { t, language, href, branches, credits, factsOf, news, olderHref, asked } = props
  const aims = branches
    .flatMap(({ children }) => children)
    .filter(({ node }) => aimKinds.some((kind) => kind === node.kind))
  const amounts = credits.flatMap((node) =>
    node.standing === 'example'
      ? []
      : (factsOf(node).amounts ?? []).flatMap(({ francs, qualifier }) =>
          francs === undefined || qualifier ? [] : [{ node, francs }],
        ),
  )
  const largest = amounts.toSorted((one, other) => other.francs - one.francs)[0]
  const count = news.length
  return (
    <div class="side-by-side told-glance">
      {aims.length > 0 && (
        <section aria-labelledby="glance-want">
          <h2 id="glance-want">{t('strategy.told.want')}</h2>
          <ul>
            {aims.slice(0, mostAims).map(({ node }) => (
              <li key={node.id}>
                <a class="ds-link" href={href(publicPath(node))}>
                  {textIn(node.title, language)}
                </a>
              </li>
            ))}
          </ul>
          <a href="#want">{t('strategy.told.more')}</a>
        </section>
      )}
      <section aria-labelledby="glance-news">
        <h2 id="glance-news">{t('strategy.told.new_since', { day: formatDate(asked.since) })}</h2>
        <p>{t(`strategy.told.${olderHref ? 'new_more' : 'new_count'}`, { count })}</p>
        {count > 0 && (
          <ul>
            {news.slice(0, mostGlanced).map((item) => (
              <NewsLine key={keyOf(item)} {...props} item={item} />
            ))}
          </ul>
        )}
        <a href="#news">{t('strategy.told.see_news')}</a>
      </section>
      {largest && (
        <section aria-labelledby="glance-cost">
          <h2 id="glance-cost">{t('strategy.told.cost')}</h2>
          <p>
            <strong>{t('strategy.page.francs', { amount: formatNumber(largest.francs) })}</strong>
          </p>
          <p>{t('strategy.told.largest', { name: textIn(largest.node.title, language) })}</p>
          <a href="#cost">{t('strategy.told.all_amounts')}</a>
        </section>
      )}
    </div>
  )
}

const aimKinds = ['focus_area', 'core_goal'] as const
const mostGlanced = 3
const mostAims = 8

type RealFirstProps = Pick<OverviewPageProps, 't'> & {
  readonly className: string
  readonly nodes: readonly Node[]
  readonly itemOf: (node: Node) => ComponentChildren
}

/** What the sources tell stands open; invented examples of the demo are folded away, so that nobody takes them for the real thing. */
function RealFirst({ t, className, nodes, itemOf }: RealFirstProps) {
  const examples = nodes.filter(({ standing }) => standing === 'example')
  const real = nodes.filter((node) => !examples.includes(node))
  return (
    <>
      {real.length > 0 && <ul class={className}>{real.map(itemOf)}</ul>}
      {examples.length > 0 && (
        <Details summary={t('strategy.told.examples', { count: examples.length })}>
          <ul class={className}>{examples.map(itemOf)}</ul>
        </Details>
      )}
    </>
  )
}

type MoneyProps = Pick<OverviewPageProps, 't' | 'language' | 'factsOf' | 'approvedOf'> & { readonly node: Node }

function Money({ t, language, node, factsOf, approvedOf }: MoneyProps) {
  const [facts, approved] = [factsOf(node), approvedOf(node)]
  if ((facts.amounts ?? []).length > 0) return <Amounts {...{ t, language, node, facts }} />
  if (approved === undefined) return <p>{t('strategy.told.no_amount')}</p>
  return <p>{t('strategy.told.approved', { amount: formatMoney(approved) })}</p>
}

/** A strategy with more below it than this keeps that folded: there is always the map for the whole. */
const mostOpen = 5

const sizeOf = (branches: readonly Branch[]): number =>
  branches.reduce((sum, { children }) => sum + 1 + sizeOf(children), 0)

function Branches({ t, language, href, branches }: Shown & { readonly branches: readonly Branch[] }) {
  return (
    <ul class="goal-tree">
      {branches.map(({ node, children }) => (
        <li key={node.id}>
          <NodeLink {...{ t, language, href }} node={node} />
          {node.kind === 'strategy' && node.text && <p>{textIn(node.text, language)}</p>}
          {node.kind === 'strategy' && sizeOf(children) > mostOpen ? (
            <Details summary={t('strategy.told.below', { count: sizeOf(children) })}>
              <Branches {...{ t, language, href }} branches={children} />
            </Details>
          ) : (
            children.length > 0 && <Branches {...{ t, language, href }} branches={children} />
          )}
        </li>
      ))}
    </ul>
  )
}

/** What has a figure stands open; what has none yet is folded, and says why. */
function Results(props: OverviewPageProps) {
  const measured = props.indicators.filter(({ id }) => props.latest.has(id))
  const others = props.indicators.filter(({ id }) => !props.latest.has(id))
  const without = props.t('strategy.told.without_figure', { count: others.length })
  return (
    <>
      {measured.length > 0 && <IndicatorTable {...props} nodes={measured} />}
      {others.length > 0 && (
        <Details summary={without}>
          <IndicatorTable {...props} nodes={others} caption={without} />
        </Details>
      )}
    </>
  )
}

function NewsPart(props: OverviewPageProps) {
  const { t, href, news, olderHref, asked } = props
  return (
    <section aria-labelledby="news">
      <h2 id="news">{t('strategy.told.news')}</h2>
      <SinceForm t={t} action={href('/strategy')} {...asked} />
      {news.length === 0 && <p>{t('strategy.told.nothing_new')}</p>}
      {olderHref && <p>{t('strategy.told.newest_of_more', { count: news.length })}</p>}
      <ul class="goal-tree">
        {news.map((item) => (
          <NewsLine key={keyOf(item)} {...props} item={item} />
        ))}
      </ul>
      {olderHref && (
        <p>
          <a class="ds-link" href={olderHref}>
            {t('strategy.told.older')}
          </a>
        </p>
      )}
    </section>
  )
}
