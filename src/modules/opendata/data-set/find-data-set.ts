import type { Scope } from '#kernel/db/scope.ts'
import { NotFoundError } from '#kernel/http/errors.ts'
import type { Request } from '#kernel/http/route.ts'
import { isSlug, uuid } from '#kernel/ids.ts'
import type { Distribution, DistributionId, PublishedDataSet } from '../catalogue/data-set.ts'
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
}

/** The distribution that an address names; of a data set that was taken back only the data set is left. Throws 404 where there is none. */
export async function findAddressedDistribution(scope: Scope, request: Request): Promise<AddressedDistribution> {
  const dataSet = await findAddressed(scope, request)
  const distribution = dataSet.metadata.distributions.find(({ slug }) => slug === request.params.distribution)
  if (!distribution) throw new NotFoundError()
  return { dataSet, distribution, tableId: uuid<'distribution'>(distribution.id) }
}
