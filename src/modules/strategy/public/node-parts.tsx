import { formatDate, formatNumber, formatPeriod } from '#kernel/i18n/format.ts'
import { type Language, pickText, textIn } from '#kernel/i18n/language.ts'
import type { Translate } from '#kernel/i18n/translate.ts'
import { Tag } from '#ui/components/tag/tag.tsx'
import { type Edge, sinceOf } from '../graph/edge.ts'
import type { Facts } from '../graph/facts.ts'
import type { Node, Source } from '../graph/node.ts'
import { publicPath } from './strategy-places.ts'

export type Shown = { readonly t: Translate; readonly language: Language; readonly href: (path: string) => string }

/** A thing by its name, with what it is and a mark where it is not certain. */
export function NodeLink({ t, language, href, node }: Shown & { readonly node: Node }) {
  const { text, language: lang } = pickText(node.title, language)
  return (
    <>
      <a class="ds-link" href={href(publicPath(node))} lang={lang === language ? undefined : lang}>
        {text}
      </a>{' '}
      <span class="goal-kind">{t(`strategy.kind.${node.kind}`)}</span>
      <StandingMark t={t} node={node} />
      <AudienceMark t={t} node={node} />
    </>
  )
}

/** Marks what is unconfirmed or invented; everything else has its source. */
export function StandingMark({
  t,
  node: { standing },
}: {
  readonly t: Translate
  readonly node: Pick<Node, 'standing'>
}) {
  if (standing !== 'unconfirmed' && standing !== 'example') return null
  return (
    <>
      {' '}
      <Tag kind="warning">{t(`strategy.standing.${standing}`)}</Tag>
    </>
  )
}

/** Tells staff that not everybody sees what they see. */
export function AudienceMark({
  t,
  node: { audience },
}: {
  readonly t: Translate
  readonly node: Pick<Node, 'audience'>
}) {
  if (audience === 'public') return null
  return (
    <>
      {' '}
      <Tag kind="info">{t('strategy.page.seen_by', { audience: t(`strategy.audience.${audience}`) })}</Tag>
    </>
  )
}

/** A source by its title, with its day and where it is read. */
export function SourceLine({ t, language, source }: Omit<Shown, 'href'> & { readonly source: Source }) {
  const day = source.date
    ? formatPeriod(source.date, language)
    : source.readOn && t('strategy.page.read_on', { day: formatDate(source.readOn) })
  return (
    <span class="edge-source">
      {source.url === undefined ? (
        <span lang="de">{source.title}</span>
      ) : (
        <a class="ds-link" href={source.url} lang="de" rel="external nofollow">
          {source.title}
        </a>
      )}
      {day !== undefined && ` (${day})`}
    </span>
  )
}

/** All sources of a thing, with what they say word for word. */
export function Sources({ t, language, sources }: Omit<Shown, 'href'> & { readonly sources: readonly Source[] }) {
  return (
    <ol class="source-list">
      {sources.map((source, index) => (
        <li key={index}>
          <SourceLine {...{ t, language, source }} />
          {source.quote && (
            <blockquote lang="de">
              <p>«{source.quote.text}»</p>
              <footer class="edge-source">{source.quote.by}</footer>
            </blockquote>
          )}
        </li>
      ))}
    </ol>
  )
}

/** Amounts as the sources tell them: side by side, each with its source, never added. */
export function Amounts({
  t,
  language,
  node,
  facts,
}: Omit<Shown, 'href'> & { readonly node: Node; readonly facts: Facts }) {
  const { amounts = [] } = facts
  if (amounts.length === 0) return null
  return (
    <ul class="amounts">
      {amounts.map((amount, index) => (
        <li key={index}>
          {amount.about && `${t(`strategy.money.field.${amount.about}`)}: `}
          <strong>
            {amount.qualifier && `${t(`strategy.qualifier.${amount.qualifier}`)} `}
            {amount.francs === undefined
              ? amount.display
              : t('strategy.page.francs', { amount: formatNumber(amount.francs) })}
          </strong>{' '}
          <SourceLine {...{ t, language }} source={node.sources[amount.source] ?? node.sources[0]} />
        </li>
      ))}
    </ul>
  )
}

/** What the sources say besides, under headings, and what they leave open. */
export function Said({
  t,
  language,
  node,
  facts,
}: Omit<Shown, 'href'> & { readonly node: Node; readonly facts: Facts }) {
  const { statements = [], milestones = [], unknown = [], accounts = [] } = facts
  const byTopic = Map.groupBy(statements, ({ about }) => about)
  return (
    <>
      {accounts.length > 0 && (
        <p>
          {t('strategy.page.accounts', { accounts: accounts.map((one) => t(`strategy.account.${one}`)).join(', ') })}
        </p>
      )}
      {milestones.length > 0 && (
        <>
          <h2>{t('strategy.page.milestones')}</h2>
          <ul>
            {milestones.map(({ title, planned }, index) => (
              <li key={index}>
                {textIn(title, language)}: {textIn(planned, language)}
              </li>
            ))}
          </ul>
        </>
      )}
      {[...byTopic].map(([about, own]) => (
        <section key={about}>
          <h2>{t(`strategy.about.${about}`)}</h2>
          <ul>
            {own.map(({ text, source }, index) => (
              <li key={index}>
                <span lang={text[language] === undefined ? 'de' : undefined}>{textIn(text, language)}</span>{' '}
                {node.sources.length > 1 && (
                  <SourceLine {...{ t, language }} source={node.sources[source] ?? node.sources[0]} />
                )}
              </li>
            ))}
          </ul>
        </section>
      ))}
      {unknown.length > 0 && (
        <>
          <h2>{t('strategy.page.unknown')}</h2>
          <ul>
            {unknown.map((text, index) => (
              <li key={index}>{textIn(text, language)}</li>
            ))}
          </ul>
        </>
      )}
    </>
  )
}

/** Since when a connection holds, as far as its source says; or when a source that does not say was read. */
export function sinceText(t: Translate, language: Language, edge: Pick<Edge, 'since' | 'source'>): string {
  const { is, period } = sinceOf(edge)
  if (is === 'read') return t('strategy.page.read_on', { day: formatDate(period) })
  const text = formatPeriod(period, language)
  if (period.length === 10) return t('strategy.page.since', { day: text })
  return t(`strategy.page.since_${period.length === 4 ? 'year' : 'month'}`, { period: text })
}

/** Since when a connection holds and until when, who says so, and after which source; a source without a date says itself when it was read. */
export function EdgeSource({ t, language, edge }: Pick<Shown, 't' | 'language'> & { readonly edge: Edge }) {
  const isSaidBySource = sinceOf(edge).is === 'read' && edge.source.date === undefined
  const days = [
    ...(isSaidBySource ? [] : [sinceText(t, language, edge)]),
    ...(edge.until ? [t('strategy.page.until', { day: formatDate(edge.until) })] : []),
  ]
  return (
    <p class="edge-source">
      {[...days, edge.owner, ''].join(' · ')}
      <SourceLine {...{ t, language }} source={edge.source} />
    </p>
  )
}
