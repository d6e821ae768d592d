import { type Activity, type Ceiling, ceilingsFinder, followersOf, type Instance } from './instance.ts'
import { classesOf, type Shortage, SkillCapacity } from './skill-capacity.ts'

/** `loadShare`: how much of people's time may be planned, in thousandths; `usesPeople`, `usesMoney`: whether these limits count. */
export type Limits = { readonly loadShare: number; readonly usesPeople: boolean; readonly usesMoney: boolean }

/** Where something is not placed. */
export const nowhere = -1

/** Why an activity cannot begin in a month. */
export type Obstacle =
  | { readonly kind: 'people'; readonly month: number; readonly shortage: Shortage }
  | { readonly kind: 'money'; readonly ceiling: Ceiling; readonly over: number }
  | { readonly kind: 'horizon' }

type Need = { readonly offset: number; readonly cls: number; readonly tenths: number }
type Bill = { readonly offset: number; readonly credit: number; readonly rappen: number }

/** Which activities begin when, so that people and money suffice in every month: nothing is placed that does not fit. */
export class Timetable {
  readonly instance: Instance
  readonly capacity: SkillCapacity
  /** The month in which each activity begins, or `nowhere`. */
  readonly starts: Int32Array
  readonly followers: readonly (readonly number[])[]
  /** Person-months that fixed work asks for and nobody has: tenths by month and class. */
  readonly overload: Map<string, { month: number; cls: number; tenths: number }> = new Map()
  readonly #limits: Limits
  readonly #needs: readonly (readonly Need[])[]
  readonly #bills: readonly (readonly Bill[])[]
  readonly #ceilingsAt: ReturnType<typeof ceilingsFinder>
  /** Rappen under each ceiling. */
  readonly #left: Float64Array

  constructor(instance: Instance, limits: Limits) {
    this.instance = instance
    this.#limits = limits
    const classes = classesOf(instance)
    this.capacity = new SkillCapacity(instance, classes, limits.loadShare)
    this.starts = new Int32Array(instance.activities.length).fill(nowhere)
    this.followers = followersOf(instance.activities)
    const classAt = new Map(classes.map(({ skill, level }, at) => [skill * 8 + level, at]))
    this.#needs = instance.activities.map(({ demands }) => mergeNeeds(demands, classAt))
    this.#bills = instance.activities.map(({ costs }) => costs.filter(({ rappen }) => rappen > 0))
    this.#ceilingsAt = ceilingsFinder(instance)
    this.#left = Float64Array.from(instance.ceilings, ({ rappen }) => rappen)
    for (const [at, { isFixed, wished }] of instance.activities.entries())
      if (isFixed && wished !== undefined) this.#placeFixed(at, wished)
  }

  activity(at: number): Activity {
    const found = this.instance.activities[at]
    if (!found) throw new RangeError(`no activity ${at}`)
    return found
  }

  startOf(at: number): number {
    return this.starts[at] ?? nowhere
  }

  endOf(at: number): number {
    return this.startOf(at) + this.activity(at).months
  }

  isPlaced(at: number): boolean {
    return this.startOf(at) !== nowhere
  }

  /** The first month that what comes before allows; undefined if that is not placed itself. */
  lowest(at: number): number | undefined {
    const { earliest, after } = this.activity(at)
    let month = earliest
    for (const { activity, lag } of after) {
      if (!this.isPlaced(activity)) return undefined
      month = Math.max(month, this.endOf(activity) + lag)
    }
    return month
  }

  /** The last month that what comes after allows, as far as it is placed, and the plan's end. */
  highest(at: number): number {
    const { months } = this.activity(at)
    let month = this.instance.months - months
    for (const next of this.followers[at] ?? []) {
      if (!this.isPlaced(next)) continue
      for (const { activity, lag } of this.activity(next).after)
        if (activity === at) month = Math.min(month, this.startOf(next) - lag - months)
    }
    return month
  }

