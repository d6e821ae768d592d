import { systemActor } from '#kernel/db/actor.ts'
import type { Database } from '#kernel/db/database.ts'
import { Line } from '#kernel/db/line.ts'
import type { Sealing } from '#kernel/sealing/sealing.ts'
import { insertCases, type Numbered } from './insert-case.ts'
import type { Submitted } from './submit-case.ts'

export type SubmissionLine = Line<Numbered, Submitted>

/** Where submissions meet: those that arrive while others are handed in go in together. */
export function createSubmissionLine({ database, sealing }: { database: Database; sealing: Sealing }): SubmissionLine {
  return new Line(database, (together) =>
    database.write(systemActor('submission'), async (scope) => insertCases(scope, sealing, together)),
  )
}
