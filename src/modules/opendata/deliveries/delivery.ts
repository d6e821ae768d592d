import type { LocalText } from '#kernel/i18n/language.ts'
import type { AuthorityId, Id } from '#kernel/ids.ts'
import type { DataSetId, DistributionId } from '../catalogue/data-set.ts'
import type { IntakeFault } from '../intake/inside/order.ts'
import type { RowChanges } from '../tables/table-version.ts'

export type DeliveryId = Id<'delivery'>

/** How rows come: a program puts all of them in place of those before, or adds to them by the key; or they are fetched from an address. */
export const deliveryWays = ['put', 'add', 'fetch'] as const
export type DeliveryWay = (typeof deliveryWays)[number]

/** `new`: a version; `same`: the rows were there already; `refused`: they do not fit, or not now; `failed`: nothing could be had. */
export const deliveryOutcomes = ['new', 'same', 'refused', 'failed'] as const
export type DeliveryOutcome = (typeof deliveryOutcomes)[number]

/** Why rows are not taken now, or nothing could be had; `rows`: what is wrong with them is told one by one. */
export const deliveryReasons = [
  ...([
    'rows',
    'no_columns',
    'no_key',
    'in_review',
    'withdrawn',
    'structure',
    'waiting',
    'unreadable',
    'unfit',
    'unclassed',
    'persons_add',
    'unprotected',
  ] as const),
  ...(['empty', 'outside', 'status'] as const),
] as const
export type DeliveryReason = (typeof deliveryReasons)[number]

/** A table, and the data set that it belongs to. */
export type TableKey = {
  readonly authorityId: AuthorityId
  readonly dataSetId: DataSetId
  readonly tableId: DistributionId
}

/** What came of a delivery. */
export type Delivery = TableKey & {
  readonly id: DeliveryId
  readonly way: DeliveryWay
  readonly at: Date
  readonly outcome: DeliveryOutcome
  readonly version: number | null
  readonly rows: number | null
  readonly changes: RowChanges | null
  readonly reason: DeliveryReason | null
  readonly detail: string | null
  /** What there is to say besides the reason. */
  readonly said: LocalText | null
  /** The first hundred. */
  readonly faults: readonly IntakeFault[]
  readonly faultCount: number
}
