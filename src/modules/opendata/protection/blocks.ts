import type { Piece } from './release.ts'

export type Rule = {
  /** The least number of persons that a figure may tell of. */
  readonly k: number
  /** How close the second largest may come to the largest contribution, in percent of it. */
  readonly percent: number
}

export type Verdict = 'safe' | 'small' | 'dominated'

/**
 * Whether what is in a block may be known as a sum: nobody at all, or k at least; and of money by the p% rule, X − x₁ − x₂ ≥ p/100 · x₁:
 * the second largest contributor, who knows her own amount, must not be able to tell the largest one closer than p percent (Hundepool et al.,
 * Statistical Disclosure Control, 2012, chapter 4, where the rule is preferred to (n, k) dominance).
 */
export function verdictOf(pieces: Iterable<Piece>, { k, percent }: Rule): Verdict {
  let count = 0
  const amounts = new Map<string, number>()
  for (const piece of pieces) {
    count += piece.count
    for (const [who, amount] of piece.amounts ?? []) {
      if (!(amount >= 0)) throw new Error('a contribution is negative: publish what is paid and what is got apart')
      amounts.set(who, (amounts.get(who) ?? 0) + amount)
    }
  }
  if (count > 0 && count < k) return 'small'
  if (amounts.size === 0) return 'safe'
  const [first = 0, second = 0] = [...amounts.values()].toSorted((one, other) => other - one)
  const total = [...amounts.values()].reduce((sum, amount) => sum + amount, 0)
  return first > 0 && total - first - second < (percent / 100) * first ? 'dominated' : 'safe'
}

/**
 * What the public figures together can tell apart. Two pieces are in one block as long as every public figure counts both or neither: then
 * no calculation with public figures separates them. The first block is of pieces that no public figure counts.
 */
export class Blocks {
  readonly #pieces: readonly Piece[]
  readonly #rule: Rule
  readonly #blockOf: Int32Array
  readonly #blocks: Set<number>[]
  #isLost: boolean | undefined

  constructor(pieces: readonly Piece[], rule: Rule) {
    this.#pieces = pieces
    this.#rule = rule
    this.#blockOf = new Int32Array(pieces.length)
    this.#blocks = [new Set(pieces.keys())]
  }

  /**
   * Whether a figure over these pieces could be public besides: all it touches is safe, and what it splits stays so on both sides. Nothing is
   * allowed where public figures tell a block apart that is not safe: whatever came besides could help to work it out.
   */
  allows(pieces: readonly number[]): boolean {
    // Once is enough: what is allowed leaves no unsafe block behind.
    this.#isLost ??= this.countUnsafe() > 0
    if (this.#isLost) return false
    for (const [block, inside] of this.#split(pieces)) {
      const whole = this.#blocks[block] ?? new Set()
      if (this.#verdict(whole) !== 'safe') return false
      if (inside.size === whole.size) continue
      if (this.#verdict(inside) !== 'safe' || this.#verdict(without(whole, inside)) !== 'safe') return false
    }
    return true
  }

  /** Makes a figure public. */
  publish(pieces: readonly number[]): void {
    for (const [block, inside] of this.#split(pieces)) {
      const whole = this.#blocks[block] ?? new Set()
      if (block > 0 && inside.size === whole.size) continue
      for (const piece of inside) {
        whole.delete(piece)
        this.#blockOf[piece] = this.#blocks.length
      }
      this.#blocks.push(inside)
    }
  }

  /** How many blocks that public figures tell apart are not safe. */
  countUnsafe(): number {
    return this.#blocks.slice(1).filter((block) => this.#verdict(block) !== 'safe').length
  }

  #split(pieces: readonly number[]): Map<number, Set<number>> {
    const parts = new Map<number, Set<number>>()
    for (const piece of pieces) {
      const block = this.#blockOf[piece] ?? 0
      const part = parts.get(block)
      if (part) part.add(piece)
      else parts.set(block, new Set([piece]))
    }
    return parts
  }

  #verdict(block: ReadonlySet<number>): Verdict {
    return verdictOf(
      [...block].flatMap((at) => this.#pieces[at] ?? []),
      this.#rule,
    )
  }
}

function without(whole: ReadonlySet<number>, taken: ReadonlySet<number>): ReadonlySet<number> {
  return new Set([...whole].filter((piece) => !taken.has(piece)))
}
