import type { Node } from '../graph/node.ts'

/** The public page of a thing, without language. */
export function publicPath({ kind, authorityId, slug }: Pick<Node, 'kind' | 'authorityId' | 'slug'>): string {
  return kind === 'indicator' ? `/strategy/indicators/${authorityId}/${slug}` : `/strategy/goals/${authorityId}/${slug}`
}
