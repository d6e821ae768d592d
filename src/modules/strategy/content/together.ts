import { type Static, Type } from 'typebox'
import type { IsoDate } from '#kernel/i18n/format.ts'
import { slug as asSlug } from '#kernel/ids.ts'
import { type Agreement, agreementKinds, type Member, ratesSchema } from '../agreements/agreement.ts'
import { majorities, voteWeights } from '../agreements/count-votes.ts'
import { putAgreement } from '../agreements/write-agreement.ts'
import type { Audience, NodeKey } from '../graph/node.ts'
import type { SteeringScope } from '../graph/write-node.ts'
import { itemKinds, itemStates, type ParliamentItem } from '../parliament/item.ts'
import { putItem } from '../parliament/write-item.ts'

const strict = { additionalProperties: false }
const name = Type.String({ minLength: 1, maxLength: 200 })
const day = Type.Unsafe<IsoDate>({ type: 'string', format: 'day' })
const enumOf = <const Value extends string>(values: readonly Value[]) => Type.Enum([...values])

const parliamentSchema = Type.Object(
  {
    kind: enumOf(itemKinds),
    state: Type.Optional(enumOf(itemStates)),
    body: name,
    saidOn: Type.Optional(Type.String({ pattern: '^\\d{4}(-\\d{2}(-\\d{2})?)?$' })),
    dueOn: Type.Optional(day),
    count: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000 })),
  },
  strict,
)

/** Whole, as a source says it; left away otherwise. */
const ruleSchema = Type.Object(
  {
    weight: enumOf(voteWeights),
    majority: enumOf(majorities),
    quorum: Type.Integer({ minimum: 0, maximum: 10_000 }),
  },
  strict,
)

const agreementSchema = Type.Object(
  {
    kind: enumOf(agreementKinds),
    noticeMonths: Type.Optional(Type.Integer({ minimum: 0, maximum: 120 })),
    rule: Type.Optional(ruleSchema),
    costKey: Type.Optional(enumOf(['population', 'equal'] as const)),
    rates: Type.Optional(ratesSchema),
    members: Type.Optional(
      Type.Array(
        Type.Object(
          { authority: Type.Optional(Type.String({ format: 'slug' })), name, since: Type.Optional(day) },
          strict,
        ),
      ),
    ),
  },
  strict,
)

/** What a node of a file may say of an item of parliament, or of an agreement. */
export const togetherFields = {
  parliament: Type.Optional(parliamentSchema),
  agreement: Type.Optional(agreementSchema),
}

type Said = {
  readonly parliament?: Static<typeof parliamentSchema>
  readonly agreement?: Static<typeof agreementSchema>
}

/** The same as the rules take it; undefined for other nodes. */
export type ContentTogether = {
  readonly parliament: Omit<ParliamentItem, 'key'> | undefined
  readonly agreement: (Omit<Agreement, 'key'> & { readonly members: readonly Omit<Member, 'id'>[] }) | undefined
}

export const togetherOf = ({ parliament, agreement }: Said): ContentTogether => ({
  parliament: parliament && {
    kind: parliament.kind,
    state: parliament.state,
    body: parliament.body,
    saidOn: parliament.saidOn,
    dueOn: parliament.dueOn,
    count: parliament.count ?? 1,
  },
  agreement: agreement && {
    kind: agreement.kind,
    noticeMonths: agreement.noticeMonths,
    rule: agreement.rule,
    costKey: agreement.costKey && { kind: agreement.costKey },
    yearlyCost: undefined,
    rates: agreement.rates ?? [],
    members: (agreement.members ?? []).map((member) => ({
      authorityId: member.authority === undefined ? undefined : asSlug<'authority'>(member.authority),
      name: member.name,
      since: member.since,
      until: undefined,
      use: undefined,
    })),
  },
})

/** Writes what a node of a file says of an item of parliament, or of an agreement. */
export async function putTogether(
  scope: SteeringScope,
  own: { readonly key: NodeKey; readonly audience: Audience },
  { parliament, agreement }: ContentTogether,
): Promise<void> {
  if (parliament) await putItem(scope, { ...parliament, ...own })
  if (agreement) await putAgreement(scope, { ...agreement, ...own }, agreement.members)
}
