import { UnavailableError } from '../http/errors.ts'
import type { Database } from './database.ts'

/** One result for each of those who came together, in their order. It runs in transactions of its own, and may throw as a whole. */
export type LineWork<One, Result> = (together: readonly One[]) => Promise<readonly Result[]>

type Waiting<One, Result> = { one: One; done(result: Result): void; fail(error: unknown): void }

/** Transactions under way at once, and how many go in one. */
const mostAtOnce = 2
const mostTogether = 32

/**
 * Where work of one kind from many requests meets: what arrives while transactions are under way is done together in the next one, which
 * costs the database little more than doing it for one. Nobody waits for company: without others there is nothing to wait for. Each hears
 * of its own only when that transaction is over; where it fails for several, each is tried again by itself.
 */
export class Line<One, Result> {
  readonly #database: Pick<Database, 'giveBack' | 'apart'>
  readonly #work: LineWork<One, Result>
  #waiting: Waiting<One, Result>[] = []
  #underWay = 0

  constructor(database: Pick<Database, 'giveBack' | 'apart'>, work: LineWork<One, Result>) {
    this.#database = database
    this.#work = work
  }

  async join(one: One): Promise<Result> {
    // Whoever waits here must not keep a connection from those who go first.
    await this.#database.giveBack()
    return new Promise((done, fail) => {
      this.#waiting.push({ one, done, fail })
      this.#next()
    })
  }

  #next(): void {
    while (this.#underWay < mostAtOnce && this.#waiting.length > 0) {
      const together = this.#waiting.splice(0, mostTogether)
      this.#underWay += 1
      void this.#database
        .apart(() => this.#do(together))
        .finally(() => {
          this.#underWay -= 1
          this.#next()
        })
    }
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
