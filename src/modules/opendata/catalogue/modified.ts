import { swissDate } from '#kernel/i18n/format.ts'
import type { PublishedDataSet } from './data-set.ts'

/** When data last changed: on a day, as its keeper says (elsewhere perhaps to the second), or at an instant that we know. */
export type Modified =
  | { readonly kind: 'day'; readonly day: string; readonly saidAt?: string | undefined }
  | { readonly kind: 'instant'; readonly at: Date }

/**
 * When a data set last changed, the same for every interface: with rows here, when they or what is said of them last changed; without, the day that its
 * keeper names, else when it was last published. `rowsChangedAt`: by table, since when its newest rows are public.
 */
export function modifiedOf(
  { metadata, changedAt }: Pick<PublishedDataSet, 'metadata' | 'changedAt'>,
  rowsChangedAt: ReadonlyMap<string, Date>,
): Modified {
  const rows = metadata.distributions.flatMap(({ id }) => rowsChangedAt.get(id) ?? [])
  if (rows.length === 0 && metadata.modified !== undefined)
    return { kind: 'day', day: metadata.modified, saidAt: metadata.modifiedAt }
  return { kind: 'instant', at: new Date(Math.max(changedAt.getTime(), ...rows.map((at) => at.getTime()))) }
}

/** The day of it in Switzerland, `2026-11-27`. */
export const modifiedDay = (modified: Modified): string =>
  modified.kind === 'day' ? modified.day : swissDate(modified.at)
