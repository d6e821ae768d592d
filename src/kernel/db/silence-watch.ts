import { Connection } from './connection.ts'

/** How often it is looked, in milliseconds. What is waited for is counted in looks: a process that was held up itself makes few of them. */
const between = 250
/** Two seconds without an answer make it ask on a connection of its own; when that stays silent as long, the database hangs. */
const looksUntilAsking = 8
const looksUntilSilent = 8

export type SilenceWatchParts = {
  connectionString: string
  /** Longest a statement may run, in milliseconds. The server ends it then; where nothing comes even a second later, its connection is dead. */
  statementTimeout: number
  /** Told when the database falls silent, and when it answers again. */
  onChange(isSilent: boolean): void
}

/**
 * Notices a database that takes connections and statements and never answers: a stopped server, a disk that hangs, a network that swallows
 * everything. Such a database refuses nothing, so without this everybody would wait. A slow statement alone is no silence: the server
 * is asked on the side whether it answers anything at all. While it is silent it is asked again and again, and the first answer ends it.
 */
export class SilenceWatch {
  readonly #parts: SilenceWatchParts
  readonly #connections = new Set<Connection>()
  readonly #timer: NodeJS.Timeout
  #question: { connection: Connection; looks: number } | undefined
  #isSuspected = false
  #isSilent = false

  constructor(parts: SilenceWatchParts) {
    this.#parts = parts
    this.#timer = setInterval(() => this.#look(), between)
    this.#timer.unref()
  }

  get isSilent(): boolean {
    return this.#isSilent
  }

  watch(connection: Connection): void {
    this.#connections.add(connection)
    connection.once('end', () => this.#connections.delete(connection))
  }

  /** Says that a new connection was not answered. */
  suspect(): void {
    this.#isSuspected = true
  }

  stop(): void {
    clearInterval(this.#timer)
    this.#question?.connection.hangUp()
  }

  #look(): void {
    const longest = (this.#parts.statementTimeout + 1_000) / between
    for (const connection of this.#connections) {
      if (connection.unanswered === 0) continue
      connection.silentLooks += 1
      if (connection.silentLooks >= looksUntilAsking) this.#isSuspected = true
      if (connection.silentLooks > longest) connection.hangUp()
    }
    if (this.#question) this.#wait(this.#question)
    else if (this.#isSuspected || this.#isSilent) this.#ask()
    this.#isSuspected = false
  }

  #ask(): void {
    const { connectionString } = this.#parts
    const connection = new Connection({ connectionString, application_name: 'wegweiser-probe' })
    const question = { connection, looks: 0 }
    this.#question = question
    connection.on('error', () => {})
    const over = () => {
      if (this.#question !== question) return
      // Whatever it says, also a refusal, is an answer.
      this.#question = undefined
      this.#become(false)
      connection.hangUp()
    }
    connection
      .connect()
      .then(() => connection.query('select 1'))
      .then(over, over)
  }

  #wait(question: { connection: Connection; looks: number }): void {
    question.looks += 1
    if (question.looks < looksUntilSilent) return
    this.#question = undefined
    question.connection.hangUp()
    this.#become(true)
    // Also the ones at rest: after such a silence nobody knows which of them the other side still has.
    for (const connection of this.#connections) connection.hangUp()
  }

  #become(isSilent: boolean): void {
    if (this.#isSilent === isSilent) return
    this.#isSilent = isSilent
    this.#parts.onChange(isSilent)
  }
}
