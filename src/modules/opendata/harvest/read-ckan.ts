import { isUuid } from '#kernel/ids.ts'
import { isObject, type Json, objects, Sayer, textIn } from './json-quads.ts'
import { type HarvestedPage, readCatalogue } from './read-catalogue.ts'
import type { HarvestDefaults } from './read-data-set.ts'

/**
 * Data sets as CKAN gives them: the result of `package_search` or `package_show`
 * (https://docs.ckan.org/en/2.11/api/index.html#ckan.logic.action.get.package_show), with the fields of opendata.swiss (texts by language, `publisher`
 * as JSON in a text, licences at the resources) where there are any.
 */
export function readCkan(answer: Json, defaults: HarvestDefaults): CkanPage {
  const result = isObject(answer) && isObject(answer.result) ? answer.result : undefined
  const packages = result === undefined ? [] : Array.isArray(result.results) ? objects(result.results) : [result]
  const sayer = new Sayer()
  for (const one of packages) sayPackage(sayer, one)
  return {
    ...readCatalogue(sayer.quads, defaults),
    next: undefined,
    records: packages.map((one) => textIn(one.id) ?? textIn(one.name) ?? ''),
    count: typeof result?.count === 'number' ? result.count : undefined,
  }
}

/** A page with the names of its records at the portal, and how many records the portal says there are on all pages. */
export type CkanPage = HarvestedPage & { readonly records: readonly string[]; readonly count: number | undefined }

type JsonObject = { readonly [key: string]: Json }

/** What ckanext-dataset-series calls a series, which is a package too. */
const seriesTypes = ['dataset_series', 'dataset-series']

/** A name for what has an id in CKAN, so that series and data sets find each other over all pages. */
function addressOf(id: Json | undefined): string | undefined {
  const text = textIn(id)
  return text !== undefined && isUuid(text) ? `urn:uuid:${text}` : undefined
}

/** `in_series` and `series_navigation`, as https://github.com/ckan/ckanext-dataset-series gives them. */
function saySeries(say: Sayer, key: string, one: JsonObject): void {
  const told = objects(one.series_navigation)
  const named = Array.isArray(one.in_series) ? one.in_series : []
  for (const id of new Set([...named, ...told.map((series) => series.id)])) {
    const address = addressOf(id)
    if (address !== undefined) say.link(key, 'dcat:inSeries', address)
  }
  for (const { previous, next } of told)
    for (const [property, other] of [
      ['dcat:prev', previous],
      ['dcat:next', next],
    ] as const) {
      const address = isObject(other) ? addressOf(other.id) : undefined
      if (address !== undefined) say.link(key, property, address)
    }
}

function sayPackage(say: Sayer, one: JsonObject): void {
  const isSeries = seriesTypes.some((type) => type === one.type)
  const key = say.thing(isSeries ? 'dcat:DatasetSeries' : 'dcat:Dataset', addressOf(one.id))
  if (!isSeries) saySeries(say, key, one)
  say.code(key, 'dct:identifier', one.identifier ?? one.name ?? one.id)
  say.text(key, 'dct:title', byLanguage(one.title))
  say.text(key, 'dct:description', byLanguage(one.description ?? one.notes))
  say.code(key, 'dct:issued', instantOf(one.issued ?? one.metadata_created))
  say.code(key, 'dct:modified', instantOf(one.modified ?? one.metadata_modified))
  say.code(key, 'dct:accrualPeriodicity', one.accrual_periodicity)
  say.code(key, 'dcat:landingPage', one.url)
  say.code(key, 'dct:license', textIn(one.license_url) ?? one.license_id)
  for (const group of objects(one.groups))
    say.code(key, 'dcat:theme', `http://opendata.swiss/themes/${textIn(group.name) ?? ''}`)
  sayKeywords(say, key, one)
  sayContact(say, key, one)
  const publisher = fromJson(one.publisher) ?? one.organization
  if (isObject(publisher)) {
    const agent = say.part(key, 'dct:publisher', 'foaf:Agent')
    say.text(agent, 'foaf:name', byLanguage(publisher.name ?? publisher.title))
  }
  for (const period of objects(one.temporals)) {
    const part = say.part(key, 'dct:temporal', 'dct:PeriodOfTime')
    say.code(part, 'dcat:startDate', dayOf(period.start_date))
    say.code(part, 'dcat:endDate', dayOf(period.end_date))
  }
  for (const relation of objects(one.relations)) say.code(key, 'dct:relation', relation.url)
  for (const also of Array.isArray(one.see_alsos) ? one.see_alsos : [])
    say.code(key, 'rdfs:seeAlso', isObject(also) ? also.dataset_identifier : also)
  for (const language of Array.isArray(one.language) ? one.language : []) say.code(key, 'dct:language', language)
  for (const resource of objects(one.resources)) sayResource(say, key, resource)
}

