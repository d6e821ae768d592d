import type { NodeId } from '../graph/node.ts'
import { assignPeople } from '../planning/assign-people.ts'
import type { Instance } from '../planning/instance.ts'
import { capacityIn, type Person, type PersonId, type Skill, type SkillId, skillLevels } from './person.ts'
import type { DemandLine } from './read-people.ts'

/** How full a span of months is: tenths of days asked for, there, and missing; and the projects that ask for most. */
export type LoadCell = {
  readonly asked: number
  readonly there: number
  readonly missing: number
  readonly causes: readonly { readonly nodeId: NodeId; readonly tenths: number }[]
}

export type CapacityMap = {
  /** The first month of each span. */
  readonly spans: readonly number[]
  /**
   * By skill: what is asked of it at a level or above, and the time of all who have that, for the level at which it is tightest. Who has several
   * skills is counted with each.
   */
  readonly skills: ReadonlyMap<SkillId, readonly LoadCell[]>
  /** By person: what falls to her if everything is given out so that as little as possible is missing. */
  readonly people: ReadonlyMap<PersonId, readonly LoadCell[]>
  /** What nobody has time for. */
  readonly nobody: readonly LoadCell[]
}

/** How much of what is there is asked for, in hundredths; undefined where nothing is there. */
export function shareOf({ asked, there }: Pick<LoadCell, 'asked' | 'there'>): number | undefined {
  return there === 0 ? undefined : Math.round((asked / there) * 100)
}

/** Where people are short: too much is asked, or something is asked and nobody is there for it. */
export const isOverloaded = ({ asked, there, missing }: LoadCell): boolean => missing > 0 || asked > there

/**
 * What is asked of skills and people, and what they have, over some months in spans of one or three. Work is given out month by month as in
 * `assignPeople`: as much as can be done is done by somebody.
 */
export function capacityMap(
  { people, skills, demands }: { people: readonly Person[]; skills: readonly Skill[]; demands: readonly DemandLine[] },
  { from, spans: count, length }: { from: number; spans: number; length: 1 | 3 },
): CapacityMap {
  const months = count * length
  const inside = demands.filter(({ month }) => month >= from && month < from + months)
  const nodes = [...new Set(inside.map(({ nodeId }) => nodeId))]
  const instance = instanceOf({ people, skills, demands: inside, nodes }, { from, months })
  const { assignments, missing } = assignPeople(
    instance,
    nodes.map(() => 0),
  )
  const cells = () => Array.from({ length: count }, () => new Cell())
  const bySkill = skills.map(() => Array.from({ length: count }, () => skillLevels.map(() => new Cell())))
  const byPerson = people.map(cells)
  const nobody = cells()
  const spanOf = (month: number) => Math.floor(month / length)
  const upTo = (skill: number, month: number, level: number) => bySkill[skill]?.[spanOf(month)]?.slice(0, level) ?? []
  for (const [person, { tenths }] of instance.people.entries())
    for (const [month, amount] of tenths.entries()) {
      byPerson[person]?.[spanOf(month)]?.has(amount)
      for (const { skill, level } of instance.people[person]?.skills ?? [])
        for (const cell of upTo(skill, month, level)) cell.has(amount)
    }
  for (const { nodeId, skillId, level, month, tenths } of inside)
    for (const cell of upTo(
      skills.findIndex(({ id }) => id === skillId),
      month - from,
      level,
    ))
      cell.asks(nodeId, tenths)
  for (const { activity, person, month, tenths } of assignments) {
    const node = nodes[activity]
    if (node) byPerson[person]?.[spanOf(month)]?.asks(node, tenths)
  }
  for (const { activity, month, skill, level, tenths } of missing) {
    const node = nodes[activity]
    if (!node) continue
    nobody[spanOf(month)]?.asks(node, tenths)
    nobody[spanOf(month)]?.misses(tenths)
    for (const cell of upTo(skill, month, level)) cell.misses(tenths)
  }
  const done = (list: readonly Cell[] | undefined) => (list ?? []).map((cell) => cell.done())
  return {
    spans: Array.from({ length: count }, (_one, at) => from + at * length),
    skills: new Map(skills.map(({ id }, at) => [id, (bySkill[at] ?? []).map(tightest)])),
    people: new Map(people.map(({ id }, at) => [id, done(byPerson[at])])),
    nobody: done(nobody),
  }
}

/** Of the levels of a skill the one at which most is missing, then at which most of what is there is asked for. */
function tightest(levels: readonly Cell[]): LoadCell {
  const rank = (cell: LoadCell) => shareOf(cell) ?? (cell.asked > 0 ? 1_000_000 : 0)
  const [first = new Cell().done(), ...others] = levels.map((cell) => cell.done())
  return others.reduce((most, cell) => (rank(cell) > rank(most) ? cell : most), first)
}

class Cell {
  #there = 0
  #missing = 0
  readonly #asked = new Map<NodeId, number>()

  has(tenths: number): void {
    this.#there += tenths
  }

  misses(tenths: number): void {
    this.#missing += tenths
  }

  asks(node: NodeId, tenths: number): void {
    this.#asked.set(node, (this.#asked.get(node) ?? 0) + tenths)
  }

  done(): LoadCell {
    const causes = [...this.#asked]
      .map(([nodeId, tenths]) => ({ nodeId, tenths }))
      .toSorted((one, other) => other.tenths - one.tenths)
    return {
      asked: causes.reduce((sum, { tenths }) => sum + tenths, 0),
      there: this.#there,
      missing: this.#missing,
      causes,
    }
  }
}

/** Each project as work that stands where it stands. */
function instanceOf(
  {
    people,
    skills,
    demands,
    nodes,
  }: { people: readonly Person[]; skills: readonly Skill[]; demands: readonly DemandLine[]; nodes: readonly NodeId[] },
  { from, months }: { from: number; months: number },
): Instance {
  const skillAt = new Map(skills.map(({ id }, at) => [id, at]))
  const byNode = Map.groupBy(demands, ({ nodeId }) => nodeId)
  return {
    months,
    monthOfYear: from % 12,
    skills: skills.map(({ slug }) => slug),
    credits: [],
    ceilings: [],
    projects: nodes.map((id) => ({ id, benefit: 0, isMandatory: true })),
    people: people.map((person) => ({
      id: person.id,
      skills: person.skills.flatMap(({ skillId, level }) => {
        const skill = skillAt.get(skillId)
        return skill === undefined ? [] : [{ skill, level }]
      }),
      tenths: Array.from({ length: months }, (_one, at) => capacityIn(person, from + at)),
    })),
    activities: nodes.map((id, project) => ({
      id,
      project,
      months,
      earliest: 0,
      wished: 0,
      isFixed: true,
      after: [],
      costs: [],
      demands: (byNode.get(id) ?? []).flatMap(({ skillId, level, month, tenths }) => {
        const skill = skillAt.get(skillId)
        return skill === undefined ? [] : [{ offset: month - from, skill, level, tenths }]
      }),
    })),
  }
}
