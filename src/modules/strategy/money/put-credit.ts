import { UnprocessableError } from '#kernel/http/errors.ts'
import type { IsoDate } from '#kernel/i18n/format.ts'
import type { AuthorityId } from '#kernel/ids.ts'
import type { Node, NodeContent } from '../graph/node.ts'
import { createNode, note, requireSteering, type SteeringScope, saveNode } from '../graph/write-node.ts'
import type { CreditKind } from './may-add.ts'
import type { Account } from './queries.ts'

export type CreditInput = {
  readonly title: string
  readonly kind: CreditKind
  /** The slug of the credit that this one supplements. */
  readonly addsTo: string | undefined
  /** The slug of the credit in which this one is contained. */
  readonly partOf: string | undefined
  readonly requested: number | undefined
  readonly approved: number | undefined
  readonly decidedOn: IsoDate | undefined
  readonly decidedBy: string | undefined
  readonly expiresOn: IsoDate | undefined
  readonly source: string
  readonly tranches: readonly { readonly account: Account; readonly year: number; readonly amount: number }[]
}

export type CreditWish = CreditInput & {
  readonly authorityId: AuthorityId
  readonly slug: string
  readonly existing: { readonly node: Node; readonly revision: number } | undefined
}

/**
 * Writes a credit with its tranches, a new one or the one that is there. Throws 403, 409 where the name is taken, 412, 422 where a supplement
 * names no credit of the same authority, or a part no whole.
 */
export async function putCredit(scope: SteeringScope, wish: CreditWish): Promise<void> {
  const { authorityId, existing } = wish
  requireSteering(scope, authorityId)
  const [first, ...others] = existing?.node.sources ?? [{ title: wish.source }]
  const base = wish.addsTo === undefined ? undefined : await findCreditId(scope, authorityId, wish.addsTo)
  const isSupplement = wish.kind === 'supplement' || wish.kind === 'additional'
  if (isSupplement !== (base !== undefined) || (base !== undefined && base === existing?.node.id))
    throw new UnprocessableError('supplement of nothing', { userMessage: 'strategy.money.error.adds_to' })
  const whole = await findWhole(scope, wish, isSupplement)
  const content: NodeContent = {
    kind: 'credit',
    level: existing?.node.level ?? (authorityId === 'kanton-luzern' ? 'canton' : 'municipality'),
    audience: existing?.node.audience ?? 'authority',
    standing: existing?.node.standing ?? 'own_record',
    title: existing ? { ...existing.node.title, de: wish.title } : { de: wish.title },
    text: existing?.node.text,
    owner: existing?.node.owner,
    beginsOn: existing?.node.beginsOn,
    endsOn: existing?.node.endsOn,
    // The form shows the title of the first alone.
    sources: [first.title === wish.source ? first : { title: wish.source }, ...others],
  }
  if (existing) await saveNode(scope, existing.node, { revision: existing.revision, content })
  const id = existing?.node.id ?? (await createNode(scope, { authorityId, slug: wish.slug, content }))
  const columns = {
    kind: wish.kind,
    adds_to_id: base ?? null,
    part_of_id: whole ?? null,
    requested: wish.requested ?? null,
    approved: wish.approved ?? null,
    decided_on: wish.decidedOn ?? null,
    decided_by: wish.decidedBy ?? null,
    expires_on: wish.expiresOn ?? null,
  }
  await scope.db
    .insertInto('strategy.credits')
    .values({ authority_id: authorityId, node_id: id, audience: content.audience, ...columns })
    .onConflict((conflict) => conflict.columns(['authority_id', 'node_id']).doUpdateSet(columns))
    .execute()
  await scope.db
    .deleteFrom('strategy.tranches')
    .where('authority_id', '=', authorityId)
    .where('credit_id', '=', id)
    .execute()
  if (wish.tranches.length > 0)
    await scope.db
      .insertInto('strategy.tranches')
      .values(
        wish.tranches.map((tranche) => ({
          ...tranche,
          authority_id: authorityId,
          credit_id: id,
          audience: content.audience,
        })),
      )
      .execute()
  note(scope, 'credit.put', { authorityId, id })
}

/**
 * The credit in which this one is contained; undefined where it names none. A whole is in no other one and supplements none, and neither does its part:
 * so no part is ever in itself, and what supplements a part is in the same whole. Throws 422 else.
 */
async function findWhole(
  scope: SteeringScope,
  { authorityId, partOf, existing }: CreditWish,
  isSupplement: boolean,
): Promise<string | undefined> {
  const refused = new UnprocessableError('part of nothing', { userMessage: 'strategy.money.error.part_of' })
  const ofOwn = scope.db.selectFrom('strategy.credits').where('authority_id', '=', authorityId)
  const isWhole =
    existing !== undefined &&
    (await ofOwn.select('node_id').where('part_of_id', '=', existing.node.id).limit(1).executeTakeFirst()) !== undefined
  if (partOf === undefined) {
    if (isWhole && isSupplement) throw refused
    return undefined
  }
  const id = await findCreditId(scope, authorityId, partOf)
  if (isSupplement || isWhole || id === undefined || id === existing?.node.id) throw refused
  const whole = await ofOwn.select(['part_of_id', 'adds_to_id']).where('node_id', '=', id).executeTakeFirst()
  if (whole?.part_of_id !== null || whole.adds_to_id !== null) throw refused
  return id
}

async function findCreditId(scope: SteeringScope, authorityId: AuthorityId, slug: string): Promise<string | undefined> {
  const row = await scope.db
    .selectFrom('strategy.nodes as n')
    .innerJoin('strategy.credits as c', (on) =>
      on.onRef('c.authority_id', '=', 'n.authority_id').onRef('c.node_id', '=', 'n.id'),
    )
    .select('n.id')
    .where('n.authority_id', '=', authorityId)
    .where('n.slug', '=', slug)
    .executeTakeFirst()
  return row?.id
}
