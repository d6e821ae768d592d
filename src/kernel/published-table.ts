import type { Scope } from './db/scope.ts'

/** What a cell of a published table holds; days and moments are text. */
export type PublishedCell = string | number | boolean | null

/**
 * Rows of a module's records that everybody may have, by the columns of the data set of the same name in `content/datasets`, where all that is said
 * of it stands. They are read for the purpose `opendata`, which policies show only what is public; nothing of persons goes this way (see `Feed`).
 */
export type PublishedTable = (scope: Scope) => Promise<readonly (readonly PublishedCell[])[]>
