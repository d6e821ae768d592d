/** Random numbers that are the same for the same seed (mulberry32 by Tommy Ettinger, public domain), so that a plan can be made again. */
export class Random {
  #state: number

  constructor(seed: number) {
    this.#state = seed >>> 0
  }

  /** From 0 up to 1, without it. */
  fraction(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0
    let mixed = this.#state
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }

  /** A whole number from 0 up to `count`, without it. */
  below(count: number): number {
    return Math.floor(this.fraction() * count)
  }

  /** A whole number from `least` to `most`. */
  between(least: number, most: number): number {
    return least + this.below(most - least + 1)
  }

  /** One of the list; undefined if there is none. */
  oneOf<Value>(list: readonly Value[]): Value | undefined {
    return list[this.below(list.length)]
  }

  /** The same in random order. */
  shuffled<Value>(list: readonly Value[]): Value[] {
    return list
      .map((value) => ({ value, key: this.fraction() }))
      .toSorted((one, other) => one.key - other.key)
      .map(({ value }) => value)
  }
}
