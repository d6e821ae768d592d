import { systemActor } from '../../db/actor.ts'
import type { Kernel } from '../../kernel.ts'

/** Figures for operators: how many files wait for the scanner, and for how long the oldest has. */
export function watchWaitingFiles(kernel: Pick<Kernel, 'database' | 'metrics' | 'clock'>): void {
  const { metrics, clock } = kernel
  metrics.gauge('wegweiser_files_waiting', 'Files that stay closed until the virus scanner has looked.', async () =>
    Number((await findWaiting(kernel))?.count ?? 0),
  )
  metrics.gauge('wegweiser_files_waiting_seconds', 'How long the oldest of them has waited.', async () => {
    const since = (await findWaiting(kernel))?.since
    return since ? (clock.now().getTime() - since.getTime()) / 1000 : 0
  })
}

async function findWaiting({ database }: Pick<Kernel, 'database'>) {
  try {
    return await database.read(systemActor('operations'), (scope) =>
      scope.db
        .selectFrom('kernel.stored_files')
        .select(({ fn }) => [fn.countAll<string>().as('count'), fn.min<Date | null>('created_at').as('since')])
        .where('next_check_at', 'is not', null)
        .where('state', '=', 'waiting')
        .executeTakeFirst(),
    )
  } catch {
    // Without its database the portal still tells its other figures.
    return undefined
  }
}
