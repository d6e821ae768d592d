import type { Clock } from '../clock.ts'
import { LRUCache } from '../sealing/lru-cache.ts'
import { Connection } from './connection.ts'

const channel = 'wegweiser_content'
/** A connection that died without a word is noticed no later than this. */
const longest = 30_000
const retryAfter = 2_000

type Remembered<Value> = { readonly value: Value; readonly heard: number; readonly at: number }

/** Where answers of one kind are remembered, apart for each database; `size` of them at most. */
export class ContentMemory<Value> {
  readonly #size: number
  readonly #caches = new WeakMap<ContentWatch, LRUCache<Remembered<Value>>>()

  constructor(size: number) {
    this.#size = size
  }

  of(watch: ContentWatch): LRUCache<Remembered<Value>> {
    const known = this.#caches.get(watch)
    if (known) return known
    const cache = new LRUCache<Remembered<Value>>(this.#size)
    this.#caches.set(watch, cache)
    return cache
  }
}

/**
 * Remembers what was read of published content (the catalogue's revision, who is in charge of what) for as long as nothing is announced on
 * `wegweiser_content`; triggers announce with the commit. Without a listening connection nothing is remembered and everything is asked for
 * again: a process that hears nothing is slower, never wrong for longer than half a minute.
 */
export class ContentWatch {
  readonly #connectionString: string
  readonly #clock: Clock
  readonly #onError: (error: Error) => void
  #client: Connection | undefined
  #timer: NodeJS.Timeout | undefined
  #isListening = false
  #isOver = false
  /** Counts what was heard, so that what was asked before is not remembered after. */
  #heard = 0

  constructor(connectionString: string, clock: Clock, onError: (error: Error) => void) {
    this.#connectionString = connectionString
    this.#clock = clock
    this.#onError = onError
  }

  async start(): Promise<void> {
    const client = new Connection({
      connectionString: this.#connectionString,
      application_name: 'wegweiser-content',
      keepAlive: true,
      connectionTimeoutMillis: 5_000,
      query_timeout: 5_000,
    })
    this.#client = client
    client.on('notification', () => {
      this.#heard += 1
    })
    client.on('error', this.#onError)
    client.on('end', () => this.#lose(client))
    try {
      await client.connect()
      await client.query(`listen ${channel}`)
      this.#heard += 1
      this.#isListening = true
    } catch (error) {
      this.#onError(error instanceof Error ? error : new Error(String(error)))
      this.#lose(client)
      client.hangUp()
    }
  }

  /** The answer as it was read last, or read now. */
  async remember<Value>(memory: ContentMemory<Value>, key: string, load: () => Promise<Value>): Promise<Value> {
    const heard = this.#heard
    if (!this.#isListening) return load()
    const cache = memory.of(this)
    const known = cache.get(key)
    const at = this.#clock.now().getTime()
    if (known && known.heard === heard && at - known.at < longest) return known.value
    const value = await load()
    cache.set(key, { value, heard, at })
    return value
  }

  /** Listens on a new connection, because the database went silent on this one or another. Until then nothing is remembered. */
  reconnect(): void {
    this.#client?.hangUp()
  }

  async stop(): Promise<void> {
    this.#isOver = true
    clearTimeout(this.#timer)
    await this.#client?.end().catch(() => {})
  }

  #lose(client: Connection): void {
    if (this.#client !== client) return
    this.#client = undefined
    this.#isListening = false
    if (this.#isOver) return
    this.#timer = setTimeout(() => void this.start(), retryAfter)
    this.#timer.unref()
  }
}
