import type { Text } from './coarsen.ts'
import { fromEarlier, keyOf, type Rows, sizeOf, spreadOf, Verdicts } from './row-sets.ts'

/** Rows that came into public together and go together: of one group, and safe by themselves. */
export type Block = {
  /** The turn in which it came, and the one in which it went; null while it is public. */
  readonly since: number
  readonly until: number | null
  /** How many persons its rows are of, at least. */
  readonly persons: number
  /** How many rows one person has in it at most. */
  readonly perPerson: number
  readonly rows: Rows
}

/** What became public so far, turn by turn: it tells no more than the public versions do. */
export type History = { readonly turn: number; readonly blocks: readonly Block[] }

/** A row with its cells as they would be public; rows of one person carry the same mark, without one each is another person. */
export type Fresh = { readonly cells: readonly Text[]; readonly person: string | null }

/** Which cells help to find a person, and which must not be learnt of one. */
export type Places = { readonly quasi: readonly number[]; readonly sensitive: readonly number[] }

export type RowsReport = {
  /** Rows that were brought, rows that are public, and groups of them that have the same in common. */
  readonly brought: number
  readonly shown: number
  readonly groups: number
  /** Persons in the smallest group: 1 in so many is the chance that a row is taken for hers. */
  readonly smallest: number
  /** The average of that chance over all rows that are public. */
  readonly risk: number
  /** Too few in the group; enough, but nearly all say the same of what is sensitive; with earlier versions they would stand out. */
  readonly hidden: { readonly small: number; readonly alike: number; readonly beside: number }
  /** Rows that are public as they were before, though they changed or went: too few did. */
  readonly stale: number
}

type Brought = {
  readonly fresh: readonly Fresh[]
  readonly places: Places
  readonly k: number
  readonly history?: History | undefined
}

type HiddenKind = keyof RowsReport['hidden']
type Group = { readonly before: readonly Block[]; readonly fresh: readonly Fresh[] }
type Outcome = {
  readonly blocks: readonly Block[]
  /** The block that is new in this turn. */
  readonly came: Block | undefined
  readonly hidden: number
  readonly why: HiddenKind
  readonly stale: number
}

/**
 * Rows on persons as they may be published next to all versions that are public already. All values that help to find a person occur k persons together at
 * least (k-anonymity: L. Sweeney, k-anonymity: a model for protecting privacy, 2002), and of each sensitive column the most frequent value takes less than
 * four fifths of such a group (recursive (4, 2)-diversity: A. Machanavajjhala and others, ℓ-diversity, 2007).
 *
 * Versions are kept from telling single persons apart by blocks: rows come into public k persons at a time and go k persons at a time, so that whatever any
 * versions of a group tell apart, however many are compared at once, is nothing or safe by itself. Until so many came or went, the group stays public as it
 * was. (The attack: X. Xiao and Y. Tao, m-invariance, 2007.) Rows that are hidden number none or k at
 * least when any row comes. Their order is that of the values: how they lay in the source tells nothing. Pure.
 */
export function protectRows({ fresh, places, k, history }: Brought): {
  readonly rows: Rows
  readonly history: History
  readonly report: RowsReport
} {
  const turn = (history?.turn ?? 0) + 1
  const verdicts = new Verdicts(k, places.sensitive)
  const groupOf = (cells: readonly Text[]) => JSON.stringify(places.quasi.map((at) => cells[at] ?? null))
  const groups = gather(fresh, history?.blocks ?? [], groupOf)
  const done = new Map([...groups].map(([name, group]) => [name, renew(group, turn, verdicts, true)]))
  for (const name of fewestFirst(done)) {
    const left = [...done.values()].reduce((sum, { hidden }) => sum + hidden, 0)
    const group = groups.get(name)
    if (left === 0 || left >= k || !group) break
    done.set(name, renew(group, turn, verdicts, false))
  }
  const blocks = [...done.values()].flatMap((one) => one.blocks)
  const rows = blocks.filter(({ until }) => until === null).flatMap((block) => block.rows)
  return {
    rows: inOrder(rows),
    history: { turn, blocks },
    report: reportOf(fresh.length, [...done.values()]),
  }
}

function gather(fresh: readonly Fresh[], blocks: readonly Block[], groupOf: (cells: readonly Text[]) => string) {
  const groups = new Map<string, { before: Block[]; fresh: Fresh[] }>()
  const group = (cells: readonly Text[]) => {
    const name = groupOf(cells)
    const found = groups.get(name) ?? { before: [], fresh: [] }
    groups.set(name, found)
    return found
  }
  for (const one of fresh) group(one.cells).fresh.push(one)
  for (const block of blocks) if (block.rows[0]) group(block.rows[0]).before.push(block)
  return groups
}

/** The groups in which something came, those where the fewest did first. */
function fewestFirst(done: ReadonlyMap<string, Outcome>): readonly string[] {
  return [...done]
    .flatMap(([name, { came }]) => (came ? [{ name, size: came.rows.length }] : []))
    .toSorted((one, other) => one.size - other.size || (one.name < other.name ? -1 : 1))
    .map(({ name }) => name)
}

