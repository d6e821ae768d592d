/** Why a file is refused after a look at what is inside it. */
export type InsideFault = 'bomb' | 'encrypted' | 'unsafe'

export class InsideError extends Error {
  override name = 'InsideError'
  readonly fault: InsideFault
  constructor(fault: InsideFault, message: string) {
    super(message)
    this.fault = fault
  }
}

/** What one file may unpack to, everything in it together; shared by all that is nested in it. */
export const insideLimits = { entries: 1_000, unpacked: 100_000_000, ratio: 100, depth: 2 }

/** Counts what really comes out, whatever the file claims. */
export class Budget {
  #unpacked = 0
  #entries = 0
  readonly #packed: number

  /** `packed`: the size of the whole file. */
  constructor(packed: number) {
    this.#packed = packed
  }

  /** Bytes that may still come out. */
  get left(): number {
    // A short text of one letter packs better than any ratio; a megabyte of it harms nobody.
    const byRatio = Math.max(1_000_000, this.#packed * insideLimits.ratio)
    return Math.min(insideLimits.unpacked, byRatio) - this.#unpacked
  }

  spend(bytes: number): void {
    this.#unpacked += bytes
    if (this.left < 0) throw new InsideError('bomb', 'it unpacks to too much')
  }

  countEntry(): void {
    this.#entries += 1
    if (this.#entries > insideLimits.entries) throw new InsideError('bomb', 'it holds too many entries')
  }
}
