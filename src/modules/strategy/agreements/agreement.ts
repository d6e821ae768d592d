import { type Static, Type } from 'typebox'
import type { IsoDate } from '#kernel/i18n/format.ts'
import type { AuthorityId, Id } from '#kernel/ids.ts'
import type { NodeKey, Source } from '../graph/node.ts'
import type { CostKey } from '../sharing/cost-key.ts'
import type { VoteRule } from './count-votes.ts'

/** A frame for working together, an agreement for one project, or one for running something. */
export const agreementKinds = ['framework', 'project', 'operation'] as const
export type AgreementKind = (typeof agreementKinds)[number]

export const ratesSchema = Type.Array(
  Type.Object(
    {
      /** A year, month or day, as far as the source says. */
      from: Type.String({ pattern: '^\\d{4}(-\\d{2}(-\\d{2})?)?$' }),
      rappenPerHead: Type.Integer({ minimum: 0, maximum: 100_000 }),
    },
    { additionalProperties: false },
  ),
  { maxItems: 50 },
)
export type Rates = Readonly<Static<typeof ratesSchema>>

export type Agreement = {
  readonly key: NodeKey
  readonly kind: AgreementKind
  /** Undefined where no source says. */
  readonly noticeMonths: number | undefined
  /** Undefined where neither a source nor an office says; nothing is put to the vote then. */
  readonly rule: VoteRule | undefined
  readonly costKey: CostKey | undefined
  /** In Rappen. */
  readonly yearlyCost: number | undefined
  /** Contributions per head from a day on, the first first. */
  readonly rates: Rates
}

export type MemberId = Id<'agreement-member'>
export type Member = {
  readonly id: MemberId
  /** Undefined for a member that is no authority of the house, such as an association. */
  readonly authorityId: AuthorityId | undefined
  readonly name: string
  readonly since: IsoDate | undefined
  readonly until: IsoDate | undefined
  readonly use: number | undefined
  /** The office that says so, and after which source; undefined where the agreement itself says it. */
  readonly owner?: string | undefined
  readonly source?: Source | undefined
}
