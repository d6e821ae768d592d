import { UnavailableError } from '../http/errors.ts'
import type { Database } from './database.ts'

/** One result for each of those who came together, in their order. It runs in transactions of its own, and may throw as a whole. */
export type LineWork<One, Result> = (together: readonly One[]) => Promise<readonly Result[]>

type Waiting<One, Result> = { one: One; done(result: Result): void; fail(error: unknown): void; looks: number }

/** Transactions under way at once, and how many go in one. */
const mostAtOnce = 2
const mostTogether = 32
/** While somebody waits, it is looked so often, in milliseconds. Time is counted in looks: a process that was held up makes few of them. */
const between = 250
/** A transaction that is still under way at its second look counts as slow: another one begins beside it, up to so many in all. */
const looksUntilSlow = 2
const mostWithSlow = 6
/** Four seconds: whoever has waited so long without being begun with is told to come back. */
const looksUntilRefused = 16

/**
 * Where work of one kind from many requests meets: what arrives while transactions are under way is done together in the next one, which
 * costs the database little more than doing it for one. Nobody waits for company: without others there is nothing to wait for. Each hears
 * of its own only when that transaction is over; where it fails for several, each is tried again by itself. Transactions that hang hold up
 * only those who are in them; where as many hang as may, those behind them are refused in time.
 */
export class Line<One, Result> {
  readonly #database: Pick<Database, 'giveBack' | 'apart'>
  readonly #work: LineWork<One, Result>
  readonly #kindOf: (one: One) => string
  #waiting: Waiting<One, Result>[] = []
  readonly #underWay = new Set<{ looks: number }>()
  #timer: NodeJS.Timeout | undefined

  /** `kindOf`: only those of the same kind go together; all do where it is left out. */
  constructor(
    database: Pick<Database, 'giveBack' | 'apart'>,
    work: LineWork<One, Result>,
    kindOf: (one: One) => string = () => '',
  ) {
    this.#database = database
    this.#work = work
    this.#kindOf = kindOf
  }

  async join(one: One): Promise<Result> {
    // Whoever waits here must not keep a connection from those who go first.
    await this.#database.giveBack()
    return new Promise((done, fail) => {
      this.#waiting.push({ one, done, fail, looks: 0 })
      this.#next()
    })
  }

  #next(): void {
    let quick = 0
    for (const { looks } of this.#underWay) if (looks < looksUntilSlow) quick += 1
    for (; quick < mostAtOnce && this.#underWay.size < mostWithSlow && this.#waiting.length > 0; quick += 1)
      this.#begin(this.#takeTogether())
    if (this.#waiting.length > 0) this.#timer ??= setTimeout(() => this.#look(), between)
  }

  /** The first of those who wait, and who may go with it. */
  #takeTogether(): readonly Waiting<One, Result>[] {
    const together: Waiting<One, Result>[] = []
    const others: Waiting<One, Result>[] = []
    for (const waiting of this.#waiting) {
      const kind = this.#kindOf((together[0] ?? waiting).one)
      const fits = together.length < mostTogether && this.#kindOf(waiting.one) === kind
      ;(fits ? together : others).push(waiting)
    }
    this.#waiting = others
    return together
  }

  #begin(together: readonly Waiting<One, Result>[]): void {
    const begun = { looks: 0 }
    this.#underWay.add(begun)
    void this.#database
      .apart(() => this.#do(together))
      .finally(() => {
        this.#underWay.delete(begun)
        this.#next()
      })
  }

  #look(): void {
    this.#timer = undefined
    for (const begun of this.#underWay) begun.looks += 1
    for (const waiting of this.#waiting) waiting.looks += 1
    const late = this.#waiting.filter(({ looks }) => looks > looksUntilRefused)
    this.#waiting = this.#waiting.filter(({ looks }) => looks <= looksUntilRefused)
    for (const { fail } of late) fail(new LineHeldUpError())
    this.#next()
  }

  async #do(together: readonly Waiting<One, Result>[]): Promise<void> {
    try {
      const results = await this.#work(together.map(({ one }) => one))
      if (results.length !== together.length) throw new Error('not one result for each')
      for (const [index, result] of results.entries()) together[index]?.done(result)
    } catch (error) {
      if (together.length === 1 || error instanceof UnavailableError) for (const one of together) one.fail(error)
      else for (const one of together) await this.#do([one])
    }
  }
}

/** 503: the database is so slow at work of this kind that nobody else can be begun with for now. */
class LineHeldUpError extends UnavailableError {
  override name = 'LineHeldUpError'
  constructor() {
    super('held up by slow transactions', { userMessage: 'kernel.error.database_slow' })
  }
}
