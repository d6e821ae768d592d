import { setTimeout as delay } from 'node:timers/promises'
import type { Client } from 'pg'

export type KeepRunningParts = {
  /** The connection that holds the folder: it ends when the server does. */
  held: Client
  /** Starts the server if it does not run. */
  start(): Promise<void>
  /** Connects anew and takes the folder again. */
  claim(): Promise<Client>
  note(message: string, about: Readonly<Record<string, string | number>>): void
}

const firstWait = 250
const longestWait = 30_000
/** A server that stayed this long counts as well again; one that falls over sooner is waited for longer each time. */
const steady = 60_000

/** Starts the embedded server again whenever it goes away, until the given function is called. */
export function keepRunning({ held, start, claim, note }: KeepRunningParts): () => Promise<void> {
  const stopping = new AbortController()
  let current = held
  let since = performance.now()
  let wait = 0
  let underWay = Promise.resolve()

  const bringBack = async () => {
    if (performance.now() - since > steady) wait = 0
    const wentAway = performance.now()
    note('the embedded database went away and is started again', {})
    while (!stopping.signal.aborted) {
      await delay(wait, undefined, { signal: stopping.signal }).catch(() => {})
      if (stopping.signal.aborted) return
      wait = Math.min(longestWait, Math.max(firstWait, wait * 2))
      try {
        await start()
        watch(await claim())
        note('the embedded database is back', { seconds: Math.round((performance.now() - wentAway) / 100) / 10 })
        return
      } catch (error) {
        const why = error instanceof Error ? error.message : String(error)
        note('the embedded database did not come back yet', { why, nextTrySeconds: wait / 1000 })
      }
    }
  }
  const watch = (client: Client) => {
    current = client
    since = performance.now()
    client.once('end', () => {
      if (!stopping.signal.aborted) underWay = bringBack()
    })
  }
  watch(held)
  return async () => {
    stopping.abort()
    await underWay
    await current.end().catch(() => {})
  }
}