function sayResource(say: Sayer, dataSet: string, one: JsonObject): void {
  const key = say.part(dataSet, 'dcat:distribution', 'dcat:Distribution')
  say.code(key, 'dct:identifier', one.identifier ?? one.id)
  say.text(key, 'dct:title', byLanguage(one.title ?? one.display_name ?? one.name))
  say.text(key, 'dct:description', byLanguage(one.description))
  say.code(key, 'dcat:accessURL', one.url)
  say.code(key, 'dcat:downloadURL', one.download_url)
  say.code(key, 'dct:license', one.license)
  say.code(key, 'dct:rights', one.rights)
  say.code(key, 'dct:format', one.format)
  say.code(key, 'dcat:mediaType', one.media_type ?? one.mimetype)
  say.code(key, 'dcat:byteSize', one.byte_size ?? one.size)
  say.code(key, 'dct:issued', instantOf(one.issued ?? one.created))
  say.code(key, 'dct:modified', instantOf(one.modified ?? one.last_modified))
  for (const language of Array.isArray(one.language) ? one.language : []) say.code(key, 'dct:language', language)
}

function sayKeywords(say: Sayer, key: string, one: JsonObject): void {
  if (isObject(one.keywords)) {
    for (const [language, words] of Object.entries(one.keywords))
      for (const word of Array.isArray(words) ? words : []) say.text(key, 'dcat:keyword', { [language]: word })
    return
  }
  for (const tag of objects(one.tags)) say.code(key, 'dcat:keyword', tag.display_name ?? tag.name)
}

function sayContact(say: Sayer, key: string, one: JsonObject): void {
  const points = objects(one.contact_points)
  const email = textIn(one.maintainer_email) ?? textIn(one.author_email)
  const own = email ? [{ name: textIn(one.maintainer) ?? textIn(one.author) ?? email, email }] : []
  for (const { name, email: address } of points.length > 0 ? points : own) {
    const part = say.part(key, 'dcat:contactPoint', 'vcard:Organization')
    say.code(part, 'vcard:fn', name)
    say.code(part, 'vcard:hasEmail', address)
  }
}

/** A text by language that is not empty in any of them. */
const byLanguage = (value: Json | undefined): Json | undefined => fromJson(value) ?? value

/** CKAN keeps what is more than a text as JSON in a text. */
function fromJson(value: Json | undefined): Json | undefined {
  if (isObject(value)) return value
  if (typeof value !== 'string' || !value.startsWith('{')) return undefined
  try {
    const read: Json = JSON.parse(value)
    return isObject(read) ? read : undefined
  } catch {
    return undefined
  }
}

/** An instant of CKAN in the form of `xsd:dateTime`, without a zone as it came; midnight is how CKAN writes a day. */
function instantOf(value: Json | undefined): string | undefined {
  const [, day, time, seconds = ':00'] =
    /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2})(:\d{2}(?:\.\d+)?)?$/.exec(textIn(value) ?? '') ?? []
  return day === undefined || /^[0:.]+$/.test(`${time}${seconds}`) ? dayOf(value) : `${day}T${time}${seconds}`
}

/** Dates of CKAN have no zone and may have more digits than the standard: `2020-05-14T08:31:07.123456` is the day it says. */
function dayOf(value: Json | undefined): string | undefined {
  const text = textIn(value)
  const local = /^(\d{4}-\d{2}-\d{2})[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?$/.exec(text ?? '')
  return local ? local[1] : text
}
