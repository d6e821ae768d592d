import { Findings } from './finding.ts'
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
  const page = readCatalogue(sayer.quads, defaults)
  const rest = isObject(description) ? restOf(description) : []
  const dataSets = page.dataSets.map((one) => {
    const findings = new Findings(one.identifier)
    for (const property of rest) findings.add('note', 'not_kept', property)
    return { ...one, findings: [...one.findings, ...findings.list] }
  })
  return { ...page, dataSets, next: undefined }
}

const keptOfPackage =
  'profile $schema id name title description created homepage licenses keywords sources contributors resources'
const keptOfResource = 'profile $schema name title description path format mediatype bytes'

/** What the description says and is not kept, such as the schema of a table that lies elsewhere. */
function restOf(one: { readonly [key: string]: Json }): readonly string[] {
  const beyond = (said: object, kept: string) => Object.keys(said).filter((key) => !kept.split(' ').includes(key))
  const ofResources = objects(one.resources).flatMap((resource) =>
    beyond(resource, keptOfResource).map((key) => `resources.${key}`),
  )
  return [...new Set([...beyond(one, keptOfPackage), ...ofResources])]
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
  for (const resource of objects(one.resources)) sayResource(say, key, { resource, base })
}

/** Where a resource lies in several parts each is a way to a part of the data, and says which. */
function sayResource(
  say: Sayer,
  dataSet: string,
  { resource, base }: { resource: { readonly [key: string]: Json }; base: string },
): void {
  const paths = Array.isArray(resource.path) ? resource.path : [resource.path]
  for (const [at, said] of paths.entries()) {
    const part = say.part(dataSet, 'dcat:distribution', 'dcat:Distribution')
    const path = textIn(said)
    const which = paths.length > 1 ? `${at + 1}/${paths.length}` : undefined
    const title = textIn(resource.title) ?? textIn(resource.name)
    const name = textIn(resource.name)
    say.code(part, 'dct:identifier', which && name !== undefined ? `${name}-${at + 1}` : name)
    say.text(part, 'dct:title', which && title !== undefined ? `${title} (${which})` : title)
    say.text(part, 'dct:description', resource.description)
    say.code(part, 'dcat:downloadURL', path !== undefined && URL.canParse(path, base) ? new URL(path, base).href : path)
    say.code(part, 'dct:format', resource.format)
    say.code(part, 'dcat:mediaType', resource.mediatype)
    // Said of all parts together.
    if (!which) say.code(part, 'dcat:byteSize', resource.bytes)
  }
}
