import { sql } from 'kysely'
import { slug } from '#kernel/ids.ts'
import type { PublishedTable } from '#kernel/published-table.ts'
import { validatorOf } from '#kernel/validator.ts'
import { factsSchema } from '../graph/facts.ts'
import { nodeColumns, readNode, StoredNodeError } from '../graph/queries.ts'
import { listAllCredits } from './queries.ts'
import { cutOf, remainingOf } from './warnings.ts'

const isFacts = validatorOf(factsSchema)

/** The public credits in the own books with what became of each, as its public page tells it, in Rappen. */
export const creditTotalRows: PublishedTable = async (scope) => {
  const owners = await scope.db
    .selectFrom('strategy.credits')
    .select('authority_id')
    .distinct()
    .where('audience', '=', 'public')
    .orderBy('authority_id')
    .execute()
  const found = await Promise.all(
    owners.map(({ authority_id }) => listAllCredits(scope, slug<'authority'>(authority_id), 'public')),
  )
  const credits = found.flat()
  const slugOf = new Map<string, string>(credits.map((one) => [one.id, one.slug]))
  return credits.map((one) => [
    ...[one.authorityId, one.slug, one.title.de, one.kind, slugOf.get(one.addsTo ?? '') ?? null],
    ...[one.requested ?? null, one.approved ?? null, cutOf(one) ?? null, one.decidedOn ?? null, one.decidedBy ?? null],
    ...[one.committed, one.spent, remainingOf(one) ?? null, one.expected, one.expiresOn ?? null, one.standing],
    slugOf.get(one.partOf ?? '') ?? null,
  ])
}

/** Every amount that a source tells of something public, with that source; francs become Rappen. */
export const toldAmountRows: PublishedTable = async (scope) => {
  const rows = await scope.db
    .selectFrom('strategy.nodes as n')
    .select([...nodeColumns, 'n.facts'])
    .where('n.audience', '=', 'public')
    .where(sql<boolean>`n.facts ? 'amounts'`)
    .orderBy('n.authority_id')
    .orderBy('n.slug')
    .execute()
  return rows.flatMap(({ facts, ...row }) => {
    const node = readNode(row)
    if (!isFacts(facts)) throw new StoredNodeError('facts that are none')
    return (facts.amounts ?? []).map(({ francs, display, qualifier, about, source: index }, at) => {
      const source = node.sources[index] ?? node.sources[0]
      return [
        ...[node.authorityId, node.slug, at + 1, node.kind, node.title.de, about ?? null],
        ...[francs === undefined ? null : francs * 100, qualifier ?? null, display ?? null],
        ...[source.title, source.url ?? null, node.standing],
      ]
    })
  })
}
