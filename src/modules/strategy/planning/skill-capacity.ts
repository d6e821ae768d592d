import type { Instance, SkillLevel } from './instance.ts'

/** A skill at a level: everybody who has it at that level or above can do it. */
export type SkillClass = { readonly skill: number; readonly level: SkillLevel }

/** What is too much in a month: these skills together ask for more than the people have who know any of them. */
export type Shortage = { readonly classes: readonly number[]; readonly load: number; readonly capacity: number }

/** The different skills at levels that an instance asks for. */
export function classesOf({ activities }: Instance): SkillClass[] {
  const found = new Map<number, SkillClass>()
  for (const { demands } of activities)
    for (const { skill, level } of demands) found.set(skill * 8 + level, { skill, level })
  return [...found.entries()].toSorted(([one], [other]) => one - other).map(([, value]) => value)
}

/**
 * Who could do what is planned, month by month: a flow from skills to people who have them, changed piece by piece. Something fits exactly if the
 * flow can be enlarged by it, by moving other work among the people where needed (Ford and Fulkerson 1956); so what fits never depends on who was
 * given what before. `share` is how much of people's time may be planned, in thousandths.
 */
export class SkillCapacity {
  readonly classes: readonly SkillClass[]
  readonly #people: number
  readonly #free: Int32Array
  readonly #capacity: Int32Array
  readonly #flow: Int32Array
  readonly #load: Int32Array
  /** Edges of a class are those from its start to the next one's; each leads to a person who can do it. */
  readonly #edgeStart: Int32Array
  readonly #edgePerson: Int32Array
  readonly #edgesOfPerson: readonly (readonly { edge: number; cls: number }[])[]
  readonly #cameBy: Int32Array
  readonly #seenClass: Uint8Array
  readonly #seenPerson: Uint8Array

