import { type IdentityLevel, identityLevels } from '../db/actor.ts'

/**
 * What providers call our levels in `acr`: AGOV's quality classes (100: self-registered, 300: passport or identity card verified,
 * 400: AHV number as well; 500 and 600 are announced for the E-ID) and the levels of assurance of eIDAS.
 */
const levelsByAcr: ReadonlyMap<string, IdentityLevel> = new Map([
  ['urn:qa.agov.ch:names:tc:ac:classes:100', 'none'],
  ['urn:qa.agov.ch:names:tc:ac:classes:200', 'low'],
  ['urn:qa.agov.ch:names:tc:ac:classes:300', 'substantial'],
  ['urn:qa.agov.ch:names:tc:ac:classes:400', 'high'],
  ['http://eidas.europa.eu/LoA/low', 'low'],
  ['http://eidas.europa.eu/LoA/substantial', 'substantial'],
  ['http://eidas.europa.eu/LoA/high', 'high'],
])

/** The level an `acr` claim stands for; what is missing or unknown counts as the lowest. */
export function levelOfAcr(acr: unknown): IdentityLevel {
  return (typeof acr === 'string' ? levelsByAcr.get(acr) : undefined) ?? 'none'
}

/** The `acr` by which our demo provider tells a level. */
export function acrOfLevel(level: IdentityLevel): string {
  const acr = [...levelsByAcr].find(([, named]) => named === level)?.[0]
  if (acr === undefined) throw new Error(`level ${level} has no acr`)
  return acr
}

/**
 * The `acr_values` to ask a provider for: all that are good enough, weakest first. A provider that lists what it knows is asked for
 * nothing else; one that lists nothing is only asked when a level is needed, because some refuse values they do not know.
 */
export function acrValuesFor(wanted: IdentityLevel, supported: readonly string[] | undefined): string[] {
  if (!supported && wanted === 'none') return []
  return [...levelsByAcr]
    .filter(([acr, level]) => meetsLevel(level, wanted) && (!supported || supported.includes(acr)))
    .map(([acr]) => acr)
}

export function meetsLevel(level: IdentityLevel, wanted: IdentityLevel): boolean {
  return identityLevels.indexOf(level) >= identityLevels.indexOf(wanted)
}

/** A level from a row or an address; the lowest for anything else. */
export function readLevel(text: string | undefined): IdentityLevel {
  return identityLevels.find((level) => level === text) ?? 'none'
}
