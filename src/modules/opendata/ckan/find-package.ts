import type { Scope } from '#kernel/db/scope.ts'
import { isUuid } from '#kernel/ids.ts'
import type { Distribution, PublishedDataSet } from '../catalogue/data-set.ts'
import { findDistribution, findPublished, findPublishedById } from '../catalogue/queries.ts'
import { findPublishedSeries, findPublishedSeriesById } from '../series/queries.ts'
import type { PublishedSeries } from '../series/series.ts'
import { notFound } from './action-error.ts'
import { readPackageName } from './package-name.ts'

/** A data set by its id, its name in CKAN or its identifier. Throws 404. */
export async function findPackage(scope: Scope, name: string): Promise<PublishedDataSet> {
  const found = await findDataSet(scope, name)
  if (!found) throw notFound()
  return found
}

/** The same, or a series; where both have the name the data set. Throws 404. */
export async function findPackageOrSeries(
  scope: Scope,
  name: string,
): Promise<{ readonly dataSet: PublishedDataSet } | { readonly series: PublishedSeries }> {
  const dataSet = await findDataSet(scope, name)
  if (dataSet) return { dataSet }
  const place = readPackageName(name)
  const series = isUuid<'series'>(name)
    ? await findPublishedSeriesById(scope, name)
    : place && (await findPublishedSeries(scope, place))
  if (!series || series.withdrawnAt) throw notFound()
  return { series }
}

async function findDataSet(scope: Scope, name: string): Promise<PublishedDataSet | undefined> {
  const place = readPackageName(name)
  const found = isUuid<'data-set'>(name)
    ? await findPublishedById(scope, name)
    : place && (await findPublished(scope, place.authorityId, place.slug))
  return found?.withdrawnAt ? undefined : found
}

/** A distribution by its id, with its data set. Throws 404. */
export async function findResource(
  scope: Scope,
  id: string,
): Promise<{ dataSet: PublishedDataSet; distribution: Distribution }> {
  const found = isUuid(id) ? await findDistribution(scope, id) : undefined
  if (!found) throw notFound(`Resource "${id.slice(0, 100)}" was not found.`)
  return found
}
