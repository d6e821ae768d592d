/** Numbers that look thrown, and are the same each time: the demo is the same everywhere. */
export class Dice {
  #state: number

  constructor(seed: number) {
    this.#state = seed
  }

  /** A whole number from 0 to `sides - 1`. */
  throw(sides: number): number {
    // Mulberry32, by Tommy Ettinger; public domain.
    this.#state = (this.#state + 0x6d2b79f5) | 0
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296) * sides)
  }

  /** One of a list that is not empty. */
  pick<Value>(list: readonly Value[]): Value {
    const value = list[this.throw(list.length)]
    if (value === undefined) throw new RangeError('nothing to pick')
    return value
  }
}
