import { listPublished } from '../catalogue/queries.ts'
import type { ActionInput, Actions } from './action.ts'
import { findPackage, findPackageOrSeries, findResource } from './find-package.ts'
import { packageName } from './package-name.ts'
import { packageRecord } from './package-record.ts'
import { packageRecords } from './package-records.ts'
import { type Change, listChanges, listPlaces, mostNames } from './queries.ts'
import { readAround } from './read-around.ts'
import { inAllLanguages, timestamp } from './records.ts'
import { resourceRecord } from './resource-record.ts'
import { seriesRecord } from './series-record.ts'

/** Data sets and their resources by name; searching them is a file of its own. */
export const packageActions: Actions = {
  package_list: {
    help: `Names of the data sets, at most ${mostNames}. limit, offset.`,
    run: async ({ scope, request, parameters }) => {
      const page = {
        limit: parameters.natural('limit', mostNames, mostNames),
        offset: parameters.natural('offset', 0, 1_000_000),
      }
      return (await listPlaces(scope, { authorityId: request.authorityId, ...page })).map(packageName)
    },
  },
  package_show: {
    help: 'A data set with its resources, organization, groups and series, or a series (type dataset_series). id: its id, its name (baeume_kriens) or its identifier (baeume@kriens). Texts are objects with one text for each language, as on opendata.swiss; notes is the description as one text.',
    run: async (input) => {
      const found = await findPackageOrSeries(input.scope, idOf(input))
      return 'series' in found
        ? seriesRecord(found.series, await readAround(input, []))
        : packageRecord(found.dataSet, await readAround(input, [found.dataSet]))
    },
  },
  current_package_list_with_resources: {
    help: 'Data sets with their resources, by authority and name. limit (at most 100), offset.',
    run: async (input) => {
      const { scope, request, parameters } = input
      const page = {
        authorityId: request.authorityId,
        limit: parameters.natural('limit', 10, 100),
        offset: parameters.natural('offset', 0, 1_000_000),
      }
      const [before] = page.offset === 0 ? [] : await listPlaces(scope, { ...page, offset: page.offset - 1, limit: 1 })
      if (page.offset > 0 && !before) return []
      return packageRecords(input, await listPublished(scope, { ...page, after: before }))
    },
  },
  resource_show: {
    help: 'A resource. id: for a table it is the id for datastore_search too.',
    run: async (input) => {
      const { dataSet, distribution } = await findResource(input.scope, idOf(input))
      return resourceRecord(dataSet, distribution, await readAround(input, [dataSet]))
    },
  },
  package_activity_list: {
    help: 'What happened to a data set, newest first. id, limit (at most 100), offset.',
    run: async ({ scope, parameters }) => {
      const dataSet = await findPackage(scope, parameters.required('id'))
      return (await listChanges(scope, { dataSet, ...activityPage(parameters) })).map(activity)
    },
  },
  recently_changed_packages_activity_list: {
    help: 'What happened to data sets, newest first. limit (at most 100), offset.',
    run: async ({ scope, parameters }) => (await listChanges(scope, activityPage(parameters))).map(activity),
  },
}

const idOf = ({ parameters }: ActionInput): string => parameters.text('name_or_id') ?? parameters.required('id')

const activityPage = (parameters: ActionInput['parameters']) => ({
  limit: parameters.natural('limit', 31, 100),
  offset: parameters.natural('offset', 0, 100_000),
})

function activity(change: Change) {
  const kinds: Readonly<Record<string, string>> = { published: 'new package', withdrawn: 'deleted package' }
  return {
    id: change.id,
    timestamp: timestamp(change.at),
    activity_type: kinds[change.kind] ?? 'changed package',
    object_id: change.dataSetId,
    user_id: null,
    data: {
      package: { id: change.dataSetId, name: packageName(change), title: inAllLanguages({ de: change.title }) },
      change: change.kind,
    },
  }
}
