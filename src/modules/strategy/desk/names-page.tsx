import { type Language, textIn } from '#kernel/i18n/language.ts'
import type { DeskPage } from '#modules/egovernment/public.ts'
import { BackLink } from '#ui/components/back-link/back-link.tsx'
import { EmptyState } from '#ui/components/empty-state/empty-state.tsx'
import { Pagination } from '#ui/components/pagination/pagination.tsx'
import { Tag } from '#ui/components/tag/tag.tsx'
import type { NamedNode } from '../graph/edge-queries.ts'
import { type NodeKind, nodeKinds } from '../graph/node.ts'
import { deskPath } from './desk-context.ts'
import { SteeringTabs } from './steering-tabs.tsx'

/** Of what there may be hundreds, and which nobody looks for in a tree. */
export const kindsInLists = [
  'project',
  'credit',
  'indicator',
  'decision',
  'parliament_item',
  'partner',
  'result',
  'agreement',
  'synergy',
] as const satisfies readonly NodeKind[]

/** What an authority wants and for whom: the tree. */
export const kindsInTree: readonly NodeKind[] = nodeKinds.filter((kind) => !kindsInLists.some((one) => one === kind))

type Common = Pick<DeskPage, 't' | 'href'>

/** The way to what does not stand in the tree. */
export function KindsInLists({ t, href, authorityId }: Common & { authorityId: string }) {
  return (
    <nav class="goal-kinds" aria-label={t('strategy.goals.by_name')}>
      <span>{t('strategy.goals.by_name')}:</span>
      <ul>
        {kindsInLists.map((kind) => (
          <li key={kind}>
            <a
              class="ds-link"
              href={href(`${deskPath}/goals?${new URLSearchParams({ authority: authorityId, kind })}`)}
            >
              {t(`strategy.goals.names.${kind}`)}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  )
}

/** A thing with what it is and, where not everybody sees it, who does; the link leads to its connections. */
export function NameLine({ t, href, language, node }: Common & { language: Language; node: NamedNode }) {
  return (
    <>
      <a class="ds-link" href={href(`${deskPath}/goals/${node.slug}?authority=${node.authorityId}`)}>
        {textIn(node.title, language)}
      </a>{' '}
      <span class="goal-kind">{t(`strategy.kind.${node.kind}`)}</span>
      {node.audience !== 'public' && <Tag kind="warning">{t(`strategy.audience.${node.audience}`)}</Tag>}
    </>
  )
}

type NamesPageProps = DeskPage & {
  readonly language: Language
  readonly authorityId: string
  readonly authorityName: string
  readonly kind: (typeof kindsInLists)[number]
  readonly names: readonly NamedNode[]
  readonly previousHref: string | undefined
  readonly nextHref: string | undefined
}

/** All things of one kind of an authority, by their short names. */
export function NamesPage({ t, href, language, authorityId, authorityName, kind, names, ...pages }: NamesPageProps) {
  const { previousHref, nextHref } = pages
  return (
    <>
      <BackLink t={t} href={href(`${deskPath}/goals?authority=${authorityId}`)} />
      <h1>{t(`strategy.goals.names.${kind}`)}</h1>
      <p>{authorityName}</p>
      <SteeringTabs {...{ t, href }} current="goals" />
      {names.length === 0 ? (
        <EmptyState title={t('strategy.goals.none')} />
      ) : (
        <ul class="goal-tree">
          {names.map((node) => (
            <li key={node.id}>
              <NameLine {...{ t, href, language, node }} />
            </li>
          ))}
        </ul>
      )}
      <Pagination t={t} {...(previousHref && { previousHref })} {...(nextHref && { nextHref })} />
    </>
  )
}
