import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { AuthorityId } from '../ids.ts'
import type { Authority, Succession, Unit } from './authority.ts'
import {
  AuthorityFileError,
  parseAuthorityFile,
  parseHistoryFile,
  parseUnitKindsFile,
  repeated,
  type ServingUnit,
  type UnitKindDefaults,
} from './authority-file.ts'
import { isReservedPath } from './reserved-paths.ts'

/** A unit and one municipality (or the canton itself) that it works for. */
export type Serving = { readonly unit: Unit; readonly municipalityId: AuthorityId }

/** An authority with what its file says of it; the hash changes when that does. */
export type AuthorityEntry = {
  readonly authority: Authority
  readonly units: readonly Unit[]
  readonly serves: readonly Serving[]
  readonly contentHash: string
}

export type AuthorityContent = {
  readonly entries: readonly AuthorityEntry[]
  readonly successions: readonly Succession[]
  readonly unitKinds: UnitKindDefaults
}

const historyFile = 'history.yaml'
const unitKindsFile = 'unit-kinds.yaml'

/**
 * Reads a folder of authority files with `history.yaml` (closed municipalities) and `unit-kinds.yaml`.
 * Throws an `AuthorityFileError` for a faulty file, and for files that contradict each other.
 */
export function loadAuthorities(folder: string): AuthorityContent {
  const read = (file: string) => readFileSync(join(folder, file), 'utf8')
  const unitKinds = parseUnitKindsFile(unitKindsFile, read(unitKindsFile))
  const { predecessors, successions } = parseHistoryFile(historyFile, read(historyFile))
  const files = readdirSync(folder)
    .filter((file) => file.endsWith('.yaml') && file !== historyFile && file !== unitKindsFile)
    .sort()
    .map((file) => parseAuthorityFile(file.replace(/\.yaml$/, ''), read(file), unitKinds))

  const authorities = files.map((file) => file.authority)
  const entries = [
    ...files.map(({ authority, units }) => makeEntry(authority, units, authorities)),
    ...predecessors.map((authority) => makeEntry(authority, [], authorities)),
  ]
  const faults = [...contradictions(entries), ...brokenSuccessions(entries, successions)]
  if (faults.length > 0) throw new AuthorityFileError(folder, faults)
  return { entries, successions, unitKinds }
}

function makeEntry(
  authority: Authority,
  servingUnits: readonly ServingUnit[],
  authorities: readonly Authority[],
): AuthorityEntry {
  const municipalities = authorities.filter((other) => other.kind === 'municipality').map((other) => other.id)
  const pairs = servingUnits.map(({ serves, ...unit }) => ({
    unit,
    // Whoever works for all works for its own authority, too: services that this authority does itself are asked for under its name.
    municipalityIds: serves === 'all' ? [...new Set([unit.authorityId, ...municipalities])] : serves,
  }))
  const units = pairs.map((pair) => pair.unit)
  const serves = pairs.flatMap(({ unit, municipalityIds }) =>
    municipalityIds.map((municipalityId) => ({ unit, municipalityId })),
  )
  const contentHash = createHash('sha256')
    .update(JSON.stringify([authority, units, serves]))
    .digest('hex')
  return { authority, units, serves, contentHash }
}

/** What no single file can see: the same code twice, two units in charge of the same, a slug that is a path of the portal. */
function contradictions(entries: readonly AuthorityEntry[]): string[] {
  const authorities = entries.map((entry) => entry.authority)
  const serves = entries.flatMap((entry) => entry.serves)
  const open = new Set(authorities.filter((authority) => authority.closedOn === null).map((authority) => authority.id))
  return [
    ...repeated(authorities.map((authority) => authority.id)).map((id) => `«${id}» is there twice`),
    ...repeated(authorities.map((authority) => authority.code)).map((code) => `the code ${code} is given twice`),
    ...repeated(authorities.map((authority) => authority.bfsNumber)).map(
      (bfsNumber) => `the BFS number ${bfsNumber} is given twice`,
    ),
    ...authorities.filter(({ id }) => isReservedPath(id)).map(({ id }) => `«${id}» is a path of the portal`),
    ...serves
      .filter(({ municipalityId }) => !open.has(municipalityId))
      .map(
        ({ unit, municipalityId }) => `${unit.authorityId}/${unit.id} serves «${municipalityId}», which does not exist`,
      ),
    ...repeated(serves.map(({ unit, municipalityId }) => `${unit.kind} in «${municipalityId}»`)).map(
      (work) => `two units serve as ${work}`,
    ),
  ]
}

function brokenSuccessions(entries: readonly AuthorityEntry[], successions: readonly Succession[]): string[] {
  const ids = new Set(entries.map((entry) => entry.authority.id))
  return successions
    .filter(({ to }) => !ids.has(to))
    .map(({ from, to }) => `${from}: its successor «${to}» does not exist`)
}
