import { findServices, offererOf } from '#modules/egovernment/public.ts'
import { listDataSetPages, listSeriesPages } from '#modules/opendata/public.ts'
import type { ListPages } from './routes.tsx'

/** The page of every service, of every data set and of every series of them, or of those of one authority today, below its own name. */
export const listOtherPages: ListPages = async (scope, { authorityId, limit }) => {
  const found = await findServices(scope, { text: '', language: 'de', authorityId: offererOf(authorityId), limit })
  const dataSets = await listDataSetPages(scope, { authorityId, limit })
  const series = await listSeriesPages(scope, { authorityId, limit })
  const paths = [...found.items.map(({ id }) => `/services/${id}`), ...[...dataSets, ...series].map(({ path }) => path)]
  return paths.map((path) => ({ path, authority: authorityId }))
}
