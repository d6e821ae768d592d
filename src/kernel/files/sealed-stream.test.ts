import { randomBytes } from 'node:crypto'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createSealing, type DataKey, SealError } from '../sealing/sealing.ts'
import { openStream, sealStream } from './sealed-stream.ts'

const chunk = 65_536
const sealedChunk = chunk + 29
const key = createSealing(randomBytes(32)).newKey({ authorityId: 'file', subjectId: 'one' }).key

async function seal(content: Buffer, pieces = 1): Promise<Buffer> {
  return buffer(Readable.from(sealStream(key, piecesOf(content, pieces))))
}

async function open(sealed: Buffer, pieces = 1, by: DataKey = key): Promise<Buffer> {
  return buffer(Readable.from(openStream(by, piecesOf(sealed, pieces))))
}

async function* piecesOf(content: Buffer, pieces: number): AsyncGenerator<Buffer> {
  const length = Math.max(1, Math.ceil(content.length / pieces))
  for (let at = 0; at < content.length; at += length) yield content.subarray(at, at + length)
}

test.each([1, 17, chunk - 1, chunk, chunk + 1, 2 * chunk, 3 * chunk + 5])(
  '%i bytes come back as they were',
  async (size) => {
    const content = randomBytes(size)
    for (const pieces of [1, 3, 50])
      expect((await open(await seal(content, pieces), pieces)).equals(content)).toBe(true)
  },
)

test('a file that was cut, lengthened, reordered, repeated or swapped does not open', async () => {
  const sealed = await seal(randomBytes(4 * chunk))
  const part = (index: number) => sealed.subarray(index * sealedChunk, (index + 1) * sealedChunk)
  const wrong = [
    Buffer.alloc(0),
    sealed.subarray(0, sealedChunk),
    sealed.subarray(0, 3 * sealedChunk),
    sealed.subarray(0, -1),
    sealed.subarray(sealedChunk),
    Buffer.concat([sealed, part(3)]),
    Buffer.concat([sealed, Buffer.from('x')]),
    Buffer.concat([part(1), part(0), part(2), part(3)]),
    Buffer.concat([part(0), part(0), part(2), part(3)]),
    Buffer.concat([part(0), part(2), part(3)]),
  ]
  for (const one of wrong) await expect(open(one)).rejects.toThrow(SealError)
  const other = createSealing(randomBytes(32)).newKey({ authorityId: 'file', subjectId: 'two' }).key
  await expect(open(sealed, 1, other)).rejects.toThrow(SealError)
})

test('no bit can be changed unnoticed', async () => {
  const sealed = await seal(randomBytes(chunk + 100))
  await fc.assert(
    fc.asyncProperty(fc.nat(sealed.length - 1), fc.integer({ min: 1, max: 255 }), async (index, flip) => {
      const changed = Buffer.from(sealed)
      changed[index] = (changed[index] ?? 0) ^ flip
      await expect(open(changed)).rejects.toThrow(SealError)
    }),
    { numRuns: 60 },
  )
})