  /** Places it in exactly that month, if people and money suffice. */
  place(at: number, start: number): boolean {
    const { months } = this.activity(at)
    if (start < 0 || start + months > this.instance.months) return false
    if (this.#limits.usesMoney && !this.#pay(at, start)) return false
    if (this.#limits.usesPeople && !this.#staff(at, start)) {
      if (this.#limits.usesMoney) this.#payBack(at, start)
      return false
    }
    this.starts[at] = start
    return true
  }

  /** Places it in the first month from `from` to `to` where it fits (serial scheme: Kolisch 1996). */
  placeEarly(at: number, from: number, to: number): boolean {
    for (let month = from; month <= to; month++) if (this.place(at, month)) return true
    return false
  }

  /** Places it in the last such month. */
  placeLate(at: number, from: number, to: number): boolean {
    for (let month = to; month >= from; month--) if (this.place(at, month)) return true
    return false
  }

  /** Takes it out again. Fixed work stays. */
  lift(at: number): void {
    const start = this.startOf(at)
    if (start === nowhere || this.activity(at).isFixed) return
    if (this.#limits.usesMoney) this.#payBack(at, start)
    if (this.#limits.usesPeople)
      for (const { offset, cls, tenths } of this.#needs[at] ?? []) this.capacity.remove(start + offset, cls, tenths)
    this.starts[at] = nowhere
  }

  /** Takes everything out but what is fixed. */
  clear(): void {
    for (let at = 0; at < this.starts.length; at++) this.lift(at)
  }

  /** Places everything as it was in that plan. Throws if that does not fit: then it is of another instance or other limits. */
  restore(starts: Int32Array): void {
    const changed = [...starts.keys()].filter((at) => this.starts[at] !== starts[at])
    for (const at of changed) this.lift(at)
    for (const at of changed) {
      const start = starts[at] ?? nowhere
      if (start !== nowhere && !this.isPlaced(at) && !this.place(at, start))
        throw new RangeError(`activity ${at} does not fit`)
    }
  }

  /** Why it cannot begin in that month, besides what comes before it; undefined if it can. It must not be placed. */
  obstacle(at: number, start: number): Obstacle | undefined {
    if (start + this.activity(at).months > this.instance.months) return { kind: 'horizon' }
    if (this.#limits.usesMoney) {
      const owed = new Map<number, number>()
      for (const bill of this.#bills[at] ?? [])
        for (const place of this.#ceilings(bill, start)) owed.set(place, (owed.get(place) ?? 0) + bill.rappen)
      for (const [place, rappen] of owed) {
        const over = rappen - (this.#left[place] ?? 0)
        const ceiling = this.instance.ceilings[place]
        if (over > 0 && ceiling) return { kind: 'money', ceiling, over }
      }
    }
    if (!this.#limits.usesPeople) return undefined
    const needs = this.#needs[at] ?? []
    const placed: Need[] = []
    let obstacle: Obstacle | undefined
    for (const need of needs) {
      const month = start + need.offset
      if (this.capacity.add(month, need.cls, need.tenths)) placed.push(need)
      else {
        const shortage = this.capacity.shortage(month, need.cls, need.tenths)
        if (shortage) obstacle = { kind: 'people', month, shortage }
        break
      }
    }
    for (const { offset, cls, tenths } of placed) this.capacity.remove(start + offset, cls, tenths)
    return obstacle
  }

  #placeFixed(at: number, start: number): void {
    // Money that was promised is spent, and work that was promised is done, even where there is not enough of it.
    for (const bill of this.#bills[at] ?? []) this.#take(bill, start)
    for (const { offset, cls, tenths } of this.#needs[at] ?? []) {
      const month = start + offset
      const missing = tenths - this.capacity.addWhatFits(month, cls, tenths)
      if (missing === 0) continue
      const key = `${month}/${cls}`
      this.overload.set(key, { month, cls, tenths: missing + (this.overload.get(key)?.tenths ?? 0) })
    }
    this.starts[at] = start
  }

  #ceilings({ credit, offset }: Bill, start: number): readonly number[] {
    return this.#ceilingsAt(credit, start + offset)
  }

  /** Whether there was enough under every ceiling; it is taken in any case. */
  #take(bill: Bill, start: number): boolean {
    let suffices = true
    for (const place of this.#ceilings(bill, start)) {
      const left = (this.#left[place] ?? 0) - bill.rappen
      this.#left[place] = left
      if (left < 0) suffices = false
    }
    return suffices
  }

  #pay(at: number, start: number): boolean {
    for (const [done, bill] of (this.#bills[at] ?? []).entries()) {
      if (this.#take(bill, start)) continue
      this.#payBack(at, start, done + 1)
      return false
    }
    return true
  }

  #payBack(at: number, start: number, count = Number.POSITIVE_INFINITY): void {
    for (const [done, bill] of (this.#bills[at] ?? []).entries()) {
      if (done >= count) return
      for (const place of this.#ceilings(bill, start)) this.#left[place] = (this.#left[place] ?? 0) + bill.rappen
    }
  }

  #staff(at: number, start: number): boolean {
    const needs = this.#needs[at] ?? []
    for (let done = 0; done < needs.length; done++) {
      const need = needs[done]
      if (!need || this.capacity.add(start + need.offset, need.cls, need.tenths)) continue
      for (let back = 0; back < done; back++) {
        const placed = needs[back]
        if (placed) this.capacity.remove(start + placed.offset, placed.cls, placed.tenths)
      }
      return false
    }
    return true
  }
}

/** Demands of one skill and level in one month become one; the largest first, as that is where most attempts fail. */
function mergeNeeds(demands: Activity['demands'], classAt: ReadonlyMap<number, number>): Need[] {
  const merged = new Map<string, Need>()
  for (const { offset, skill, level, tenths } of demands) {
    const cls = classAt.get(skill * 8 + level)
    if (cls === undefined || tenths === 0) continue
    const key = `${offset}/${cls}`
    merged.set(key, { offset, cls, tenths: tenths + (merged.get(key)?.tenths ?? 0) })
  }
  return [...merged.values()].toSorted((one, other) => other.tenths - one.tenths)
}
