import { photo } from '#test/journeys/attachments.ts'
import { Stream } from './stream.ts'

const partLength = 16
const tus = { 'tus-resumable': '1.0.0', 'sec-fetch-site': 'same-origin' }

/** Somebody on the train who sends a photo in many small parts, one after the other, and asks after a cut how far it came. */
export class UploadStream extends Stream {
  /** What went wrong with the offsets that were acknowledged. */
  readonly lost: string[] = []
  readonly finished: string[] = []
  interrupted = 0
  #address: string | undefined
  #acknowledged = 0
  #isUnsure = false
  #count = 0

  constructor({ origin }: { origin: string }) {
    super({ origin, clients: 1 })
  }

  protected override get count(): number {
    return this.#count
  }

  protected override async step(): Promise<boolean> {
    const { content } = photo('zug.png')
    if (this.#address === undefined) return this.#begin(content.length)
    if (this.#isUnsure && !(await this.#askHowFar())) return false
    if (this.#acknowledged === content.length) return this.#leave()
    this.#isUnsure = true
    const end = Math.min(content.length, this.#acknowledged + partLength)
    const headers = {
      ...tus,
      'content-type': 'application/offset+octet-stream',
      'upload-offset': String(this.#acknowledged),
    }
    const body = Buffer.from(content.subarray(this.#acknowledged, end))
    const answer = await this.ask(this.#address, { method: 'PATCH', headers, body }, 204)
    if (!answer) return false
    this.#isUnsure = false
    this.#acknowledged = Number(answer.headers.get('upload-offset'))
    this.#count += 1
    return true
  }

  async #begin(length: number): Promise<boolean> {
    const base64 = (text: string) => Buffer.from(text).toString('base64')
    const metadata = `field ${base64('photos')},filename ${base64('zug.png')},filetype ${base64('image/png')}`
    const headers = { ...tus, 'upload-length': String(length), 'upload-metadata': metadata }
    const answer = await this.ask('/de/kriens/uploads', { method: 'POST', headers }, 201)
    this.#address = answer?.headers.get('location') ?? undefined
    this.#acknowledged = 0
    return this.#address !== undefined
  }

  async #askHowFar(): Promise<boolean> {
    const answer = await this.ask(this.#address ?? '', { headers: tus }, 200)
    if (!answer) return false
    const there = Number(answer.headers.get('upload-offset'))
    if (there < this.#acknowledged) this.lost.push(`${there} of ${this.#acknowledged} bytes`)
    this.#acknowledged = there
    this.#isUnsure = false
    return true
  }

  /** A whole file is looked at, and thrown away: nobody may leave many lying about. */
  async #leave(): Promise<boolean> {
    const address = this.#address ?? ''
    const stand = await this.ask(address, { headers: tus }, 200, 404)
    if (!stand) return false
    // Killed while it made a file of it: whoever comes next may do so after five minutes, which nobody waits for here.
    if (stand.status === 200 && !readStand(stand.text).isDone) this.interrupted += 1
    // Gone already where the answer to the first try was cut.
    if (!(await this.ask(address, { method: 'DELETE', headers: tus }, 204, 404))) return false
    this.finished.push(address)
    this.#address = undefined
    return true
  }
}

function readStand(text: string): { isDone: boolean } {
  const stand: unknown = JSON.parse(text)
  return { isDone: typeof stand === 'object' && stand !== null && 'isDone' in stand && stand.isDone === true }
}
