import { type InboxView, viewSearch } from '../desk/inbox.ts'

/** A view of the inbox that somebody keeps under a name; nobody else sees it. */
export type SavedView = { readonly id: string; readonly name: string; readonly search: string }

export const mostViews = 20
export const longestName = 60

/** A view as it is kept: without the words somebody searched for, which are names mostly. */
export function keptSearch({ words: _words, ...view }: InboxView): string {
  return viewSearch(view)
}
