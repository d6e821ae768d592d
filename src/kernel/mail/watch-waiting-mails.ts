import { systemActor } from '../db/actor.ts'
import type { Kernel } from '../kernel.ts'

/** Figures for operators: how many mails wait to be sent, and for how long the oldest has. Nothing where no mail server is set. */
export function watchWaitingMails(kernel: Pick<Kernel, 'database' | 'metrics' | 'clock' | 'settings'>): void {
  const { metrics, clock, settings } = kernel
  if (settings.smtpUrl === undefined) return
  metrics.gauge('wegweiser_mails_waiting', 'Mails that the mail server has not taken yet.', async () =>
    Number((await findWaiting(kernel))?.count ?? 0),
  )
  metrics.gauge('wegweiser_mails_waiting_seconds', 'How long the oldest of them has waited.', async () => {
    const since = (await findWaiting(kernel))?.since
    return since ? (clock.now().getTime() - since.getTime()) / 1000 : 0
  })
}

async function findWaiting({ database }: Pick<Kernel, 'database'>) {
  try {
    return await database.read(systemActor('mail'), (scope) =>
      scope.db
        .selectFrom('kernel.mails')
        .select(({ fn }) => [fn.countAll<string>().as('count'), fn.min<Date | null>('created_at').as('since')])
        .where('sent_at', 'is', null)
        .where('refused_at', 'is', null)
        .executeTakeFirst(),
    )
  } catch {
    // Without its database the portal still tells its other figures.
    return undefined
  }
}
