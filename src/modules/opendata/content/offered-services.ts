import type { DirectoryEntry } from '#kernel/authorities/authority-directory.ts'
import type { Scope } from '#kernel/db/scope.ts'
import { type LocalText, languages } from '#kernel/i18n/language.ts'
import { listOfferedServices } from '#modules/egovernment/public.ts'
import type { DataSetMetadata } from '../catalogue/data-set.ts'
import type { Cell } from '../query/table-reader.ts'
import type { Column } from '../tables/column.ts'

type Directory = { find(id: string): DirectoryEntry | undefined }

/**
 * Who offers what today, by authority and service, and the metadata with what the codes mean: services, authorities and occasions in life by
 * their names.
 */
export async function offeredServices(
  scope: Scope,
  authorities: Directory,
  metadata: DataSetMetadata,
): Promise<{ readonly rows: readonly (readonly Cell[])[]; readonly metadata: DataSetMetadata }> {
  const { offers, lifeSituations } = await listOfferedServices(scope)
  const rows = offers.map(({ authorityId, service: { serviceId, definition }, since }): readonly Cell[] => {
    const authority = authorities.find(authorityId)
    return [
      authorityId,
      authority?.kind === 'municipality' ? authority.bfsNumber : null,
      serviceId,
      definition.title.de,
      definition.audience.includes('persons'),
      definition.audience.includes('firms'),
      definition.lifeSituations[0] ?? null,
      since,
      `/${authorityId}/services/${serviceId}`,
    ]
  })
  const codes = {
    authority: codesOf(offers.map(({ authorityId }) => [authorityId, authorities.find(authorityId)?.name])),
    service: codesOf(offers.map(({ service }) => [service.serviceId, service.definition.title])),
    life_situation: codesOf(lifeSituations.map(({ id, title }) => [id, title])),
  }
  return { rows, metadata: withCodes(metadata, new Map(Object.entries(codes))) }
}

type Codes = NonNullable<Column['codes']>

/** Each code once, by code. */
function codesOf(pairs: readonly (readonly [code: string, label: LocalText | undefined])[]): Codes {
  const labels = new Map(pairs)
  return [...labels.keys()].toSorted().map((code) => ({ code, label: inAll(labels.get(code) ?? { de: code }) }))
}

/** In all four languages: names of places are the same in each. */
export function inAll(text: LocalText): LocalText {
  return { ...Object.fromEntries(languages.map((language) => [language, text[language] ?? text.de])), de: text.de }
}

function withCodes(metadata: DataSetMetadata, codes: ReadonlyMap<string, Codes>): DataSetMetadata {
  const told = (column: Column): Column => {
    const own = codes.get(column.name)
    return own && own.length > 0 ? { ...column, codes: own } : column
  }
  return {
    ...metadata,
    distributions: metadata.distributions.map((one) => ({
      ...one,
      ...(one.columns && { columns: one.columns.map(told) }),
    })),
  }
}
