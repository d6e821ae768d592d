import type { AuthorityId } from '#kernel/ids.ts'
import { isSlug } from '#kernel/ids.ts'

type Place = { readonly authorityId: AuthorityId; readonly slug: string }

/** What a data set is called in CKAN, where names belong to the whole site: `baeume_kriens`. Slugs hold no underscore. */
export const packageName = ({ authorityId, slug }: Place): string => `${slug}_${authorityId}`

/** The place of a data set by its name in CKAN, or its identifier `baeume@kriens`. */
export function readPackageName(text: string): Place | undefined {
  const [, slug = '', authority = ''] = /^([a-z0-9-]{1,64})[_@]([a-z0-9-]{1,64})$/.exec(text) ?? []
  return isSlug<'authority'>(authority) && isSlug(slug) ? { authorityId: authority, slug } : undefined
}