/** What a group shows next: as much of what came and went as is safe. */
function renew({ before, fresh }: Group, turn: number, verdicts: Verdicts, mayCome: boolean): Outcome {
  const gone = before.filter(({ until }) => until !== null)
  const live = before.filter(({ until }) => until === null)
  const left = Map.groupBy(fresh, ({ cells }) => keyOf(cells))
  const parts = live.map((block) => part(block, left))
  const rest = [...left.values()].flat()
  const persons = personsIn(rest)
  const rows = rest.map(({ cells }) => cells)
  const verdict = verdicts.of(rows, persons)
  const came =
    verdict === 'safe' ? { since: turn, until: null, persons, perPerson: mostPerPerson(rest), rows } : undefined
  const removed = parts.flatMap((one) => taken(one, turn, verdicts))
  const past = pastOf(before)
  const isSafe = (blocks: readonly Block[], added: Block | undefined) => {
    const spread = spreadOf(added ? [...before, added] : before)
    const now = blocks.filter(({ until }) => until === null).flatMap(({ rows }) => rows)
    return verdicts.mayFollow(past, now, spread)
  }
  const tries = [
    ...(came && mayCome
      ? [
          { kept: removed, came },
          { kept: live, came },
        ]
      : []),
    { kept: removed, came: undefined },
  ]
  const found = tries.find((one) => isSafe(one.came ? [...one.kept, one.came] : one.kept, one.came))
  const kept = found?.kept ?? live
  const shows = kept.filter(({ until }) => until === null)
  return {
    blocks: [...gone, ...kept, ...(found?.came ? [found.came] : [])],
    came: found?.came,
    hidden: found?.came ? 0 : rest.length,
    why: verdict === 'safe' ? 'beside' : verdict,
    stale: sizeOf(shows) - parts.reduce((sum, { stays }) => sum + stays.length, 0),
  }
}

type Part = { readonly block: Block; readonly stays: Rows; readonly goes: Rows }

/** Which rows of a block are there still, and which are not; those that are do not count as new ones. */
function part(block: Block, left: Map<string, Fresh[]>): Part {
  const stays: (readonly Text[])[] = []
  const goes: (readonly Text[])[] = []
  for (const cells of block.rows) (left.get(keyOf(cells))?.pop() ? stays : goes).push(cells)
  return { block, stays, goes }
}

/** A block without what went, where that is safe; else as it was. */
function taken({ block, stays, goes }: Part, turn: number, verdicts: Verdicts): readonly Block[] {
  const spread = spreadOf([block])
  const isSafe = (rows: Rows) => verdicts.of(rows, spread.personsIn(rows.length)) === 'safe'
  if (goes.length === 0 || !isSafe(goes) || (stays.length > 0 && !isSafe(stays))) return [block]
  const some = (rows: Rows) => ({ ...block, rows, persons: spread.personsIn(rows.length) })
  return [{ ...some(goes), until: turn }, ...(stays.length > 0 ? [some(stays)] : [])]
}

/** What the group showed in each earlier turn in which it changed, nothing at first. */
function pastOf(blocks: readonly Block[]): readonly Rows[] {
  const turns = new Set(blocks.flatMap(({ since, until }) => (until === null ? [since] : [since, until])))
  return [[], ...[...turns].toSorted((one, other) => one - other).map((turn) => fromEarlier(blocks, turn))]
}

function personsIn(rows: readonly Fresh[]): number {
  const known = new Set(rows.flatMap(({ person }) => (person === null ? [] : [person])))
  return known.size + rows.filter(({ person }) => person === null).length
}

function mostPerPerson(rows: readonly Fresh[]): number {
  const counts = Map.groupBy(
    rows.filter(({ person }) => person !== null),
    ({ person }) => person,
  )
  return [...counts.values()].reduce((most, { length }) => Math.max(most, length), 1)
}

function inOrder(rows: Rows): Rows {
  return rows.toSorted((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1))
}

function reportOf(brought: number, groups: readonly Outcome[]): RowsReport {
  const hidden: Record<HiddenKind, number> = { small: 0, alike: 0, beside: 0 }
  let [shown, count, smallest, stale] = [0, 0, Number.POSITIVE_INFINITY, 0]
  for (const group of groups) {
    hidden[group.why] += group.hidden
    stale += group.stale
    const live = group.blocks.filter(({ until }) => until === null)
    if (live.length === 0) continue
    const persons = live.reduce((sum, block) => sum + block.persons, 0)
    shown += sizeOf(live)
    count += 1
    smallest = Math.min(smallest, persons)
  }
  return {
    ...{ brought, shown, groups: count, hidden, stale },
    smallest: count === 0 ? 0 : smallest,
    risk: shown === 0 ? 0 : count / shown,
  }
}
