import { join } from 'node:path'
import type { Feed } from '#kernel/feed.ts'
import type { Module } from '#kernel/module.ts'
import type { PublishedTable } from '#kernel/published-table.ts'
import { addresseeEvents, addresseeListens, eraseAddresseeAgain } from './addressees/erase-addressee.ts'
import { correspondenceJobs, correspondenceSchedules } from './addressees/tidy-correspondence.ts'
import { dumpRoutes } from './ckan/dump-route.ts'
import { ckanRoutes } from './ckan/routes.ts'
import { contentJobs, contentSchedules } from './content/bring-content.ts'
import { catalogueJobs, catalogueSchedules } from './dcat/catalogue-jobs.ts'
import { linkedDataPermissions, linkedDataRoutes } from './dcat/routes.ts'
import { fetchJobs, fetchSchedules } from './deliveries/fetch-rows.ts'
import { pushPermissions, pushRoutes } from './deliveries/push-routes.ts'
import { sourceRoutes } from './deliveries/source-routes.tsx'
import { fetchEvents, fetchListens } from './deliveries/tell-of-fetch.ts'
import { dataPermissions, downloadRoutes } from './downloads/routes.ts'
import { featureRoutes } from './features/routes.tsx'
import { feedJobs, feedSchedules } from './feeds/feed-jobs.ts'
import { feedPermissions, feedRoutes } from './feeds/routes.tsx'
import { fileDeskRoutes } from './files/desk-routes.tsx'
import { fileRoutes } from './files/routes.ts'
import { harvestJobs, harvestSchedules } from './harvest/harvest-source.ts'
import { harvestRoutes } from './harvest/routes.tsx'
import { harvestEvents, harvestListens } from './harvest/tell-of-harvest.ts'
import { rawJobs, rawSchedules } from './protection/raw-rows.ts'
import { publicPages } from './public-pages.ts'
import { linkJobs, linkSchedules } from './quality/link-looks.ts'
import { closeUses } from './quality/uses.ts'
import { deskQuestionRoutes, questionPermissions } from './questions/desk-routes.tsx'
import { publicQuestionRoutes } from './questions/routes.tsx'
import { questionEvents, questionListens } from './questions/tell-of-question.ts'
import { opendataApi } from './rows/operations.ts'
import { rowRoutes } from './rows/routes.ts'
import { deskSeriesRoutes } from './series/desk-routes.tsx'
import { subscriptionPermissions, subscriptionRoutes } from './subscriptions/routes.tsx'
import { closeTables } from './tables/tables.ts'
import { protectionRoutes } from './workbench/protection-routes.tsx'
import { benchPermissions, benchRoutes } from './workbench/routes.tsx'

/** Open data: catalogue, versions of tables, queries, and what the platform publishes of itself. `feeds` and `tables` are those of all modules. */
export const createOpendata = ({
  feeds,
  tables,
}: {
  feeds: () => readonly Feed[]
  tables: () => ReadonlyMap<string, PublishedTable>
}): Module => ({
  name: 'opendata',
  uses: ['egovernment'],
  routes: (kernel) => [
    ...harvestRoutes(),
    ...deskQuestionRoutes(kernel),
    ...benchRoutes(kernel),
    ...deskSeriesRoutes(kernel),
    ...sourceRoutes(),
    ...protectionRoutes(kernel),
    ...fileDeskRoutes(kernel),
    ...fileRoutes(kernel),
    ...linkedDataRoutes(kernel),
    ...downloadRoutes(kernel),
    ...ckanRoutes(kernel),
    ...dumpRoutes(kernel),
    ...rowRoutes(kernel),
    ...featureRoutes(kernel),
    ...subscriptionRoutes(kernel),
    ...publicQuestionRoutes(kernel),
    ...pushRoutes(kernel),
    ...publicPages(kernel),
    ...feedRoutes(feeds),
  ],
  permissions: {
    ...benchPermissions,
    ...linkedDataPermissions,
    ...dataPermissions,
    ...feedPermissions,
    ...subscriptionPermissions,
    ...questionPermissions,
    ...pushPermissions,
  },
  jobs: {
    ...contentJobs(tables),
    ...catalogueJobs,
    ...feedJobs(feeds),
    ...harvestJobs,
    ...linkJobs,
    ...correspondenceJobs,
    ...fetchJobs,
    ...rawJobs,
  },
  schedules: [
    ...contentSchedules,
    ...catalogueSchedules,
    ...feedSchedules,
    ...harvestSchedules,
    ...linkSchedules,
    ...correspondenceSchedules,
    ...fetchSchedules,
    ...rawSchedules,
  ],
  events: {
    ...fetchEvents,
    ...harvestEvents,
    'opendata.data_set_published': {
      version: 1,
      about: 'A data set was published, or published again with what had changed.',
      payload: ['dataSetId'],
    },
    ...questionEvents,
    ...addresseeEvents,
    'opendata.data_set_withdrawn': { version: 1, about: 'A data set was taken back.', payload: ['dataSetId'] },
  },
  listens: [...questionListens, ...addresseeListens, ...fetchListens, ...harvestListens],
  eraseAgain: eraseAddresseeAgain,
  close: async (kernel) => {
    await closeUses(kernel)
    await closeTables(kernel)
  },
  api: opendataApi,
  storedFiles: [
    { table: 'opendata.table_versions', column: 'file' },
    { table: 'opendata.file_versions', column: 'file' },
  ],
  migrations: join(import.meta.dirname, 'migrations'),
  messages: join(import.meta.dirname, 'messages'),
})
