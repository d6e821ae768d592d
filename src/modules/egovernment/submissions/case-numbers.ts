import { sql } from 'kysely'
import { systemActor } from '#kernel/db/actor.ts'
import type { Database } from '#kernel/db/database.ts'

const blockSize = 100

/** Gives serials of case numbers. A process takes a hundred at once, so that a submission need not ask; what it does not use is a gap. */
export class CaseNumbers {
  readonly #database: Database
  #next = 0
  #end = 0
  #reserving: Promise<void> | undefined

  constructor(database: Database) {
    this.#database = database
  }

  async next(): Promise<number> {
    // Whoever waits here must not keep from the reservation the connection that it needs.
    if (this.#next >= this.#end) await this.#database.giveBack()
    while (this.#next >= this.#end) {
      this.#reserving ??= this.#reserve().finally(() => {
        this.#reserving = undefined
      })
      await this.#reserving
    }
    const serial = this.#next
    this.#next += 1
    return serial
  }

  async #reserve(): Promise<void> {
    const first = await this.#database.write(systemActor('submission'), async (scope) => {
      const { rows } = await sql<{ first: number }>`select nextval('egovernment.case_number_blocks') as first`.execute(
        scope.db,
      )
      return rows[0]?.first
    })
    if (first === undefined) throw new Error('no block of case numbers')
    this.#next = first
    this.#end = first + blockSize
  }
}
