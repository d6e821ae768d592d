import { createHash } from 'node:crypto'
import type { Scope } from '#kernel/db/scope.ts'
import type { AuthorityId } from '#kernel/ids.ts'
import type { Kernel } from '#kernel/kernel.ts'
import { catalogueResources } from './catalogue-resource.ts'
import type { LinkedDataFormat } from './formats.ts'
import { type KeptPage, keptPage } from './kept-page.ts'
import { readCataloguePage, readRevision, readSurroundings } from './read-catalogue.ts'

type Wanted = {
  /** Undefined for the catalogue of all. */
  readonly authorityId: AuthorityId | undefined
  /** From 1. */
  readonly page: number
  readonly format: LinkedDataFormat
}

type CatalogueText = {
  /** Stands for what the page says. */
  readonly etag: string
  readonly pages: number
} & KeptPage

/** A page of the catalogue as linked data; undefined where there is no such page. */
export async function catalogueText(
  scope: Scope,
  kernel: Kernel,
  { authorityId, page, format }: Wanted,
): Promise<CatalogueText | undefined> {
  const { revision } = await readRevision(scope)
  const found = await readCataloguePage(scope, kernel, { authorityId, page, ending: format.ending })
  if (!found) return undefined
  const etag = tagOf(revision, authorityId ?? '', String(page), format.ending, kernel)
  const { readDataSets, ...says } = found
  const write = async () => {
    const dataSets = await readDataSets()
    const around = await readSurroundings(scope, kernel, dataSets)
    return format.write(catalogueResources({ ...says, dataSets }, around))
  }
  return { etag, pages: found.pages, ...keptPage(kernel, { says: [etag, says], ending: format.ending }, write) }
}

/** Counts up when what is written changes while the data does not. */
const writing = 1

export function tagOf(...parts: [string, string, string, string, Kernel]): string {
  const [revision, first, second, third, { settings }] = parts
  const all = [revision, first, second, third, settings.origin, String(writing)]
  return createHash('sha256').update(all.join('\n')).digest('base64url').slice(0, 27)
}