  constructor(instance: Instance, classes: readonly SkillClass[], share = 1000) {
    const { people, months } = instance
    this.classes = classes
    this.#people = people.length
    const qualified = classes.map(({ skill, level }) =>
      people.flatMap(({ skills }, person) =>
        skills.some((one) => one.skill === skill && one.level >= level) ? [person] : [],
      ),
    )
    const breadth = people.map((_one, person) => qualified.filter((list) => list.includes(person)).length)
    // Who can do little else comes first, so that work need seldom be moved.
    const lists = qualified.map((list) => list.toSorted((one, other) => (breadth[one] ?? 0) - (breadth[other] ?? 0)))
    this.#edgeStart = Int32Array.from([0, ...lists.map((_list, at) => lists.slice(0, at + 1).flat().length)])
    this.#edgePerson = Int32Array.from(lists.flat())
    this.#edgesOfPerson = people.map((_one, person) =>
      lists.flatMap((list, cls) => {
        const at = list.indexOf(person)
        return at < 0 ? [] : [{ edge: (this.#edgeStart[cls] ?? 0) + at, cls }]
      }),
    )
    this.#capacity = new Int32Array(people.length * months)
    for (const [person, { tenths }] of people.entries())
      for (const [month, amount] of tenths.entries())
        this.#capacity[month * people.length + person] = Math.floor((amount * share) / 1000)
    this.#free = this.#capacity.slice()
    this.#flow = new Int32Array(this.#edgePerson.length * months)
    this.#load = new Int32Array(classes.length * months)
    this.#cameBy = new Int32Array(people.length)
    this.#seenClass = new Uint8Array(classes.length)
    this.#seenPerson = new Uint8Array(people.length)
  }

  /** Plans so many tenths of a class in a month. False, with nothing planned, if there are not enough people. */
  add(month: number, cls: number, tenths: number): boolean {
    const done = this.addWhatFits(month, cls, tenths)
    if (done === tenths) return true
    this.remove(month, cls, done)
    return false
  }

  /** Plans as much of it as there are people for, and says how much that is. */
  addWhatFits(month: number, cls: number, tenths: number): number {
    const edges = month * this.#edgePerson.length
    const persons = month * this.#people
    let left = tenths
    for (let edge = this.#edgeStart[cls] ?? 0; left > 0 && edge < (this.#edgeStart[cls + 1] ?? 0); edge++) {
      const at = persons + (this.#edgePerson[edge] ?? 0)
      const taken = Math.min(left, this.#free[at] ?? 0)
      if (taken === 0) continue
      this.#free[at] = (this.#free[at] ?? 0) - taken
      this.#flow[edges + edge] = (this.#flow[edges + edge] ?? 0) + taken
      left -= taken
    }
    while (left > 0) {
      const moved = this.#augment(month, cls, left)
      if (moved === 0) break
      left -= moved
    }
    this.#load[month * this.classes.length + cls] = (this.#load[month * this.classes.length + cls] ?? 0) + tenths - left
    return tenths - left
  }

  /** Takes back what was planned. */
  remove(month: number, cls: number, tenths: number): void {
    const edges = month * this.#edgePerson.length
    const persons = month * this.#people
    let left = tenths
    for (let edge = (this.#edgeStart[cls + 1] ?? 0) - 1; left > 0 && edge >= (this.#edgeStart[cls] ?? 0); edge--) {
      const given = Math.min(left, this.#flow[edges + edge] ?? 0)
      if (given === 0) continue
      const at = persons + (this.#edgePerson[edge] ?? 0)
      this.#flow[edges + edge] = (this.#flow[edges + edge] ?? 0) - given
      this.#free[at] = (this.#free[at] ?? 0) + given
      left -= given
    }
    this.#load[month * this.classes.length + cls] = (this.#load[month * this.classes.length + cls] ?? 0) - tenths
  }

  /** Why so many tenths more do not fit: the skills and people that are too few together (Hall 1935); undefined if they fit. */
  shortage(month: number, cls: number, tenths: number): Shortage | undefined {
    const done = this.addWhatFits(month, cls, tenths)
    if (done === tenths) {
      this.remove(month, cls, tenths)
      return undefined
    }
    // The search that found no way on has seen exactly those who are too few.
    this.#augment(month, cls, 1)
    const classes = this.classes.flatMap((_one, at) => (this.#seenClass[at] === 1 ? [at] : []))
    let load = tenths - done
    for (const at of classes) load += this.#load[month * this.classes.length + at] ?? 0
    let capacity = 0
    for (let person = 0; person < this.#people; person++)
      if (this.#seenPerson[person] === 1) capacity += this.#capacity[month * this.#people + person] ?? 0
    this.remove(month, cls, done)
    return { classes, load, capacity }
  }

  /** One way over other people's work to somebody who is free; moves what goes through and says how much. */
  #augment(month: number, cls: number, most: number): number {
    const edges = month * this.#edgePerson.length
    const persons = month * this.#people
    this.#seenClass.fill(0)
    this.#seenPerson.fill(0)
    const queue = [cls]
    const cameFrom = new Map<number, { edge: number; person: number }>()
    this.#seenClass[cls] = 1
    for (const current of queue) {
      for (let edge = this.#edgeStart[current] ?? 0; edge < (this.#edgeStart[current + 1] ?? 0); edge++) {
        const person = this.#edgePerson[edge] ?? 0
        if (this.#seenPerson[person] === 1) continue
        this.#seenPerson[person] = 1
        this.#cameBy[person] = edge
        if ((this.#free[persons + person] ?? 0) > 0) return this.#moveAlong(person, cameFrom, { edges, persons, most })
        for (const other of this.#edgesOfPerson[person] ?? []) {
          if (this.#seenClass[other.cls] === 1 || (this.#flow[edges + other.edge] ?? 0) === 0) continue
          this.#seenClass[other.cls] = 1
          cameFrom.set(other.cls, { edge: other.edge, person })
          queue.push(other.cls)
        }
      }
    }
    return 0
  }

  #moveAlong(
    last: number,
    cameFrom: ReadonlyMap<number, { edge: number; person: number }>,
    { edges, persons, most }: { edges: number; persons: number; most: number },
  ): number {
    const steps: { gains: number; loses: number | undefined }[] = []
    let moved = Math.min(most, this.#free[persons + last] ?? 0)
    for (let person: number | undefined = last; person !== undefined; ) {
      const gains: number = this.#cameBy[person] ?? 0
      const before: { edge: number; person: number } | undefined = cameFrom.get(this.#classOf(gains))
      if (before) moved = Math.min(moved, this.#flow[edges + before.edge] ?? 0)
      steps.push({ gains, loses: before?.edge })
      person = before?.person
    }
    for (const { gains, loses } of steps) {
      this.#flow[edges + gains] = (this.#flow[edges + gains] ?? 0) + moved
      if (loses !== undefined) this.#flow[edges + loses] = (this.#flow[edges + loses] ?? 0) - moved
    }
    this.#free[persons + last] = (this.#free[persons + last] ?? 0) - moved
    return moved
  }

  #classOf(edge: number): number {
    let cls = 0
    while ((this.#edgeStart[cls + 1] ?? 0) <= edge) cls++
    return cls
  }
}
