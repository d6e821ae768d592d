import {
  type Frequency,
  formerThemes,
  frequencies,
  type Licence,
  type Theme,
  themes,
} from '../catalogue/vocabularies.ts'

const isOneOf = <Code extends string>(codes: readonly Code[], text: string | undefined): Code | undefined =>
  codes.find((code) => code === text)

const lastPart = (address: string): string => address.split(/[/#]/).filter(Boolean).at(-1) ?? ''

/** A theme by its address: of the EU vocabulary, or one of opendata.swiss before that. */
export function themeOf(address: string): Theme | undefined {
  const code = lastPart(address)
  const isFormer = /(opendata\.swiss|dcat-ap\.ch)\//.test(address) && Object.hasOwn(formerThemes, code)
  return isOneOf(themes, code) ?? (isFormer ? formerThemes[code] : undefined)
}

/** Frequencies of Dublin Core (http://purl.org/cld/freq/), as DCAT-AP CH version 1 has them. */
const formerFrequencies: Readonly<Record<string, Frequency>> = {
  continuous: 'CONT',
  daily: 'DAILY',
  threeTimesAWeek: 'WEEKLY_3',
  semiweekly: 'WEEKLY_2',
  weekly: 'WEEKLY',
  biweekly: 'BIWEEKLY',
  threeTimesAMonth: 'MONTHLY_3',
  semimonthly: 'MONTHLY_2',
  monthly: 'MONTHLY',
  bimonthly: 'BIMONTHLY',
  quarterly: 'QUARTERLY',
  threeTimesAYear: 'ANNUAL_3',
  semiannual: 'ANNUAL_2',
  annual: 'ANNUAL',
  biennial: 'BIENNIAL',
  triennial: 'TRIENNIAL',
  irregular: 'IRREG',
  completelyIrregular: 'UNKNOWN',
}

export function frequencyOf(address: string): Frequency | undefined {
  const code = lastPart(address)
  return isOneOf(frequencies, code) ?? (address.includes('purl.org/cld/freq') ? formerFrequencies[code] : undefined)
}

/**
 * Terms of use by their address, or by the statement that opendata.swiss had for them before (`NonCommercialAllowed-CommercialAllowed-ReferenceRequired`).
 * A Creative Commons licence of open data means the same: CC BY is free with the source named, CC0 is free.
 */
export function licenceOf(text: string): Licence | undefined {
  const code = /\bterms_(?:open|by_ask|by|ask)\b/.exec(text)?.[0]
  if (code === 'terms_open' || code === 'terms_by' || code === 'terms_ask' || code === 'terms_by_ask') return code
  const statement = /^NonCommercialAllowed-Commercial(Allowed|WithPermission)-Reference(NotRequired|Required)$/.exec(
    text.trim(),
  )
  if (statement) {
    const [, commercial, reference] = statement
    if (commercial === 'Allowed') return reference === 'Required' ? 'terms_by' : 'terms_open'
    return reference === 'Required' ? 'terms_by_ask' : 'terms_ask'
  }
  return undefined
}

/** Which Creative Commons licence an address names, of those that open data may carry. */
export function rightsOf(text: string): 'CC0-1.0' | 'CC-BY-4.0' | undefined {
  if (/creativecommons\.org\/publicdomain\/zero\/1\.0/.test(text)) return 'CC0-1.0'
  return /creativecommons\.org\/licenses\/by\/4\.0/.test(text) ? 'CC-BY-4.0' : undefined
}

/** Whether an address names a Creative Commons licence that forbids commercial use. */
export const isNonCommercial = (text: string): boolean => /creativecommons\.org\/licenses\/by-nc\b/.test(text)

/** The stricter of several licences comes first. */
export const strictestFirst: readonly Licence[] = ['terms_by_ask', 'terms_ask', 'terms_by', 'terms_open']
