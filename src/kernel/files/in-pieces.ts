const pieceLength = 65_536

/**
 * Gathers a stream into pieces of a fair size. Whoever sends byte by byte would otherwise have us copy and look at what is already there for
 * each of them.
 */
export async function* inPieces(stream: AsyncIterable<unknown>): AsyncGenerator<Buffer> {
  let gathered: Buffer[] = []
  let length = 0
  for await (const chunk of stream) {
    const bytes = chunk instanceof Uint8Array ? Buffer.from(chunk) : Buffer.from(String(chunk))
    gathered.push(bytes)
    length += bytes.length
    if (length < pieceLength) continue
    yield Buffer.concat(gathered, length)
    gathered = []
    length = 0
  }
  if (length > 0) yield Buffer.concat(gathered, length)
}
