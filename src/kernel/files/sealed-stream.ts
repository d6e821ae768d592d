import { type DataKey, SealError } from '../sealing/sealing.ts'

const chunkLength = 65_536
// One byte algorithm, 12 bytes nonce, 16 bytes tag; see `sealing.ts`.
const sealLength = 29
const sealedLength = chunkLength + sealLength

/**
 * Seals a content chunk by chunk, so that a file of any size needs the memory of one chunk. Each chunk is bound to its number and to whether
 * it is the last: a file that was cut, lengthened or reordered does not open. `what` tells contents of one key apart.
 */
export async function* sealStream(
  key: DataKey,
  content: AsyncIterable<Uint8Array>,
  what = 'content',
): AsyncGenerator<Buffer> {
  yield* transform(content, chunkLength, (field, chunk) => key.seal(`${what}/${field}`, chunk))
}

/** Opens what `sealStream` made. Throws `SealError` at the first chunk that is not as it was sealed. */
export async function* openStream(
  key: DataKey,
  sealed: AsyncIterable<Uint8Array>,
  what = 'content',
): AsyncGenerator<Buffer> {
  let isEmpty = true
  for await (const chunk of transform(sealed, sealedLength, (field, one) => key.open(`${what}/${field}`, one))) {
    isEmpty = false
    yield chunk
  }
  if (isEmpty) throw new SealError('nothing is left of the sealed file')
}

/** Cuts a stream into pieces of one length; a piece waits for the next, because only then is it known not to be the last. */
async function* transform(
  stream: AsyncIterable<Uint8Array>,
  length: number,
  work: (field: string, piece: Buffer) => Buffer,
): AsyncGenerator<Buffer> {
  let rest = Buffer.alloc(0)
  let index = 0
  for await (const chunk of stream) {
    rest = Buffer.concat([rest, chunk])
    for (; rest.length > length; index += 1) {
      yield work(`${index}/more`, rest.subarray(0, length))
      rest = rest.subarray(length)
    }
  }
  if (rest.length > 0) yield work(`${index}/last`, rest)
}
