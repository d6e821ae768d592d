/** The smallest piece that is counted: decisions of one person about one service in one unit and one month. */
export type Atom = {
  readonly month: string
  readonly unitId: string | null
  readonly serviceId: string
  readonly signedBy: string
  readonly decided: number
}

/** The tables of which cells are published: whole months, months of a unit, and services of a unit in a quarter of the year. */
export const families = ['month', 'unit_month', 'service_quarter'] as const
export type Family = (typeof families)[number]

/** `2026-08-01` → `2026-07-01`, the first day of its quarter. */
export function quarterOf(month: string): string {
  const first = Math.floor((Number(month.slice(5, 7)) - 1) / 3) * 3 + 1
  return `${month.slice(0, 5)}${String(first).padStart(2, '0')}-01`
}

/** The name of the cell in which an atom is counted. */
export function cellOf(family: Family, { month, unitId, serviceId }: Omit<Atom, 'signedBy' | 'decided'>): string {
  switch (family) {
    case 'month':
      return `month/${month}`
    case 'unit_month':
      return `unit/${month}/${unitId ?? ''}`
    case 'service_quarter':
      return `service/${quarterOf(month)}/${unitId ?? ''}/${serviceId}`
  }
}

type Cell = {
  readonly family: Family
  readonly name: string
  readonly unitId: string | null
  readonly atoms: ReadonlySet<Atom>
}

/** Fewer decisions than this say too much about who took them. */
export const leastDecided = 5

/** Whether a count of these decisions shows the work of a team: five at least, by two people at least. Nothing at all shows nobody. */
export function isSafe(atoms: Iterable<Atom>): boolean {
  const signers = new Set<string>()
  let decided = 0
  for (const atom of atoms) {
    signers.add(atom.signedBy)
    decided += atom.decided
  }
  return decided === 0 || (decided >= leastDecided && signers.size >= 2)
}

/**
 * The cells that may be published, by name, for the whole of an authority at once: which filter a reader sets changes what she sees of them,
 * never which they are. Only whole quarters of the year are given in: periods that never overlap, never grow and do not move with the day on
 * which somebody looks.
 *
 * Complementary suppression coordinated between linked tables (ESSNet on Statistical Disclosure Control, Task 8, «Analysis of problems on
 * linked tables», https://research.cbs.nl/casc/ESSNetTask8.htm, checked on 26.11.2026). Known to a reader are published cells, sums of the
 * published cells of a table (a family, for all units or one) and the whole quarter. What is left of any of these must be safe after taking
 * away any published cell, any such sum, or all published cells inside it; else the smallest cell that tells it is hidden, until nothing
 * has to be hidden any more.
 */
export function publishable(atoms: readonly Atom[]): ReadonlySet<string> {
  const quarters = Map.groupBy(atoms, ({ month }) => quarterOf(month))
  return new Set([...quarters.values()].flatMap(publishableOf))
}

function publishableOf(atoms: readonly Atom[]): readonly string[] {
  let shown = families.flatMap((family) =>
    [...Map.groupBy(atoms, (atom) => cellOf(family, atom))]
      .map(([name, inside]) => ({ family, name, unitId: inside[0]?.unitId ?? null, atoms: new Set(inside) }))
      .filter((cell) => isSafe(cell.atoms)),
  )
  for (;;) {
    const hidden = toHide(shown, new Set(atoms))
    if (hidden.size === 0) return shown.map(({ name }) => name)
    shown = shown.filter((cell) => !hidden.has(cell))
  }
}

function toHide(shown: readonly Cell[], whole: ReadonlySet<Atom>): ReadonlySet<Cell> {
  const tables = tablesOf(shown)
  const parents = [...shown.map((cell) => [cell]), ...tables].map((cells) => ({ cells, atoms: unionOf(cells) }))
  const hidden = new Set<Cell>()
  const hideSmallest = (cells: readonly Cell[]) => {
    const smallest = cells.toSorted((a, b) => sizeOf(a) - sizeOf(b))[0]
    if (smallest) hidden.add(smallest)
  }
  for (const { cells, atoms } of parents) {
    const inside = shown.filter((one) => !cells.includes(one) && isWithin(one.atoms, atoms))
    if (takenAway(inside).some((taken) => !isSafe(without(atoms, unionOf(taken))))) hideSmallest(cells)
  }
  for (const taken of takenAway(shown)) if (!isSafe(without(whole, unionOf(taken)))) hideSmallest(taken)
  return hidden
}

/** What a reader can take away: one cell, a table, or all there is. */
function takenAway(cells: readonly Cell[]): readonly (readonly Cell[])[] {
  return cells.length === 0 ? [] : [...cells.map((cell) => [cell]), ...tablesOf(cells), cells]
}

function tablesOf(cells: readonly Cell[]): readonly (readonly Cell[])[] {
  return families.flatMap((family) => {
    const all = cells.filter((cell) => cell.family === family)
    const byUnit = family === 'month' ? [] : Map.groupBy(all, ({ unitId }) => unitId).values()
    return all.length === 0 ? [] : [all, ...byUnit]
  })
}

export function isWithin(inner: ReadonlySet<Atom>, outer: ReadonlySet<Atom>): boolean {
  return inner.size <= outer.size && [...inner].every((atom) => outer.has(atom))
}

export function without(whole: ReadonlySet<Atom>, taken: ReadonlySet<Atom>): readonly Atom[] {
  return [...whole].filter((atom) => !taken.has(atom))
}

function unionOf(cells: readonly Cell[]): ReadonlySet<Atom> {
  return new Set(cells.flatMap(({ atoms }) => [...atoms]))
}

function sizeOf({ atoms }: Cell): number {
  return [...atoms].reduce((sum, { decided }) => sum + decided, 0)
}
