import { systemActor } from '#kernel/db/actor.ts'
import type { Database } from '#kernel/db/database.ts'
import { UnavailableError } from '#kernel/http/errors.ts'
import type { Sealing } from '#kernel/sealing/sealing.ts'
import { insertCases, type Numbered } from './insert-case.ts'
import type { Submitted } from './submit-case.ts'

type Waiting = Numbered & { done(submitted: Submitted): void; fail(error: unknown): void }

/** Transactions under way at once, and cases in one. */
const mostAtOnce = 2
const mostTogether = 32

/**
 * Where submissions meet: what arrives while transactions are under way is handed in together in the next one, which costs the database
 * little more than a single case. Nobody waits for company: without others there is nothing to wait for. Each is acknowledged only when its
 * transaction is; where one of several cannot go in (its key is taken), each is tried again by itself.
 */
export class SubmissionLine {
  readonly #database: Database
  readonly #sealing: Sealing
  #waiting: Waiting[] = []
  #underWay = 0

  constructor({ database, sealing }: { database: Database; sealing: Sealing }) {
    this.#database = database
    this.#sealing = sealing
  }

  async submit(numbered: Numbered): Promise<Submitted> {
    // Whoever waits here must not keep a connection from those who go first.
    await this.#database.giveBack()
    return new Promise((done, fail) => {
      this.#waiting.push({ ...numbered, done, fail })
      this.#next()
    })
  }

  #next(): void {
    while (this.#underWay < mostAtOnce && this.#waiting.length > 0) {
      const together = this.#waiting.splice(0, mostTogether)
      this.#underWay += 1
      void this.#database
        .apart(() => this.#handIn(together))
        .finally(() => {
          this.#underWay -= 1
          this.#next()
        })
    }
  }

  async #handIn(together: readonly Waiting[]): Promise<void> {
    try {
      const made = await this.#database.write(systemActor('submission'), async (scope) =>
        insertCases(scope, this.#sealing, together),
      )
      for (const [index, submitted] of made.entries()) together[index]?.done(submitted)
    } catch (error) {
      const [only, ...others] = together
      if (others.length === 0 || error instanceof UnavailableError) for (const one of together) one.fail(error)
      else for (const one of [only, ...others]) if (one) await this.#handIn([one])
    }
  }
}
