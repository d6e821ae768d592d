import { distributionPath, documentPath, downloadPath } from '../catalogue/addresses.ts'
import type { Distribution, PublishedDataSet } from '../catalogue/data-set.ts'
import { fileFormats } from '../catalogue/formats.ts'
import { type Licence, licenceVocabulary } from '../catalogue/vocabularies.ts'
import { formatsOf } from '../dcat/distribution-resource.ts'
import { type Around, inAllLanguages, saidStamp, steadyId, timestamp } from './records.ts'

/** What the four terms of use are called in the records of opendata.swiss (vocabulary «licenses» of dcat-ap.ch, `skosxl:literalForm`). */
export const formerRights: Readonly<Record<Licence, string>> = {
  terms_open: 'NonCommercialAllowed-CommercialAllowed-ReferenceNotRequired',
  terms_by: 'NonCommercialAllowed-CommercialAllowed-ReferenceRequired',
  terms_ask: 'NonCommercialAllowed-CommercialWithPermission-ReferenceNotRequired',
  terms_by_ask: 'NonCommercialAllowed-CommercialWithPermission-ReferenceRequired',
}

/** A distribution as CKAN's resource: a table is one, with its rows as CSV at its address, in the store of rows, and where the other formats lie. */
export function resourceRecord(
  dataSet: PublishedDataSet,
  one: Distribution,
  around: Around,
): Record<string, unknown> & { readonly id: string } {
  const { metadata } = dataSet
  const rowsAt = around.rowsChangedAt.get(one.id)
  const url = urlOf(dataSet, one, around)
  const title = inAllLanguages(one.title)
  const changed = rowsAt ? timestamp(rowsAt) : one.modified ? saidStamp(one.modified, one.modifiedAt) : null
  const mediaType = mediaTypeOf(one)
  return {
    id: one.id,
    package_id: dataSet.id,
    name: title,
    title,
    display_name: title,
    description: inAllLanguages(one.description),
    url,
    download_url: one.kind === 'table' || one.kind === 'file' ? url : '',
    url_type: one.kind === 'table' ? 'datastore' : null,
    datastore_active: one.kind === 'table' && rowsAt !== undefined,
    format: formatName(one),
    media_type: mediaType ?? '',
    mimetype: mediaType ?? null,
    mimetype_inner: null,
    byte_size: one.byteSize ?? 0,
    size: one.byteSize ?? null,
    hash: one.sha256 ?? '',
    license: `${licenceVocabulary}/${metadata.licence}`,
    rights: formerRights[metadata.licence],
    language: metadata.languages ?? [],
    coverage: '',
    identifier: `${one.slug}@${dataSet.slug}`,
    issued: one.issued ? saidStamp(one.issued, one.issuedAt) : saidStamp(metadata.issued, metadata.issuedAt),
    created: timestamp(dataSet.publishedAt),
    modified: changed,
    last_modified: rowsAt ? timestamp(rowsAt) : null,
    position: metadata.distributions.indexOf(one),
    resource_type: one.kind === 'service' ? 'api' : null,
    revision_id: steadyId(`resource ${one.id} ${dataSet.changedAt.toISOString()}`),
    state: 'active',
    cache_url: null,
    cache_last_updated: null,
    downloads: downloadsOf(dataSet, one, around),
  }
}

function urlOf(dataSet: PublishedDataSet, one: Distribution, { kernel }: Around): string {
  const { origin } = kernel.settings
  if (one.kind === 'table') return origin + downloadPath(dataSet, one.slug, 'csv')
  if (one.sha256 !== undefined) return origin + documentPath(dataSet, one.slug)
  return one.url ?? origin + distributionPath(dataSet, one.slug)
}

function downloadsOf(dataSet: PublishedDataSet, one: Distribution, { kernel }: Around) {
  if (one.kind !== 'table') return []
  return formatsOf(one).map((format) => ({
    format: format.toUpperCase(),
    url: kernel.settings.origin + downloadPath(dataSet, one.slug, format),
  }))
}

/** The format as people search for it. */
export function formatName(one: Pick<Distribution, 'kind' | 'format'>): string {
  if (one.kind === 'table') return 'CSV'
  return one.format ?? (one.kind === 'service' ? 'SERVICE' : '')
}

function mediaTypeOf(one: Distribution): string | undefined {
  if (one.kind === 'table') return 'text/csv'
  return one.mediaType ?? (one.format === undefined ? undefined : fileFormats[one.format]?.mediaType)
}
