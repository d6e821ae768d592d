import type { Scope } from '#kernel/db/scope.ts'
import { NotFoundError } from '#kernel/http/errors.ts'
import { isSlug, uuid } from '#kernel/ids.ts'
import type { Distribution, PublishedDataSet } from '../catalogue/data-set.ts'
import { findOfferedOnce, NotOfferedError } from '../catalogue/published-distributions.ts'
import { findPublished } from '../catalogue/queries.ts'
import { findCurrentVersion, findVersion } from './queries.ts'
import type { TableVersion } from './table-version.ts'

/** A table as it is named in addresses, and by the number of a version where not the present one is meant. */
export type TableAddress = {
  readonly authority?: string
  readonly slug?: string
  readonly distribution?: string
  readonly number?: string
}

export type FoundTable = {
  readonly dataSet: PublishedDataSet
  readonly distribution: Distribution
  readonly version: TableVersion
}

/**
 * A public version of a table, the newest where no number is given. Of a table that is not continued there are only versions; `ofPast` says that more than
 * today's rows is asked for. Throws 404 where there is none, 410 where it was taken back or only its versions are left.
 */
export async function findTable(scope: Scope, address: TableAddress, { ofPast = false } = {}): Promise<FoundTable> {
  const { authority = '', slug = '', distribution: name = '', number } = address
  const dataSet = isSlug<'authority'>(authority) ? await findPublished(scope, authority, slug) : undefined
  if (!dataSet) throw new NotFoundError()
  if (dataSet.withdrawnAt) throw new NotOfferedError('withdrawn')
  const distribution =
    dataSet.metadata.distributions.find((one) => one.slug === name) ??
    (await findOfferedOnce(scope, dataSet, name, ofPast || number !== undefined))
  if (distribution?.kind !== 'table') throw new NotFoundError()
  const id = uuid<'distribution'>(distribution.id)
  const version =
    number === undefined
      ? await findCurrentVersion(scope, id)
      : /^\d{1,9}$/.test(number)
        ? await findVersion(scope, id, Number(number))
        : undefined
  if (!version) throw new NotFoundError()
  return { dataSet, distribution, version }
}
