import { setTimeout as delay } from 'node:timers/promises'
import { within } from '#test/support/process.ts'
import {
  type Acknowledgement,
  damageReport,
  readAcknowledgement,
  submissionHeaders,
} from '#test/support/submissions.ts'

/** How long a client waits before it asks again after a broken connection or a 503; real ones wait longer. */
const backOff = 50
/** How long something may take to go on before it counts as stuck. */
const patience = 30_000

/**
 * Programs that hand in one report after the other, each with a key of its own, and ask again with the same key until they are answered:
 * as an authority's application does over a bad line.
 */
export class SubmissionStream {
  /** All answers that were acknowledgements, by idempotency key; more than one where an answer arrived twice. */
  readonly acknowledged = new Map<string, Acknowledgement>()
  /** Answers by their status, and how often the line was cut. */
  readonly statuses = new Map<string, number>()
  /** What no client may ever be told. */
  readonly surprises: string[] = []
  readonly #origin: string
  readonly #apiKey: string
  readonly #clients: Promise<void>[]
  #isEnding = false
  #waiting: { count: number; done: () => void }[] = []

  constructor(options: { origin: string; apiKey: string; clients: number }) {
    this.#origin = options.origin
    this.#apiKey = options.apiKey
    this.#clients = Array.from({ length: options.clients }, (_, client) => this.#run(client))
  }

  /** Waits until so many more have been acknowledged. */
  async more(count: number): Promise<void> {
    const goal = this.acknowledged.size + count
    const reached = new Promise<void>((done) => this.#waiting.push({ count: goal, done }))
    await within(patience, () => `${this.acknowledged.size} of ${goal} acknowledged; ${this.#told()}`, reached)
  }

  /** Lets every client finish what it has begun. */
  async end(): Promise<void> {
    this.#isEnding = true
    await within(patience, () => `clients still wait; ${this.#told()}`, Promise.all(this.#clients))
  }

  async #run(client: number): Promise<void> {
    for (let serial = 0; !this.#isEnding; serial += 1) {
      const key = `stream-${client}-${serial}`
      while (!(await this.#hasHandedIn(key))) await delay(backOff)
    }
  }

  /** True when acknowledged; false when it has to be asked again. */
  async #hasHandedIn(key: string): Promise<boolean> {
    const answer = await this.#post(key)
    this.#count(answer === undefined ? 'cut' : String(answer.status))
    if (answer === undefined) return false
    if (answer.status !== 201) {
      const isExpected = answer.status === 503 && Number(answer.retryAfter) > 0
      if (!isExpected) this.surprises.push(`${answer.status} ${answer.retryAfter} ${answer.text}`)
      return false
    }
    this.acknowledged.set(key, readAcknowledgement(JSON.parse(answer.text)))
    this.#waiting = this.#waiting.filter(({ count, done }) => {
      if (this.acknowledged.size < count) return true
      done()
      return false
    })
    return true
  }

  async #post(key: string): Promise<{ status: number; retryAfter: string | null; text: string } | undefined> {
    try {
      const answer = await fetch(`${this.#origin}/api/v1/submissions`, {
        method: 'POST',
        headers: submissionHeaders(this.#apiKey, key),
        body: JSON.stringify(damageReport(key)),
      })
      return { status: answer.status, retryAfter: answer.headers.get('retry-after'), text: await answer.text() }
    } catch {
      return undefined
    }
  }

  #count(what: string): void {
    this.statuses.set(what, (this.statuses.get(what) ?? 0) + 1)
  }

  #told(): string {
    const statuses = [...this.statuses].map(([status, count]) => `${count} × ${status}`).join(', ')
    return `${statuses}; ${this.surprises.slice(0, 3).join('; ')}`
  }
}
