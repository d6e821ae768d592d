import { createHash } from 'node:crypto'
import { Socket } from 'node:net'
import { Client, type ClientConfig, type PoolClient, type QueryResult } from 'pg'

/**
 * A connection that puts everything said to the server in one turn into one packet: a transaction of five statements is one call of the
 * operating system and not five. `pg` corks and uncorks around each statement; the uncorking waits until the turn is over.
 */
class OnePacketSocket extends Socket {
  override uncork(): void {
    process.nextTick(() => super.uncork())
  }
}

/** A connection that knows how many of its statements wait for an answer, and for how long nothing has come. */
export class Connection extends Client {
  /** Statements sent and not answered. */
  unanswered = 0
  /** How often in a row somebody looked and found that nothing had been answered since. */
  silentLooks = 0
  readonly #socket: Socket

  constructor(config: ClientConfig = {}) {
    const socket = new OnePacketSocket()
    super({ ...config, stream: () => socket })
    this.#socket = socket
  }

  asked(answer: Promise<unknown>): void {
    if (this.unanswered === 0) this.silentLooks = 0
    this.unanswered += 1
    const answered = () => {
      this.unanswered -= 1
      this.silentLooks = 0
    }
    answer.then(answered, answered)
  }

  /** Ends it without a word: whatever waits for an answer fails at once. */
  hangUp(): void {
    this.#socket.destroy()
  }
}

/** One statement on a checked-out connection, prepared once per connection and text. */
export function execute(client: PoolClient, text: string, values: readonly unknown[]): Promise<QueryResult> {
  const answer = client.query({ name: statementName(text), text, values: [...values] })
  if (client instanceof Connection) client.asked(answer)
  return answer
}

const names = new Map<string, string>()

function statementName(text: string): string {
  let name = names.get(text)
  if (name === undefined) {
    name = createHash('sha256').update(text).digest('base64url').slice(0, 24)
    // Statement texts are few, but lists of varying length make more: past the bound the oldest are forgotten here (not on the server).
    if (names.size > 5_000) names.clear()
    names.set(text, name)
  }
  return name
}
