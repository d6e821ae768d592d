import { photo } from '#test/journeys/attachments.ts'
import type { Acknowledgement } from '#test/support/submissions.ts'
import { cookiesOf } from './draft-stream.ts'
import { Stream, type StreamOptions } from './stream.ts'

type Writer = { readonly cookie: string; serial: number }

/** People who follow their case in the browser and write messages with a photo. What was not acknowledged they do not write again. */
export class MessageStream extends Stream {
  readonly acknowledged: string[] = []
  readonly sent: string[] = []
  readonly #cases: readonly Acknowledgement[]
  readonly #writers = new Map<number, Writer>()

  constructor({ cases, origin }: Pick<StreamOptions, 'origin'> & { cases: readonly Acknowledgement[] }) {
    super({ origin, clients: cases.length })
    this.#cases = cases
  }

  protected override get count(): number {
    return this.acknowledged.length
  }

  protected override async step(client: number): Promise<boolean> {
    const own = this.#caseOf(client)
    const writer = this.#writers.get(client) ?? (await this.#open(own))
    if (!writer) return false
    this.#writers.set(client, writer)
    writer.serial += 1
    const name = `nachricht-${client}-${writer.serial}`
    this.sent.push(name)
    const body = new FormData()
    body.append('text', `Text ${name}.`)
    const { content, type } = photo(name)
    body.append('files', new File([Buffer.from(content)], `${name}.png`, { type }))
    const headers = { 'sec-fetch-site': 'same-origin', cookie: writer.cookie }
    const answer = await this.ask(`/de/cases/${own.number}/messages`, { method: 'POST', headers, body }, 303)
    if (!answer) return false
    this.acknowledged.push(name)
    return true
  }

  /** Messages and files that were acknowledged and are not there, are there twice, or do not open as they were. */
  async wrong(): Promise<string[]> {
    const faults: string[] = []
    for (const [client, { cookie }] of this.#writers) {
      const { number } = this.#caseOf(client)
      const page = (await this.ask(`/de/cases/${number}`, { headers: { cookie } }, 200))?.text ?? ''
      for (const name of this.sent.filter((one) => one.startsWith(`nachricht-${client}-`))) {
        const texts = page.split(`Text ${name}.`).length - 1
        const isKept = this.acknowledged.includes(name)
        if (texts > 1 || (isKept && texts === 0)) faults.push(`${name} is there ${texts} times`)
        if (!isKept) continue
        const hrefs = [...page.matchAll(new RegExp(`href="([^"]*)"[^>]*>\\s*${name}\\.png`, 'g'))].map(
          ([, href]) => href,
        )
        if (hrefs.length !== 1) faults.push(`the file of ${name} is there ${hrefs.length} times`)
        const file = await this.ask(hrefs[0] ?? '', { headers: { cookie } }, 200)
        if (!file?.text.includes('IEND')) faults.push(`the file of ${name} does not open`)
      }
    }
    return faults
  }

  #caseOf(client: number): Acknowledgement {
    const own = this.#cases[client]
    if (!own) throw new Error('more writers than cases')
    return own
  }

  async #open({ number, accessCode }: Acknowledgement): Promise<Writer | undefined> {
    const body = new URLSearchParams({ number, code: accessCode })
    const init = { method: 'POST', headers: { 'sec-fetch-site': 'same-origin' }, body }
    const answer = await this.ask('/de/cases/access', init, 303)
    return answer && { cookie: cookiesOf(answer.headers), serial: 0 }
  }
}
