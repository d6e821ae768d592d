import { euVocabulary } from '../catalogue/vocabularies.ts'
import { seriesIri } from '../dcat/data-set-resource.ts'
import { modifiedAt } from '../dcat/series-resource.ts'
import type { Membership, PublishedSeries, SeriesMember } from '../series/series.ts'
import { packageName } from './package-name.ts'
import {
  type Around,
  groupRecord,
  inAllLanguages,
  organizationRecord,
  saidStamp,
  steadyId,
  textOf,
  timestamp,
} from './records.ts'

type Naming = Pick<Around, 'language'>

const memberRecord = (member: SeriesMember | undefined, around: Naming) =>
  member === undefined
    ? null
    : { id: member.id, name: packageName(member), title: textOf(member.title, around), type: 'dataset' }

/** A data set's series in the fields of ckanext-dataset-series (https://github.com/ckan/ckanext-dataset-series), which ckanext-dcat reads as well. */
export function membershipFields(memberships: readonly Membership[], around: Naming) {
  return {
    in_series: memberships.map(({ series }) => series.id),
    series_navigation: memberships.map(({ series, previous, next }) => ({
      id: series.id,
      name: packageName(series),
      title: textOf(series.metadata.title, around),
      type: 'dataset_series',
      ...(series.metadata.order !== 'none' && {
        previous: memberRecord(previous, around),
        next: memberRecord(next, around),
      }),
    })),
  }
}

/** A series as `package_show` gives it: a package without resources, of a type of its own. */
export function seriesRecord(series: PublishedSeries, around: Around): Record<string, unknown> {
  const { metadata, authorityId, id, members } = series
  const title = inAllLanguages(metadata.title)
  return {
    id,
    name: packageName(series),
    title,
    display_name: title,
    description: inAllLanguages(metadata.description),
    notes: textOf(metadata.description, around),
    identifier: metadata.original?.identifier ?? `${series.slug}@${authorityId}`,
    uri: seriesIri(series, around.kernel.settings.origin),
    type: 'dataset_series',
    state: 'active',
    private: false,
    maintainer: textOf(metadata.contact.name, around),
    maintainer_email: metadata.contact.email,
    contact_points: [{ name: textOf(metadata.contact.name, around), email: metadata.contact.email }],
    owner_org: authorityId,
    organization: organizationRecord(authorityId, around),
    issued:
      metadata.issued === undefined ? timestamp(series.publishedAt) : saidStamp(metadata.issued, metadata.issuedAt),
    modified: timestamp(modifiedAt(series)),
    metadata_created: timestamp(series.publishedAt),
    metadata_modified: timestamp(series.changedAt),
    accrual_periodicity: `${euVocabulary}/frequency/${metadata.frequency}`,
    groups: metadata.themes.map(groupRecord),
    tags: [],
    num_tags: 0,
    resources: [],
    num_resources: 0,
    extras: [],
    series_navigation: {
      count: members.length,
      ...(metadata.order !== 'none' && {
        first: memberRecord(members[0], around),
        last: memberRecord(members.at(-1), around),
      }),
    },
    revision_id: steadyId(`series ${id} ${series.changedAt.toISOString()}`),
  }
}
