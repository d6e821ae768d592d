import { isObject, type Json, objects, Sayer, textIn } from './json-quads.ts'
import { type HarvestedPage, readCatalogue } from './read-catalogue.ts'
import type { HarvestDefaults } from './read-data-set.ts'

/**
 * A Frictionless data package (https://datapackage.org/standard/data-package/), whose files lie beside its description at `base`. Licences by the names
 * of the Open Definition: those that mean free use are understood.
 */
export function readDataPackage(description: Json, base: string, defaults: HarvestDefaults): HarvestedPage {
  const sayer = new Sayer()
  if (isObject(description)) sayPackage(sayer, description, base)
  return { ...readCatalogue(sayer.quads, defaults), next: undefined }
}

const openLicences: Readonly<Record<string, string>> = {
  'CC0-1.0': 'https://creativecommons.org/publicdomain/zero/1.0/',
  'PDDL-1.0': 'terms_open',
  'ODC-PDDL-1.0': 'terms_open',
  'CC-BY-4.0': 'https://creativecommons.org/licenses/by/4.0/',
  'ODC-BY-1.0': 'terms_by',
}

function sayPackage(say: Sayer, one: { readonly [key: string]: Json }, base: string): void {
  const key = say.thing('dcat:Dataset')
  say.code(key, 'dct:identifier', one.id ?? one.name)
  say.text(key, 'dct:title', one.title ?? one.name)
  say.text(key, 'dct:description', one.description)
  say.code(key, 'dct:issued', one.created)
  say.code(key, 'dcat:landingPage', one.homepage)
  for (const licence of objects(one.licenses)) {
    // `type` and `url` are how the first version of the standard called them.
    const name = textIn(licence.name) ?? textIn(licence.type)
    say.code(
      key,
      'dct:license',
      (name === undefined ? undefined : openLicences[name]) ?? textIn(licence.path) ?? textIn(licence.url) ?? name,
    )
  }
  for (const word of Array.isArray(one.keywords) ? one.keywords : []) say.code(key, 'dcat:keyword', word)
  for (const source of objects(one.sources)) say.code(key, 'dct:provenance', source.path ?? source.url)
  const [contact] = objects(one.contributors).filter(({ email }) => textIn(email))
  if (contact) {
    const part = say.part(key, 'dcat:contactPoint', 'vcard:Organization')
    say.code(part, 'vcard:fn', contact.title)
    say.code(part, 'vcard:hasEmail', contact.email)
  }
  for (const resource of objects(one.resources)) {
    const part = say.part(key, 'dcat:distribution', 'dcat:Distribution')
    const path = textIn(Array.isArray(resource.path) ? resource.path[0] : resource.path)
    say.code(part, 'dct:identifier', resource.name)
    say.text(part, 'dct:title', resource.title ?? resource.name)
    say.text(part, 'dct:description', resource.description)
    say.code(part, 'dcat:downloadURL', path !== undefined && URL.canParse(path, base) ? new URL(path, base).href : path)
    say.code(part, 'dct:format', resource.format)
    say.code(part, 'dcat:mediaType', resource.mediatype)
    say.code(part, 'dcat:byteSize', resource.bytes)
  }
}
