import { setTimeout as delay } from 'node:timers/promises'
import { Client } from 'pg'

const betweenLooks = 250

/**
 * Waits until a running program has done the work that is due by now or in a few seconds, as that of its start is: its outbox is empty, and no job
 * waits or runs. Throws after `bound` milliseconds, with what is left.
 */
export async function workDone(ownerUrl: string, bound: number): Promise<void> {
  const client = new Client({ connectionString: ownerUrl })
  await client.connect()
  try {
    const latest = performance.now() + bound
    for (let left = await workLeft(client); left.length > 0; left = await workLeft(client)) {
      if (performance.now() > latest) throw new Error(`work is left after ${bound} ms: ${left.join(', ')}`)
      await delay(betweenLooks)
    }
  } finally {
    await client.end()
  }
}

async function workLeft(client: Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `select name from kernel.outbox union select name from jobs.job where state < 'completed' and start_after <= now() + interval '4 seconds' order by name`,
  )
  return rows.map(({ name }) => name)
}
