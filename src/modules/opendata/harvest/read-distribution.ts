import type { LocalText } from '#kernel/i18n/language.ts'
import type { Distribution } from '../catalogue/data-set.ts'
import { isFileType } from '../catalogue/file-types.ts'
import { fileFormats } from '../catalogue/formats.ts'
import { expand, shortName, type Term } from '../dcat/resource.ts'
import type { Findings } from './finding.ts'
import { type Graph, plain } from './graph.ts'
import { noteSecond } from './note-rest.ts'
import { languagesOf, readUrl } from './read-link.ts'
import { moreOfDistributions, readMore, readRomansh } from './read-more.ts'
import { readSaidDay } from './read-said-day.ts'
import { localText } from './read-text.ts'
import { storable } from './storable.ts'

const kept: readonly Term[] = [
  'rdf:type',
  'dct:identifier',
  'dct:title',
  'dct:description',
  'dct:issued',
  'dct:modified',
  'dct:license',
  'dct:rights',
  'dct:language',
  'dct:format',
  'dcat:accessURL',
  'dcat:downloadURL',
  'dcat:mediaType',
  'dcat:byteSize',
  'dcat:accessService',
]

/** What may be said once here. */
const single: readonly Term[] = [
  'dct:identifier',
  'dct:issued',
  'dct:modified',
  'dct:format',
  'dcat:accessURL',
  'dcat:downloadURL',
  'dcat:mediaType',
  'dcat:byteSize',
]

/** One way to the data of another catalogue: a link, or a service; without its id. Undefined where it leads nowhere. */
export function readDistribution(
  graph: Graph,
  key: string,
  { title, index, findings }: { title: LocalText; index: number; findings: Findings },
): Omit<Distribution, 'id'> | undefined {
  const known = new Set(kept.map(expand))
  for (const property of graph.propertiesOf(key))
    if (!known.has(property) && !Object.hasOwn(moreOfDistributions, shortName(property)))
      findings.add('note', 'not_kept', `dcat:distribution ${property}`)
  const address = (property: Term) => {
    const text = plain(graph.values(key, property)[0])
    const url = text === undefined ? undefined : readUrl(text)
    if (text !== undefined && !url) findings.add('warning', 'url', property, text)
    return url
  }
  const accessSaid = plain(graph.values(key, 'dcat:accessURL')[0])
  noteSecond(graph, key, { properties: single, findings })
  const [accessUrl, downloadUrl] = [address('dcat:accessURL'), address('dcat:downloadURL')]
  const url = accessUrl ?? downloadUrl
  if (!url) return findings.add('warning', 'url', 'dcat:accessURL', accessSaid)
  const identifier = storable(plain(graph.values(key, 'dct:identifier')[0]) ?? '', 300)
  const languages = languagesOf(graph, key, findings)
  const description = localText(graph.values(key, 'dct:description'), {
    findings,
    property: 'dcat:distribution dct:description',
    longest: 5_000,
  })
  const sizeSaid = plain(graph.values(key, 'dcat:byteSize')[0])
  const size = Number(sizeSaid)
  const isSize = Number.isSafeInteger(size) && size > 0
  if (sizeSaid !== undefined && !isSize) findings.add('warning', 'not_kept', 'dcat:byteSize', sizeSaid)
  const [issued, modified] = (['dct:issued', 'dct:modified'] as const).map((property) =>
    readSaidDay(graph, key, { property, findings }),
  )
  const more = [
    ...readMore(graph, key, { rules: moreOfDistributions, findings }),
    ...readRomansh(graph, key, ['dct:title', 'dct:description']),
  ]
  return {
    slug: `verteilung-${index + 1}`,
    kind: graph.values(key, 'dcat:accessService').length > 0 ? 'service' : 'link',
    title:
      localText(graph.values(key, 'dct:title'), { findings, property: 'dcat:distribution dct:title', longest: 300 }) ??
      title,
    ...(description && { description }),
    url,
    ...(downloadUrl && { downloadUrl }),
    ...(identifier && { identifier }),
    ...(languages.length > 0 && { languages }),
    ...readFormat(graph, key, findings),
    ...(isSize && { byteSize: size }),
    ...(issued && { issued: issued.day }),
    ...(issued?.at && { issuedAt: issued.at }),
    ...(modified && { modified: modified.day }),
    ...(modified?.at && { modifiedAt: modified.at }),
    ...(more.length > 0 && { more }),
  }
}

/** What portals call formats that the vocabulary of the EU calls otherwise. */
const otherNames: Readonly<Record<string, string>> = {
  WMS: 'WMS_SRVC',
  WFS: 'WFS_SRVC',
  WMTS: 'WMTS_SRVC',
  WCS: 'WCS_SRVC',
  JPG: 'JPEG',
  TIF: 'TIFF',
  SHAPEFILE: 'SHP',
  GEOPACKAGE: 'GPKG',
  TTL: 'RDF_TURTLE',
  TURTLE: 'RDF_TURTLE',
  JSONLD: 'JSON_LD',
}

/** The code of a format by its address in a vocabulary, by its name or by its media type. */
function codeOf(said: string): string | undefined {
  const name = (said.split('/').at(-1) ?? '').toUpperCase().replace(/[\s-]+/g, '_')
  const code = otherNames[name] ?? name
  return isFileType(code) ? code : codeOfType(said)
}

const codeOfType = (type: string | undefined): string | undefined =>
  Object.entries(fileFormats).find(([, { mediaType }]) => mediaType !== undefined && mediaType === type)?.[0]

/** Format and media type, each as far as it is known; one follows from the other. */
function readFormat(graph: Graph, key: string, findings: Findings): Pick<Distribution, 'format' | 'mediaType'> {
  const said = plain(graph.values(key, 'dct:format')[0])
  const code = said === undefined ? undefined : codeOf(said)
  if (said !== undefined && !code) findings.add('warning', 'format_unknown', 'dct:format', said)
  const saidType = plain(graph.values(key, 'dcat:mediaType')[0])
  const [mediaType = '', ...parameters] = (saidType ?? '')
    .replace(/^https?:\/\/www\.iana\.org\/assignments\/media-types\//, '')
    .toLowerCase()
    .split(/\s*;/)
  const isType = /^[a-z]+\/[a-z0-9.+-]+$/.test(mediaType) && mediaType.length <= 100
  if (saidType !== undefined && (!isType || parameters.length > 0))
    findings.add('warning', 'format_unknown', 'dcat:mediaType', saidType)
  const format = code ?? codeOfType(mediaType)
  return { ...(format && { format }), ...(isType && { mediaType }) }
}
