import { setTimeout as delay } from 'node:timers/promises'
import { within } from '#test/support/process.ts'

/** How long a client waits before it asks again after a broken connection or a 503; real ones wait longer. */
const backOff = 50
/** How long something may take to go on before it counts as stuck. */
const patience = 30_000

export type Answered = { readonly status: number; readonly headers: Headers; readonly text: string }
export type StreamOptions = { readonly origin: string; readonly clients: number }

/** Clients that ask without end and count what they are told, while parts of the house are taken away under them. */
export abstract class Stream {
  /** Answers by their status, and how often the line was cut. */
  readonly statuses = new Map<string, number>()
  /** What no client may ever be told. */
  readonly surprises: string[] = []
  readonly #origin: string
  readonly #clients: readonly number[]
  #running: Promise<void>[] = []
  #isEnding = false
  #waiting: { count: number; done: () => void }[] = []

  constructor({ origin, clients }: StreamOptions) {
    this.#origin = origin
    this.#clients = Array.from({ length: clients }, (_, client) => client)
  }

  /** How much has been acknowledged so far. */
  protected abstract get count(): number
  /** One thing that a client wants done; true when it was acknowledged, false when it has to be asked again. */
  protected abstract step(client: number): Promise<boolean>

  start(): this {
    this.#running = this.#clients.map((client) => this.#run(client))
    return this
  }

  /** Waits until so many more have been acknowledged. */
  async more(count: number): Promise<void> {
    const goal = this.count + count
    const reached = new Promise<void>((done) => this.#waiting.push({ count: goal, done }))
    const fault = Promise.all(this.#running).then(() => reached)
    await within(
      patience,
      () => `${this.count} of ${goal} acknowledged; ${this.#told()}`,
      Promise.race([reached, fault]),
    )
  }

  /** Lets every client finish what it has begun. */
  async end(): Promise<void> {
    this.#isEnding = true
    await within(patience, () => `clients still wait; ${this.#told()}`, Promise.all(this.#running))
  }

  /** Asks once. Undefined when the line was cut, or when it was refused for now and has to be asked again. */
  protected async ask(path: string, init: RequestInit, ...expected: number[]): Promise<Answered | undefined> {
    const answer = await this.#fetch(path, init)
    const what = answer === undefined ? 'cut' : String(answer.status)
    this.statuses.set(what, (this.statuses.get(what) ?? 0) + 1)
    if (answer === undefined || expected.includes(answer.status)) return answer
    const isRefusal = answer.status === 503 && Number(answer.headers.get('retry-after')) > 0
    if (!isRefusal) this.surprises.push(`${path} ${answer.status} ${answer.text.slice(0, 2_000)}`)
    return undefined
  }

  async #run(client: number): Promise<void> {
    while (!this.#isEnding) {
      while (!(await this.step(client))) await delay(backOff)
      this.#waiting = this.#waiting.filter(({ count, done }) => {
        if (this.count < count) return true
        done()
        return false
      })
    }
  }

  async #fetch(path: string, init: RequestInit): Promise<Answered | undefined> {
    try {
      const answer = await fetch(`${this.#origin}${path}`, { redirect: 'manual', ...init })
      return { status: answer.status, headers: answer.headers, text: await answer.text() }
    } catch {
      return undefined
    }
  }

  #told(): string {
    const statuses = [...this.statuses].map(([status, count]) => `${count} × ${status}`).join(', ')
    return `${statuses}; ${this.surprises.slice(0, 3).join('; ')}`
  }
}
