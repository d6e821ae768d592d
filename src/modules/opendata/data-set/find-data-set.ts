import type { Scope } from '#kernel/db/scope.ts'
import { NotFoundError } from '#kernel/http/errors.ts'
import type { Request } from '#kernel/http/route.ts'
import { isSlug, uuid } from '#kernel/ids.ts'
import type { Distribution, DistributionId, PublishedDataSet } from '../catalogue/data-set.ts'
import { findEnded, NotOfferedError } from '../catalogue/published-distributions.ts'
import { findPublished } from '../catalogue/queries.ts'

/** The data set that an address names, withdrawn ones included. Throws 404 where there is none. */
export async function findAddressed(scope: Scope, { params }: Request): Promise<PublishedDataSet> {
  const { authority = '', slug = '' } = params
  const found = isSlug<'authority'>(authority) && isSlug(slug) ? await findPublished(scope, authority, slug) : undefined
  if (!found) throw new NotFoundError()
  return found
}

export type AddressedDistribution = {
  readonly dataSet: PublishedDataSet
  readonly distribution: Distribution
  readonly tableId: DistributionId
  /** Since when it is not continued: only its versions are left. */
  readonly endedAt?: Date
}

/**
 * The distribution that an address names, ended ones included; of a data set that was taken back only the data set is left. Throws 404 where there is
 * none, 410 where its versions were taken back.
 */
export async function findAddressedDistribution(scope: Scope, request: Request): Promise<AddressedDistribution> {
  const dataSet = await findAddressed(scope, request)
  const { distribution: slug = '' } = request.params
  const distribution = dataSet.metadata.distributions.find((one) => one.slug === slug)
  if (distribution) return { dataSet, distribution, tableId: uuid<'distribution'>(distribution.id) }
  const once = await findEnded(scope, dataSet, slug)
  if (!once) throw new NotFoundError()
  if (once.withdrawnAt && !dataSet.withdrawnAt) throw new NotOfferedError('withdrawn')
  const { endedAt } = once
  return { dataSet, distribution: once.distribution, endedAt, tableId: uuid<'distribution'>(once.distribution.id) }
}
