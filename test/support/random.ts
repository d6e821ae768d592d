/** Numbers that look like chance and are the same for the same seed (mulberry32), so that a failure can be repeated. */
export type Chance = {
  readonly number: (below: number) => number
  readonly one: <Item>(items: readonly [Item, ...Item[]]) => Item
}

export function chanceOf(seed: number): Chance {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
  const number = (below: number) => Math.floor(next() * below)
  return { number, one: (items) => items[number(items.length)] ?? items[0] }
}

/** The seed of this run: `WEGWEISER_SEED` to repeat one, otherwise another each time. */
export function seedOfRun(): number {
  const given = process.env.WEGWEISER_SEED
  const seed = given === undefined ? Date.now() % 1_000_000_000 : Number(given)
  process.stdout.write(`seed ${seed}: WEGWEISER_SEED=${seed} repeats this run\n`)
  return seed
}

export const isLarge = process.env.WEGWEISER_LARGE === 'yes'
