/** The picture is not built as its format says, so nothing can be said of what it carries. */
export class UnreadablePictureError extends Error {
  override name = 'UnreadablePictureError'
}

/** Reads a stream of bytes piece by piece, as much at a time as the format says, holding one chunk and what is asked for. */
export class ByteReader {
  /** Bytes given out so far. */
  position = 0
  readonly #chunks: AsyncIterator<Buffer>
  #rest: Buffer = Buffer.alloc(0)
  #isOver = false

  constructor(chunks: AsyncIterable<Buffer>) {
    this.#chunks = chunks[Symbol.asyncIterator]()
  }

  async #more(): Promise<boolean> {
    if (this.#isOver) return false
    const { done, value } = await this.#chunks.next()
    if (done) this.#isOver = true
    else this.#rest = this.#rest.length === 0 ? value : Buffer.concat([this.#rest, value])
    return !done
  }

  #take(length: number): Buffer {
    const taken = this.#rest.subarray(0, length)
    this.#rest = this.#rest.subarray(taken.length)
    this.position += taken.length
    return taken
  }

  /** This many bytes, or fewer at the end. */
  async read(length: number): Promise<Buffer> {
    while (this.#rest.length < length && (await this.#more()));
    return this.#take(length)
  }

  /** This many bytes, or `UnreadablePictureError`. */
  async need(length: number): Promise<Buffer> {
    const bytes = await this.read(length)
    if (bytes.length < length) throw new UnreadablePictureError('the picture ends too early')
    return bytes
  }

  /** Lets this many bytes through as they come. */
  async *pass(length: number): AsyncGenerator<Buffer> {
    let left = length
    while (left > 0) {
      if (this.#rest.length === 0 && !(await this.#more())) return
      const bytes = this.#take(left)
      left -= bytes.length
      yield bytes
    }
  }

  /** Lets bytes through until `find` says that the rest begins with what it looks for; it says how many go through before. */
  async *passUntil(find: (bytes: Buffer) => { pass: number; isFound: boolean }): AsyncGenerator<Buffer> {
    for (;;) {
      const { pass, isFound } = find(this.#rest)
      if (pass > 0) yield this.#take(pass)
      if (isFound) return
      if (!(await this.#more())) {
        if (this.#rest.length > 0) yield this.#take(this.#rest.length)
        return
      }
    }
  }

  /** Reads to the end, and keeps nothing. */
  async drain(): Promise<void> {
    do this.#take(this.#rest.length)
    while (await this.#more())
  }
}
