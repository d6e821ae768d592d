import { areaNames } from '../catalogue/area-names.ts'
import type { PublishedDataSet } from '../catalogue/data-set.ts'
import { modifiedOf } from '../catalogue/modified.ts'
import { euVocabulary, licenceLabels } from '../catalogue/vocabularies.ts'
import { dataSetIri } from '../dcat/data-set-resource.ts'
import { packageName } from './package-name.ts'
import {
  type Around,
  dayStamp,
  groupRecord,
  inAllLanguages,
  organizationRecord,
  saidStamp,
  steadyId,
  tagRecord,
  textOf,
  timestamp,
} from './records.ts'
import { resourceRecord } from './resource-record.ts'
import { membershipFields } from './series-record.ts'

/** Licences that let everybody do everything; the others ask for a permission. */
const openLicences: readonly string[] = ['terms_open', 'terms_by']

/**
 * A data set as `package_show` gives it: the fields of CKAN (https://docs.ckan.org/en/2.11/api/index.html#ckan.logic.action.get.package_show) and, with
 * texts in all languages, those of opendata.swiss.
 */
export function packageRecord(dataSet: PublishedDataSet, around: Around): Record<string, unknown> {
  const { metadata, authorityId, id } = dataSet
  const { kernel } = around
  const title = inAllLanguages(metadata.title)
  const organization = organizationRecord(authorityId, around)
  const tags = metadata.keywords.de.map(tagRecord)
  const modified = modifiedOf(dataSet, around.rowsChangedAt)
  return {
    id,
    name: packageName(dataSet),
    title,
    display_name: title,
    description: inAllLanguages(metadata.description),
    notes: textOf(metadata.description, around),
    identifier: metadata.original?.identifier ?? `${dataSet.slug}@${authorityId}`,
    uri: dataSetIri(dataSet, kernel.settings.origin),
    url: metadata.landingPage ?? '',
    type: 'dataset',
    state: 'active',
    private: false,
    version: null,
    author: kernel.authorities.nameOf(authorityId, around.language),
    author_email: null,
    maintainer: textOf(metadata.contact.name, around),
    maintainer_email: metadata.contact.email,
    contact_points: [{ name: textOf(metadata.contact.name, around), email: metadata.contact.email }],
    publishers: [{ label: kernel.authorities.nameOf(authorityId, around.language) }],
    owner_org: authorityId,
    organization,
    license_id: metadata.licence,
    license_title: textOf(licenceLabels[metadata.licence], around),
    isopen: openLicences.includes(metadata.licence),
    issued: saidStamp(metadata.issued, metadata.issuedAt),
    modified: modified.kind === 'day' ? saidStamp(modified.day, modified.saidAt) : timestamp(modified.at),
    metadata_created: timestamp(dataSet.publishedAt),
    metadata_modified: timestamp(dataSet.changedAt),
    accrual_periodicity: `${euVocabulary}/frequency/${metadata.frequency}`,
    temporals: (metadata.temporal ?? []).map(({ from, to }) => ({
      start_date: dayStamp(from),
      end_date: to === undefined ? null : dayStamp(to),
    })),
    spatial: areaNames(metadata, (one) => kernel.authorities.nameOf(one, around.language)).join(', '),
    coverage: '',
    language: metadata.languages ?? [],
    keywords: {
      de: metadata.keywords.de,
      fr: metadata.keywords.fr ?? [],
      it: metadata.keywords.it ?? [],
      en: metadata.keywords.en ?? [],
    },
    tags,
    num_tags: tags.length,
    groups: metadata.themes.map(groupRecord),
    relations: (metadata.relations ?? []).map((one) => ({ label: textOf(one.title, around), url: one.url })),
    see_alsos: metadata.original?.seeAlso ?? [],
    ...membershipFields(around.memberships.get(id) ?? [], around),
    resources: metadata.distributions.map((one) => resourceRecord(dataSet, one, around)),
    num_resources: metadata.distributions.length,
    extras: [],
    relationships_as_object: [],
    relationships_as_subject: [],
    creator_user_id: null,
    revision_id: steadyId(`package ${id} ${dataSet.changedAt.toISOString()}`),
  }
}
