import type { Actor } from '#kernel/db/actor.ts'
import type { Database } from '#kernel/db/database.ts'
import type { WriteScope } from '#kernel/db/scope.ts'
import { asOwner, type TestDatabase } from './test-database.ts'

type Stage = { readonly database: Database; readonly urls: TestDatabase }

/**
 * Runs `first` in one transaction and begins `second` before it is committed: the commit comes when `second` waits for a lock, or is done because
 * it waits for none. Gives what `second` gave.
 */
export async function interleave<A extends Actor, Result>(
  { database, urls }: Stage,
  [actor, first]: readonly [A, (scope: WriteScope<A>) => Promise<unknown>],
  second: () => Promise<Result>,
): Promise<Result> {
  let later: Promise<Result> | undefined
  await database.write(actor, async (scope) => {
    await first(scope)
    let isDone = false
    const over = () => {
      isDone = true
    }
    later = database.apart(second)
    later.then(over, over)
    while (!isDone && !(await isSomebodyWaiting(urls)));
  })
  if (!later) throw new Error('the second one never began')
  return later
}

/** Until a statement in the database waits for what another one holds. */
export async function untilWaiting(urls: TestDatabase): Promise<void> {
  while (!(await isSomebodyWaiting(urls)));
}

async function isSomebodyWaiting(urls: TestDatabase): Promise<boolean> {
  const waiting = await asOwner(
    urls,
    `select 1 from pg_locks l join pg_stat_activity a on a.pid = l.pid where not l.granted and a.datname = current_database()`,
  )
  return waiting.length > 0
}
