import { UnavailableError } from '../http/errors.ts'

/** 503: too many files wait to be looked at; a moment later there is room. */
export class QueueFullError extends UnavailableError {
  override name = 'QueueFullError'
  constructor() {
    super('too many files wait to be looked at', { userMessage: 'kernel.files.busy' })
  }
}

export type QueueLimits = {
  /** How many run at a time. */
  atOnce: number
  /** How many may wait; one more is refused. */
  waiting: number
  /** How many one sender may have running and waiting, so that nobody takes the places of all. */
  perSender: number
}

/** Whose work it is, as far as limits are concerned, and whether somebody waits for it. */
export type Work = { sender?: string | undefined; isUrgent: boolean }

/** A short line before work that is costly: what somebody waits for goes first, and whoever finds it full is told so at once. */
export class ProcessQueue {
  readonly #limits: QueueLimits
  readonly #urgent: (() => void)[] = []
  readonly #other: (() => void)[] = []
  readonly #bySender = new Map<string, number>()
  #running = 0

  constructor(limits: QueueLimits) {
    this.#limits = limits
  }

  /** Runs `work` when its turn comes. Throws `QueueFullError` when there is no place left. */
  async run<Result>({ sender, isUrgent }: Work, work: () => Promise<Result>): Promise<Result> {
    const mine = sender === undefined ? 0 : (this.#bySender.get(sender) ?? 0)
    const isFull =
      this.#running >= this.#limits.atOnce && this.#urgent.length + this.#other.length >= this.#limits.waiting
    if (isFull || mine >= this.#limits.perSender) throw new QueueFullError()
    this.#count(sender, 1)
    try {
      if (this.#running < this.#limits.atOnce) this.#running += 1
      else await new Promise<void>((resolve) => (isUrgent ? this.#urgent : this.#other).push(resolve))
      try {
        return await work()
      } finally {
        const next = this.#urgent.shift() ?? this.#other.shift()
        if (next) next()
        else this.#running -= 1
      }
    } finally {
      this.#count(sender, -1)
    }
  }

  #count(sender: string | undefined, change: 1 | -1): void {
    if (sender === undefined) return
    const now = (this.#bySender.get(sender) ?? 0) + change
    if (now > 0) this.#bySender.set(sender, now)
    else this.#bySender.delete(sender)
  }
}
