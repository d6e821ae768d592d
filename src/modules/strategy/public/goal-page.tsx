import { formatDate, type IsoDate } from '#kernel/i18n/format.ts'
import { textIn } from '#kernel/i18n/language.ts'
import { type CreditFacts, CreditMoney, CreditSummary } from '../desk/money/credit-facts.tsx'
import type { Edge } from '../graph/edge.ts'
import type { Facts } from '../graph/facts.ts'
import type { Node } from '../graph/node.ts'
import { Amounts, AudienceMark, EdgeSource, NodeLink, Said, type Shown, Sources, StandingMark } from './node-parts.tsx'

type GoalPageProps = Shown & {
  readonly node: Node
  readonly facts: Facts
  readonly today: IsoDate
  /** Of a credit that the authority keeps books of here. */
  readonly books: Pick<CreditFacts, 'credit' | 'months' | 'years' | 'tranches' | 'whole'> | undefined
  /** Whether it is a project that has a page of its own. */
  readonly hasProject: boolean
  readonly authorityName: string
  readonly edges: readonly Edge[]
  readonly nodeOf: (id: string) => Node | undefined
}

/** One thing in plain words: what it is, what it costs, what hangs on it, and after which sources. */
export function GoalPage(props: GoalPageProps) {
  const { t, language, href, today, node, facts, books, hasProject, authorityName, edges, nodeOf } = props
  const shown = { t, language, href }
  const key = `${node.authorityId}/${node.slug}`
  return (
    <>
      <p class="goal-kind">
        {t(`strategy.kind.${node.kind}`)} · {t(`strategy.level.${node.level}`)}
      </p>
      <h1>{textIn(node.title, language)}</h1>
      {language !== 'de' && node.title.de !== textIn(node.title, language) && (
        <p class="goal-kind" lang="de">
          {node.title.de}
        </p>
      )}
      <p>
        {t('strategy.page.kept_by', { authority: authorityName })}
        {node.owner && ` · ${t('strategy.page.owner', { owner: node.owner })}`}
        <StandingMark t={t} node={node} />
        <AudienceMark t={t} node={node} />
      </p>
      {(node.beginsOn || node.endsOn) && (
        <p>
          {node.beginsOn && formatDate(node.beginsOn)}
          {node.endsOn && ` – ${formatDate(node.endsOn)}`}
        </p>
      )}
      {node.text && <p>{textIn(node.text, language)}</p>}
      {hasProject && (
        <p>
          <a class="ds-link" href={href(`/strategy/projects/${key}`)}>
            {t('strategy.page.project')}
          </a>
        </p>
      )}
      <Amounts {...{ t, language, node, facts }} />
      {books && (
        <>
          <h2>{t('strategy.page.books')}</h2>
          <CreditSummary {...{ t, language, today }} {...books} />
          <CreditMoney {...{ t, language, today }} {...books} />
        </>
      )}
      <Said {...{ t, language, node, facts }} />
      {edges.length > 0 && (
        <>
          <h2>{t('strategy.page.connections')}</h2>
          <ul class="edge-list">
            {edges.map((edge) => {
              const [from, to] = [nodeOf(edge.from.id), nodeOf(edge.to.id)]
              if (!from || !to) return null
              const other = from.id === node.id ? to : from
              return (
                <li key={edge.id}>
                  <p>
                    {t(`strategy.edge.${edge.kind}`, {
                      from: textIn(from.title, language),
                      to: textIn(to.title, language),
                    })}
                  </p>
                  <p>
                    <NodeLink {...shown} node={other} />
                  </p>
                  <EdgeSource {...{ t, language, edge }} />
                  {edge.note && <p class="edge-source">{textIn(edge.note, language)}</p>}
                </li>
              )
            })}
          </ul>
        </>
      )}
      <p>
        <a class="ds-link" href={href(`/strategy/questions?from=${key}`)}>
          {t('strategy.page.what_for')}
        </a>
        {' · '}
        <a class="ds-link" href={href(`/strategy/questions?to=${key}`)}>
          {t('strategy.page.what_hangs')}
        </a>
      </p>
      <h2>{t('strategy.page.sources')}</h2>
      <Sources {...{ t, language }} sources={node.sources} />
    </>
  )
}
