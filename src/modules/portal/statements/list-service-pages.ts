import { findServices, offererOf } from '#modules/egovernment/public.ts'
import type { ListPages } from './routes.tsx'

/** The page of every service, or of those that one authority offers today, below its own name. */
export const listServicePages: ListPages = async (scope, { authorityId, limit }) => {
  const found = await findServices(scope, { text: '', language: 'de', authorityId: offererOf(authorityId), limit })
  return found.items.map(({ id }) => ({ path: `/services/${id}`, authority: authorityId }))
}
